"""A platform on loopback that outlives the workers: it keeps every post and can refuse a nonce it knows.

One line of JSON per request and answer: {"op": "post", "nonce": ..., "dedupe": ...} -> {"remote": ...};
{"op": "find", "nonce": ...} -> {"remote": ... or null}.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Self


class Platform:
    def __init__(self) -> None:
        self.posts: dict[int, list[str]] = defaultdict(list)
        """Remote ids by nonce: more than one is a double."""
        self.arrived = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._count = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        return self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                answer = self._answer(json.loads(line))
                # A real one takes a moment: kills are to fall between doing and answering as well.
                await asyncio.sleep(0.004)
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError, ValueError):
            pass
        finally:
            writer.close()

    def _answer(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        known = self.posts[asked["nonce"]]
        if asked["op"] == "find":
            return {"remote": known[0] if known else None}
        if not (known and asked["dedupe"]):
            self._count += 1
            known.append(f"m{self._count}")
            self.arrived.set()
        return {"remote": known[-1]}

    def posted(self) -> int:
        return sum(1 for remotes in self.posts.values() if remotes)

    def doubled(self) -> int:
        return sum(len(remotes) - 1 for remotes in self.posts.values() if len(remotes) > 1)
