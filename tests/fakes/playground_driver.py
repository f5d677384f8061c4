"""People who use the playground over HTTP, as its page does: the `Platform` that behaviour tests act on."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from adapters.playground import PlaygroundSettings, create
from adapters.playground.world import COMMUNITY, Member
from bot.adapter import Core
from bot.scheduling.clock import SteppedClock
from bot.ui.event import Event
from tests.stage import Room, Seen

Json = dict[str, Any]
ROOM = "lounge"
SHOW = "Show"
"""What a content note is opened with."""


class PlaygroundPlatform:
    name = "playground"
    tenant = ""
    team = COMMUNITY
    closes_rooms = True
    has_replies = False
    has_calendar = False

    def __init__(self, clock: SteppedClock) -> None:
        """`clock` is the stage's own, which steps it and settles."""
        settings = PlaygroundSettings(port=0, open_browser=False)
        self.adapter = create(settings, clock, {}, self._step, self._next_event, lambda url: None)
        self.rooms = {"wins": "wins", "support": "support"}
        self._serving: asyncio.Task[None] | None = None
        self._http: aiohttp.ClientSession | None = None

    async def _step(self, by: timedelta) -> None:
        """The stage settles after each act."""

    async def _next_event(self) -> datetime | None:
        return None

    async def open(self) -> None:
        pass

    async def start(self, core: Core) -> None:
        """Once more is a restart."""
        await self.stop()
        self._serving = asyncio.create_task(self.adapter.run(core))
        ready = asyncio.create_task(self.adapter.serving.wait())
        await asyncio.wait({self._serving, ready}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if self._serving.done():
            self._serving.result()
        self._http = aiohttp.ClientSession(self.adapter.url)

    async def stop(self) -> None:
        if self._http is not None:
            await self._http.close()
        if self._serving is not None:
            self._serving.cancel()
            with suppress(asyncio.CancelledError):
                await self._serving

    def person(self, name: str, *, organiser: bool) -> str:
        """Joins; a member of that name whom the playground brings along is replaced."""
        self.adapter.world.members[name.lower()] = Member(name.lower(), name, "", organiser)
        return name.lower()

    # acts

    async def command(self, who: str, name: str, args: Json) -> Seen:
        return await self._act(who, "command", name=name, args=args)

    async def press(self, who: str, seen: Seen, label: str) -> Seen:
        item: Json = seen.handle
        blocks: list[Json] = item["card"]["body"]
        for block in blocks:
            if label == SHOW and block["block"] == "hidden":
                return Seen(_line(block["content"]))
            for button in block.get("buttons", []):
                if button["label"] == label:
                    return await self._act(who, "press", call=button["call"], message=item["id"])
        raise AssertionError(f"no button {label!r}, only {seen.buttons}")

    async def choose(self, who: str, seen: Seen, label: str) -> Seen:
        item: Json = seen.handle
        for block in item["card"]["body"]:
            for option in block.get("options", []):
                if option["label"] == label:
                    chosen = {"call": block["call"], "value": option["value"], "message": item["id"]}
                    return await self._act(who, "choose", **chosen)
        raise AssertionError(f"no option {label!r}, only {seen.options}")

    async def submit(self, who: str, seen: Seen, values: Json) -> Seen:
        """Sends the form; what is wrong leaves it open with what was typed."""
        after = await self._act(who, "submit", call=seen.handle["call"], values=values)
        if after.errors:
            return replace(seen, text="", prefill=values, errors=after.errors)
        return after

    async def menu(self, who: str, label: str, text: str, mine: bool) -> Seen:
        post = self.adapter.world.add(f"said-{self.adapter.world.version}", ROOM, who if mine else "moss")
        post.text = text
        return await self._act(who, "menu", label=label, message=post.id)

    async def menu_on(self, who: str, label: str, post: Seen) -> Seen:
        return await self._act(who, "menu", label=label, message=post.id)

    async def home(self, who: str) -> Seen:
        answer = await self._post("home", {"member": who})
        home = (await self._view(who))["home"]
        return _seen(home) if answer["outcome"] == "reply" else Seen()

    # what is seen

    async def posts(self, room: str) -> Sequence[Seen]:
        return await self._items("moss", self.rooms.get(room, room))

    async def dms(self, who: str) -> Sequence[Seen]:
        return await self._items(who, f"dm-{who}")

    async def private_rooms(self, who: str) -> Sequence[Room]:
        places: list[Json] = (await self._view(who))["places"]
        return [
            Room(place["name"], tuple(place["people"]), list(await self._items(who, place["id"])))
            for place in places
            if place["kind"] == "private"
        ]

    async def events(self) -> Sequence[Event]:
        return []

    async def allow_events(self, allowed: bool) -> None:
        pytest.skip("the playground has no calendar")

    async def leave(self, who: str) -> None:
        await self._post("fault", {"kind": "left", "target": who, "on": True})

    async def time_out(self, who: str) -> None:
        await self._post("fault", {"kind": "timed_out", "target": who, "on": True})

    async def close_dms(self, who: str) -> None:
        await self._post("fault", {"kind": "closed_dms", "target": who, "on": True})

    async def allow_rooms(self, allowed: bool) -> None:
        await self._post("fault", {"kind": "no_rooms", "on": not allowed})

    async def _items(self, who: str, place: str) -> Sequence[Seen]:
        view = await self._view(who)
        items: list[Json] = next(p["items"] for p in view["places"] if p["id"] == place)
        return [_seen(item) for item in items if item["card"] and not item["private"]]

    # over the wire

    async def _act(self, who: str, act: str, **body: Any) -> Seen:
        answer = await self._post(act, {"member": who, "room": ROOM, **body})
        match answer["outcome"]:
            case "reply" | "update":
                place = next(p for p in (await self._view(who))["places"] if p["id"] == ROOM)
                seen = _seen(next(item for item in place["items"] if item["id"] == answer["message"]))
                errors = answer.get("errors", {})
                return Seen("\n".join(errors.values()), errors=errors) if errors else seen
            case "form":
                return _form(answer["form"])
            case "invalid":
                return Seen("\n".join(answer["errors"].values()), errors=answer["errors"])
            case _:
                return Seen()

    async def _post(self, act: str, body: Json) -> Json:
        assert self._http is not None
        async with self._http.post(f"/api/{act}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def _view(self, who: str) -> Json:
        assert self._http is not None
        async with self._http.get("/api/view", params={"member": who}) as response:
            assert response.status == 200
            return await response.json()


def _seen(item: Json) -> Seen:
    card: Json = item["card"]
    blocks: list[Json] = card["body"]
    lines: list[str] = [card["title"]]
    buttons: list[str] = []
    options: list[str] = []
    for block in blocks:
        match block["block"]:
            case "text" | "note":
                lines.append(_line(block["content"]))
            case "fields":
                lines += [f"{row['label']}: {_line(row['content'])}" for row in block["rows"]]
            case "hidden":
                lines.append(block["note"])
                buttons.append(SHOW)
            case "image":
                lines.append(block["alt"])
            case "select":
                lines.append(block["placeholder"])
                options += [option["label"] for option in block["options"]]
            case "actions":
                buttons += [button["label"] for button in block["buttons"]]
            case _:
                pass
    files = tuple(file["name"] for file in card["files"])
    return Seen("\n".join(lines), tuple(buttons), tuple(options), files=files, id=item["id"], handle=item)


def _line(content: list[Json]) -> str:
    return "".join(_inline(part) for part in content)


def _inline(part: Json) -> str:
    match part["kind"]:
        case "mention" if part["person"]:
            return f"@{part['text'].removeprefix('@')}"
        case "when":
            return datetime.fromisoformat(part["at"]).astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        case _:
            return part["text"]


def _form(form: Json) -> Seen:
    fields: list[Json] = form["fields"]
    names = tuple(field["name"] for field in fields)
    prefill = {field["name"]: field["value"] for field in fields if field["value"] not in (None, [])}
    labels, hints = tuple(field["label"] for field in fields), tuple(field["hint"] for field in fields)
    return Seen(form["title"], form=names, prefill=prefill, labels=labels, hints=hints, handle=form)
