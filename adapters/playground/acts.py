"""What a person does on the page -> one incoming event for the core, and its outcome -> the world.

Every method takes the JSON object that was posted and returns the JSON that answers it; `BadAct` is a request that
no page would make.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, assert_never, cast

from adapters.playground import cards, commands, forms
from adapters.playground.cards import Json
from adapters.playground.world import BOT, COMMUNITY, Member, Post, World
from bot.adapter import (
    AccountRef,
    Answer,
    ButtonPressed,
    CommandCalled,
    Core,
    FormSent,
    HomeOpened,
    Incoming,
    MenuChosen,
    OptionChosen,
    Scene,
    Who,
)
from bot.cog import Message
from bot.scheduling.clock import SteppedClock
from bot.ui.card import Actions, Call, Card, Text, Tone
from bot.ui.outcome import Done, Invalid, OpenForm, Reply, Update
from bot.ui.wire import WireError, decode_call, encode_call

PLATFORM = "playground"
_FAULT_SETS = ("closed_dms", "lost_rooms", "timed_out", "left")
_FAULT_FLAGS = ("no_rooms",)
_FAULT_COUNTS = ("busy", "lost_answers")


FURTHEST = timedelta(days=8)
"""How far "to the next event" looks: past every weekly thing."""
HOPS = 2_000
"""So many due things on the way, at most."""


class BadAct(ValueError):
    """A request that the page never makes. The text says what is wrong with it."""


class Acts:
    def __init__(
        self,
        core: Core,
        world: World,
        clock: SteppedClock,
        step: Callable[[timedelta], Awaitable[None]],
        next_event: Callable[[], Awaitable[datetime | None]],
    ) -> None:
        self.core = core
        self.world = world
        self.clock = clock
        self.next_event = next_event
        self._step = step
        self._stepping = asyncio.Lock()

    # what goes to the core

    async def command(self, body: Json) -> Json:
        member, place = self._where(body)
        if "line" in body:
            return await self._line(str(body["line"]), member, place, _event_id(body))
        spec = self.core.registry.commands.get(str(body.get("name", "")))
        if spec is None:
            raise BadAct("no such command")
        args, errors = commands.arguments(spec, _object(body, "args"), self.world)
        if errors:
            return {"outcome": "invalid", "errors": errors}
        return await self._dispatch(
            CommandCalled(_who(member), COMMUNITY, _event_id(body), spec.name, args), member, place
        )

    async def _line(self, line: str, member: Member, place: str, event_id: str) -> Json:
        """A whole line, read by the core as it reads Slack's."""
        spec, rest = commands.split_line(self.core.registry, line)
        if spec is None:
            return {"outcome": "invalid", "errors": {"": "There is no such command. Type / to see them all."}}
        called = CommandCalled(_who(member), COMMUNITY, event_id, spec.name, text=rest)
        return await self._dispatch(called, member, place)

    async def press(self, body: Json) -> Json:
        member, place = self._where(body)
        event = ButtonPressed(_who(member), COMMUNITY, _event_id(body), str(body.get("call", "")))
        return await self._dispatch(event, member, place, self._held_by(member, body))

    async def choose(self, body: Json) -> Json:
        member, place = self._where(body)
        call, value = str(body.get("call", "")), str(body.get("value", ""))
        event = OptionChosen(_who(member), COMMUNITY, _event_id(body), call, value)
        return await self._dispatch(event, member, place, self._held_by(member, body))

    async def submit(self, body: Json) -> Json:
        member, place = self._where(body)
        call, sent = str(body.get("call", "")), _object(body, "values")
        try:
            handler = self.core.registry.handlers.get(decode_call(call)[1].name)
        except WireError:
            handler = None
        values = forms.values_of(handler.form, sent, self.world) if handler and handler.form else sent
        return await self._dispatch(FormSent(_who(member), COMMUNITY, _event_id(body), call, values), member, place)

    async def menu(self, body: Json) -> Json:
        member, place = self._where(body)
        post = self._post(member, body)
        text = cards.plain(post.card, _scene(post)) if post.card else post.text
        message = Message(post.id, post.author, text, post.author == member.id, _more(post))
        event = MenuChosen(_who(member), COMMUNITY, _event_id(body), str(body.get("label", "")), message)
        return await self._dispatch(event, member, place)

    async def home(self, body: Json) -> Json:
        member = self._member(body)
        answer = await self.core.dispatch(HomeOpened(_who(member), COMMUNITY, _event_id(body)))
        await self.settle()
        match answer.outcome:
            case Reply(card) | Update(card):
                place = f"home-{member.id}"
                post = self.world.homes.get(member.id)
                if post is None:
                    now, rev = self.clock.now(), self.world.changed()
                    post = self.world.homes[member.id] = Post(place, place, BOT, now, 0, rev, viewer=member.id)
                post.card, post.scene = card, answer.scene
                self.world.touch(post)
                return {"outcome": "reply", "message": post.id}
            case _:
                return {"outcome": "done"}

    async def _dispatch(self, event: Incoming, member: Member, place: str, held: Post | None = None) -> Json:
        answer = await self.core.dispatch(event)
        result = self._apply(answer, member, place, held, from_form=isinstance(event, FormSent))
        await self.settle()
        if place == f"home-{member.id}":
            await self.home({"member": member.id})
        return result

    def _apply(self, answer: Answer, member: Member, place: str, held: Post | None, *, from_form: bool) -> Json:
        match answer.outcome:
            case Reply(card):
                return {"outcome": "reply", "message": self._private(member, place, card, answer.scene).id}
            case Update(card) if held is not None:
                held.card, held.scene = card, answer.scene
                self.world.touch(held)
                return {"outcome": "update", "message": held.id}
            case Update(card):
                return {"outcome": "reply", "message": self._private(member, place, card, answer.scene).id}
            case OpenForm() as opened:
                call = encode_call(opened.then, answer.scene.community)
                return {"outcome": "form", "form": forms.render(opened, call, self.world)}
            case Invalid(errors) if from_form:
                return {"outcome": "invalid", "errors": dict(errors)}
            case Invalid(errors):
                card = Card("That did not work", tuple(Text(e) for e in errors.values()), Tone.WARNING)
                shown = self._private(member, place, card, answer.scene)
                return {"outcome": "reply", "message": shown.id, "errors": dict(errors)}
            case Done():
                return {"outcome": "done"}
            case _:
                assert_never(answer.outcome)

    def _private(self, member: Member, place: str, card: Card, scene: Scene) -> Post:
        post = self.world.add(f"p{secrets.token_hex(8)}", place, BOT, viewer=member.id)
        post.card, post.scene = card, scene
        return post

    async def settle(self, by: timedelta = timedelta(0)) -> None:
        """Lets the core do all that is due, so that what was caused is there when the request is answered."""
        async with self._stepping:
            await self._step(by)
        self.world.changed()

    # what stays on the platform

    async def say(self, body: Json) -> Json:
        member, place = self._where(body)
        text = str(body.get("text", "")).strip()
        if not text:
            raise BadAct("nothing was said")
        post = self.world.add(f"t{secrets.token_hex(8)}", place, member.id)
        post.text = text
        return {"outcome": "done", "message": post.id}

    async def read(self, body: Json) -> Json:
        member, place = self._where(body)
        self.world.read(member.id, place)
        return {"outcome": "done"}

    async def dismiss(self, body: Json) -> Json:
        member = self._member(body)
        post = self._post(member, body)
        if post.viewer != member.id:
            raise BadAct("not a private answer")
        self.world.remove(post)
        return {"outcome": "done"}

    async def remove(self, body: Json) -> Json:
        """Deletes by hand, as the platform allows it: one's own, and for organisers everybody's."""
        member = self._member(body)
        post = self._post(member, body)
        if not may_remove(member, post):
            raise BadAct("not yours to delete")
        self.world.remove(post)
        return {"outcome": "done"}

    async def move_clock(self, body: Json) -> Json:
        before, seen = self.clock.now(), self.world.latest()
        if body.get("to") == "next":
            await self._to_next(seen)
        else:
            units = {unit: body[unit] for unit in ("minutes", "hours", "days", "weeks") if unit in body}
            if not units or not all(isinstance(n, int) and 0 <= n <= 1000 for n in units.values()):
                raise BadAct("say how far: minutes, hours, days or weeks, or to: next")
            await self.settle(timedelta(**units))
        now = self.clock.now()
        return {
            "outcome": "done",
            "moved": now > before,
            "seen": self.world.latest() > seen,
            "now": now.astimezone(UTC).isoformat(),
        }

    async def _to_next(self, seen: int) -> None:
        """From one due thing to the next until one can be seen; most of them are housekeeping."""
        end = self.clock.now() + FURTHEST
        for _ in range(HOPS):
            due = await self.next_event()
            if due is None or self.clock.now() >= end:
                return
            # at least a second, so that something that stays due cannot hold the clock
            await self.settle(max(min(due, end) - self.clock.now(), timedelta(seconds=1)))
            if self.world.latest() > seen:
                return

    async def fault(self, body: Json) -> Json:
        faults, kind = self.world.faults, str(body.get("kind", ""))
        self.world.changed()
        if kind in _FAULT_SETS:
            targets: set[str] = getattr(faults, kind)
            (targets.add if body.get("on", True) else targets.discard)(str(body.get("target", "")))
        elif kind in _FAULT_FLAGS:
            setattr(faults, kind, bool(body.get("on", True)))
        elif kind in _FAULT_COUNTS and isinstance(body.get("times"), int):
            setattr(faults, kind, body["times"])
        else:
            raise BadAct(f"faults are {', '.join(_FAULT_SETS + _FAULT_FLAGS + _FAULT_COUNTS)}")
        return {"outcome": "done"}

    async def complete(self, body: Json) -> Json:
        typed = str(body.get("text", ""))
        found = commands.suggest(self.core.registry, str(body.get("name", "")), str(body.get("option", "")), typed)
        return {"suggestions": found}

    # reading what was posted

    def member(self, member: str) -> Member:
        if member not in self.world.members:
            raise BadAct("no such member")
        return self.world.members[member]

    def _member(self, body: Json) -> Member:
        return self.member(str(body.get("member", "")))

    def _where(self, body: Json) -> tuple[Member, str]:
        member, place = self._member(body), str(body.get("room", "lounge"))
        if not self.world.may_enter(member.id, place):
            raise BadAct("no such room for this member")
        return member, place

    def post(self, member: Member, ref: str) -> Post:
        """A post that this member can see."""
        if ref == f"home-{member.id}" and member.id in self.world.homes:
            return self.world.homes[member.id]
        post = self.world.posts.get(ref)
        seen = post is not None and not post.removed and self.world.may_enter(member.id, post.place)
        if post is None or not seen or post.viewer not in ("", member.id):
            raise BadAct("no such message")
        return post

    def _post(self, member: Member, body: Json) -> Post:
        return self.post(member, str(body.get("message", "")))

    def _held_by(self, member: Member, body: Json) -> Post | None:
        """The private card that held the button; the Home page and posts that others see are not replaced."""
        post = self.world.posts.get(str(body.get("message", "")))
        return post if post is not None and post.viewer == member.id and not post.removed else None


def may_remove(member: Member, post: Post) -> bool:
    return not post.viewer and (member.organiser or post.author == member.id or post.place == f"dm-{member.id}")


def _scene(post: Post) -> Scene:
    return cast("Scene", post.scene)


def _who(member: Member) -> Who:
    account = AccountRef(PLATFORM, "", member.id)
    return Who(account, member.name, member.organiser, member.roles, "en", member.zone)


def _more(post: Post) -> Call | None:
    """What the `…` of a post of the bot leads to."""
    rows = [block.buttons for block in post.card.body if isinstance(block, Actions)] if post.card else []
    return next((button.call for row in rows for button in row if button.label == "…"), None)


def _event_id(body: Mapping[str, Any]) -> str:
    """The page sends none; a test sends the same one twice."""
    return str(body.get("event_id") or secrets.token_hex(8))


def _object(body: Json, name: str) -> Json:
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise BadAct(f"{name} is an object")
    return cast("Json", value)
