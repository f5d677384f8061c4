"""`/win text` with its durable commit, against a bot of the bare library that answers a constant.

The bots and the fake are processes of their own. While one bot is measured, the other stands still. Rounds alternate,
and each figure is the median of its rounds. Cairn's outbox drains at its rate limit meanwhile: there is always more
to post than it may.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bot.scheduling.clock import SystemClock
from bot.storage.seal import KeyRing
from tests.bench import light_discord, light_slack
from tests.bench.community import founded
from tests.bench.processes import Running, running
from tests.bench.result import Figure, added, multiple, share

AT_ONCE = (1, 16, 256)
_ROUNDS = 3
_SECONDS = 1.0
_IDLE = 3.0


@dataclass(frozen=True, slots=True)
class Side:
    """A platform of the benchmark. `bare` and `cairn` are what the fake knows each bot by."""

    name: str
    tenant: str
    team: str
    room: str
    people: tuple[str, ...]
    bare: str
    cairn: str
    settings: Mapping[str, str]
    least: float
    longest: float | None
    """How many times the floor's p99 is fine; None where only throughput has a goal."""
    most_cpu: float | None
    """Milliseconds of processor time that a command may add; None where it has no goal."""


DISCORD = Side(
    "discord",
    "",
    str(light_discord.GUILD),
    str(light_discord.CHANNEL),
    tuple(str(light_discord.FIRST_PERSON + n) for n in range(light_discord.PEOPLE)),
    "bare",
    "cairn",
    {"CAIRN_DISCORD__TOKEN": "cairn"},
    0.7,
    1.5,
    None,
)
SLACK = Side(
    "slack",
    light_slack.TEAM,
    light_slack.TEAM,
    light_slack.CHANNEL,
    tuple(map(light_slack.person, range(light_slack.PEOPLE))),
    "xapp-bare",
    "xapp-cairn",
    {"CAIRN_SLACK__BOT_TOKEN": "xoxb-cairn", "CAIRN_SLACK__APP_TOKEN": "xapp-cairn"},
    0.35,
    None,
    0.15,
)


async def discord() -> list[Figure]:
    return await _compared(DISCORD)


async def slack() -> list[Figure]:
    return await _compared(SLACK)


async def _compared(side: Side) -> list[Figure]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cairn-bench-")))
        keys = KeyRing.load(folder / "keys.json")
        db = await founded(
            f"sqlite:///{folder}/cairn.db",
            keys,
            side.name,
            side.tenant,
            side.team,
            side.room,
            side.people,
            SystemClock().now(),
        )
        await db.close()
        fake = await stack.enter_async_context(running(f"tests.bench.light_{side.name}", talks=True))
        port = str((await fake.told())["port"])
        bare = await stack.enter_async_context(running(f"tests.bench.bare_{side.name}", port, side.bare))
        settings = {**side.settings, "CAIRN_DATA_DIR": str(folder), "CAIRN_LOG__LEVEL": "WARNING"}
        cairn = await stack.enter_async_context(
            running("tests.bench.cairn_at", side.name, port, environment=settings, folder=folder)
        )
        return await _measured(side, fake, bare, cairn)


async def _measured(side: Side, fake: Running, bare: Running, cairn: Running) -> list[Figure]:
    bots = {side.bare: bare, side.cairn: cairn}
    for name in bots:  # the first commands fill caches, and Cairn's outbox
        await _round(fake, bots, name, 16, 1.0)
    before = cairn.cpu()
    await asyncio.sleep(_IDLE)
    draining = (cairn.cpu() - before) / _IDLE
    figures: list[Figure] = []
    for at_once in AT_ONCE:
        rounds: dict[str, list[dict[str, float]]] = {name: [] for name in bots}
        for _ in range(_ROUNDS):
            for name in bots:
                rounds[name].append(await _round(fake, bots, name, at_once, _SECONDS))
        figures += _figures(side, at_once, rounds[side.cairn], rounds[side.bare], draining)
    return figures


async def _round(fake: Running, bots: Mapping[str, Running], name: str, at_once: int, seconds: float) -> Any:
    others = [bot for other, bot in bots.items() if other != name]
    for bot in others:
        bot.pause()
    before = bots[name].cpu()
    told = await fake.ask({"who": name, "at_once": at_once, "seconds": seconds})
    cpu = bots[name].cpu() - before
    for bot in others:
        bot.go_on()
    return {**told, "cpu": cpu / told["count"]}


def _figures(
    side: Side, at_once: int, cairn: list[dict[str, float]], bare: list[dict[str, float]], draining: float
) -> list[Figure]:
    name = f"{side.name} /win, {at_once} at once"

    def rate(rounds: list[dict[str, float]]) -> float:
        return median(r["count"] / r["seconds"] for r in rounds)

    def of(rounds: list[dict[str, float]], key: str) -> float:
        return 1000 * median(r[key] for r in rounds)

    figures = [share(name, rate(cairn), rate(bare), "/s", least=side.least)]
    for key in ("p50", "p99"):
        if side.longest is not None:
            figures.append(multiple(f"  {key}", of(cairn, key), of(bare, key), "ms", most=side.longest))
    if side.most_cpu is not None:
        # What draining takes was measured while nobody sent a command: it is no command's.
        ours = 1000 * median(r["cpu"] - draining * r["seconds"] / r["count"] for r in cairn)
        figures.append(added("  processor per command", ours, of(bare, "cpu"), "ms", most=side.most_cpu))
    return figures
