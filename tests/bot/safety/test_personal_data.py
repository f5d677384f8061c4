from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.people import members
from bot.runtime.all_cogs import AllCogs, erase, load
from bot.safety import personal_data
from bot.safety.personal_data import CORE, Kept, kept_of
from bot.scheduling.clock import seconds
from bot.storage.database import Database, Tx
from tests.bot.safety.conftest import NOW, Column, Person, personal, plant

COPIES = ("message.card", "post.excerpt")
"""Sealed text that is a copy of what a feature exports already."""

NAMELESS = ("helpline", "buddy_pool", "checkin_said", "anonymous_post", "anonymous_mute")
"""Sealed text in rows that name nobody: what organisers wrote for everybody, and anonymous answers, which only their
author's key finds (see tests/cogs/checkins/test_said.py)."""

Tables = Mapping[str, tuple[Column, ...]]


def test_every_table_that_holds_something_of_a_person_is_named_by_what_is_kept(tables: Tables) -> None:
    named = {table for kept in kept_of(load().cogs) for table in kept.tables}
    holding = {table for table, columns in tables.items() if personal(columns)}
    assert holding - named == set(), "name these tables in the `kept` of their cog"
    assert named - set(tables) == set(), "these tables are gone"


def test_what_is_deleted_by_age_has_the_column_that_says_how_old_it_is(tables: Tables) -> None:
    for kept in kept_of(load().cogs):
        if kept.days is not None:
            for table in kept.tables:
                assert kept.since in {column.name for column in tables[table]}, f"{table}.{kept.since}"


def test_days_without_a_column_to_count_from_are_refused() -> None:
    with pytest.raises(ValueError, match="come together"):
        Kept("Something", ("account",), days=3)


async def test_erasing_leaves_nothing_of_the_person_in_any_table(database: Database, tables: Tables) -> None:
    registry = load()
    wren = await database.run(lambda tx: plant(tx, "wren"))
    robin = await database.run(lambda tx: plant(tx, "robin"))
    before = await database.run(lambda tx: _of(tx, tables, wren))
    assert {table for table, rows in before.items() if rows} >= _of_people(tables) - {
        "community"
    }  # robin set it up last
    await database.run(lambda tx: erase(tx, registry, [wren.member], NOW))
    assert await database.run(lambda tx: _left(tx, tables, wren)) == {}
    kept = await database.run(lambda tx: _of(tx, tables, robin))
    assert {table for table, rows in kept.items() if rows} >= _of_people(tables)


async def test_erasing_twice_is_harmless(database: Database) -> None:
    registry = load()
    wren = await database.run(lambda tx: plant(tx, "wren"))
    for _ in range(2):
        await database.run(lambda tx: erase(tx, registry, [wren.member], NOW))


async def test_an_account_stays_while_another_community_has_it(database: Database) -> None:
    def join_another(tx: Tx) -> tuple[Person, int]:
        wren = plant(tx, "wren")
        tx.run("INSERT INTO community (id, platform, external) VALUES (7, 'memory', 'island')")
        return wren, members.join(tx, wren.account, 7, NOW)

    wren, other = await database.run(join_another)
    registry = load()
    await database.run(lambda tx: erase(tx, registry, [wren.member], NOW))
    assert await database.run(lambda tx: members.of_account(tx, wren.account)) == [other]
    await database.run(lambda tx: erase(tx, registry, [other], NOW))
    assert await database.run(lambda tx: tx.one("SELECT COUNT(*) FROM account")) == (0,)


async def test_everything_somebody_wrote_is_in_their_export(database: Database) -> None:
    wren = await database.run(lambda tx: plant(tx, "wren"))
    robin = await database.run(lambda tx: plant(tx, "robin"))
    cogs = AllCogs(load())
    said = json.dumps(await database.run(lambda tx: cogs.export(tx, wren.member)))
    for text in wren.planted:
        if not text.endswith(COPIES) and not any(table in text for table in NAMELESS):
            assert text in said
    for text in robin.planted:
        assert text not in said
    assert str(robin.member) not in said


