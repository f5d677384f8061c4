"""Both platforms on loopback, with people in them, and the bot between them as a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp

from bot.adapter import Answer, CommunityLeft, Core, Incoming
from bot.cog import Registry
from bot.runtime.all_cogs import load
from bot.scheduling.clock import SteppedClock
from tests.end_to_end.process import PATIENCE, Cairn
from tests.fakes.discord.rules import everything
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, reading
from tests.stage import Seen
from tests.stage.discord import DiscordPlatform
from tests.stage.slack import SlackPlatform
from tests.stage.stage import START

Settings = Mapping[str, str]


class Absent:
    """The core is in another process; a person's client knows only what can be typed."""

    def __init__(self) -> None:
        self.registry: Registry = load()

    async def dispatch(self, event: Incoming) -> Answer:
        raise AssertionError("the bot is in another process")

    async def left(self, event: CommunityLeft) -> None:
        raise AssertionError("the bot is in another process")

    async def known(self, key: str) -> str | None:
        raise AssertionError("the bot is in another process")

    async def remember(self, key: str, value: str) -> None:
        raise AssertionError("the bot is in another process")


class OnDiscord(DiscordPlatform):
    async def start(self, core: Core) -> None:
        """The bot runs elsewhere."""

    @property
    def settings(self) -> Settings:
        return {
            "CAIRN_DISCORD__TOKEN": self.fake.token,
            "ELSEWHERE_DISCORD": self.fake.rest_url,
            "ELSEWHERE_GATEWAY": self.fake.gateway_url,
        }

    def connected(self) -> bool:
        return self.fake.gateway.connected.is_set()


class OnSlack(SlackPlatform):
    async def start(self, core: Core) -> None:
        self._core = core

    @property
    def settings(self) -> Settings:
        return {
            "CAIRN_SLACK__BOT_TOKEN": BOT_TOKEN,
            "CAIRN_SLACK__APP_TOKEN": APP_TOKEN,
            "ELSEWHERE_SLACK": self.slack.api,
        }

    def connected(self) -> bool:
        return self.slack.server.connected()


Side = OnDiscord | OnSlack

written: set[str] = set()
"""Every sentence that somebody typed: none of it may stand in a log."""


class Person:
    """Somebody in front of a client."""

    def __init__(self, platform: Side, name: str, *, organiser: bool = False, id: str = "") -> None:
        """`id`: the same person in another community."""
        self.platform = platform
        self.name = name
        self.id = id or platform.person(name, organiser=organiser)

    @property
    def user(self) -> Any:
        """The fake's own idea of this person."""
        if isinstance(self.platform, OnDiscord):
            return self.platform.fake.world.users[int(self.id)]
        return self.platform.slack.world.users[self.id]

    async def command(self, command: str, **args: Any) -> Seen:
        _remember(args)
        return await self.platform.command(self.id, command, args)

    async def press(self, seen: Seen, label: str) -> Seen:
        assert label in seen.buttons, f"no button {label!r}; there are {seen.buttons} on {seen.text!r}"
        return await self.platform.press(self.id, seen, label)

    async def choose(self, seen: Seen, label: str) -> Seen:
        assert label in seen.options, f"no option {label!r}; there are {seen.options}"
        return await self.platform.choose(self.id, seen, label)

    async def submit(self, seen: Seen, **values: Any) -> Seen:
        assert set(values) <= set(seen.form), f"the form has {seen.form}; {seen.text!r}"
        _remember(values)
        return await self.platform.submit(self.id, seen, {**seen.prefill, **values})

    async def home(self) -> Seen:
        return await self.platform.home(self.id)

    async def dms(self) -> Sequence[Seen]:
        return await self.platform.dms(self.id)

    async def join(self) -> Person:
        """Agrees to be remembered."""
        asked = await self.command("help")
        if "Agree" not in asked.buttons:
            asked = await self.command("wins")
        await self.press(asked, "Agree")
        return self


def _remember(values: Mapping[str, Any]) -> None:
    written.update(line for v in values.values() if isinstance(v, str) for line in v.splitlines() if " " in line)


