"""What every test may ask for. Fixtures of one area live in that area's own conftest."""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
from collections.abc import AsyncIterator, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.migrate import migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from tests import postgres
from tests.postgres_copies import Copies

EPOCH = datetime(2026, 3, 2, 10, tzinfo=UTC)


@pytest.fixture
def keys() -> KeyRing:
    return KeyRing.fresh()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed: no initdb on PATH or under /usr/lib/postgresql")
    server = postgres.Server.start(durable=False)
    yield server
    server.stop()


@pytest.fixture
def postgres_url(postgres_server: postgres.Server) -> Iterator[str]:
    """A new, empty database."""
    url = postgres_server.fresh()
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, of each kind."""
    match request.param:
        case "sqlite":
            return f"sqlite:///{tmp_path}/cairn.db"
        case _:
            return request.getfixturevalue("postgres_url")


@functools.cache
def cog_packages() -> tuple[str, ...]:
    folders = (Path(__file__).parent.parent / "cogs").iterdir()
    return tuple(sorted(f"cogs.{folder.name}" for folder in folders if (folder / "schema").is_dir()))


def _migrated(url: str) -> None:
    async def make() -> None:
        db = await open_database(url, KeyRing.fresh())
        await migrate(db, migrations(cog_packages()), now=EPOCH)
        await db.run(lambda tx: tx.run("DELETE FROM key_probe"))  # each test has keys of its own
        await db.close()

    with ThreadPoolExecutor(1) as aside:  # a fixture may be asked for while a loop runs
        aside.submit(asyncio.run, make()).result()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "cairn.db"
    _migrated(f"sqlite:///{path}")
    assert not path.with_name("cairn.db-wal").exists(), "all of it is in one file"
    return path


@pytest.fixture(scope="session")
def postgres_copies(postgres_server: postgres.Server) -> Iterator[Copies]:
    url = postgres_server.fresh()
    _migrated(url)
    copies = Copies(postgres_server, url.rpartition("/")[2])
    yield copies
    copies.close()


@pytest.fixture
def sqlite_copy(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of a database with the tables of the core and of every cog: copied, which is sooner than made."""
    shutil.copyfile(sqlite_template, tmp_path / "cairn.db")
    return f"sqlite:///{tmp_path}/cairn.db"


@pytest.fixture
def postgres_copy(postgres_copies: Copies) -> Iterator[str]:
    """The same on PostgreSQL."""
    url = postgres_copies.lend()
    yield url
    postgres_copies.take_back(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, keys: KeyRing) -> AsyncIterator[Database]:
    """With the tables of the core and of every cog, of each kind."""
    db = await open_database(request.getfixturevalue(f"{request.param}_copy"), keys)
    yield db
    await db.close()


SUITES = ("postgres", "browser", "kill")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be left out (`REQUIRE_ALL_SUITES`, set by `.ci/run`), a suite that can't start has failed.

    A suite is skipped while it is set up; a single test that skips itself (there is no such thing on this platform)
    does so later.
    """
    report = yield
    missing = report.skipped and report.when == "setup" and any(item.get_closest_marker(s) for s in SUITES)
    if missing and os.environ.get("REQUIRE_ALL_SUITES"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and REQUIRE_ALL_SUITES is set: {report.longrepr}"
    return report
