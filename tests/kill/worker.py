"""A process that sends until it is killed: `python -m tests.kill.worker '{"url": ..., ...}'`."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.adapter import Delivery, Direct, Shown, Unsupported, Wanted, WantedRoom
from bot.delivery.outbox import Outbox
from bot.scheduling.clock import SystemClock
from bot.storage.database import Database, StorageError, Tx
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from bot.ui.card import Call
from tests.fakes.dummy import DummyAdapter


@dataclass
class Loopback(DummyAdapter):
    """The platform at a port. Connections are kept, one per send under way."""

    port: int = 0
    dedupes: bool = False
    groups: bool = False
    """Rooms are groups: the same people have the same one."""
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(
        default_factory=list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
    )

    async def _ask(self, **asked: Any) -> Mapping[str, Any]:
        reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(json.dumps(asked).encode() + b"\n")
            line = await reader.readline()
            if not line:
                raise ConnectionError
        except BaseException:
            writer.close()
            raise
        self.idle.append((reader, writer))
        return json.loads(line)

    async def show(self, message: Wanted) -> Delivery:
        assert message.card is not None
        to = message.to.person if isinstance(message.to, Direct) else message.to.external
        answer = await self._ask(op="post", nonce=message.nonce, dedupe=self.dedupes, to=to)
        return Shown(answer["remote"])

    async def open_room(self, room: WantedRoom) -> Delivery:
        if self.groups:
            return Shown((await self._ask(op="group", team=room.team, people=room.people))["remote"])
        name = f"{room.title} {room.nonce}"
        remote = room.remote
        if remote is None and room.again:
            remote = (await self._ask(op="look", team=room.team, name=name))["remote"]
        if not room.open:
            if remote is not None:
                await self._ask(op="archive", remote=remote)
            return Shown(remote or "")
        if remote is None:
            remote = (await self._ask(op="create", team=room.team, name=name))["remote"]
        if remote is None:
            return Unsupported("too many threads")
        for person in room.people:
            await self._ask(op="add", remote=remote, person=person)
        return Shown(remote)

    async def find(self, message: Wanted) -> str | None:
        return (await self._ask(op="find", nonce=message.nonce))["remote"]


def run_job(tx: Tx, call: Call, community: int | None, member: int | None, result: Mapping[str, Any] | None) -> None:
    """Counts, in the job's own transaction, how often it ran."""
    tx.run(
        "INSERT INTO known (key, value) VALUES (:key, '1') ON CONFLICT (key)"
        " DO UPDATE SET value = CAST(CAST(known.value AS INTEGER) + 1 AS TEXT)",
        {"key": f"ran:{call.name}:{call.args[0]}"},
    )


def render(tx: Tx, call: Call, community: int, member: int) -> None:
    return None


async def run_task(call: Call, community: int | None) -> None:
    """Nobody starts one here."""


async def opened(given: Mapping[str, Any], keys: KeyRing) -> Database:
    while True:
        try:
            return await open_database(given["url"], keys)
        except StorageError:  # the file is still locked by one that was killed just now
            await asyncio.sleep(0.02)


def loopback(given: Mapping[str, Any]) -> Loopback:
    return Loopback(
        SystemClock(),
        dedupe_window=timedelta(seconds=given["window"]),
        can_find=given["finds"],
        settle=timedelta(seconds=given["settle"]),
        port=given["port"],
        dedupes=given["window"] > 0,
        groups=not given["finds"],
    )


async def main(given: Mapping[str, Any]) -> None:
    db = await opened(given, KeyRing.load(Path(given["keys"])))
    adapter = loopback(given)
    outbox = Outbox(
        db,
        {adapter.name: adapter},
        SystemClock(),
        run_job=run_job,
        run_task=run_task,
        render=render,
        senders=given["senders"],
        lease=timedelta(seconds=given["lease"]),
    )
    await outbox.run()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
