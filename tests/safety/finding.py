"""Where planted sentences lie in raw bytes, in whichever form they were written down."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from tests.safety.walking import TOKEN

_UTF16 = re.compile(rb"z\x00?q\x00?(?:\d\x00?){5}k\x00?x", re.IGNORECASE)
_HEX = re.compile(rb"7a(?:00)?71(?:00)?(?:3\d(?:00)?){5}6b(?:00)?78", re.IGNORECASE)
_LENGTH = len("zq00000kx")


def _base64_starts() -> Iterator[tuple[int, bytes]]:
    """What "zq0" begins with in base64, by how many bytes of its group of three come before."""
    for before in range(3):
        encoded = base64.b64encode(b"\x00" * before + b"zq0" + b"\x00" * (3 - before))
        yield before, encoded[(before * 8 + 5) // 6 : (before * 8 + 24) // 6]


def found_in(data: bytes) -> set[str]:
    found = {match.group().replace(b"\x00", b"").decode().lower() for match in _UTF16.finditer(data)}
    hexed = (bytes.fromhex(match.group().decode()) for match in _HEX.finditer(data))
    found |= {plain.replace(b"\x00", b"").decode().lower() for plain in hexed}
    for before, start in _base64_starts():
        for match in re.finditer(re.escape(start), data):
            at = match.start() - (before * 8 + 5) // 6
            group = data[max(at, 0) : at + 4 * ((before + _LENGTH) // 3 + 1)].replace(b"-", b"+").replace(b"_", b"/")
            try:
                plain = base64.b64decode(group[: len(group) // 4 * 4], validate=True)
            except ValueError:
                continue
            found |= {token.lower() for token in TOKEN.findall(plain.decode("latin-1"))}
    return found


def sqlite_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The database, what is not yet in it (-wal), and their index (-shm)."""
    for file in sorted(folder.iterdir()):
        if file.name.startswith("cairn.db"):
            yield file.name, file.read_bytes()


def postgres_files(url: str) -> Iterator[tuple[str, bytes]]:
    """The files that the server keeps for this database, and every value of every table."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        assert row is not None
        for file in sorted(Path(row[0], "base", str(row[1])).iterdir()):
            if file.name.partition(".")[0].isdecimal():
                yield file.name, file.read_bytes()
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            name: LiteralString = table
            for values in connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(name))):
                yield table, b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in values)
