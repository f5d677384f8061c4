"""SQLite: one writing connection, and what waits for it shares a COMMIT.

`run` puts a function in line. The next batch of the line crosses to aiosqlite's thread in one hop, runs there in one
transaction with a savepoint for each function, and everybody is answered after COMMIT. While a batch runs, the next
gathers: one at a time costs one COMMIT each, two hundred at a time share one.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from bot.storage.database import StorageError, Tx
from bot.storage.seal import KeyRing
from bot.storage.sqlite_tx import SqliteTx, plain

T = TypeVar("T")

_TOGETHER = 256
_STATEMENTS = 512
_WRITER = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -32768;
    PRAGMA journal_size_limit = 67108864;
"""
# A library before 3.51.3 can damage a file that two connections checkpoint: only the writer does.
_READER = """
    PRAGMA query_only = ON;
    PRAGMA wal_autocheckpoint = 0;
"""

Outcome = tuple[Any, BaseException | None]


class _Line:
    """A connection and what waits for it. Lives on one event loop."""

    def __init__(self, connection: aiosqlite.Connection, tx: SqliteTx, begin: str) -> None:
        self.connection = connection
        self._tx = tx
        self._begin = begin
        self._waiting: deque[tuple[Callable[[Tx], Any], asyncio.Future[Any]]] = deque()
        self._worker: asyncio.Task[None] | None = None
        self._loop = asyncio.get_running_loop()

    @classmethod
    async def open(cls, path: Path, keys: KeyRing, pragmas: str, begin: str, patience: float) -> Self:
        connection = await aiosqlite.connect(
            path, isolation_level=None, cached_statements=_STATEMENTS, timeout=patience
        )
        try:
            await connection.executescript(pragmas)
            raw = connection._conn  # pyright: ignore[reportPrivateUsage]  # the batch runs on the plain connection
            tx = await connection._execute(SqliteTx, raw, keys)  # pyright: ignore[reportPrivateUsage,reportUnknownMemberType]
        except BaseException:
            await connection.close()
            raise
        return cls(connection, tx, begin)

    @property
    def load(self) -> int:
        return len(self._waiting) + (self._worker is not None)

    async def do(self, fn: Callable[[Tx], T]) -> T:
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append((fn, future))
        if self._worker is None:
            self._worker = self._loop.create_task(self._work())
        return await future

    async def drain(self) -> None:
        while self._worker is not None:
            await asyncio.wait([self._worker])

    async def _work(self) -> None:
        waiting = self._waiting
        taken: list[tuple[Callable[[Tx], Any], asyncio.Future[Any]]] = []
        try:
            while waiting:
                count = min(len(waiting), _TOGETHER)
                taken = [pair for pair in (waiting.popleft() for _ in range(count)) if not pair[1].done()]
                if not taken:
                    continue
                # The one private thing that is used of aiosqlite: a function on its thread, in one hop.
                outcomes: list[Outcome] = await self.connection._execute(  # pyright: ignore[reportPrivateUsage,reportUnknownMemberType]
                    self._batch, [fn for fn, _ in taken]
                )
                for (_, future), (value, error) in zip(taken, outcomes, strict=True):
                    if future.done():  # its caller went away
                        continue
                    if error is None:
                        future.set_result(value)
                    else:
                        future.set_exception(error)
                taken = []
        except BaseException:  # the loop is ending, or the connection is gone
            for _, future in (*taken, *waiting):
                future.cancel()
            waiting.clear()
            raise
        finally:
            self._worker = None

    def _batch(self, fns: list[Callable[[Tx], Any]], *, guarded: bool = False) -> list[Outcome]:
        """On aiosqlite's thread. Never raises; when this returns, what succeeded is on the disk.

        Functions seldom fail, so they first run without a savepoint each; when one fails, all run again `guarded`.
        Each statement less is one time less that this thread and the loop's pass the interpreter to each other.
        """
        execute = self._tx.cursor.execute
        try:
            execute(self._begin)
        except sqlite3.Error as error:
            return [(None, plain(error))] * len(fns)
        together = len(fns) > 1
        guarded = guarded and together
        outcomes: list[Outcome] = []
        try:
            for fn in fns:
                if guarded:
                    execute("SAVEPOINT f")
                outcome = self._call(fn)
                outcomes.append(outcome)
                if guarded:
                    if outcome[1] is not None:
                        execute("ROLLBACK TO f")
                    execute("RELEASE f")
                elif outcome[1] is not None:
                    execute("ROLLBACK")
                    return self._batch(fns, guarded=True) if together else outcomes
            execute("COMMIT")
        except sqlite3.Error as error:
            # SQLite undid it all (a full disk does that), or COMMIT was refused. Whose fault it was shows alone.
            with suppress(sqlite3.Error):
                execute("ROLLBACK")
            if not together:
                failed = outcomes[0][1] if outcomes else None
                return [(None, failed or plain(error))]
            return [outcome for fn in fns for outcome in self._batch([fn])]
        return outcomes

    def _call(self, fn: Callable[[Tx], Any]) -> Outcome:
        tx = self._tx
        tx.begin()
        try:
            value = fn(tx)
        except StopIteration:  # a future can't carry it
            return None, RuntimeError(f"{fn} raised StopIteration")
        except BaseException as error:  # whatever it is, it belongs to the caller
            return None, plain(error)
        if tx.error is not None:
            return None, plain(tx.error)
        return value, None


