"""What is kept for so many days goes when they are over, who left goes with everything, and no table is left out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.adapter import CommunityLeft
from bot.runtime.all_cogs import load
from bot.runtime.start import all_migrations
from bot.safety import personal_data
from bot.safety.personal_data import GRACE, Kept, kept_of
from bot.scheduling.clock import seconds
from bot.storage.database import Database, Tx, Value
from bot.storage.migrate import Migration
from tests.bot.safety import conftest, test_personal_data
from tests.bot.safety.conftest import NOW, VALID, plant, schema
from tests.safety.forging import rows
from tests.safety.life import begun
from tests.safety.walking import TOKEN, raw
from tests.safety.watching import Watch
from tests.stage import Stage

KINDS = [kind for kind in kept_of(load().cogs) if kind.days is not None]
ON_MEMORY = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=["memory"])
HOUR = timedelta(hours=1)


class Undo(Exception):
    """Takes back what a test did to the database."""


async def test_each_kind_goes_when_its_days_are_over_and_not_before(database: Database) -> None:
    tried: set[str] = set()
    for kind in KINDS:

        def aged(tx: Tx, kind: Kept = kind) -> None:
            assert kind.days is not None
            over = NOW - timedelta(days=kind.days)
            old, young = seconds(over - HOUR), seconds(over + HOUR)
            for name, at in (("old", old), ("young", young)):
                _plant_all(tx, kind, name)
                _age(tx, kind, at, but=old)
            personal_data.clean_up(tx, [kind], NOW)
            for table in kind.tables:
                assert tx.all(f"SELECT {kind.since} FROM {table}") == [(young,)], f"{kind.what}: {table}"
                tried.add(table)
            raise Undo

        with pytest.raises(Undo):
            await database.run(aged)
    assert len(tried) > 20


def _plant_all(tx: Tx, kind: Kept, name: str) -> None:
    """A person's rows, and such as name nobody."""
    count = {table: len(tx.all(f"SELECT 1 FROM {table}")) for table in kind.tables}
    community = plant(tx, name).community
    for table in kind.tables:
        if len(tx.all(f"SELECT 1 FROM {table}")) == count[table]:
            values: dict[str, Value] = {}
            for column in schema()[table]:
                if column.needed or column.key:
                    of_kind = len(name) if column.kind == "INTEGER" else f"{table}:{name}"
                    value = community if column.refers == "community" else of_kind
                    values[column.name] = VALID.get((table, column.name), value)
            names = ", ".join(values)
            tx.run(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{one}' for one in values)})", values)


def _age(tx: Tx, kind: Kept, at: int, *, but: int) -> None:
    """Rows that are not from `but` are from then, and such as the kind speaks of."""
    without = _WITHOUT.findall(kind.only)
    for other in without:
        tx.run(f"DELETE FROM {other}")
    values = ", ".join([f"{kind.since} = :at", *_conditions(_WITHOUT.sub("", kind.only))])
    for table in kind.tables:
        where = f"{kind.since} <> :but OR {kind.since} IS NULL"
        tx.run(f"UPDATE {table} SET {values} WHERE {where}", {"at": at, "but": but})


_WITHOUT = re.compile(r"NOT EXISTS \(SELECT 1 FROM (\w+) [^)]*\)")


def _conditions(only: str) -> list[str]:
    """As an UPDATE makes them true."""
    found: list[str] = []
    for one in filter(None, map(str.strip, only.split(" AND "))):
        if one.endswith("IS NULL"):
            found.append(one.replace("IS NULL", "= NULL"))
        elif not one.endswith("IS NOT NULL"):  # whoever planted the row is in it
            found.append(re.sub(r"<> 0$", "= 1", one))
    return found


@ON_MEMORY
@pytest.mark.parametrize("how", ["the person left", "the bot was removed"])
async def test_a_month_later_nothing_is_left_of_who_left(stage: Stage, watch: Watch, how: str) -> None:
    life = await begun(stage, watch, most=2, organised=False)
    await life.walk(life.robin)
    before = await stage.db.read(rows)
    person = await stage.db.read(lambda tx: tx.all("SELECT id FROM member UNION SELECT id FROM account"))
    robin = await stage.db.read(
        lambda tx: tx.one(
            "SELECT member.id, account.id FROM member JOIN account ON account.id = account_id WHERE name = 'robin'"
        )
    )
    assert robin is not None
    if how == "the person left":
        gone = set(robin)
        await stage.leave(life.robin.actor)
    else:
        gone = {id for (id,) in person} | {stage.community}
        await stage.app.core.left(CommunityLeft(stage.platform.name, stage.platform.team))
    holding = {table for table, kept in before.items() if any(_names(row, gone) for row in kept)}
    assert len(holding) > 25, holding
    await stage.step(days=14 + GRACE.days + 6)
    after = await stage.db.read(rows)
    assert {table: row for table, kept in after.items() for row in kept if _names(row, gone)} == {}
    shown = [raw(post) for room in stage.platform.rooms for post in await stage.posts(room)]
    authors = {life.planted.author[token.lower()] for text in shown for token in TOKEN.findall(text)}
    assert authors <= ({"ash"} if how == "the person left" else {"ash", "robin"})


def _names(row: tuple[object, ...], gone: set[int]) -> bool:
    return any(value in gone or (isinstance(value, str) and any(str(id) in value for id in gone)) for value in row)


UNCOVERED = (
    "CREATE TABLE diary (\n    id INTEGER PRIMARY KEY,\n    member_id INTEGER NOT NULL,\n    words BLOB NOT NULL\n)"
)


@pytest.fixture
async def diary(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """As if a feature brought a table and said nothing of it."""
    migrations = (*all_migrations(), Migration("diary", 1, "diary", UNCOVERED))
    monkeypatch.setattr(conftest, "all_migrations", lambda: migrations)
    sql = UNCOVERED.replace("INTEGER", "BIGINT").replace("BLOB", "BYTEA")

    def make(tx: Tx) -> None:
        tx.run(UNCOVERED if tx.dialect == "sqlite" else sql)

    await database.run(make)
    return database


async def test_a_table_that_nobody_speaks_of_fails_each_test_of_what_is_kept(diary: Database) -> None:
    with pytest.raises(AssertionError, match="diary"):
        test_personal_data.test_every_table_that_holds_something_of_a_person_is_named_by_what_is_kept(schema())
    with pytest.raises(AssertionError, match="diary"):
        await test_personal_data.test_everything_somebody_wrote_is_in_their_export(diary)


async def test_a_table_that_nobody_erases_fails_the_test_of_erasing(diary: Database) -> None:
    with pytest.raises(AssertionError, match="diary"):
        await test_personal_data.test_erasing_leaves_nothing_of_the_person_in_any_table(diary, schema())
