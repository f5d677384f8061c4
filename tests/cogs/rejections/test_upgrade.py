"""What a no is shared with became a choice: a database that is in use keeps what was shared, and who pressed."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.people import accounts, communities, members
from bot.storage.database import Tx
from bot.storage.migrate import migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from cogs.rejections.sharing import presses, store
from cogs.rejections.sharing.model import Audience, State
from tests.conftest import cog_packages

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def in_use(tx: Tx) -> int:
    """A no of wren's in the support room that ash is with, as the first step kept it; wren."""
    community = communities.ensure(tx, "memory", "harbour")
    wren, ash = (
        members.join(
            tx, accounts.agree(tx, "memory", "", name, version=1, name=name, locale="en", now=NOW), community, NOW
        )
        for name in ("wren", "ash")
    )
    us = {"community": community, "wren": wren, "ash": ash}
    tx.run(
        "INSERT INTO rejection (id, member_id, community_id, day, stage, created_at)"
        " VALUES (6, :wren, :community, 1, 'unsaid', 0)",
        {"community": community, "wren": wren},
    )
    tx.run(
        "INSERT INTO rejection_share (id, rejection_id, member_id, community_id, wish, note, words, state, created_at)"
        " VALUES (7, 6, :wren, :community, 'advice', 'money', :words, 2, 0)",
        {"community": community, "wren": wren, "words": tx.seal("rejection_share", "words", 7, "Words of mine")},
    )
    tx.run("INSERT INTO rejection_support (share_id, member_id, day, at) VALUES (7, :ash, 9, 0)", {"ash": us["ash"]})
    return wren


async def test_what_was_shared_stays_with_its_words_and_its_presses(empty_url: str, keys: KeyRing) -> None:
    db = await open_database(empty_url, keys)
    after = migrations(cog_packages())
    before = [step for step in after if step.component != "rejections" or step.number < 2]
    await migrate(db, before, now=NOW)
    wren = await db.run(in_use)

    assert [step.component for step in await migrate(db, after, now=NOW)] == ["rejections"] * (len(after) - len(before))

    (support,) = await db.read(lambda tx: presses.of_day(tx, wren, 9))
    assert (support.share.id, support.share.words) == (7, "Words of mine")
    assert (support.share.audience, support.share.place, support.share.state) == (Audience.ROOM, 0, State.SHOWN)
    assert len(support.with_you) == 1
    assert not support.been_there
    assert len(await db.read(lambda tx: store.of_rejection(tx, wren, 6))) == 1
    await db.run(lambda tx: tx.run("DELETE FROM rejection WHERE id = 6"))
    for table in ("rejection_share", "rejection_support"):
        assert await db.read(lambda tx, t=table: tx.all(f"SELECT * FROM {t}")) == []
    await db.close()
