"""What was acknowledged is kept, and nothing is kept by half, whatever dies."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.storage.database import Tx
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from tests.postgres import Server, binaries

pytestmark = pytest.mark.kill


@pytest.fixture(scope="module")
def durable_server() -> Iterator[Server]:
    if binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    server = Server.start(durable=True)
    yield server
    server.stop()


def acknowledged_until(url: str, key_file: Path, disaster: Callable[[subprocess.Popen[str]], None]) -> set[int]:
    """Starts the writer, lets the disaster happen after some hundred answers, and returns all that was answered."""
    command = [sys.executable, "-m", "tests.contract.endless_writer", url, str(key_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as writer:
        assert writer.stdout is not None
        seen: set[int] = set()
        enough = random.randint(50, 600)
        for line in writer.stdout:
            if line.endswith("\n"):  # else it was cut while being said
                seen.add(int(line))
            if len(seen) == enough:
                disaster(writer)
        writer.kill()
    assert len(seen) >= enough
    return seen


def by_kill(writer: subprocess.Popen[str]) -> None:
    writer.kill()


async def kept_pairs(url: str, key_file: Path) -> set[int]:
    def look(tx: Tx) -> set[int]:
        ids = {row[0] for row in tx.all("SELECT id FROM pair")}
        wholes = {id // 2 for id in ids}
        assert ids == {half for whole in wholes for half in (2 * whole, 2 * whole + 1)}
        return wholes

    db = await open_database(url, KeyRing.load(key_file))
    try:
        return await db.read(look)
    finally:
        await db.close()


async def test_sqlite_keeps_what_it_acknowledged_when_the_process_is_killed(tmp_path: Path) -> None:
    url, key_file = f"sqlite:///{tmp_path}/cairn.db", tmp_path / "keys.json"
    seen: set[int] = set()
    for _ in range(4):
        seen |= acknowledged_until(url, key_file, by_kill)
        assert seen <= await kept_pairs(url, key_file)


@pytest.mark.postgres
async def test_postgres_keeps_what_it_acknowledged_when_the_process_is_killed(
    durable_server: Server, tmp_path: Path
) -> None:
    url, key_file = durable_server.fresh(), tmp_path / "keys.json"
    seen: set[int] = set()
    for _ in range(2):
        seen |= acknowledged_until(url, key_file, by_kill)
        assert seen <= await kept_pairs(url, key_file)


@pytest.mark.postgres
async def test_postgres_keeps_what_it_acknowledged_when_the_server_crashes(
    durable_server: Server, tmp_path: Path
) -> None:
    url, key_file = durable_server.fresh(), tmp_path / "keys.json"
    seen = acknowledged_until(url, key_file, lambda writer: durable_server.down())
    durable_server.up()
    assert seen <= await kept_pairs(url, key_file)
