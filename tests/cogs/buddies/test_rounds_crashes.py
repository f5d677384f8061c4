"""Working a round out may be started twice and may die anywhere: nothing is lost and nothing is doubled."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.context import TaskContext
from bot.people import accounts, members
from bot.scheduling import jobs
from bot.storage.database import Database, Tx
from cogs.buddies import calls
from cogs.buddies.choices import Language
from cogs.buddies.model import Reason, Round, RoundState
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import store, working
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform

T = TypeVar("T")
COUNT = 57


class _Died(Exception):
    pass


@dataclass
class Dying:
    """A database of a process that dies before its next transaction; `breathe` lets others go first."""

    db: Database
    left: int = 1_000_000
    dice: random.Random | None = None

    async def _may(self) -> None:
        if self.left <= 0:
            raise _Died
        self.left -= 1
        for _ in range(self.dice.randrange(4) if self.dice else 0):
            await asyncio.sleep(0)

    async def run(self, fn: Callable[[Tx], T]) -> T:
        await self._may()
        return await self.db.run(fn)

    async def read(self, fn: Callable[[Tx], T]) -> T:
        await self._may()
        return await self.db.read(fn)

    async def close(self) -> None: ...


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


def memory(stage: Stage) -> None:
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("nothing here has to do with a platform")


async def matching(stage: Stage, count: int = COUNT) -> Round:
    """A round at its time, before anybody began to work it out."""

    def make(tx: Tx) -> Round:
        pool = pools.first(tx, stage.community)
        for number in range(count):
            external = f"crowd-{number}"
            account = accounts.agree(
                tx, stage.platform.name, "", external, version=1, name=external, locale="en", now=stage.now
            )
            member = members.join(tx, account, stage.community, stage.now)
            profiles.join(tx, member, pool.id, Language.EN, stage.now)
        return store.add(tx, pool.id, stage.now, pool.seed, RoundState.MATCHING)

    return await stage.db.run(make)


def task(stage: Stage, db: Database, workers: Executor) -> TaskContext:
    return TaskContext(db, workers, stage.community, stage.now)


async def check(stage: Stage, round: Round, count: int = COUNT) -> None:
    """Everybody has a place, and is in one pair or has a reason."""
    groups = [members for _, members in await stage.db.read(lambda tx: store.groups(tx, round.id, 0, 1000))]
    places = await stage.db.read(lambda tx: store.places(tx, round.id, 0, 1000))
    paired = [member for group in groups for member in group]
    assert len(places) == count
    assert len(paired) == len(set(paired)) == count
    assert all(len(group) in (2, 3) for group in groups)
    assert all(place.reason is Reason.MATCHED for place in places)
    found = await stage.db.read(lambda tx: store.get(tx, stage.community, round.id))
    assert found is not None
    assert found.digest
    waiting = await stage.db.read(
        lambda tx: jobs.waits(tx, f"{stage.community}:buddies:worked-out:{round.id}"),
    )
    assert waiting


async def test_a_process_that_dies_between_any_two_transactions_is_followed_by_one_that_finishes(
    stage: Stage, threads: Executor
) -> None:
    memory(stage)
    round = await matching(stage)
    died = 0
    while True:
        ctx = task(stage, Dying(stage.db, left=died), threads)
        try:
            await working.work_out(ctx, round.id)
        except _Died:
            died += 1
            continue
        break
    assert died > 8
    await check(stage, round)


@pytest.mark.parametrize("seed", range(6))
async def test_two_processes_at_once_write_one_round(stage: Stage, threads: Executor, seed: int) -> None:
    memory(stage)
    round = await matching(stage)
    dice = random.Random(seed)
    runs = [working.work_out(task(stage, Dying(stage.db, dice=dice), threads), round.id) for _ in range(3)]
    await asyncio.gather(*runs)
    await check(stage, round)


async def test_a_round_that_is_worked_out_is_not_touched_again(stage: Stage, threads: Executor) -> None:
    memory(stage)
    round = await matching(stage)
    ctx = task(stage, stage.db, threads)
    await working.work_out(ctx, round.id)
    before = await stage.db.read(lambda tx: store.groups(tx, round.id, 0, 1000))
    await stage.db.run(lambda tx: store.move(tx, round.id, RoundState.MATCHING, RoundState.OPEN))
    await working.work_out(ctx, round.id)
    assert await stage.db.read(lambda tx: store.groups(tx, round.id, 0, 1000)) == before


async def test_somebody_who_is_erased_while_it_is_worked_out_is_in_no_pair_and_the_other_hears_why(
    stage: Stage, threads: Executor
) -> None:
    memory(stage)
    round = await matching(stage, 2)
    gone: list[int] = []

    class Erasing(Dying):
        async def run(self, fn: Callable[[Tx], T]) -> T:
            places = await self.db.read(lambda tx: store.places(tx, round.id, 0, 10))
            if places and not gone:
                gone.append(places[0].member)
                await self.db.run(lambda tx: tx.run("DELETE FROM member WHERE id = :id", {"id": gone[0]}))
            return await super().run(fn)

    await working.work_out(task(stage, Erasing(stage.db), threads), round.id)
    places = await stage.db.read(lambda tx: store.places(tx, round.id, 0, 10))
    assert [place.reason for place in places] == [Reason.NUMBERS]
    assert not await stage.db.read(lambda tx: store.groups(tx, round.id, 0, 10))


async def test_a_community_that_is_deleted_meanwhile_ends_the_work(stage: Stage, threads: Executor) -> None:
    memory(stage)
    round = await matching(stage)
    with pytest.raises(_Died):
        await working.work_out(task(stage, Dying(stage.db, left=4), threads), round.id)
    await stage.db.run(lambda tx: tx.run("DELETE FROM community WHERE id = :id", {"id": stage.community}))
    await working.work_out(task(stage, stage.db, threads), round.id)
    assert await stage.db.read(lambda tx: tx.all("SELECT 1 FROM buddy_place")) == []


async def test_a_round_that_nobody_finished_is_started_again_and_given_up_when_it_is_too_late(
    stage: Stage, threads: Executor, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory(stage)
    round = await matching(stage)
    watch = f"{stage.community}:buddies:watch:{round.pool}"

    async def broken(*_: object) -> None:
        raise RuntimeError("the worker is gone")

    monkeypatch.setattr(working, "_solved", broken)
    await stage.db.run(lambda tx: jobs.put(tx, watch, calls.check(round.pool), stage.now, community=stage.community))
    await stage.step(hours=12)
    found = await stage.db.read(lambda tx: store.get(tx, stage.community, round.id))
    assert found == replace(round, state=RoundState.MATCHING)
    await stage.step(hours=6)
    found = await stage.db.read(lambda tx: store.get(tx, stage.community, round.id))
    assert found == replace(round, state=RoundState.DROPPED)
    await stage.step(days=6)
    planned = await stage.db.read(lambda tx: store.planned(tx, round.pool))
    assert planned is not None
    assert planned.at == round.at + timedelta(days=7)
