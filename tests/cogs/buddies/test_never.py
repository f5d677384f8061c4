"""Who is never paired with whom: confidential, both ways, and nothing that the other one sees gives it away."""

from __future__ import annotations

import json
from pathlib import Path

from bot.people import members
from bot.runtime.all_cogs import erase, load
from bot.runtime.start import all_migrations
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Tx
from bot.storage.migrate import migrate
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store
from tests.cogs.buddies.people import joins, member_id, pair_of, paired
from tests.stage import Actor, Seen, Stage
from tests.stage.memory import MemoryPlatform
from tests.stage.stage import START


async def nevers(actor: Actor) -> Seen:
    return await actor.press(await actor.command("buddy status"), "Never pair me with")


async def names(actor: Actor, other: Actor) -> Seen:
    form = await actor.press(await nevers(actor), "Add somebody")
    return await actor.submit(form, person=other.id)


async def together(stage: Stage, *people: str) -> list[Actor]:
    found = [await stage.member(name) for name in people]
    for actor in found:
        await joins(actor)
    return found


async def kept_apart(stage: Stage) -> list[tuple[int, int]]:
    return await stage.db.run(lambda tx: store.nevers(tx, pools.first(tx, stage.community).id))


async def test_a_person_on_the_list_is_kept_apart_both_ways(stage: Stage) -> None:
    wren, fern = await together(stage, "wren", "fern")
    assert "Nobody is on your list" in (await nevers(wren)).text
    seen = await names(wren, fern)
    assert "I never pair you with" in seen.text
    assert "fern" in seen.text
    w, f = await member_id(stage, wren), await member_id(stage, fern)
    assert await kept_apart(stage) == [(min(w, f), max(w, f))]
    assert await stage.db.run(lambda tx: store.excluded(tx, f, w))
    assert await stage.db.run(lambda tx: store.excluded(tx, w, f))


async def test_the_list_is_ones_own_and_can_be_taken_back(stage: Stage) -> None:
    wren, fern = await together(stage, "wren", "fern")
    await names(wren, fern)
    listed = await nevers(wren)
    assert listed.options == ("1. fern",)
    assert "wren" not in (await nevers(fern)).text
    for _ in range(2):
        assert "Nobody is on your list" in (await wren.choose(listed, "1. fern")).text
    assert await kept_apart(stage) == []


async def test_somebody_else_takes_nothing_off_my_list(stage: Stage) -> None:
    wren, fern, lark = await together(stage, "wren", "fern", "lark")
    await names(wren, fern)
    listed = await nevers(wren)
    assert "Nobody is on your list" in (await lark.choose(listed, "1. fern")).text
    assert "Nobody is on your list" in (await fern.choose(listed, "1. fern")).text
    assert len(await kept_apart(stage)) == 1


async def test_naming_somebody_twice_names_them_once(stage: Stage) -> None:
    wren, fern = await together(stage, "wren", "fern")
    assert (await names(wren, fern)).text == (await names(wren, fern)).text
    assert (await nevers(wren)).options == ("1. fern",)


async def test_when_both_ask_one_taking_it_back_is_not_enough(stage: Stage) -> None:
    wren, fern = await together(stage, "wren", "fern")
    await names(wren, fern)
    await names(fern, wren)
    assert len(await kept_apart(stage)) == 1
    await wren.choose(await nevers(wren), "1. fern")
    assert len(await kept_apart(stage)) == 1


async def test_somebody_who_never_used_cairn_can_be_added_later(stage: Stage) -> None:
    (wren,) = await together(stage, "wren")
    lark = stage.stranger("lark")
    wrong = await names(wren, lark)
    assert "has not used Cairn here" in wrong.errors["person"]
    assert "Nobody is on your list" in (await nevers(wren)).text


async def test_oneself_is_refused(stage: Stage) -> None:
    (wren,) = await together(stage, "wren")
    assert "That is you" in (await names(wren, wren)).errors["person"]


async def test_somebody_who_is_in_no_round_can_be_named(stage: Stage) -> None:
    (wren,) = await together(stage, "wren")
    fern = await stage.member("fern")
    await names(wren, fern)
    await joins(fern)
    assert len(await kept_apart(stage)) == 1


async def test_it_ends_no_pair_and_offers_to_step_out(stage: Stage) -> None:
    wren, fern = await together(stage, "wren", "fern")
    await paired(stage, wren, fern)
    seen = await names(wren, fern)
    assert "does not end the pair" in seen.text
    assert "Step out" in seen.buttons
    assert await pair_of(stage, fern) is not None


async def test_a_long_list_is_turned_over_page_by_page(stage: Stage) -> None:
    (wren,) = await together(stage, "wren")
    for n in range(23):
        await names(wren, await stage.member(f"bird{n:02}"))
    first = await nevers(wren)
    assert len(first.options) == 20
    later = await wren.press(first, "Later ones")
    assert later.options == ("21. bird20", "22. bird21", "23. bird22")
    assert "1. bird00" in (await wren.press(later, "Earlier ones")).options
    for option in later.options:
        await wren.choose(later, option)
    assert len((await wren.press(first, "Later ones")).options) == 20


