"""People on the fake Discord, with the real adapter between them and the core."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import dataclasses
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.discord import DiscordSettings, create, words
from bot.adapter import Core
from bot.scheduling.clock import SteppedClock
from bot.ui.event import Event
from tests.fakes import discord as fakes
from tests.fakes.discord import FakeDiscord, Message, Modal, pointing_discord_at
from tests.fakes.discord.seen import Answer, selects
from tests.stage.stage import Room, Seen


class DiscordPlatform:
    name = "discord"
    tenant = ""
    closes_rooms = True
    has_replies = False
    has_calendar = True

    def __init__(self, clock: SteppedClock) -> None:
        self.fake = FakeDiscord()
        self.fake.now = clock.now
        self.guild = self.fake.guild()
        self.team = str(self.guild.id)
        self.rooms = {purpose: str(self.guild[purpose].id) for purpose in ("wins", "support")}
        self.adapter = create(DiscordSettings(self.fake.token), clock)
        self._clock = clock
        self._until = contextlib.AsyncExitStack()
        self._people: dict[str, fakes.User] = {}

    async def open(self) -> None:
        await self.fake.start()
        self._until.push_async_callback(self.fake.stop)
        self._until.enter_context(pointing_discord_at(self.fake))

    async def start(self, core: Core) -> None:
        running = asyncio.create_task(self.adapter.run(core))

        async def end() -> None:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running

        self._until.push_async_callback(end)
        await self.fake.connected()

    async def stop(self) -> None:
        await self._until.aclose()
        assert not self.fake.breaches

    def person(self, name: str, *, organiser: bool) -> str:
        user = self.fake.user(name, self.guild, organiser=organiser)
        self._people[str(user.id)] = user
        return str(user.id)

    async def command(self, who: str, name: str, args: dict[str, Any]) -> Seen:
        return await self._answer(await self.fake.command(self._people[who], self.guild, name, args))

    async def press(self, who: str, seen: Seen, label: str) -> Seen:
        live, then = seen.handle
        if label == "Show":  # a content note is a spoiler here: it opens by itself
            return Seen(_plain(" ".join(re.findall(r"\|\|(.+?)\|\|", fakes.seen(live), re.DOTALL)), self))
        # As it looked then: whoever presses twice presses what was there the first time.
        shown = live if label in fakes.buttons(live) else copy.copy(then)
        return await self._answer(await self.fake.press(self._people[who], shown, label))

    async def choose(self, who: str, seen: Seen, label: str) -> Seen:
        live, then = seen.handle
        offered = {option["label"] for select in selects(live) for option in select["options"]}
        shown = live if label in offered else copy.copy(then)
        return await self._answer(await self.fake.choose(self._people[who], shown, label))

    async def submit(self, who: str, seen: Seen, values: dict[str, Any]) -> Seen:
        modal: Modal = dataclasses.replace(seen.handle, user=self._people[who])
        typed = {name: value for name, value in values.items() if not _is_earlier(modal, name, value)}
        earlier = {name: value for name, value in values.items() if name not in typed}
        _skip_what_no_client_sends(modal, typed)
        answer = await self.fake.submit(modal, {**typed, **dict.fromkeys(earlier, "earlier")})
        if earlier:
            assert answer.message is not None
            again = await self.fake.press(self._people[who], answer.message, words.FIX_IT)
            assert again.modal is not None
            answer = await self.fake.submit(again.modal, earlier)
        if answer.message is not None and words.FIX_IT in answer.buttons:
            said = _plain(answer.text, self)
            reopened = await self._answer(await self.fake.press(self._people[who], answer.message, words.FIX_IT))
            errors = _errors(reopened.handle, said)
            return dataclasses.replace(reopened, text=said, errors=errors)
        return await self._answer(answer)

    async def menu(self, who: str, label: str, text: str, mine: bool) -> Seen:
        author = self._people[who] if mine else self.fake.user("somebody", self.guild)
        message = self.fake.say(author, self.guild["general"], text)
        return await self._answer(await self.fake.menu(self._people[who], label, message))

    async def menu_on(self, who: str, label: str, post: Seen) -> Seen:
        live, _ = post.handle
        return await self._answer(await self.fake.menu(self._people[who], label, live))

    async def home(self, who: str) -> Seen:
        return await self.command(who, "home", {})

    async def posts(self, room: str) -> Sequence[Seen]:
        return [self._message(m) for m in self.fake.posts(self.guild[room])]

    async def dms(self, who: str) -> Sequence[Seen]:
        return [self._message(m) for m in self.fake.inbox(self._people[who])]

    async def private_rooms(self, who: str) -> Sequence[Room]:
        return [
            Room(
                thread.name,
                tuple(self.fake.world.users[person].name for person in thread.people),
                [self._message(m) for m in self.fake.posts(thread)],
            )
            for thread in self.fake.private_threads(self._people[who], self.guild)
        ]

    async def events(self) -> Sequence[Event]:
        going_on = [event for event in self.guild.events.values() if event.ends > self._clock.now()]
        return [Event(e.title, e.starts, e.ends, e.place, self._without_code(e.text)) for e in going_on]

    def _without_code(self, text: str) -> str:
        """What people read, above the code by which the bot finds its own."""
        return _plain(text.rpartition("· ")[0].rstrip("\n"), self)

    async def allow_events(self, allowed: bool) -> None:
        await self.fake.may_create_events(self.guild, allowed)

    async def leave(self, who: str) -> None:
        self.fake.leave(self._people[who], self.guild)

    async def time_out(self, who: str) -> None:
        self.fake.time_out(self._people[who], self.guild, self._clock.now() + timedelta(days=28))

    async def close_dms(self, who: str) -> None:
        self._people[who].dms_closed = True

    async def allow_rooms(self, allowed: bool) -> None:
        needed = {"Create Private Threads"}
        for channel in self.guild.channels.values():
            await self.fake.deny(channel, *(channel.denied - needed if allowed else channel.denied | needed))

    async def _answer(self, answer: Answer) -> Seen:
        assert answer.kind != "none", "nobody answered"
        if answer.modal is not None:
            return _form(answer.modal)
        if answer.message is None:
            return Seen()
        if words.CONTINUE in answer.buttons:  # a form can't follow a form at once here
            reader = answer.message.reader
            assert reader is not None
            return await self._answer(await self.fake.press(reader, answer.message, words.CONTINUE))
        return self._message(answer.message)

    def _message(self, message: Message) -> Seen:
        return Seen(
            _plain(fakes.seen(message), self),
            (*fakes.buttons(message), *(["Show"] if "||" in fakes.seen(message) else [])),
            tuple(option["label"] for select in selects(message) for option in select["options"]),
            files=tuple(message.files),
            id=str(message.id),
            handle=(message, copy.copy(message)),
        )

    def name_of(self, id: str) -> str:
        return self._people[id].name if id in self._people else id


def _plain(text: str, platform: DiscordPlatform) -> str:
    """What Discord's client makes of its markdown: names, times, and no marks."""
    text = re.sub(r"\|\|.+?\|\|", "", text, flags=re.DOTALL)
    text = re.sub(r"<@!?(\d+)>", lambda m: f"@{platform.name_of(m[1])}", text)
    text = re.sub(r"<t:(\d+):?\w?>", lambda m: f"{datetime.fromtimestamp(int(m[1]), UTC):%Y-%m-%d %H:%M}", text)
    text = re.sub(r"(?<!\\)\[([^\]]+)\]\([^)]+\)", r"\1", text)
    text = re.sub(r"^(?:#{1,3}|-#) ", "", text, flags=re.MULTILINE)
    text = re.sub(r"(?<!\\)\*\*", "", text)
    return re.sub(r"\\([^\w\s])", r"\1", text).replace("\u200b", "").replace("\u2060", "")


