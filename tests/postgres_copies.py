"""Databases with every table in them, lent to one test after the other.

To copy a thousand files costs a test a quarter of a second; to delete what it wrote costs three milliseconds. A
database is lent again only if nothing shows that it differs from the one it was copied from; else it is dropped.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import LiteralString, cast

import psycopg

from tests import postgres

_USES = 50
"""Deleted rows stay in its files; a new one is small again."""
_ROWS = 2000
"""After so many, a new one is sooner had."""

_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
_CATALOG = (
    "SELECT (SELECT count(*) FROM pg_class), (SELECT count(*) FROM pg_attribute), (SELECT max(oid) FROM pg_class)"
)
_OTHERS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> %s"


@dataclass
class _Copy:
    url: str
    connection: psycopg.Connection[tuple[object, ...]]
    catalog: tuple[object, ...] | None
    uses: int = 0


class Copies:
    def __init__(self, server: postgres.Server, template: str) -> None:
        """`template` is the name of a database with its tables, to which nobody is connected."""
        self._server = server
        self._template = template
        self._free: list[_Copy] = []
        self._lent: dict[str, _Copy] = {}
        with psycopg.connect(server.url(template)) as connection:
            self._tables: list[str] = [name for (name,) in connection.execute(_TABLES)]
            self._rows = {name: _rows(connection, name) for name in self._tables}
            assert not connection.execute("SELECT 1 FROM pg_sequences").fetchone(), "a sequence would go on"
        self._filled = [name for name in self._tables if self._rows[name]]
        self._clean = "; ".join(
            [
                "SET LOCAL lock_timeout = '2s'",
                "SET LOCAL session_replication_role = replica",  # in any order, whoever refers to whom
                *(f'DELETE FROM "{name}"' for name in self._tables if name not in self._filled),
            ]
        )

    def lend(self) -> str:
        """The URL of a database as new."""
        copy = self._free.pop() if self._free else self._new()
        copy.uses += 1
        self._lent[copy.url] = copy
        return copy.url

    def take_back(self, url: str) -> None:
        copy = self._lent.pop(url)
        with contextlib.suppress(psycopg.Error):
            if copy.uses < _USES and self._as_new(copy):
                self._free.append(copy)
                return
        copy.connection.close()
        self._server.drop(url)

    def close(self) -> None:
        for copy in (*self._free, *self._lent.values()):
            copy.connection.close()

    def _new(self) -> _Copy:
        url = self._server.fresh(self._template)
        connection = psycopg.connect(url, autocommit=True)
        return _Copy(url, connection, connection.execute(_CATALOG).fetchone())

    def _as_new(self, copy: _Copy) -> bool:
        connection = copy.connection
        connection.execute(_OTHERS, [connection.info.backend_pid])
        with connection.transaction():
            cursor = connection.execute(cast("LiteralString", self._clean))
            deleted = max(cursor.rowcount, 0)
            while cursor.nextset():
                deleted += max(cursor.rowcount, 0)
        same = all(_rows(connection, name) == self._rows[name] for name in self._filled)
        return same and deleted <= _ROWS and connection.execute(_CATALOG).fetchone() == copy.catalog


def _rows(connection: psycopg.Connection[tuple[object, ...]], table: str) -> list[str]:
    found = connection.execute(cast("LiteralString", f'SELECT t::text FROM "{table}" t ORDER BY 1'))
    return [str(row) for (row,) in found]
