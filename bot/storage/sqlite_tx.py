"""One transaction on SQLite, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Literal, NoReturn

from bot.storage.database import NONE, Params, Row, StorageError
from bot.storage.seal import KeyRing

_PASSING = {
    sqlite3.SQLITE_BUSY: "the database is locked by another program",
    sqlite3.SQLITE_LOCKED: "the database is locked by another program",
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk can't be read or written",
    sqlite3.SQLITE_NOMEM: "there is not enough memory",
    sqlite3.SQLITE_CANTOPEN: "the database file can't be opened",
    sqlite3.SQLITE_PROTOCOL: "the database is locked by another program",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
}


def plain(error: BaseException) -> BaseException:
    """What passes becomes a StorageError; a mistake in the SQL stays what it is."""
    if isinstance(error, sqlite3.DatabaseError):
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _PASSING:
            said = StorageError(_PASSING[code])
            said.__cause__ = error
            return said
    return error


class SqliteTx:
    """One cursor for everything: executing resets what it did before, so no statement stays open at COMMIT."""

    __slots__ = ("_execute", "_keys", "cursor", "error")

    def __init__(self, connection: sqlite3.Connection, keys: KeyRing) -> None:
        self.cursor = connection.cursor()
        self._execute = self.cursor.execute
        self._keys = keys
        self.error: sqlite3.Error | None = None

    def begin(self) -> None:
        self._execute = self.cursor.execute
        self.error = None

    def _fail(self, error: sqlite3.Error) -> None:
        """A failed statement dooms its function, as on PostgreSQL, even if the function catches it. It may also have
        ended the transaction, and then a further statement would be on its own."""
        self.error = self.error or error
        self._execute = self._refuse

    def _refuse(self, sql: str, params: Params) -> NoReturn:
        raise self.error or AssertionError

    @property
    def dialect(self) -> Literal["sqlite"]:
        return "sqlite"

    def one(self, sql: str, params: Params = NONE) -> Row | None:
        try:
            return self._execute(sql, params).fetchone()
        except sqlite3.Error as error:
            self._fail(error)
            raise

    def all(self, sql: str, params: Params = NONE) -> list[Row]:
        try:
            return self._execute(sql, params).fetchall()
        except sqlite3.Error as error:
            self._fail(error)
            raise

    def run(self, sql: str, params: Params = NONE) -> int:
        try:
            return self._execute(sql, params).rowcount
        except sqlite3.Error as error:
            self._fail(error)
            raise

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        if self.error is not None:
            raise self.error
        try:
            self.cursor.executemany(sql, rows)
        except sqlite3.Error as error:
            self._fail(error)
            raise

    def seal(self, table: str, column: str, row: int, text: str) -> bytes:
        return self._keys.seal(table, column, row, text)

    def unseal(self, table: str, column: str, row: int, data: bytes) -> str:
        return self._keys.open(table, column, row, data)

    def keyed_hash(self, purpose: str, *parts: str | int) -> int:
        return self._keys.keyed_hash(purpose, *parts)

    def day_hash(self, day: int, purpose: str, *parts: str | int) -> str | None:
        return self._keys.days.hash(day, purpose, *parts)

    def drop_day_keys(self, before: int) -> None:
        self._keys.days.drop(before)
