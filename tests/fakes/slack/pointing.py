"""Points slack_sdk at the fake from outside: the code under test knows nothing of it."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Generator
from typing import Any, Protocol


class _HasApi(Protocol):
    @property
    def api(self) -> str: ...


@contextlib.contextmanager
def pointed_at(fake: _HasApi | str) -> Generator[None]:
    """Every AsyncWebClient made inside talks to the fake (or to the base URL). The library's default is put back."""
    url = fake if isinstance(fake, str) else fake.api
    # By name, because only adapters and their tests import the platform's library.
    client: Any = importlib.import_module("slack_sdk.web.async_base_client").AsyncBaseClient
    before = client.BASE_URL, client.__init__.__defaults__
    client.BASE_URL = url
    client.__init__.__defaults__ = tuple(url if default == before[0] else default for default in before[1])
    try:
        yield
    finally:
        client.BASE_URL, client.__init__.__defaults__ = before
