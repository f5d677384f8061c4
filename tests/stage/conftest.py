"""The stage itself is tested on every platform."""

from tests.cogs.conftest import stage

__all__ = ["stage"]