class Harbour:
    """`platforms` says which of the two the bot serves."""

    def __init__(self, folder: Path, discord: OnDiscord, slack: OnSlack) -> None:
        self.folder = folder
        self.discord = discord
        self.slack = slack
        self.port = free_port()
        settings = {"CAIRN_DATA_DIR": str(folder / "data"), "CAIRN_LOG__LEVEL": "DEBUG"}
        self.bot = Cairn(folder, settings | {"CAIRN_HEALTH__PORT": str(self.port)})

    @classmethod
    @contextlib.asynccontextmanager
    async def open(cls, folder: Path, *platforms: str, down: str = "") -> AsyncGenerator[Harbour]:
        """The bot is not started yet. `down`: the platform that refuses connections until its fake is started."""
        clock = SteppedClock(START)
        discord, slack = OnDiscord(clock), OnSlack(clock)
        harbour = cls(folder, discord, slack)
        for platform in (discord, slack):
            if platform.name != down:
                await platform.open()
            await platform.start(Absent())
            if platform.name in platforms:
                harbour.bot.settings.update(platform.settings)
        written.clear()
        try:
            yield harbour
            await harbour.bot.clear()
            leaked = [line for line in written if line in harbour.bot.log]
            assert not leaked, f"the log holds what people wrote: {leaked}"
            await discord.stop()
            await slack.stop()
        finally:
            await harbour.bot.clear()
            with contextlib.suppress(AssertionError):
                await discord.stop()
                await slack.stop()

    @property
    def on(self) -> Sequence[Side]:
        """The platforms that the bot has tokens for."""
        settings = self.bot.settings
        found = [("CAIRN_DISCORD__TOKEN", self.discord), ("CAIRN_SLACK__BOT_TOKEN", self.slack)]
        return [platform for key, platform in found if key in settings]

    async def start(self) -> None:
        """Until every platform is connected."""
        await self.bot.begin()
        await self.connected()

    async def connected(self) -> None:
        await until(lambda: all(platform.connected() for platform in self.on), self)

    async def gone(self) -> None:
        """After its end: until the platforms noticed."""
        await until(lambda: not any(platform.connected() for platform in self.on), self)

    async def health(self) -> dict[str, Any]:
        """What the bot says of itself to whoever watches it."""
        async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{self.port}/readyz") as answer:
            return await answer.json()

    async def counted(self, what: str, least: int) -> bool:
        return (await self.health())["counters"].get(what, 0) >= least

    async def set_up(self, platform: Side) -> Person:
        """An organiser chooses both rooms, by the bot's own form."""
        fern = await Person(platform, "fern", organiser=True).join()
        board = await fern.command("setup")
        for label, purpose in (("Wins room", "wins"), ("Support room", "support")):
            form = await fern.press(board, label)
            board = await fern.submit(form, room=platform.rooms[purpose])
        assert "Everything is in place" in board.text, board.text
        hours = await fern.press(board, "Quiet hours")  # or what is told would depend on the time of day
        await fern.submit(hours, start=0, end=0)
        if platform is self.discord:
            await self._wish_for_messages(fern)
        return fern

    async def _wish_for_messages(self, person: Person) -> None:
        """Nobody gets direct messages on Discord without a wish and a test message that arrived."""
        settings = await person.press(await person.home(), "Messages and clock")
        await person.press(settings, "By direct message")

        async def arrived() -> bool:
            return "at most" in (await person.home()).text

        await until(arrived, self)

    def calls_on(self, platform: Side, seen: Seen) -> list[str]:
        """What the buttons hold, as it stands on the wire."""
        if isinstance(platform, OnDiscord):
            return [c["custom_id"] for c in everything(seen.handle[0].components) if c["type"] == 2]
        return [str(element["value"]) for _, element in reading.elements(seen.handle) if element["type"] == "button"]

    async def forge(self, platform: Side, person: Person, on: Seen | None, call: str) -> str:
        """What somebody reads who presses a button that holds this. `on` None: on a message of their own community."""
        if isinstance(platform, OnDiscord):
            message = on.handle[0] if on else platform.fake.say(person.user, platform.guild["general"], "anything")
            answer = await platform.fake.press_id(person.user, message, call)
            return answer.text or (answer.modal.title if answer.modal else "")
        assert on is not None
        shown = copy.deepcopy(on.handle)
        next(e for _, e in reading.elements(shown) if e["type"] == "button")["value"] = call
        return (await person.press(replace(on, handle=shown), on.buttons[0])).text

    async def posts(self, platform: Side, room: str, count: int) -> Sequence[Seen]:
        """What stands in the room, as soon as there are so many."""
        found: Sequence[Seen] = ()

        async def enough() -> bool:
            nonlocal found
            found = await platform.posts(room)
            return len(found) == count

        await until(enough, self)
        return found


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def until(holds: Callable[[], bool | Awaitable[bool]], harbour: Harbour, seconds: float = PATIENCE) -> None:
    """Looks often; says what the bot wrote if it never comes true."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                held = holds()
                if held if isinstance(held, bool) else await held:
                    return
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"it never came true; the bot wrote:\n{harbour.bot.log[-4000:]}") from None
