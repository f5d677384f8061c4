"""People who use Slack's client against the fake workspace: the `Platform` that behaviour tests act on."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.manifest import aliases, manifest
from bot.adapter import Core
from bot.cog import Param
from bot.scheduling.clock import SteppedClock, SystemClock
from bot.ui.event import Event
from bot.ui.form import Place
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Response, User, pointed_at, reading
from tests.stage import Room, Seen
from tests.stage.stage import registry

Json = dict[str, Any]


@cache
def _manifest() -> Json:
    """Made once for all tests, which only read it."""
    return manifest(registry())


class SlackPlatform:
    name = "slack"
    closes_rooms = False
    has_replies = True
    has_calendar = False

    def __init__(self, clock: SteppedClock) -> None:
        self.slack = FakeSlack(_manifest())
        self.tenant = self.team = self.slack.world.team
        # Posts keep no pace: the stage's clock stands still between two of them. The line lives in real time.
        settings = SlackSettings(BOT_TOKEN, APP_TOKEN, pace=0)
        with pointed_at(self.slack):
            self.adapter = SlackAdapter(settings, clock, heartbeat=SystemClock())
        self._places = {purpose: self.slack.room(purpose) for purpose in ("wins", "support")}
        self._lounge = self.slack.room("lounge")
        self.rooms = {purpose: room.id for purpose, room in self._places.items()}
        self._serving: asyncio.Task[None] | None = None
        self._core: Core | None = None

    async def open(self) -> None:
        await self.slack.start()

    async def start(self, core: Core) -> None:
        self._core = core
        self._serving = asyncio.create_task(self.adapter.run(core))
        await self.slack.ready()

    async def stop(self) -> None:
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
        await self.slack.stop()
        assert self.slack.refusals == []

    def person(self, name: str, *, organiser: bool) -> str:
        user = self.slack.user(name, admin=organiser)
        for room in (*self._places.values(), self._lounge):
            room.members.add(user.id)
        return user.id

    # acts

    async def command(self, who: str, name: str, args: Json) -> Seen:
        assert self._core is not None
        user = self._user(who)
        user.modals.clear()  # nobody types while a dialog is open
        spec = self._core.registry.commands[name]
        named = {option.name: option.param for option in spec.options}
        typed = _line(named, args)
        short = spec.name in {alias.name for alias in aliases(self._core.registry)}
        line = typed if short else f"{name} {typed}".strip()
        before = self._look(user)
        response = await self.slack.command(user, self._lounge, f"/{name}" if short else "/cairn", line)
        return self._after(user, before, response)

    async def press(self, who: str, seen: Seen, label: str) -> Seen:
        user = self._user(who)
        shown = self._at(user, seen)
        before = self._look(user, shown)
        return self._after(user, before, await self.slack.press(user, shown, label), shown)

    async def choose(self, who: str, seen: Seen, label: str) -> Seen:
        user = self._user(who)
        shown = self._at(user, seen)
        before = self._look(user, shown)
        return self._after(user, before, await self.slack.choose(user, shown, label), shown)

    async def submit(self, who: str, seen: Seen, values: Json) -> Seen:
        """Sends the form; what is wrong leaves it open with what was typed."""
        user = self._user(who)
        shown = self._at(user, seen)
        before = self._look(user, shown)
        _skip_what_no_client_sends(shown, values)
        response = await self.slack.submit(user, shown, values)
        if response.errors:
            return replace(seen, text="\n".join(response.errors.values()), prefill=values, errors=response.errors)
        return self._after(user, before, response, shown)

    async def menu(self, who: str, label: str, text: str, mine: bool) -> Seen:
        user = self._user(who)
        user.modals.clear()
        author = user if mine else self.slack.user("somebody")
        message = self.slack.say(author, self._lounge, text)
        before = self._look(user)
        return self._after(user, before, await self.slack.message_shortcut(user, message, label))

    async def menu_on(self, who: str, label: str, post: Seen) -> Seen:
        user = self._user(who)
        user.modals.clear()
        message = self._at(user, post)
        before = self._look(user)
        return self._after(user, before, await self.slack.message_shortcut(user, message, label))

    async def home(self, who: str) -> Seen:
        user = self._user(who)
        user.modals.clear()
        await self.slack.open_home(user)
        return _seen(user.home)

    # what is seen

    async def posts(self, room: str) -> Sequence[Seen]:
        return [self._with_files(message) for message in self._places[room].messages]

    async def dms(self, who: str) -> Sequence[Seen]:
        return [self._with_files(message) for message in self.slack.direct(self._user(who)).messages]

    async def private_rooms(self, who: str) -> Sequence[Room]:
        user, world = self._user(who), self.slack.world
        found: list[Room] = []
        for room in world.rooms.values():
            if room.kind == "mpim" and user.id in room.members and not user.deleted:
                people = tuple(world.users[id].name for id in sorted(room.members - {world.bot.id}))
                found.append(Room(", ".join(people), people, [self._with_files(m) for m in room.messages]))
        return found

    async def events(self) -> Sequence[Event]:
        return []

    async def allow_events(self, allowed: bool) -> None:
        pytest.skip("Slack has no calendar of its own")

    async def leave(self, who: str) -> None:
        self._user(who).deleted = True

    async def time_out(self, who: str) -> None:
        pytest.skip("Slack has no time-outs")

    async def close_dms(self, who: str) -> None:
        pytest.skip("Slack lets nobody close their messages to an app")

    async def allow_rooms(self, allowed: bool) -> None:
        self.slack.world.groups_refused = "" if allowed else "restricted_action"

    def _with_files(self, message: Json) -> Seen:
        names = [f["name"] for f in self.slack.world.files if f["thread"] == message["ts"]]
        seen = _seen(message, tuple(names))
        return replace(seen, id=str(message["ts"]), under=str(message.get("thread_ts") or ""))

    def _user(self, who: str) -> User:
        return self.slack.world.users[who]

    def _at(self, user: User, seen: Seen) -> Json:
        """The person has before them what they act on: an open dialog, or none while they act on a message. What was
        closed, or is somebody else's, is opened for them: nobody could press it otherwise, and tests want to know."""
        shown: Json = copy.deepcopy(seen.handle)
        if shown.get("type") != "modal":
            user.modals.clear()
        elif shown["id"] not in [view["id"] for view in user.modals]:
            shown["id"] = f"V{self.slack.world.number():08}"
            user.modals[:] = [copy.deepcopy(shown)]
        return shown

    def _look(self, user: User, shown: Json | None = None) -> Json:
        """Everything that only this person sees, and what they act on, to find what is new."""
        others = {m["ts"]: m for _, m in self.slack.world.shown if shown and m["ts"] == shown.get("ts")}
        messages = {message["ts"]: message for message in self.slack.shown_to(user)}
        direct = {message["ts"]: message for message in self.slack.direct(user).messages}
        looked: Json = {"view": user.modals[-1] if user.modals else None, "messages": {**others, **messages, **direct}}
        return copy.deepcopy(looked) | {"files": len(self.slack.world.files)}

    def _after(self, user: User, before: Json, response: Response, shown: Json | None = None) -> Seen:
        assert response.acknowledged, "Slack told the person that the app did not respond"
        files = tuple(str(file["name"]) for file in self.slack.world.files[before["files"] :])
        now = self._look(user, shown)
        if now["view"] is not None and _differs(now["view"], before["view"]):
            return _seen(now["view"], files)
        if response.message is not None:
            return _seen(response.message, files)
        for ts, message in reversed(now["messages"].items()):
            if _differs(message, before["messages"].get(ts)):
                return _seen(message, files)
        return Seen()


