"""PostgreSQL: every function in its own SERIALIZABLE transaction, on a few threads, and again if it lost a race.

Where a connection is lost, nothing has happened, with one exception that no client can tell apart: when it is lost
while COMMIT is under way. What must not happen twice is therefore guarded by a row (`inbox`, a lease), as it is.

Values are the same as on SQLite: whole numbers are BIGINT both ways, truth is 0 or 1, sums come back as numbers.
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from typing import Literal, LiteralString, Self, TypeVar, cast

import psycopg
from psycopg import IsolationLevel
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper

from bot.storage.database import NONE, Params, Row, StorageError, Tx
from bot.storage.seal import KeyRing

T = TypeVar("T")

_THREADS = 12
_ROUNDS = 16
_WAITING = {
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""How soon a server that went silent is given up; what the URL says goes first."""
_RACES = (SerializationFailure, DeadlockDetected)

_TOKEN = re.compile(
    r"""
    (?P<kept>'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | ::)   # nothing in these is a parameter
    | :(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=2048)
def to_psycopg(sql: str) -> LiteralString:
    """`:name` as psycopg writes it."""

    def token(found: re.Match[str]) -> str:
        name = found["name"]
        return f"%({name})s" if name else found[0]

    return cast("LiteralString", _TOKEN.sub(token, sql.replace("%", "%%")))


class _Truth(Loader):
    def load(self, data: Buffer) -> int:
        return int(bytes(data) == b"t")


class _Number(Loader):
    """SUM and AVG of BIGINT are NUMERIC on PostgreSQL; here they are what SQLite gives."""

    def load(self, data: Buffer) -> int | float:
        said = bytes(data).decode()
        return float(said) if "." in said else int(said)


class _Lost(Exception):
    """The connection went away before COMMIT was sent: nothing happened."""


class PostgresTx:
    __slots__ = ("_cursor", "_keys", "error")

    def __init__(self, cursor: psycopg.Cursor[Row], keys: KeyRing) -> None:
        self._cursor = cursor
        self._keys = keys
        self.error: psycopg.Error | None = None
        """A failed statement dooms the transaction, even if the function catches it."""

    def _execute(self, sql: str, params: Params) -> psycopg.Cursor[Row]:
        try:
            return self._cursor.execute(to_psycopg(sql), params)
        except psycopg.Error as error:
            self.error = self.error or error
            raise

    @property
    def dialect(self) -> Literal["postgres"]:
        return "postgres"

    def one(self, sql: str, params: Params = NONE) -> Row | None:
        return self._execute(sql, params).fetchone()

    def all(self, sql: str, params: Params = NONE) -> list[Row]:
        return self._execute(sql, params).fetchall()

    def run(self, sql: str, params: Params = NONE) -> int:
        return self._execute(sql, params).rowcount

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        try:
            self._cursor.executemany(to_psycopg(sql), rows)
        except psycopg.Error as error:
            self.error = self.error or error
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


class PostgresDatabase:
    def __init__(self, conninfo: str, keys: KeyRing, patience: float) -> None:
        self._conninfo = conninfo
        self._patience = patience
        self._keys = keys
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="postgres")
        self._idle: list[psycopg.Connection[Row]] = []
        self._closed = False

    @classmethod
    async def open(cls, url: str, keys: KeyRing, *, patience: float = 5.0) -> Self:
        """`patience` is how many seconds a row that another holds is waited for. Raises `StorageError` when the server
        can't be reached."""
        try:
            said = conninfo_to_dict(url)
        except psycopg.Error as error:
            raise StorageError("the database URL can't be read") from error
        database = cls(make_conninfo("", **{**_WAITING, **said}), keys, patience)
        try:
            await database.read(lambda tx: tx.one("SELECT 1"))
        except BaseException:
            await database.close()
            raise
        return database

    async def run(self, fn: Callable[[Tx], T]) -> T:
        return await self._on_thread(fn, False)

    async def read(self, fn: Callable[[Tx], T]) -> T:
        """One snapshot, which neither waits for writers nor makes one run again."""
        return await self._on_thread(fn, True)

    async def close(self) -> None:
        """Finishes what waits first."""
        self._closed = True
        await asyncio.to_thread(self._threads.shutdown)
        while self._idle:
            self._idle.pop().close()

    async def _on_thread(self, fn: Callable[[Tx], T], reading: bool) -> T:
        if self._closed:
            raise StorageError("the database is closed")
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._until_done, fn, reading)

    def _until_done(self, fn: Callable[[Tx], T], reading: bool) -> T:
        lost = 0
        for again in range(_ROUNDS):
            try:
                return self._once(fn, reading)
            except _RACES:
                # Who lost waits a little, each a different while, so that the same ones don't meet again.
                time.sleep(random.uniform(0, 0.002 * 2 ** min(again, 7)))
            except StopIteration as error:  # a future can't carry it
                raise RuntimeError(f"{fn} raised StopIteration") from error
            except _Lost as error:
                # The server was restarted while the connection idled: a new one may do.
                lost += 1
                if lost > 1:
                    raise StorageError("the connection to the database was lost") from error
            except psycopg.OperationalError as error:
                raise StorageError(f"the database can't do it now: {type(error).__name__}") from error
        raise StorageError("too many others changed the same rows at once")

    def _once(self, fn: Callable[[Tx], T], reading: bool) -> T:
        connection = self._take()
        try:
            connection.read_only = reading
            connection.isolation_level = IsolationLevel.REPEATABLE_READ if reading else IsolationLevel.SERIALIZABLE
            tx = PostgresTx(connection.cursor(), self._keys)
            try:
                value = fn(tx)
                if tx.error is not None:
                    raise tx.error
            except BaseException as error:
                if connection.closed:
                    raise _Lost from error
                connection.rollback()
                if isinstance(tx.error, _RACES):
                    raise tx.error from error
                raise
            connection.commit()
            return value
        finally:
            self._give_back(connection)

    def _take(self) -> psycopg.Connection[Row]:
        with suppress(IndexError):
            return self._idle.pop()
        try:
            connection = psycopg.connect(self._conninfo)
            connection.execute("SELECT set_config('lock_timeout', %s, false)", [f"{self._patience * 1000:.0f}ms"])
            connection.commit()
        except psycopg.Error as error:
            raise StorageError("the database can't be reached") from error
        connection.prepare_threshold = 1
        connection.prepared_max = 500
        adapters = connection.adapters
        adapters.register_dumper(int, Int8Dumper)
        adapters.register_dumper(bool, Int8Dumper)
        adapters.register_loader("bool", _Truth)
        adapters.register_loader("numeric", _Number)
        return connection

    def _give_back(self, connection: psycopg.Connection[Row]) -> None:
        if connection.info.transaction_status == TransactionStatus.IDLE:
            self._idle.append(connection)
            return
        with suppress(psycopg.Error):
            connection.close()
        while self._idle:  # a restarted server has dropped these as well
            with suppress(IndexError):
                self._idle.pop().close()
