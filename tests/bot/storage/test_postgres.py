from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import psycopg
import pytest

from bot.storage.database import StorageError, Tx
from bot.storage.postgres import PostgresDatabase, to_psycopg
from bot.storage.seal import KeyRing
from tests.postgres import Server, binaries

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """One that these tests may stop."""
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    server = Server.start(durable=False)
    yield server
    server.stop()


def make(tx: Tx) -> None:
    tx.run("CREATE TABLE leaf (id BIGINT PRIMARY KEY, n BIGINT NOT NULL)")
    tx.run("INSERT INTO leaf (id, n) VALUES (1, 0)")


def value(tx: Tx) -> int:
    row = tx.one("SELECT n FROM leaf WHERE id = 1")
    assert row is not None
    return row[0]


def set_to(n: int) -> Callable[[Tx], int]:
    return lambda tx: tx.run("UPDATE leaf SET n = :n WHERE id = 1", {"n": n})


async def test_who_loses_a_race_runs_again_on_what_the_winner_wrote(postgres_url: str, keys: KeyRing) -> None:
    db = await PostgresDatabase.open(postgres_url, keys)
    await db.run(make)
    seen: list[int] = []

    def slow(tx: Tx) -> None:
        n = value(tx)
        seen.append(n)
        if len(seen) == 1:
            with psycopg.connect(postgres_url) as other:
                other.execute("UPDATE leaf SET n = 10")
        tx.run("UPDATE leaf SET n = :n WHERE id = 1", {"n": n + 1})

    await db.run(slow)
    assert seen == [0, 10]
    assert await db.read(value) == 11
    await db.close()


async def test_a_race_hidden_by_the_function_is_still_run_again(postgres_url: str, keys: KeyRing) -> None:
    db = await PostgresDatabase.open(postgres_url, keys)
    await db.run(make)
    runs: list[int] = []

    def hides(tx: Tx) -> None:
        n = value(tx)
        runs.append(n)
        if len(runs) == 1:
            with psycopg.connect(postgres_url) as other:
                other.execute("UPDATE leaf SET n = 10")
        try:
            tx.run("UPDATE leaf SET n = :n WHERE id = 1", {"n": n + 1})
        except psycopg.Error:
            raise ValueError("could not") from None

    await db.run(hides)
    assert runs == [0, 10]
    await db.close()


async def test_two_processes_worth_of_pools_lose_nothing(postgres_url: str, keys: KeyRing) -> None:
    pools = [await PostgresDatabase.open(postgres_url, keys) for _ in range(2)]
    await pools[0].run(make)

    def increment(tx: Tx) -> None:
        tx.run("UPDATE leaf SET n = :n WHERE id = 1", {"n": value(tx) + 1})

    await asyncio.gather(*(pools[i % 2].run(increment) for i in range(60)))
    assert await pools[0].read(value) == 60
    for pool in pools:
        await pool.close()


async def test_a_server_that_goes_away_is_said_and_found_again(own_server: Server, keys: KeyRing) -> None:
    db = await PostgresDatabase.open(own_server.fresh(), keys)
    await db.run(make)
    await asyncio.gather(*(db.read(value) for _ in range(20)))
    own_server.down()
    with pytest.raises(StorageError):
        await db.run(set_to(5))
    own_server.up()
    await db.run(set_to(6))
    assert await db.read(value) == 6
    own_server.down()
    own_server.up()
    await db.run(set_to(7))  # the old connections are gone, and nobody notices
    assert await db.read(value) == 7
    await db.close()


async def test_a_connection_cut_in_the_middle_does_nothing_by_half(postgres_url: str, keys: KeyRing) -> None:
    db = await PostgresDatabase.open(postgres_url, keys)
    await db.run(make)
    cuts: list[int] = []

    def cut(times: int):
        def run(tx: Tx) -> None:
            tx.run("UPDATE leaf SET n = n + 1")
            if len(cuts) < times:
                [pid] = tx.one("SELECT pg_backend_pid()") or (0,)
                cuts.append(pid)
                with psycopg.connect(postgres_url) as other:
                    other.execute("SELECT pg_terminate_backend(%s, 5000)", (pid,))
            tx.run("UPDATE leaf SET n = n + 1")

        return run

    await db.run(cut(1))
    assert await db.read(value) == 2
    cuts.clear()
    with pytest.raises(StorageError):
        await db.run(cut(5))
    assert await db.read(value) == 2
    await db.close()


async def test_a_row_that_another_program_holds_is_said_and_survived(postgres_url: str, keys: KeyRing) -> None:
    db = await PostgresDatabase.open(postgres_url, keys, patience=0.05)
    await db.run(make)
    with psycopg.connect(postgres_url) as other:
        other.execute("UPDATE leaf SET n = 3")
        with pytest.raises(StorageError):
            await db.run(set_to(4))
        assert await db.read(value) == 0
    await db.run(set_to(4))
    assert await db.read(value) == 4
    await db.close()


async def test_a_server_that_is_not_there_is_named(keys: KeyRing) -> None:
    with pytest.raises(StorageError, match="can't be reached"):
        await PostgresDatabase.open("postgresql://cairn@127.0.0.1:1/none", keys)
    with pytest.raises(StorageError, match="URL"):
        await PostgresDatabase.open("postgresql://cairn@127.0.0.1:port/none?x", keys)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT :a, :b_2", "SELECT %(a)s, %(b_2)s"),
        ("SELECT ':a', \":b\", :c", "SELECT ':a', \":b\", %(c)s"),
        ("SELECT 'it''s :a' || :b", "SELECT 'it''s :a' || %(b)s"),
        (
            "SELECT x::text FROM y WHERE z LIKE 'a%' AND q = :q",
            "SELECT x::text FROM y WHERE z LIKE 'a%%' AND q = %(q)s",
        ),
        ("SELECT 1 -- not :a\n, :b", "SELECT 1 -- not :a\n, %(b)s"),
        ("SELECT a % :b", "SELECT a %% %(b)s"),
    ],
)
def test_names_become_parameters_only_where_they_are_names(ours: str, theirs: str) -> None:
    assert to_psycopg(ours) == theirs
