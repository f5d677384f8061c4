"""What may have changed by the time a pair begins, and reports that come when the two are a pair once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.storage.database import Tx
from cogs.buddies.model import PairState
from cogs.buddies.pools import store as pools
from tests.cogs.buddies.pairs import NEUTRAL, begin, has_first, heard, intro, proposed, state, together, two
from tests.cogs.buddies.people import joins, pair_of
from tests.stage import Actor, Stage


async def test_a_pair_whose_time_went_by_in_an_outage_never_begins(stage: Stage) -> None:
    wren, ash = await two(stage)
    for actor in (wren, ash):
        await joins(actor)
    pair = await proposed(stage, wren, ash, lasts=timedelta(days=8))
    stage.clock.step(timedelta(days=7, hours=1))
    await begin(stage, pair)
    assert await state(stage, pair) is PairState.DROPPED
    for actor in (wren, ash):
        assert await heard(stage, actor, NEUTRAL) == 1
        assert await has_first(stage, actor)
        assert await stage.rooms(actor) == []
    await stage.step(days=2)
    assert not await heard(stage, wren, "Did you meet?")


async def to_another_pool(stage: Stage, actor: Actor) -> None:
    await actor.choose(await actor.choose(await actor.command("buddy join"), "Pool"), "Evenings")


async def test_whoever_changed_pools_while_the_pairs_waited_is_not_given_to_the_old_one(stage: Stage) -> None:
    wren, ash = await two(stage)
    for actor in (wren, ash):
        await joins(actor)
    await stage.db.run(lambda tx: pools.create(tx, stage.community, "Evenings"))
    pair = await proposed(stage, wren, ash)
    await to_another_pool(stage, ash)
    await begin(stage, pair)
    assert await state(stage, pair) is PairState.DROPPED
    assert await heard(stage, wren, NEUTRAL) == 1
    assert not await heard(stage, ash, NEUTRAL)


async def test_nobody_is_in_two_pairs_at_once(stage: Stage) -> None:
    wren, ash = await two(stage)
    robin = await stage.member("robin")

    def still(tx: Tx) -> None:
        pools.save(tx, replace(pools.first(tx, stage.community), running=False))

    await stage.db.run(still)
    for actor in (wren, ash, robin):
        await joins(actor)
    waits, now = await proposed(stage, wren, robin), await proposed(stage, wren, ash)
    await begin(stage, now)
    await begin(stage, waits)
    found = await pair_of(stage, wren)
    assert found is not None
    assert found.id == now
    assert await state(stage, waits) is PairState.DROPPED
    assert await has_first(stage, robin)


async def test_a_report_about_an_earlier_pair_freezes_the_one_they_are_in_now(stage: Stage) -> None:
    wren, ash = await two(stage)
    first = await together(stage, wren, ash)
    seen = await intro(stage, wren)
    await stage.step(days=7)
    second = await together(stage, wren, ash)
    more = await wren.press(await wren.press(seen, seen.buttons[-1]), "Report")
    await wren.submit(more, reason="hurtful")
    assert [await state(stage, pair) for pair in (first, second)] == [PairState.FROZEN] * 2
    assert await heard(stage, ash, NEUTRAL) == 1
    assert not await heard(stage, wren, NEUTRAL)