def _skip_what_no_client_sends(view: Json, values: Json) -> None:
    for name, block in reading.fields(view).items():
        element: Json = block["element"]
        value = values.get(name)
        if element["type"] == "plain_text_input" and len(str(value or "")) > element.get("max_length", 3000):
            pytest.skip("Slack's own client takes no more than fits the field")
        if not block.get("optional") and name in values and value in (None, "", ()):
            pytest.skip("Slack's own client asks for this field")


def _line(named: dict[str, Param], args: Json) -> str:
    """Options by their names; the text comes last and takes the rest of the line."""
    words = [f'{name}:"{_one(value)}"' for name, value in args.items() if named[name] is not Param.TEXT]
    return " ".join([*words, *(str(value) for name, value in args.items() if named[name] is Param.TEXT)])


def _one(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Place(external):
            return f"<#{external}|room>"
        case _:
            return str(value)


def _differs(now: Json, before: Json | None) -> bool:
    return before is None or json.dumps(now, sort_keys=True) != json.dumps(before, sort_keys=True)


def _seen(shown: Json | None, files: tuple[str, ...] = ()) -> Seen:
    if shown is None:
        return Seen()
    asked = reading.fields(shown)
    return Seen(
        _text(shown),
        tuple(reading.buttons(shown)),
        tuple(reading.choices(shown)),
        tuple(asked),
        {name: value for name, block in asked.items() if (value := _typed(block["element"])) is not None},
        files=files,
        labels=tuple(str(block["label"]["text"]) for block in asked.values()),
        hints=tuple(str(block.get("hint", {}).get("text", "")) for block in asked.values()),
        handle=copy.deepcopy(shown),
    )


def _text(shown: Json) -> str:
    """Without buttons, and with moments as the other platforms' readers write them."""
    kept: list[Json] = []
    blocks: list[Json] = copy.deepcopy(shown.get("blocks") or [])
    for block in blocks:
        if block["type"] == "actions":
            block["elements"] = [e for e in block["elements"] if e["type"] != "button"]
        sections: list[Json] = block["elements"] if block["type"] == "rich_text" else []
        for section in sections:
            parts: list[Json] = section["elements"]
            for part in parts:
                if part["type"] == "date":
                    part["fallback"] = datetime.fromtimestamp(part["timestamp"], UTC).strftime("%Y-%m-%d %H:%M")
        kept.append(block)
    return reading.seen({**shown, "blocks": kept})


def _typed(element: Json) -> Any:
    """What an input was filled with, as a test would type it; None when it is empty."""
    match element["type"]:
        case "radio_buttons" | "static_select":
            chosen: Json | None = element.get("initial_option")
            return chosen["value"] if chosen else None
        case "checkboxes":
            return tuple(str(option["value"]) for option in element.get("initial_options", [])) or None
        case "datepicker":
            return element.get("initial_date")
        case "users_select":
            return element.get("initial_user")
        case "conversations_select":
            return element.get("initial_conversation")
        case "number_input":
            return int(element["initial_value"]) if "initial_value" in element else None
        case _:
            return element.get("initial_value")
