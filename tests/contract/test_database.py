"""What both databases promise. `counter` and `word` are tables of this suite alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from enum import IntEnum, StrEnum

import pytest

from bot.storage.database import Database, Row, SealError, StorageError, Tx
from bot.storage.migrate import statements
from bot.storage.open import open_database
from bot.storage.seal import KeyRing

TABLES = """
CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
CREATE TABLE word (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL,
    sealed BLOB,
    CONSTRAINT word_once UNIQUE (text)
) STRICT;
"""


@pytest.fixture
async def db(empty_url: str, keys: KeyRing) -> AsyncIterator[Database]:
    opened = await open_database(empty_url, keys)

    def make(tx: Tx) -> None:
        for statement in statements(TABLES, tx.dialect):
            tx.run(statement)
        tx.run("INSERT INTO counter (id, n) VALUES (1, 0)")

    await opened.run(make)
    yield opened
    await opened.close()


def increment(tx: Tx) -> int:
    row = tx.one("SELECT n FROM counter WHERE id = :id", {"id": 1})
    assert row is not None
    tx.run("UPDATE counter SET n = :n WHERE id = :id", {"n": row[0] + 1, "id": 1})
    return row[0] + 1


def count(tx: Tx) -> int:
    row = tx.one("SELECT n FROM counter WHERE id = 1")
    assert row is not None
    return row[0]


def add(text: str, id: int):
    def run(tx: Tx) -> int:
        return tx.run("INSERT INTO word (id, text) VALUES (:id, :text)", {"id": id, "text": text})

    return run


def words(tx: Tx) -> list[str]:
    return [row[0] for row in tx.all("SELECT text FROM word ORDER BY id")]


class Refused(Exception):
    pass


async def test_two_hundred_who_read_and_write_the_same_row_at_once_lose_nothing(db: Database) -> None:
    seen = await asyncio.gather(*(db.run(increment) for _ in range(200)))
    assert sorted(seen) == list(range(1, 201))
    assert await db.read(count) == 200


async def test_a_check_and_an_insert_are_one_even_on_different_rows(db: Database) -> None:
    def book(id: int):
        def run(tx: Tx) -> bool:
            if tx.one("SELECT 1 FROM word WHERE id > 0") is not None:
                return False
            tx.run("INSERT INTO word (id, text) VALUES (:id, :text)", {"id": id, "text": f"seat {id}"})
            return True

        return run

    got = await asyncio.gather(*(db.run(book(id)) for id in range(1, 30)))
    assert sum(got) == 1


async def test_an_exception_undoes_its_own_work_alone(db: Database) -> None:
    def refuse(tx: Tx) -> None:
        add("gone", 2)(tx)
        raise Refused

    answers = await asyncio.gather(
        db.run(add("first", 1)), db.run(refuse), db.run(add("third", 3)), return_exceptions=True
    )
    assert answers[0] == answers[2] == 1
    assert isinstance(answers[1], Refused)
    assert await db.read(words) == ["first", "third"]


async def test_an_exception_alone_leaves_nothing(db: Database) -> None:
    def refuse(tx: Tx) -> None:
        add("gone", 2)(tx)
        raise Refused

    with pytest.raises(Refused):
        await db.run(refuse)
    assert await db.read(words) == []
    await db.run(add("after", 3))


async def test_a_failed_statement_that_is_caught_still_undoes_everything(db: Database) -> None:
    await db.run(add("taken", 1))

    def stubborn(tx: Tx) -> str:
        add("before", 2)(tx)
        try:
            add("taken", 3)(tx)
        except Exception:
            return "all is well"
        return "not reached"

    with pytest.raises(Exception, match=r"(?i)unique"):
        await db.run(stubborn)
    assert await db.read(words) == ["taken"]


async def test_who_is_answered_finds_it_written(db: Database) -> None:
    async def write_and_look(id: int) -> bool:
        await db.run(add(f"word {id}", id))
        return f"word {id}" in await db.read(words)

    assert all(await asyncio.gather(*(write_and_look(id) for id in range(1, 60))))


async def test_a_caller_who_goes_away_takes_nobody_along(db: Database) -> None:
    tasks = [asyncio.create_task(db.run(add(f"word {id}", id))) for id in range(1, 21)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert answers[1::2] == [1] * 10
    assert {f"word {id}" for id in range(2, 21, 2)} <= set(await db.read(words))


async def test_reading_cannot_write(db: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read.?only"):
        await db.read(add("no", 1))
    assert await db.read(words) == []


async def test_a_reader_sees_one_moment_and_does_not_wait_for_writers(db: Database) -> None:
    def long_read(tx: Tx) -> tuple[int, int]:
        before = count(tx)
        asyncio.run_coroutine_threadsafe(db.run(increment), loop).result(10)
        return before, count(tx)

    loop = asyncio.get_running_loop()
    assert await db.read(long_read) == (0, 0)
    assert await db.read(count) == 1


async def test_values_come_back_as_they_went_in(db: Database) -> None:
    def round_trip(tx: Tx) -> None:
        text = "50% :name 'quoted' \\ ☃"
        big = 2**63 - 1
        tx.run(
            "INSERT INTO word (id, text, sealed) VALUES (:id, :text, :sealed)",
            {"id": big, "text": text, "sealed": b"\x00\xff"},
        )
        found = tx.one("SELECT id, text, sealed FROM word WHERE text LIKE '50%' AND id = :id", {"id": big})
        assert found == (big, text, b"\x00\xff")
        assert found is not None
        assert type(found[2]) is bytes
        tx.run("UPDATE word SET sealed = :none", {"none": None})
        assert tx.all("SELECT sealed FROM word WHERE sealed IS NULL") == [(None,)]

    await db.run(round_trip)


async def test_numbers_and_truth_are_the_same_on_both(db: Database) -> None:
    def ask(tx: Tx) -> None:
        tx.many("INSERT INTO counter (id, n) VALUES (:id, :n)", [{"id": id, "n": True} for id in (5, 6, 7)])
        assert tx.one("SELECT SUM(n), COUNT(*), MAX(id) FROM counter WHERE id > :low", {"low": 4}) == (3, 3, 7)
        assert tx.all("SELECT n = 1 FROM counter ORDER BY id") == [(0,), (1,), (1,), (1,)]
        assert tx.one("SELECT EXISTS (SELECT 1 FROM counter WHERE id = 99)") == (0,)
        assert tx.run("UPDATE counter SET n = n + :by WHERE id > 4", {"by": 2}) == 3
        assert tx.run("DELETE FROM counter WHERE id = 99") == 0
        assert tx.one("SELECT n FROM counter WHERE id = 99") is None

    await db.run(ask)


async def test_inserting_twice_can_be_asked_for_in_one_statement(db: Database) -> None:
    def once(tx: Tx) -> int:
        return tx.run(
            "INSERT INTO word (id, text) VALUES (:id, :text) ON CONFLICT DO NOTHING", {"id": 1, "text": "once"}
        )

    assert sum(await asyncio.gather(*(db.run(once) for _ in range(20)))) == 1

    def returning(tx: Tx) -> tuple[object, ...] | None:
        return tx.one("INSERT INTO word (id, text) VALUES (:id, :text) RETURNING id, text", {"id": 2, "text": "two"})

    assert await db.run(returning) == (2, "two")


async def test_sealed_text_opens_in_its_own_place_only(db: Database) -> None:
    def keep(tx: Tx) -> None:
        for row, text in ((1, "a sentence"), (2, "")):
            tx.run(
                "INSERT INTO word (id, text, sealed) VALUES (:id, :text, :sealed)",
                {"id": row, "text": str(row), "sealed": tx.seal("word", "sealed", row, text)},
            )

    def look(tx: Tx) -> list[str]:
        return [tx.unseal("word", "sealed", id, data) for id, data in tx.all("SELECT id, sealed FROM word ORDER BY id")]

    await db.run(keep)
    assert await db.read(look) == ["a sentence", ""]
    with pytest.raises(SealError):
        await db.read(lambda tx: tx.unseal("word", "sealed", 2, tx.all("SELECT sealed FROM word ORDER BY id")[0][0]))


async def test_keyed_hashes_are_those_of_the_key_ring(db: Database, keys: KeyRing) -> None:
    assert await db.read(lambda tx: tx.keyed_hash("nonce", 7, "a")) == keys.keyed_hash("nonce", 7, "a")


async def test_members_of_enumerations_are_kept_as_their_values(db: Database) -> None:
    class Colour(StrEnum):
        RED = "red"

    class Lane(IntEnum):
        BULK = 3

    def keep(tx: Tx) -> Row | None:
        tx.run("INSERT INTO word (id, text) VALUES (:id, :text)", {"id": Lane.BULK, "text": Colour.RED})
        return tx.one(
            "SELECT id, text FROM word WHERE id = :id AND text = :text", {"id": Lane.BULK, "text": Colour.RED}
        )

    assert await db.run(keep) == (3, "red")


async def test_a_mistake_in_the_sql_is_not_called_a_passing_trouble(db: Database) -> None:
    with pytest.raises(Exception, match="nowhere") as caught:
        await db.run(lambda tx: tx.run("DELETE FROM nowhere"))
    assert not isinstance(caught.value, StorageError)


async def test_stop_iteration_reaches_the_caller_as_an_error(db: Database) -> None:
    def stop(tx: Tx) -> str:
        return next(iter(words(tx)))

    with pytest.raises(RuntimeError, match="StopIteration"):
        await db.run(stop)


async def test_closing_finishes_what_waits_and_then_refuses(empty_url: str, keys: KeyRing) -> None:
    db = await open_database(empty_url, keys)

    def make(tx: Tx) -> None:
        for statement in statements(TABLES, tx.dialect):
            tx.run(statement)

    await db.run(make)
    waiting = [asyncio.create_task(db.run(add(f"word {id}", id))) for id in range(1, 40)]
    await asyncio.sleep(0)
    await db.close()
    assert await asyncio.gather(*waiting) == [1] * 39
    with pytest.raises(StorageError):
        await db.run(words)
    again = await open_database(empty_url, keys)
    assert len(await again.read(words)) == 39
    await again.close()