class SqliteDatabase:
    """One process at a time: a lock file beside the database keeps a second one out."""

    def __init__(self, path: Path, lock: int, writer: _Line, readers: tuple[_Line, ...]) -> None:
        self.path = path
        self._lock = lock
        self._writer = writer
        self._readers = readers
        self._closed = False

    @classmethod
    async def open(cls, path: Path, keys: KeyRing, *, patience: float = 5.0) -> Self:
        """Makes the file if needed. `patience` is how many seconds another program's lock is waited for. Raises
        `StorageError` when the file can't be used."""
        lock = _lock(path)
        lines: list[_Line] = []
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            lines.append(await _Line.open(path, keys, _WRITER, "BEGIN IMMEDIATE", patience))
            for _ in range(2):
                lines.append(await _Line.open(path, keys, _READER, "BEGIN", patience))
        except (OSError, sqlite3.Error) as error:
            for line in reversed(lines):
                await line.connection.close()
            os.close(lock)
            said = plain(error)
            if isinstance(said, StorageError):
                raise said from error
            raise StorageError(f"the database {path} can't be opened: {error}") from error
        return cls(path, lock, lines[0], tuple(lines[1:]))

    async def run(self, fn: Callable[[Tx], T]) -> T:
        if self._closed:
            raise StorageError("the database is closed")
        return await self._writer.do(fn)

    async def read(self, fn: Callable[[Tx], T]) -> T:
        if self._closed:
            raise StorageError("the database is closed")
        return await min(self._readers, key=lambda line: line.load).do(fn)

    async def backup(self, to: Path) -> None:
        """A copy as of now, readable by its owner alone; it is there whole or not at all. Raises `StorageError`."""
        part = to.with_name(f"{to.name}.part")
        try:
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            copy = await aiosqlite.connect(part)
            try:
                await self._readers[0].connection.backup(copy)
            finally:
                await copy.close()
            part.replace(to)
        except (OSError, sqlite3.Error) as error:
            part.unlink(missing_ok=True)
            raise StorageError(f"the backup {to} can't be written: {error}") from error

    async def close(self) -> None:
        """Finishes what waits first."""
        if self._closed:
            return
        self._closed = True
        for line in (*self._readers, self._writer):  # the last one to close checkpoints
            await line.drain()
            await line.connection.close()
        os.close(self._lock)


def _lock(path: Path) -> int:
    beside = path.with_name(path.name + ".lock")
    try:
        lock = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError(f"the database {path} can't be opened: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise StorageError(f"another Cairn is using this file: {path}") from None
    return lock