async def test_leaving_deletes_the_own_list_but_nothing_that_came_of_a_report(stage: Stage) -> None:
    wren, fern, lark = await together(stage, "wren", "fern", "lark")
    await names(wren, fern)
    w, f, k = [await member_id(stage, actor) for actor in (wren, fern, lark)]
    await stage.db.run(lambda tx: store.add_never(tx, w, k, store.REPORT, stage.now))
    asked = await wren.press(await wren.command("buddy status"), "Leave")
    await wren.press(asked, "Leave")
    await joins(wren)
    assert not await stage.db.run(lambda tx: store.excluded(tx, w, f))
    assert await stage.db.run(lambda tx: store.excluded(tx, w, k))


async def test_what_came_of_a_report_is_on_no_list_and_stays(stage: Stage) -> None:
    wren, fern = await together(stage, "wren", "fern")
    w, f = await member_id(stage, wren), await member_id(stage, fern)
    await names(wren, fern)
    listed = await nevers(wren)
    await stage.db.run(lambda tx: store.add_never(tx, w, f, store.REPORT, stage.now))
    await names(wren, fern)
    await wren.choose(listed, "1. fern")
    assert await stage.db.run(lambda tx: store.excluded(tx, w, f))


async def test_whoever_is_erased_is_on_nobodys_list(stage: Stage) -> None:
    wren, fern, lark = await together(stage, "wren", "fern", "lark")
    await names(wren, fern)
    await names(wren, lark)
    await names(fern, wren)
    f = await member_id(stage, fern)
    told = json.dumps(await stage.db.run(lambda tx: store.export(tx, f)))
    assert str(await member_id(stage, wren)) in told
    assert str(await member_id(stage, lark)) not in told
    for _ in range(2):
        await stage.db.run(lambda tx: erase(tx, load(), [f], stage.now))
    assert (await nevers(wren)).options == ("1. lark",)


# The same with and without


async def _everything(actor: Actor, other: Actor) -> list[str]:
    """All that somebody can see and press here, as text."""
    seen = [await actor.command("buddy join"), await actor.home(), await actor.command("buddy status")]
    status = seen[-1]
    for label in status.buttons:
        if label not in ("Kind notes", "Step out", "…"):
            seen.append(await actor.press(status, label))
    seen.append(await names(actor, other))
    seen.append(await nevers(actor))
    seen.append(await actor.choose(seen[-1], seen[-1].options[0]))
    for dm in await actor.stage.dms(actor):
        seen.append(dm)
    return [f"{one.text}\n{one.buttons}\n{one.options}\n{one.form}\n{one.errors}" for one in seen]


async def _world(folder: Path, *, blocks: bool, pairs: bool) -> list[str]:
    db = await open_database(f"sqlite:///{folder}/{blocks}{pairs}.db", KeyRing.fresh())
    await migrate(db, all_migrations(), now=START)
    clock = SteppedClock(START)
    async with Stage.open(MemoryPlatform(clock), db, clock) as stage:
        wren, fern, lark = await together(stage, "wren", "fern", "lark")
        if blocks:
            await names(wren, fern)
            w, l_ = await member_id(stage, wren), await member_id(stage, lark)

            def reported(tx: Tx) -> None:
                store.add_never(tx, l_, w, store.REPORT, stage.now)

            await stage.db.run(reported)
        if pairs:
            await paired(stage, wren, fern)
        told = await _everything(fern, wren)
        await stage.step(days=2)
        told += await _everything(fern, wren)
    await db.close()
    return told


async def test_a_person_on_somebodys_list_sees_the_same_as_without_it(tmp_path: Path) -> None:
    for pairs in (False, True):
        without = await _world(tmp_path, blocks=False, pairs=pairs)
        assert await _world(tmp_path, blocks=True, pairs=pairs) == without
        assert len(without) > 15


# Two communities


async def test_each_community_has_its_own_profile_and_list(stage: Stage) -> None:
    wren, fern = await together(stage, "wren", "fern")
    await names(wren, fern)
    w = await member_id(stage, wren)

    def elsewhere(tx: Tx) -> tuple[int, int]:
        tx.run("INSERT INTO community (id, platform, external) VALUES (7, :p, 'island')", {"p": stage.platform.name})
        account = members.get(tx, w).account
        return members.join(tx, account, 7, stage.now), pools.first(tx, 7).id

    there, pool = await stage.db.run(elsewhere)
    assert await stage.db.run(lambda tx: store.get(tx, there)) is None
    assert await stage.db.run(lambda tx: store.asked_never(tx, there)) == []
    assert await stage.db.run(lambda tx: store.nevers(tx, pool)) == []