async def test_what_is_too_old_is_deleted_and_the_rest_stays(database: Database) -> None:
    def notice(tx: Tx, id: int, days: int) -> None:
        row = tx.one("SELECT id, account_id, community_id FROM member")
        assert row is not None
        tx.run(
            "INSERT INTO notice (id, key, account_id, member_id, community_id, kind, call, args, due_at, expires_at,"
            " state) VALUES (:id, :key, :account, :member, :community, 'notice', 'x.y', '[]', :at, :at, 2)",
            {
                "id": id,
                "key": f"n{id}",
                "member": row[0],
                "account": row[1],
                "community": row[2],
                "at": seconds(NOW - timedelta(days=days)),
            },
        )

    def prepare(tx: Tx) -> None:
        plant(tx, "wren")
        tx.run("DELETE FROM notice")
        notice(tx, 1, 31)
        notice(tx, 2, 29)
        for event, hours in (("old", 25), ("new", 23)):
            at = seconds(NOW - timedelta(hours=hours))
            tx.run("INSERT INTO inbox (platform, event_id, at) VALUES ('memory', :e, :at)", {"e": event, "at": at})

    await database.run(prepare)
    await database.run(lambda tx: personal_data.clean_up(tx, CORE, NOW))
    assert await database.run(lambda tx: tx.all("SELECT id FROM notice")) == [(2,)]
    assert await database.run(lambda tx: tx.all("SELECT event_id FROM inbox")) == [("new",)]


def _mentions(value: object, person: Person) -> bool:
    ids = (person.member, person.account)
    return value in ids or (isinstance(value, str) and any(str(id) in value for id in ids))


def _of(tx: Tx, tables: Tables, person: Person) -> dict[str, int]:
    """How many rows of each table mention the person, or are theirs by their id."""
    return {
        table: sum(any(_mentions(value, person) for value in row) for row in tx.all(f"SELECT * FROM {table}"))
        for table in tables
    }


def _of_people(tables: Tables) -> set[str]:
    return {table for table, columns in tables.items() if personal(columns)} - set(NAMELESS)


def _left(tx: Tx, tables: Tables, person: Person) -> dict[str, int]:
    return {table: rows for table, rows in _of(tx, tables, person).items() if rows}


IN_EXPORT = {
    "account.external": "your id there",
    "account.locale": "language",
    "account.quiet_from": "quiet hours",
    "account.quiet_to": "quiet hours",
    "account.rest_until": "resting until",
    "account.daily": "unasked messages a day",
    "account.dm": "direct message channel",
    "account.dm_closed": "direct messages were refused",
    "account.by_dm": "by direct message",
    "account.country": "country for help lines",
    "account.consent_version": "agreed to version",
    "account.consent_at": "agreed at",
    "member.community_id": "community",
    "member.joined_at": "joined at",
    "member.checked_at": "looked up last",
    "member.gone_at": "found to have left",
    "member.stopped_until": "stopped from posting until",
}
INTERNAL = {"account.id", "account.tenant", "member.id", "member.account_id"}


async def test_every_column_about_a_person_is_in_their_export(database: Database, tables: Tables) -> None:
    wren = await database.run(lambda tx: plant(tx, "wren"))
    told = await database.run(lambda tx: personal_data.export_core(tx, wren.member))
    assert isinstance(told, dict)
    for table in ("account", "member"):
        for column in tables[table]:
            name = f"{table}.{column.name}"
            assert name in INTERNAL or IN_EXPORT.get(name, column.name) in told, f"{name} is stored and not exported"
    assert {
        "private rooms",
        "planned",
        "messages waiting",
        "posts",
        "texts seen",
        "roles",
        "unasked messages by day",
    } <= set(told)
