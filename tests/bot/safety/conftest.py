"""A person of whom every table holds something, so that what is forgotten can be counted."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.people import accounts, communities, members
from bot.runtime.start import all_migrations
from bot.storage.database import Tx, Value
from bot.storage.ids import new_id

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)

PERSON = re.compile(r"(^|_)(member|account|author|actor|whom|organiser)_id$|^members$")
"""How columns are called that hold somebody."""

VALID: Mapping[tuple[str, str], Value] = {
    ("win", "kind"): "other",
    ("win_change", "kind"): "other",
    ("rejection", "stage"): "unsaid",
    ("rejection_share", "wish"): "listen",
    ("rejection_share", "note"): "none",
    ("rejection_share", "audience"): "room",
    ("rejection_support", "kind"): "with-you",
    ("report", "reason"): "other",
    ("notice", "kind"): "notice",
    ("message", "on_unknown"): "resend",
    ("message", "platform"): "memory",
    ("task", "platform"): "memory",
    ("room", "kind"): "private",
    ("job", "args"): "[]",
    ("task", "args"): "[]",
    ("notice", "args"): "[]",
    ("notice", "state"): 2,
    ("member_role", "role"): "moderator",
    ("shuffle_bag", "used"): "",
    ("buddy", "field"): "unsaid",
    ("buddy", "stage"): "unsaid",
    ("buddy", "language"): "en",
    ("buddy", "medium"): "unsaid",
    ("buddy_never", "kind"): "asked",
    ("buddy_pool", "wishes"): "",
    ("prompt_schedule", "topic"): "mix",
    ("prompt_me", "topic"): "mix",
    ("prompt_me", "used"): "[]",
    ("plan_line", "kind"): "own",
    ("checkin", "clock"): "own",
    ("checkin_question", "kind"): "open",
    ("checkin_circle", "zone"): "UTC",
    ("checkin_member", "field"): "unsaid",
    ("checkin_member", "stage"): "unsaid",
    ("checkin_week", "clock"): "own",
    ("checkin_week", "zone"): "UTC",
    ("checkin_rsvp", "says"): "yes",
    ("note", "kind"): "thanks",
    ("note", "tone"): "warm",
    ("reflection", "stage"): "interviews",
    ("reflection", "step"): "well",
    ("anonymous_support", "kind"): "been-there",
    ("reflection_want", "kind"): "own",
}
"""Columns that take no other value than what a feature wrote. Add a line when a new table needs one."""

SHAPED: Mapping[tuple[str, str], str] = {
    ("rejection_share", "draft"): '{"wish": "listen", "note": "none", "words": "%s"}',
    ("note", "details"): '{"name": "%s"}',
    ("checkin_answer", "words"): '{"said": {"1": "%s"}, "plan": [], "win": 0}',
    ("reflection", "checks"): '{"%s": "did"}',
    ("anonymous_post", "words"): '["%s", "listen", "none"]',
    ("anonymous_post", "verdict"): '"%s"',
}
"""Sealed columns that hold more than a text: what stands around it."""


@dataclass(frozen=True)
class Column:
    name: str
    kind: str
    needed: bool
    key: bool
    refers: str
    """The table that a foreign key leads to."""


@dataclass(frozen=True)
class Person:
    member: int
    account: int
    community: int
    planted: tuple[str, ...]
    """Each sealed text, by the name of its column."""


def schema() -> Mapping[str, tuple[Column, ...]]:
    """Every table of the core and of every feature, read from the SQL itself."""
    found: dict[str, tuple[Column, ...]] = {}
    for migration in all_migrations():
        bare = re.sub(r"--[^\n]*", "", migration.sql)
        for name, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\)", bare, re.DOTALL):
            keys = {part.strip() for group in re.findall(r"PRIMARY KEY \((.*?)\)", body) for part in group.split(",")}
            columns: list[Column] = []
            for line in (line.strip().rstrip(",") for line in body.split("\n")):
                match = _COLUMN.match(line)
                if match is not None:
                    columns.append(_column(match, keys))
            found[name] = tuple(columns)
        for name, change in re.findall(r"ALTER TABLE (\w+) ([^;]*COLUMN[^;]*);", bare):
            match change.split():
                case ["ADD", "COLUMN", *_] if added := _COLUMN.match(change.removeprefix("ADD COLUMN ")):
                    found[name] = (*found[name], _column(added, frozenset()))
                case ["DROP", "COLUMN", gone]:
                    found[name] = tuple(c for c in found[name] if c.name != gone)
                case ["RENAME", "COLUMN", old, "TO", new]:
                    found[name] = tuple(replace(c, name=new) if c.name == old else c for c in found[name])
                case _:
                    raise AssertionError(f"{migration.component}: {change}")
        for old in re.findall(r"DROP TABLE (\w+);", bare):
            del found[old]
        for old, new in re.findall(r"ALTER TABLE (\w+) RENAME TO (\w+);", bare):
            found[new] = found.pop(old)
            for table, cells in found.items():
                found[table] = tuple(replace(c, refers=new) if c.refers == old else c for c in cells)
    return found


_COLUMN = re.compile(r"(\w+) (INTEGER|TEXT|BLOB|REAL)\b(.*)", re.DOTALL)


def _column(match: re.Match[str], keys: Set[str]) -> Column:
    name, kind, rest = match.groups()
    refers = re.search(r"REFERENCES (\w+)", rest)
    key = "PRIMARY KEY" in rest or name in keys
    needed = "NOT NULL" in rest and "DEFAULT" not in rest
    return Column(name, kind, needed, key, refers[1] if refers else "")


def personal(columns: tuple[Column, ...]) -> bool:
    return any(c.kind == "BLOB" or c.refers in ("member", "account") or PERSON.search(c.name) for c in columns)


def plant(tx: Tx, name: str) -> Person:
    """One row in each table that can hold something of a person, and what those rows hang on."""
    community = communities.ensure(tx, "memory", "harbour")
    account = accounts.agree(tx, "memory", "", f"id-{name}", version=1, name=name, locale="en", now=NOW)
    member = members.join(tx, account, community, NOW)
    tx.run("UPDATE community SET organiser_id = :m WHERE id = :c", {"m": member, "c": community})
    rows = {"community": community, "account": account, "member": member}
    planted: list[str] = []
    tables = schema()
    wanted = [table for table, columns in tables.items() if personal(columns)]
    for table in wanted:  # and what those hang on, which grows the list
        wanted += [c.refers for c in tables[table] if c.refers and c.refers not in wanted]
    waiting = {table: tables[table] for table in wanted if table not in rows}
    while waiting:
        ready = [t for t, cs in waiting.items() if all(not c.refers or c.refers in rows for c in cs)]
        assert ready, f"these tables refer to tables that hold nothing of a person: {sorted(waiting)}"
        for table in ready:
            columns = waiting.pop(table)
            rows[table] = _fill(tx, table, columns, rows, name, planted)
    return Person(member, account, community, tuple(planted))


def _fill(
    tx: Tx, table: str, columns: tuple[Column, ...], rows: Mapping[str, int], name: str, planted: list[str]
) -> int:
    id = new_id()
    has_id = any(column.name == "id" for column in columns)
    values: dict[str, Value] = {}
    for column in columns:
        if (table, column.name) in VALID:
            values[column.name] = VALID[table, column.name]
        elif column.refers:
            values[column.name] = rows[column.refers]
        elif column.name == "members":
            values[column.name] = json.dumps([rows["member"]])
        elif PERSON.search(column.name):
            values[column.name] = rows["account" if "account" in column.name else "member"]
        elif column.kind == "BLOB":
            text = f"planted by {name} in {table}.{column.name}"
            planted.append(text)
            text = SHAPED.get((table, column.name), "%s") % text
            values[column.name] = tx.seal(table, column.name, id if has_id else rows["member"], text)
        elif column.name == "id":
            values[column.name] = id
        elif column.needed or column.key:
            values[column.name] = 1 if column.kind == "INTEGER" else f"{table}:{name}"
    names = ", ".join(values)
    tx.run(f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + n for n in values)})", values)
    return id


@pytest.fixture
def tables() -> Mapping[str, tuple[Column, ...]]:
    return schema()
