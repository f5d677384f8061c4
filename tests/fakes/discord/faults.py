"""Trouble on demand."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from aiohttp import web

Kind = Literal["error", "limit", "reset", "reset-after", "hang"]


@dataclass(slots=True)
class Fault:
    """Hits requests whose "METHOD /path" matches. `reset-after` does the work and then breaks the connection."""

    route: str
    kind: Kind
    times: int = 1
    status: int = 500
    code: int = 0
    retry_after: float = 1.0
    everyone: bool = False
    """A 429 for the whole bot."""
    banned: bool = False
    """A 429 from Discord's front door, which tells nothing in JSON."""


def as_json(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """With the bare content type that Discord sends and discord.py compares with."""
    with_type = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=with_type)


class Faults:
    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self.over = asyncio.Event()

    def add(self, fault: Fault) -> None:
        self.waiting.append(fault)

    def clear(self) -> None:
        self.waiting.clear()

    def next(self, method: str, path: str) -> Fault | None:
        for fault in self.waiting:
            if re.search(fault.route, f"{method} {path}"):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                return fault
        return None

    async def answer(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        match fault.kind:
            case "error":
                return as_json({"code": fault.code, "message": "a fault"}, fault.status)
            case "limit" if fault.banned:
                return web.Response(status=429, text="banned", headers={"Retry-After": str(fault.retry_after)})
            case "limit":
                headers = {
                    "Via": "1.1 google",
                    "Retry-After": str(fault.retry_after),
                    "X-RateLimit-Scope": "global" if fault.everyone else "user",
                }
                body = {"message": "limited", "retry_after": fault.retry_after, "global": fault.everyone, "code": 0}
                return as_json(body, 429, headers)
            case "hang":
                await self.over.wait()
                return web.Response(status=504)
            case _:
                assert request.transport is not None
                request.transport.abort()
                return web.Response()
