"""The author of a post became optional: a database that is in use keeps its posts, its reports and its rules."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.people import accounts, communities, members
from bot.storage.database import Tx
from bot.storage.migrate import migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from tests.conftest import cog_packages

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def in_use(tx: Tx) -> int:
    """A post by wren that ash reported, as the steps before this one kept it; wren."""
    community = communities.ensure(tx, "memory", "harbour")
    wren, ash = (
        members.join(
            tx, accounts.agree(tx, "memory", "", name, version=1, name=name, locale="en", now=NOW), community, NOW
        )
        for name in ("wren", "ash")
    )
    tx.run(
        "INSERT INTO post (id, key, community_id, author_id, title, excerpt, removed_call, removed_args)"
        " VALUES (7, 'win:1', :community, :wren, 'A win', :excerpt, 'wins.removed', '[1]')",
        {"community": community, "wren": wren, "excerpt": b""},
    )
    tx.run(
        "INSERT INTO report (id, post_id, community_id, member_id, reason, at)"
        " VALUES (8, 7, :community, :ash, 'spam', 0)",
        {"community": community, "ash": ash},
    )
    return wren


async def test_posts_and_reports_survive_and_still_go_with_their_author(empty_url: str, keys: KeyRing) -> None:
    db = await open_database(empty_url, keys)
    after = migrations(cog_packages())
    before = [step for step in after if step.component != "posts" or step.number < 3]
    await migrate(db, before, now=NOW)
    wren = await db.run(in_use)

    assert [step.component for step in await migrate(db, after, now=NOW)] == ["posts"] * (len(after) - len(before))

    assert await db.read(lambda tx: tx.all("SELECT id, author_id, circle_id FROM post")) == [(7, wren, 0)]
    assert await db.read(lambda tx: tx.all("SELECT id, post_id FROM report")) == [(8, 7)]
    await db.run(
        lambda tx: tx.run(
            "INSERT INTO post (id, key, community_id, author_id, title, excerpt, removed_call, removed_args)"
            " SELECT 9, 'anonymous:1', community_id, NULL, title, excerpt, removed_call, removed_args FROM post"
        )
    )
    await db.run(lambda tx: tx.run("DELETE FROM member WHERE id = :wren", {"wren": wren}))
    assert await db.read(lambda tx: tx.all("SELECT id FROM post")) == [(9,)]
    assert await db.read(lambda tx: tx.all("SELECT id FROM report")) == []
    await db.close()