def _form(modal: Modal) -> Seen:
    asked = [c for c in modal.components if c["type"] == 18]
    names = [c["component"]["custom_id"] for c in asked]
    prefill = {name: modal.value(name) for name in names}
    shown = {name: value for name, value in prefill.items() if value not in (None, "", [])}
    labels, hints = tuple(c["label"] for c in asked), tuple(c.get("description", "") for c in asked)
    return Seen(modal.title, form=tuple(names), prefill=shown, labels=labels, hints=hints, handle=modal)


def _errors(modal: Modal, said: str) -> dict[str, str]:
    """The card names a field by its label, and says below what is wrong with it."""
    lines = said.splitlines()
    found: dict[str, str] = {}
    for part in modal.components:
        if part["type"] == 18 and part["label"] in lines[:-1]:
            found[part["component"]["custom_id"]] = lines[lines.index(part["label"]) + 1]
    return found or {"": said}


def _is_earlier(modal: Modal, name: str, value: Any) -> bool:
    """A day that the drop-down of the last weeks does not offer."""
    component = modal.input(name)
    offered = [o["value"] for o in component.get("options", [])]
    return component["type"] == 3 and "earlier" in offered and value is not None and value not in offered


def _skip_what_no_client_sends(modal: Modal, values: dict[str, Any]) -> None:
    for name, value in values.items():
        component = modal.input(name)
        if component["type"] == 4 and len(str(value)) > component.get("max_length", 4000):
            pytest.skip("Discord's own client does not let anybody type this much")
        if component["type"] == 4 and component.get("required", True) and not str(value or ""):
            pytest.skip("Discord's own client asks for this field")
