"""The statements of one small command, for measuring the storage seam against the same by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from bot.storage.database import Tx, Value
from bot.storage.migrate import statements

PEOPLE = 1000

TABLES = """
CREATE TABLE inbox (platform TEXT NOT NULL, event_id TEXT NOT NULL, at INTEGER NOT NULL,
    CONSTRAINT inbox_once PRIMARY KEY (platform, event_id)) STRICT;
CREATE TABLE member (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT;
CREATE TABLE win (id INTEGER PRIMARY KEY, member_id INTEGER NOT NULL, at INTEGER NOT NULL, text BLOB NOT NULL) STRICT;
CREATE TABLE message (id INTEGER PRIMARY KEY, key TEXT NOT NULL, card BLOB NOT NULL,
    CONSTRAINT message_key UNIQUE (key)) STRICT;
"""
SEEN = "INSERT INTO inbox (platform, event_id, at) VALUES (:platform, :event, :at) ON CONFLICT DO NOTHING"
WHO = "SELECT id, n FROM member WHERE id = :id"
WIN = "INSERT INTO win (id, member_id, at, text) VALUES (:id, :member, :at, :text)"
MESSAGE = "INSERT INTO message (id, key, card) VALUES (:id, :key, :card)"
ALL = (SEEN, WHO, WIN, MESSAGE)

Params = tuple[dict[str, Value], ...]
_TEXT, _CARD = b"x" * 100, b"x" * 300


def tables(dialect: str) -> list[str]:
    return statements(TABLES, dialect)


def members() -> list[dict[str, Value]]:
    return [{"id": id, "n": 0} for id in range(PEOPLE)]


def commands() -> Iterator[Params]:
    """The parameters of one command after another. The iterator may be shared by threads."""
    return map(_params, itertools.count(1))


def _params(number: int) -> Params:
    member = number % PEOPLE
    return (
        {"platform": "discord", "event": str(number), "at": number},
        {"id": member},
        {"id": number, "member": member, "at": number, "text": _TEXT},
        {"id": number, "key": f"win:{number}", "card": _CARD},
    )


def through(tx: Tx, params: Params) -> None:
    """The command through the seam."""
    seen, who, win, message = params
    tx.run(SEEN, seen)
    tx.one(WHO, who)
    tx.run(WIN, win)
    tx.run(MESSAGE, message)
