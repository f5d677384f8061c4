"""People in the fake Slack workspace, with the real adapter between them and the core."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.manifest import manifest
from bot.adapter import Core
from bot.runtime.all_cogs import load
from bot.scheduling.clock import SteppedClock, SystemClock
from bot.ui.form import Place
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Response, User, pointed_at
from tests.stage.stage import Seen


class SlackPlatform:
    name = "slack"

    def __init__(self, clock: SteppedClock) -> None:
        self.manifest = manifest(load())
        self.fake = FakeSlack(self.manifest)
        self.team = self.tenant = self.fake.world.team
        places = {purpose: self.fake.room(purpose) for purpose in ("wins", "support", "general")}
        self._general = places.pop("general")
        self.rooms = {purpose: room.id for purpose, room in places.items()}
        self._until = contextlib.AsyncExitStack()
        self._clock = clock

    async def open(self) -> None:
        await self.fake.start()
        self._until.push_async_callback(self.fake.stop)
        self._until.enter_context(pointed_at(self.fake))
        self.adapter = SlackAdapter(SlackSettings(BOT_TOKEN, APP_TOKEN, pace=0), self._clock, heartbeat=SystemClock())

    async def start(self, core: Core) -> None:
        running = asyncio.create_task(self.adapter.run(core))

        async def end() -> None:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        self._until.push_async_callback(end)
        await self.fake.ready()

    async def stop(self) -> None:
        await self._until.aclose()
        assert self.fake.refusals == [], self.fake.refusals

    def person(self, name: str, *, organiser: bool) -> str:
        user = self.fake.user(name, admin=organiser)
        for room in self.fake.world.rooms.values():
            if room.kind == "channel":
                room.members.add(user.id)
        return user.id

    def _user(self, who: str) -> User:
        return self.fake.world.users[who]

    async def command(self, who: str, name: str, args: dict[str, Any]) -> Seen:
        listed = {command["command"] for command in self.manifest["features"]["slash_commands"]}
        line = _line(args)
        slash, text = (f"/{name}", line) if f"/{name}" in listed else ("/cairn", f"{name} {line}".strip())
        user = self._user(who)
        return await self._after(user, self.fake.command(user, self._general, slash, text))

    async def press(self, who: str, seen: Seen, label: str) -> Seen:
        user = self._user(who)
        live, then = seen.handle
        # As it looked then: whoever presses twice presses what was there the first time.
        shown = live if label in self.fake.buttons(live) else then
        self._hand_over(user, shown)
        after = await self._after(user, self.fake.press(user, shown, label), shown)
        replaced = not after.text and not after.form and live.get("blocks") != then.get("blocks")
        return self._message(live, user) if replaced else after

    async def choose(self, who: str, seen: Seen, label: str) -> Seen:
        user = self._user(who)
        live, then = seen.handle
        shown = live if label in self.fake.choices(live) else then
        self._hand_over(user, shown)
        after = await self._after(user, self.fake.choose(user, shown, label), shown)
        replaced = not after.text and not after.form and live.get("blocks") != then.get("blocks")
        return self._message(live, user) if replaced else after

    async def submit(self, who: str, seen: Seen, values: dict[str, Any]) -> Seen:
        user = self._user(who)
        self._skip_what_no_client_sends(seen.handle, values)
        if not any(view["id"] == seen.handle["id"] for view in user.modals):  # a form that somebody else has open
            user.modals.append(seen.handle)
        response = await self.fake.submit(user, seen.handle, values)
        if response.errors:
            text = "\n".join(response.errors.values())
            return Seen(text, form=seen.form, prefill=values, errors=response.errors, handle=seen.handle)
        return await self._shown(user, response)

    async def menu(self, who: str, label: str, text: str, mine: bool) -> Seen:
        user = self._user(who)
        author = user if mine else self.fake.user("somebody")
        message = self.fake.say(author, self._general, text)
        return await self._after(user, self.fake.message_shortcut(user, message, label))

    async def home(self, who: str) -> Seen:
        user = self._user(who)
        response = await self.fake.open_home(user)
        return self._view(user, response.view)

    async def posts(self, room: str) -> Sequence[Seen]:
        return [self._message(m) for m in self.fake.world.rooms[self.rooms[room]].messages if "blocks" in m]

    async def dms(self, who: str) -> Sequence[Seen]:
        room = self.fake.direct(self._user(who))
        return [self._message(m) for m in room.messages if "blocks" in m]

    def _hand_over(self, user: User, shown: dict[str, Any]) -> None:
        """Whoever acts on somebody else's view has it on their own screen."""
        for other in self.fake.world.users.values():
            if other is not user and any(view["id"] == shown.get("id") for view in other.modals):
                user.modals[:] = [view for view in other.modals if view["id"] == shown["id"]]
                other.modals.clear()

    async def _after(self, user: User, act: Any, shown: dict[str, Any] | None = None) -> Seen:
        if not any(view is shown or view["id"] == (shown or {}).get("id") for view in user.modals):
            user.modals.clear()  # whoever acts elsewhere has closed what was open
        return await self._shown(user, await act)

    async def _shown(self, user: User, response: Response) -> Seen:
        assert response.acknowledged, "nobody answered"
        if response.view is not None:
            return self._view(user, response.view)
        return self._message(response.message, user) if response.message else Seen()

    def _view(self, user: User, view: dict[str, Any] | None) -> Seen:
        assert view is not None
        fields = self.fake.fields(view)
        if fields:
            prefill = {name: value for name, block in fields.items() if (value := _value(block["element"]))}
            return Seen(self.fake.seen(view), form=tuple(fields), prefill=prefill, handle=view)
        return self._message(view, user)

    def _message(self, shown: dict[str, Any], user: User | None = None) -> Seen:
        inbox = self.fake.direct(user).id if user else None
        files = [file["title"] for file in self.fake.world.files if file["channel"] == inbox]
        return Seen(
            self.fake.seen({**shown, "blocks": self._as_shown(shown.get("blocks") or [])}),
            tuple(self.fake.buttons(shown)),
            tuple(self.fake.choices(shown)),
            files=tuple(files),
            handle=(shown, dict(shown)),
        )

    def _as_shown(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Names and times as the other platforms show them in these tests."""
        names = {user.name for user in self.fake.world.users.values()}

        def part(given: dict[str, Any]) -> dict[str, Any]:
            match given:
                case {"type": "date", "timestamp": stamp}:
                    return {"type": "text", "text": f"{datetime.fromtimestamp(stamp, UTC):%Y-%m-%d %H:%M}"}
                case {"type": "text", "text": name, "style": {"bold": True}} if name in names:
                    return {"type": "text", "text": f"@{name}"}
                case _:
                    return given

        def section(given: dict[str, Any]) -> dict[str, Any]:
            return {**given, "elements": [part(each) for each in given["elements"]]}

        return [
            {**block, "elements": [section(each) for each in block["elements"]]}
            if block["type"] == "rich_text"
            else block
            for block in blocks
        ]

    def _skip_what_no_client_sends(self, view: dict[str, Any], values: dict[str, Any]) -> None:
        for name, block in self.fake.fields(view).items():
            element, value = block["element"], values.get(name)
            if element["type"] == "plain_text_input" and len(str(value or "")) > element.get("max_length", 3000):
                pytest.skip("Slack's own client does not let anybody type this much")
            if not block.get("optional") and name in values and value in (None, "", ()):
                pytest.skip("Slack's own client asks for this field")


def _line(args: dict[str, Any]) -> str:
    """Options by their names; the text comes last and takes the rest of the line."""
    named = [f'{name}:"{_one(value)}"' for name, value in args.items() if name not in _TEXT]
    return " ".join([*named, *(str(value) for name, value in args.items() if name in _TEXT)])


_TEXT = frozenset({"text", "company", "city"})


def _one(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Place(external):
            return f"<#{external}|room>"
        case _:
            return str(value)


def _value(element: dict[str, Any]) -> Any:
    match element["type"]:
        case "plain_text_input" | "number_input":
            return element.get("initial_value")
        case "radio_buttons" | "static_select":
            return (element.get("initial_option") or {}).get("value")
        case "checkboxes":
            ticked = [option["value"] for option in element.get("initial_options", [])]
            return ticked if len(element["options"]) > 1 else bool(ticked)
        case "datepicker":
            return element.get("initial_date")
        case _:
            return element.get("initial_user") or element.get("initial_conversation")
