"""A stage with a tiny feature of its own: posts in the support room, with a name or without."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.cogs.conftest import RUNS, opened
from tests.cogs.listening.harbour import Harbour
from tests.stage import Stage


@pytest.fixture(params=RUNS)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with opened(request, Harbour()) as stage:
        yield stage
