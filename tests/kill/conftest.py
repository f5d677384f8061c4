"""`--kills` says how often each set-up is killed; `make kill` asks for more than the default."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from tests import postgres

_KILLS = 8


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=_KILLS, help="how often each set-up is killed")


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return cast("int", request.config.getoption("--kills", default=_KILLS))


@pytest.fixture
def full(kills: int) -> bool:
    """Whether it may take minutes."""
    return kills > _KILLS


@pytest.fixture(scope="session")
def durable_server() -> Iterator[postgres.Server]:
    """What it has acknowledged is on the disk."""
    if postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed")
    server = postgres.Server.start()
    yield server
    server.stop()
