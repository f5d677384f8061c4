"""While the database is away, help lines still open: what runs then gets a transaction that can do nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NoReturn

from bot.storage.database import NONE, Params, Row, StorageError


class Away:
    """A `Tx` that refuses everything."""

    dialect: Literal["sqlite"] = "sqlite"

    def one(self, sql: str, params: Params = NONE) -> Row | None:
        self._refuse()

    def all(self, sql: str, params: Params = NONE) -> list[Row]:
        self._refuse()

    def run(self, sql: str, params: Params = NONE) -> int:
        self._refuse()

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        self._refuse()

    def seal(self, table: str, column: str, row: int, text: str) -> bytes:
        self._refuse()

    def unseal(self, table: str, column: str, row: int, data: bytes) -> str:
        self._refuse()

    def keyed_hash(self, purpose: str, *parts: str | int) -> int:
        self._refuse()

    def day_hash(self, day: int, purpose: str, *parts: str | int) -> str | None:
        self._refuse()

    def drop_day_keys(self, before: int) -> None:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise StorageError("the database is away")
