"""The help lines need neither network nor database: not even to find out who asks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.ui.outcome import Reply, Update
from cogs.help.cog import Help


class Gone:
    """A database that is away."""

    def __getattr__(self, name: str) -> Any:
        raise ConnectionError(name)


def test_without_a_community_no_handler_touches_the_database() -> None:
    away = cast("Any", Gone())
    now = datetime(2026, 12, 1, tzinfo=UTC)
    ctx = Context(away, away, away, 0, 0, 0, "en", ZoneInfo("UTC"), now, "memory")
    cog = Help()
    assert isinstance(cog.now(ctx), Reply)
    assert isinstance(cog.other(ctx), Update)
    assert isinstance(cog.friend(ctx), Reply)
    assert isinstance(cog.more(ctx, "JP", 1), Update)
    shown = cog.country(ctx, "DE", 0)
    assert isinstance(shown, Update)
    assert "Germany" in shown.card.title
