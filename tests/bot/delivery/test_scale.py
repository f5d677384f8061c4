"""What is asked again and again must not grow with what waits: no statement reads a whole table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.delivery import cleaning, courtesy, lookups, notices, places, rooms, tasks, waiting
from bot.delivery.room_turns import RoomTurns
from bot.delivery.turns import Turns
from bot.people import held
from bot.runtime.all_cogs import load
from bot.runtime.start import all_migrations
from bot.safety import personal_data
from bot.scheduling import jobs
from bot.scheduling.clock import seconds
from bot.storage.database import NONE, Params, Row, Tx
from bot.storage.migrate import migrate
from bot.storage.seal import KeyRing
from bot.storage.sqlite import SqliteDatabase
from bot.storage.sqlite_tx import SqliteTx
from bot.ui.card import Call
from cogs.data import store
from tests.conftest import EPOCH

_LEASE = timedelta(seconds=60)
_LARGE = ("message", "job", "notice", "member", "account", "inbox", "courtesy_slot", "task", "room")
_TERMS = places.RoomTerms("discord", "me", 40.0, 1.0, _LEASE)


def claim_rooms(tx: Tx, most: int = 8) -> places.RoomHaul:
    turns = RoomTurns("discord")
    return places.claim(tx, _TERMS, turns, EPOCH, most=most, per_community=8, under_way={}, closed=())


ASKED: dict[str, Callable[[Tx], object]] = {
    "watch": lambda tx: waiting.work(tx, ["discord"], EPOCH),
    "next due": lambda tx: waiting.next_due(tx, ["discord"]),
    "jobs": lambda tx: jobs.due(tx, EPOCH, 64),
    "accounts": lambda tx: courtesy.accounts_due(tx, EPOCH, 64),
    "notices": lambda tx: notices.due_of(tx, 1, EPOCH),
    "messages": lambda tx: Turns("discord").pick(tx, 0, 0, 8, {}, [], 8),
    "rooms": claim_rooms,
    "open a room": lambda tx: rooms.want(tx, 1, "pair:1", [1], "Two", Call("pair.made"), EPOCH),
    "close a room": lambda tx: rooms.archive(tx, 1, "pair:1", EPOCH),
    "questions": lambda tx: lookups.claim(tx, ["discord"], "me", EPOCH, _LEASE, 8),
    "tasks": lambda tx: tasks.claim(tx, "me", EPOCH, _LEASE),
    "parked": lambda tx: rooms.ready(tx, EPOCH),
    "unpark": lambda tx: rooms.unpark(tx, 1, EPOCH),
    "clean": lambda tx: cleaning.clean(tx, EPOCH),
    "retention": lambda tx: personal_data.clean_up(tx, personal_data.CORE, EPOCH),
    "sweep": lambda tx: store.due_for_a_look(tx, EPOCH, 25),
    "next sweep": lambda tx: store.next_look(tx, EPOCH),
    "held": lambda tx: held.count(tx, 1),
    "forget": lambda tx: personal_data.forget_core(tx, 1),
}


class Explained:
    """A transaction that notes which tables a statement would read from end to end."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self.scanned: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def _look(self, sql: str, params: Params) -> None:
        for *_, step in self._tx.all(f"EXPLAIN QUERY PLAN {sql}", params):
            words = step.split()
            partial = "USING INDEX message_parked" in step or "USING COVERING INDEX message_parked" in step
            if words[0] == "SCAN" and words[1] in _LARGE and not partial:
                self.scanned.append(f"{step}: {sql}")

    def one(self, sql: str, params: Params = NONE) -> Row | None:
        self._look(sql, params)
        return self._tx.one(sql, params)

    def all(self, sql: str, params: Params = NONE) -> list[Row]:
        self._look(sql, params)
        return self._tx.all(sql, params)

    def run(self, sql: str, params: Params = NONE) -> int:
        self._look(sql, params)
        return self._tx.run(sql, params)

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        self._tx.many(sql, rows)


@pytest.fixture
async def whole(tmp_path: Path) -> Any:
    """With the tables of every cog."""
    load()
    db = await SqliteDatabase.open(tmp_path / "whole.db", KeyRing.fresh())
    await migrate(db, all_migrations(), now=EPOCH)
    yield db
    await db.close()


@pytest.mark.parametrize("name", ASKED)
async def test_nothing_reads_a_whole_table(whole: SqliteDatabase, name: str) -> None:
    def ask(tx: Tx) -> list[str]:
        tx.run("INSERT INTO community (id, platform, external) VALUES (1, 'discord', '1')")
        tx.run(
            "INSERT INTO account (id, platform, tenant, external, consent_version, consent_at)"
            " VALUES (1, 'discord', '', '1', 1, 0)"
        )
        tx.run("INSERT INTO member (id, community_id, account_id, joined_at, checked_at) VALUES (1, 1, 1, 0, 0)")
        explained = Explained(tx)
        ASKED[name](cast("Tx", explained))
        return explained.scanned

    assert await whole.run(ask) == []


async def test_erasing_a_member_searches_no_table_of_theirs(whole: SqliteDatabase) -> None:
    """A foreign key to a member without an index would be looked for in the whole table."""

    def unindexed(tx: Tx) -> list[str]:
        found: list[str] = []
        for (table,) in tx.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
            first = {tx.all(f"PRAGMA index_info({index[1]})")[0][2] for index in tx.all(f"PRAGMA index_list({table})")}
            first |= {column[1] for column in tx.all(f"PRAGMA table_info({table})") if column[5] == 1}
            for key in tx.all(f"PRAGMA foreign_key_list({table})"):
                if key[2] in ("member", "account", "room") and key[3] not in first:
                    found.append(f"{table}.{key[3]}")
        return found

    assert await whole.read(unindexed) == []


ROOM_WORK: dict[str, Callable[[Tx], object]] = {
    "watch": ASKED["watch"],
    "next due": ASKED["next due"],
    "rooms": claim_rooms,
    "open": ASKED["open a room"],
    "close": ASKED["close a room"],
    "parked": ASKED["parked"],
    "parent": lambda tx: places.parent(tx, 1, "buddies:7"),
    "retention": ASKED["retention"],
}


@pytest.mark.parametrize("name", ROOM_WORK)
async def test_fifty_thousand_rooms_of_the_past_cost_nothing(whole: SqliteDatabase, name: str) -> None:
    def past(tx: Tx) -> None:
        tx.many(
            "INSERT INTO room (id, community_id, key, kind, members, remote_id, state, open, visible_at)"
            " VALUES (:id, 1, :key, 'private', '[1, 2]', :key, 3, 0, :at)",
            [{"id": 10 + n, "key": f"1:past:{n}", "at": seconds(EPOCH)} for n in range(50_000)],
        )
        tx.run("ANALYZE")

    def steps(tx: Tx) -> int:
        """How much SQLite has to do, in hundreds of its own instructions."""
        counted = 0

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        connection = cast("SqliteTx", tx).cursor.connection
        connection.set_progress_handler(count, 100)
        try:
            ROOM_WORK[name](tx)
        finally:
            connection.set_progress_handler(None, 0)
        return counted

    await whole.run(lambda tx: tx.run("INSERT INTO community (id, platform, external) VALUES (1, 'discord', '1')"))
    before = await whole.run(steps)
    await whole.run(past)
    assert await whole.run(steps) <= before + 20
