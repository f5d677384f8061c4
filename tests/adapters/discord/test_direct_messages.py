"""Opening direct messages: seldom, and once for each person."""

from __future__ import annotations

from adapters.discord import limits
from bot.adapter import Direct, RetryAfter, Shown, Wanted
from tests.adapters.discord.conftest import Stage
from tests.adapters.discord.test_effects import wanted
from tests.fakes.discord import User


def to(person: User, nonce: int, channel: str = "") -> Wanted:
    return wanted(Direct(str(person.id), channel), nonce=nonce)


def opened(stage: Stage) -> int:
    return sum(request.endswith("/users/@me/channels") for request in stage.fake.requests)


async def test_a_channel_that_is_known_is_not_opened_again_and_waits_for_no_minute(stage: Stage) -> None:
    first = await stage.adapter.show(to(stage.ada, 1))
    assert isinstance(first, Shown)
    assert first.channel
    await stage.restart()
    others = [stage.fake.user(f"P{n}", stage.guild) for n in range(limits.NEW_DMS_PER_MINUTE)]
    for n, person in enumerate(others):
        assert isinstance(await stage.adapter.show(to(person, 10 + n)), Shown)
    before = opened(stage)
    assert isinstance(await stage.adapter.show(to(stage.ada, 2, first.channel)), Shown)
    assert opened(stage) == before
    bo = stage.fake.user("Bo", stage.guild)
    assert isinstance(await stage.adapter.show(to(bo, 3)), RetryAfter)
    assert opened(stage) == before, "nobody asks Discord for what has to wait"
