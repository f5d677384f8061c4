"""A Slack for load: Socket Mode and what the outbox calls. It checks nothing.

`python -m tests.bench.light_slack` serves several bots, told apart by their app tokens, and obeys `load.obey`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from typing import Any

from tests.bench.load import Load, obey
from tests.bench.quick import Socket, serve

Json = dict[str, Any]

TEAM, CHANNEL = "T00000001", "C00000001"
PEOPLE = 1000
TEXT = "I had a good talk with a recruiter today, and they asked for a second one next week."
_APP_TOKEN = re.compile(rb"xapp-\w+")
_ENVELOPE = re.compile(rb'"envelope_id": ?"([^"]+)"')


def person(number: int) -> str:
    return f"U{number % PEOPLE:08}"


class LightSlack:
    def __init__(self) -> None:
        self.port = 0
        self.posted = 0
        self._ids = itertools.count(1)
        self._lines: dict[str, Socket] = {}
        self._load: Load | None = None
        self._connected = asyncio.Event()

    async def start(self) -> int:
        self.port = await serve(self.answer, self.opened)
        return self.port

    def opened(self, socket: Socket) -> None:
        socket.heard = self._heard
        self._lines[socket.path.removeprefix("/line/")] = socket
        socket.send(b'{"type":"hello","num_connections":1,"connection_info":{"app_id":"A00000001"}}')
        self._connected.set()

    def _heard(self, text: bytes) -> None:
        found = _ENVELOPE.search(text)
        if found is not None and self._load is not None:
            self._load.arrived(found[1].decode())

    def answer(self, method: str, path: str, token: str, body: bytes) -> bytes:
        said = {"ok": True, **self._called(path.partition("?")[0].removeprefix("/api/"), path, token, body)}
        return json.dumps(said).encode()

    def _called(self, name: str, path: str, token: str, body: bytes) -> Json:
        match name:
            case "auth.test":
                return {"user": "cairn", "user_id": "U0", "bot_id": "B0", "team": "Harbour", "team_id": TEAM}
            case "apps.connections.open":
                found = _APP_TOKEN.search(f"{token} {path} ".encode() + body)
                assert found is not None
                return {"url": f"ws://127.0.0.1:{self.port}/line/{found[0].decode()}"}
            case "users.info":
                found = re.search(r"user=(\w+)", path)
                assert found is not None
                return {"user": {"id": found[1], "name": "wren", "real_name": "Wren", "profile": {}}}
            case "chat.postMessage":
                self.posted += 1
                return {"channel": CHANNEL, "ts": f"1.{next(self._ids):06}"}
            case _:
                raise LookupError(name)

    def _command(self, number: int, envelope: str) -> bytes:
        payload: Json = {
            "token": "x",
            "team_id": TEAM,
            "team_domain": "harbour",
            "channel_id": CHANNEL,
            "channel_name": "general",
            "user_id": person(number),
            "user_name": "wren",
            "command": "/win",
            "text": TEXT,
            "api_app_id": "A00000001",
            "is_enterprise_install": "false",
            "response_url": f"http://127.0.0.1:{self.port}/reply/{number}",
            "trigger_id": f"trigger-{number}",
        }
        said = {
            "envelope_id": envelope,
            "type": "slash_commands",
            "payload": payload,
            "accepts_response_payload": True,
        }
        return json.dumps(said).encode()

    async def round(self, who: str, at_once: int, seconds: float) -> dict[str, float]:
        """Commands to the bot with the app token `who`; how many messages its outbox posted meanwhile is told too.

        None at once only waits for the bot.
        """
        while who not in self._lines:
            self._connected.clear()
            await self._connected.wait()
        if not at_once:  # the next process with this name has to come first
            del self._lines[who]
            return {}
        socket = self._lines[who]

        def send() -> str:
            number = next(self._ids)
            envelope = f"e-{number}"
            socket.send(self._command(number, envelope))
            return envelope

        self._load = load = Load(send, seconds)
        posted = self.posted
        told = await load.round(at_once)
        self._load = None
        return {**told, "posted": self.posted - posted}


async def main() -> None:
    fake = LightSlack()
    await obey(await fake.start(), fake.round)


if __name__ == "__main__":
    asyncio.run(main())
