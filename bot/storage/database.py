"""The seam to the database: one verb, `await db.run(fn)`.

`fn(tx)` is a plain function that runs as if alone in a serialisable transaction. It may run more than once (on
PostgreSQL after a serialisation failure), so it touches nothing but `tx`. SQL is written once, with `:name`
parameters, in the subset that SQLite and PostgreSQL share; rows are tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, Protocol, TypeVar

T = TypeVar("T")

Row = tuple[Any, ...]
Value = str | int | bytes | None
"""Booleans are 0/1, times are whole seconds since 1970 in UTC, JSON is text."""

Params = Mapping[str, Value]
NONE: Params = {}


class StorageError(Exception):
    """The database could not do it now (locked, full, away). Nothing of the transaction happened; asking again is
    safe."""


class SealError(Exception):
    """Sealed text that can't be opened here, or a key ring that can't be used."""


class Tx(Protocol):
    """One transaction. Not to be kept after the function it was given to returns."""

    @property
    def dialect(self) -> Literal["sqlite", "postgres"]: ...

    def one(self, sql: str, params: Params = NONE) -> Row | None: ...

    def all(self, sql: str, params: Params = NONE) -> list[Row]: ...

    def run(self, sql: str, params: Params = NONE) -> int:
        """The number of rows touched."""
        ...

    def many(self, sql: str, rows: Iterable[Params]) -> None: ...

    def seal(self, table: str, column: str, row: int, text: str) -> bytes:
        """Text as it is stored: unreadable without the key ring, and only in this row of this column."""
        ...

    def unseal(self, table: str, column: str, row: int, data: bytes) -> str:
        """Raises `SealError` when the text was sealed for another place or with a key that is gone."""
        ...

    def keyed_hash(self, purpose: str, *parts: str | int) -> int:
        """63 bits that nobody can work out without the key ring; always the same, and different for each purpose."""
        ...

    def day_hash(self, day: int, purpose: str, *parts: str | int) -> str | None:
        """128 bits in hexadecimal, by the key of that day (an ordinal, in UTC); None when that key is gone."""
        ...

    def drop_day_keys(self, before: int) -> None:
        """Destroys the keys of earlier days, whatever becomes of the transaction."""
        ...


class Database(Protocol):
    async def run(self, fn: Callable[[Tx], T]) -> T:
        """Runs `fn` and returns after COMMIT. An exception from `fn` undoes its work alone and is raised here."""
        ...

    async def read(self, fn: Callable[[Tx], T]) -> T:
        """Like `run`, on a connection that cannot write and does not wait for writers."""
        ...

    async def close(self) -> None: ...
