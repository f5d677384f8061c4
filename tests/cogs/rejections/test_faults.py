"""What the room or the person's standing refuses is kept private, and said."""

from __future__ import annotations

from bot.people import communities, members
from bot.safety import personal_data
from bot.storage.database import Tx
from cogs.rejections import setup, store
from tests.cogs.rejections.sharing import opens
from tests.stage import Stage


async def member_of(stage: Stage, external: str) -> int:
    found = await stage.db.read(lambda tx: members.by_external(tx, stage.community, external))
    assert found is not None
    return found


async def test_without_a_support_room_it_says_so_and_nothing_is_lost(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection", company="Acme")
    form = await opens(wren, seen)

    def away(tx: Tx) -> None:
        tx.run("DELETE FROM room WHERE kind = 'support'")

    await stage.db.run(away)
    assert not (await wren.press(seen, "Share")).form
    wrong = await wren.submit(form, words="Words of mine")
    assert wrong.errors
    assert wrong.prefill["words"] == "Words of mine"
    await stage.db.run(
        lambda tx: communities.choose_room(tx, stage.community, "support", stage.platform.rooms["support"])
    )
    await wren.submit(wrong)
    assert "Words of mine" in (await stage.posts("support"))[0].text


async def test_a_person_whom_staff_stopped_cannot_share(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection")
    form = await opens(wren, seen)
    id = await member_of(stage, wren.id)
    until = stage.now.replace(year=2027)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, id, until))
    assert (await wren.submit(form, words="Words")).errors
    assert not await stage.posts("support")


async def test_everything_is_in_the_export_and_nothing_is_left_after_erasing(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    seen = await wren.command("rejection", company="Acme")
    kept = await wren.submit(await wren.press(seen, "Add details"), role="Baker", lesson="Ask sooner")
    await wren.submit(await opens(wren, kept), words="Words of mine")
    await fern.press((await stage.posts("support"))[0], "I'm with you")
    id, other = await member_of(stage, wren.id), await member_of(stage, fern.id)
    out = str(await stage.db.read(lambda tx: store.export(tx, id)))
    for part in ("Acme", "Baker", "Ask sooner", "Words of mine"):
        assert part in out
    assert "Words of mine" not in str(await stage.db.read(lambda tx: store.export(tx, other)))
    assert "you_were_with" in str(await stage.db.read(lambda tx: store.export(tx, other)))
    await stage.db.run(lambda tx: store.forget(tx, id))
    for table in ("rejection", "rejection_share", "rejection_support"):
        assert await stage.db.read(lambda tx, t=table: tx.all(f"SELECT * FROM {t}")) == []


async def test_texts_are_sealed(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("rejection", company="Acme")
    (row,) = await stage.db.read(lambda tx: tx.all("SELECT company FROM rejection"))
    assert b"Acme" not in row[0]


def test_every_kind_of_data_is_named_for_the_privacy_page() -> None:

    named = {table for kept in personal_data.kept_of(setup()) for table in kept.tables}
    assert {"rejection", "rejection_share", "rejection_support"} <= named
