"""What people do on the fake Discord. Every act returns the `Answer` they got."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.rules import everything
from tests.fakes.discord.seen import Answer, Modal
from tests.fakes.discord.world import MEMBER, PERMISSIONS, Channel, Guild, Member, Message, Role, User, World, snowflake

Json = dict[str, Any]

_KINDS = {4: "message", 5: "message", 6: "nothing", 7: "update", 8: "choices", 9: "modal"}


@dataclass(slots=True)
class Pending:
    """An interaction that waits for its answer. `kind` is Discord's number: 2 command, 3 component, 4, 5 modal."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    guild: Guild | None
    source: Message | None
    at: float
    first: int = 0
    data: Json = field(default_factory=dict[str, Any])
    message: Message | None = None
    loading_flags: int = 0
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def late(self, window: float) -> bool:
        return asyncio.get_running_loop().time() - self.at > window

    def take(self, kind: int, data: Json, message: Message | None) -> None:
        self.first, self.data, self.message = kind, data, message
        if kind != 5:
            self.done.set()
        self.answered.set()

    def add(self, message: Message) -> None:
        self.message = message
        self.done.set()


class Driver:
    """`window` is how long a first response may take."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self.window = 3.0
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        """When the calendar thinks it is; everything else goes by the machine's clock."""
        self.pending: dict[int, Pending] = {}
        self.tokens: dict[str, Pending] = {}
        self._change = asyncio.Condition()

    # the stage

    def guild(self, name: str = "Harbour", channels: Sequence[str] = ("general", "wins", "support")) -> Guild:
        """A server with rooms, there before the bot connects."""
        return self._world.guild(name, tuple(channels))

    def user(
        self,
        name: str,
        guild: Guild | None = None,
        *,
        organiser: bool = False,
        locale: str = "en-GB",
        since: datetime | None = None,
    ) -> User:
        """`since`: when they made their account."""
        user = self._world.user(name, locale, since.timestamp()) if since else self._world.user(name, locale)
        if guild is not None:
            self.join(user, guild, organiser=organiser)
        return user

    def join(self, user: User, guild: Guild, *, organiser: bool = False, roles: Sequence[Role] = ()) -> Member:
        guild.members[user.id] = Member(user, list(roles), organiser)
        return guild.members[user.id]

    def leave(self, user: User, guild: Guild) -> None:
        guild.members.pop(user.id, None)
        for thread in guild.threads.values():
            thread.people.pop(user.id, None)

    def time_out(self, user: User, guild: Guild, until: datetime) -> None:
        guild.members[user.id].timed_out_until = until

    def role(self, guild: Guild, name: str) -> Role:
        guild.roles[name] = Role(snowflake(), name)
        return guild.roles[name]

    async def deny(self, channel: Channel, *permissions: str) -> None:
        """Takes permissions from the bot, by their names in the client; none given restores them."""
        channel.denied = set(permissions)
        assert channel.guild is not None
        await self._gateway.event("CHANNEL_UPDATE", channel.payload(self._world.bot), channel.guild.id)

    async def may_create_events(self, guild: Guild, allowed: bool) -> None:
        """Gives everybody on the server, and so the bot, the permission of that name, or takes it."""
        bit = PERMISSIONS["Create Events"]
        guild.everyone.permissions = guild.everyone.permissions & ~bit | (bit if allowed else 0)
        payload = {"guild_id": str(guild.id), "role": guild.everyone.payload()}
        await self._gateway.event("GUILD_ROLE_UPDATE", payload, guild.id)

    async def delete_channel(self, channel: Channel) -> None:
        assert channel.guild is not None
        self._world.channels.pop(channel.id, None)
        channel.guild.channels.pop(channel.name, None)
        await self._gateway.event("CHANNEL_DELETE", channel.payload(self._world.bot), channel.guild.id)

    async def invite(self, guild: Guild) -> None:
        """The bot joins a server while it runs."""
        payload = guild.payload(self._world.bot)
        del payload["unavailable"]
        await self._gateway.event("GUILD_CREATE", payload, guild.id)

    async def kick(self, guild: Guild) -> None:
        """The bot is removed from a server."""
        self._world.guilds.pop(guild.id, None)
        await self._gateway.event("GUILD_DELETE", {"id": str(guild.id)}, guild.id)

    async def drop(self, *, resumable: bool = True) -> None:
        """Breaks the bot's connection."""
        await self._gateway.drop(resumable=resumable)

    def posts(self, channel: Channel) -> list[Message]:
        """What stands in a room, oldest first."""
        return [m for m in channel.messages.values() if not m.deleted]

    def inbox(self, user: User) -> list[Message]:
        """What stands in somebody's direct messages from the bot."""
        return self.posts(self._world.dm(user))

    def private_threads(self, user: User, guild: Guild) -> list[Channel]:
        """The private threads somebody is in, without archived ones, in the order they were made."""
        return [t for t in guild.threads.values() if user.id in t.people and not t.archived]

    async def put_to_sleep(self, thread: Channel, *, locked: bool = False) -> None:
        """Nobody wrote for long, or a moderator archived it by hand; only these can lock."""
        thread.archived, thread.locked = True, locked
        assert thread.guild is not None
        await self._gateway.event("THREAD_UPDATE", thread.payload(self._world.bot), thread.guild.id)

    def say(self, user: User, channel: Channel, text: str) -> Message:
        """A message written by a person, which the bot is not told of."""
        message = Message(snowflake(), channel, user, content=text)
        channel.messages[message.id] = message
        return message

    def remove(self, message: Message) -> None:
        """Somebody deletes a message by hand."""
        message.deleted = True

    async def connected(self, seconds: float = 10.0) -> None:
        await asyncio.wait_for(self._gateway.connected.wait(), seconds)

    async def until(self, holds: Callable[[], bool], seconds: float = 10.0) -> None:
        """Waits for something to become true; looks again after every request of the bot, and now and then."""
        async with asyncio.timeout(seconds):
            while not holds():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._next_request(), 0.02)

    async def _next_request(self) -> None:
        async with self._change:
            await self._change.wait()

    async def _moved(self) -> None:
        async with self._change:
            self._change.notify_all()

    # acts

    async def command(
        self, user: User, guild: Guild, name: str, options: Mapping[str, Any] | None = None, *, channel: str = ""
    ) -> Answer:
        data = self._command_data(guild, name, options or {})
        return await self._act(2, data, user, _room(guild, channel))

    async def autocomplete(self, user: User, guild: Guild, name: str, option: str, typed: str) -> list[Json]:
        data = self._command_data(guild, name, {option: typed}, focused=option)
        answer = await self._act(4, data, user, _room(guild, ""))
        return list(answer.choices)

    async def menu(self, user: User, label: str, message: Message) -> Answer:
        entry = next((c for c in self._world.commands if c["name"] == label and c["type"] == 3), None)
        assert entry is not None, f"no message menu {label!r}"
        data: Json = {
            "id": entry["id"],
            "name": label,
            "type": 3,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): message.payload()}},
        }
        return await self._act(2, data, user, message.channel)

    async def press(self, user: User, message: Message, label: str) -> Answer:
        found = [c for c in everything(message.components) if c["type"] == 2 and c["label"] == label]
        assert found, f"no button {label!r}"
        return await self.press_id(user, message, found[0]["custom_id"])

    async def press_id(self, user: User, message: Message, custom_id: str) -> Answer:
        """Also for buttons of older versions and other people."""
        return await self._act(3, {"custom_id": custom_id, "component_type": 2}, user, message.channel, message)

    async def choose(self, user: User, message: Message, option: str) -> Answer:
        """Picks from a drop-down, by the option's label or value."""
        for select in (c for c in everything(message.components) if c["type"] == 3):
            for offered in select["options"]:
                if option in (offered["label"], offered["value"]):
                    data: Json = {
                        "custom_id": select["custom_id"],
                        "component_type": 3,
                        "values": [offered["value"]],
                    }
                    return await self._act(3, data, user, message.channel, message)
        raise AssertionError(f"no option {option!r}")

    async def submit(self, modal: Modal, values: Mapping[str, Any] | None = None) -> Answer:
        """Sends a form: `values` by field name, what is left out stays as it was prefilled."""
        parts = [_filled(part, modal, values or {}) for part in modal.components if part["type"] == 18]
        resolved = self._resolved(modal.guild, [p["component"] for p in parts])
        data: Json = {"custom_id": modal.custom_id, "components": parts, "resolved": resolved}
        return await self._act(5, data, modal.user, modal.channel, modal.source)

    async def _act(self, kind: int, data: Json, user: User, channel: Channel, source: Message | None = None) -> Answer:
        pending, payload = self.interaction(kind, data, user, channel, source)
        await self._gateway.event("INTERACTION_CREATE", payload, channel.guild.id if channel.guild else 0)
        return await self.answer_to(pending)

    async def answer_to(self, pending: Pending) -> Answer:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(pending.answered.wait(), self.window + 0.2)
        if not pending.first:
            return Answer("none")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(pending.done.wait(), 10)
        modal = None
        if pending.first == 9:
            d = pending.data
            modal = Modal(
                d["custom_id"],
                d["title"],
                d["components"],
                pending.user,
                pending.channel,
                pending.guild,
                pending.source,
            )
        choices = tuple(pending.data.get("choices") or ()) if pending.first == 8 else ()
        message = pending.message if pending.message is None or not pending.message.deleted else None
        return Answer(_KINDS[pending.first], message, modal, choices, pending.first == 5)

    def interaction(
        self, kind: int, data: Json, user: User, channel: Channel, source: Message | None = None
    ) -> tuple[Pending, Json]:
        """The pieces of an act, for tests that send them in their own way."""
        guild = channel.guild
        pending = Pending(
            snowflake(), secrets.token_hex(16), kind, user, channel, guild, source, asyncio.get_running_loop().time()
        )
        self.pending[pending.id] = pending
        self.tokens[pending.token] = pending
        payload: Json = {
            "id": str(pending.id),
            "application_id": str(self._world.bot.id),
            "type": kind,
            "token": pending.token,
            "version": 1,
            "data": data,
            "channel_id": str(channel.id),
            "channel": channel.payload(self._world.bot),
            "locale": user.locale,
            "entitlements": [],
            "authorizing_integration_owners": {},
            "attachment_size_limit": 10_485_760,
            "app_permissions": str(MEMBER),
            "context": 0 if guild else 1,
        }
        if guild is not None:
            member = guild.members.get(user.id) or Member(user)
            payload["guild_id"] = str(guild.id)
            payload["guild_locale"] = "en-GB"
            payload["guild"] = {"id": str(guild.id), "locale": "en-GB", "features": []}
            payload["member"] = member.payload() | {"permissions": str(member.permissions)}
        else:
            payload["user"] = user.payload()
        if source is not None:
            payload["message"] = source.payload()
        return pending, payload

    def _command_data(self, guild: Guild, name: str, options: Mapping[str, Any], focused: str = "") -> Json:
        first, *rest = name.split(" ")
        entry = next((c for c in self._world.commands if c["name"] == first and c["type"] == 1), None)
        assert entry is not None, f"/{first} is not registered"
        known: list[Json] = entry["options"]
        if rest:
            sub = next((o for o in known if o["name"] == rest[0]), None)
            assert sub is not None, f"/{name} is not registered"
            known = sub.get("options", [])
        given = [_option(known, key, value, focused) for key, value in options.items()]
        missing = [o["name"] for o in known if o.get("required") and o["name"] not in options]
        assert focused or not missing, f"/{name} needs {missing}"
        data: Json = {"id": entry["id"], "name": first, "type": 1, "guild_id": None}
        data["options"] = [{"name": rest[0], "type": 1, "options": given}] if rest else given
        data["resolved"] = self._resolved(guild, given)
        del data["guild_id"]
        return data

    def _resolved(self, guild: Guild | None, values: Sequence[Json]) -> Json:
        found: Json = {"users": {}, "members": {}, "channels": {}, "roles": {}}
        for value in values:
            for id in [value["value"]] if "value" in value else value.get("values", []):
                self._resolve(found, guild, str(id))
        return {kind: entries for kind, entries in found.items() if entries}

    def _resolve(self, found: Json, guild: Guild | None, id: str) -> None:
        number = int(id) if id.isdecimal() else 0
        if number in self._world.users:
            found["users"][id] = self._world.users[number].payload()
            if guild is not None and number in guild.members:
                member = guild.members[number]
                found["members"][id] = {
                    k: v for k, v in member.payload().items() if k not in ("user", "deaf", "mute")
                } | {"permissions": str(member.permissions)}
        if number in self._world.channels:
            found["channels"][id] = self._world.channels[number].payload(self._world.bot) | {"permissions": str(MEMBER)}
        if guild is not None:
            found["roles"] |= {str(r.id): r.payload() for r in guild.roles.values() if r.id == number}


def _room(guild: Guild, name: str) -> Channel:
    return guild.channels[name] if name else next(iter(guild.channels.values()))


def _option(known: Sequence[Json], name: str, value: Any, focused: str) -> Json:
    spec = next((o for o in known if o["name"] == name), None)
    assert spec is not None, f"no option {name}"
    if isinstance(value, User | Channel | Role):
        value = str(value.id)
    choices = {c["value"] for c in spec.get("choices") or ()}
    assert not choices or value in choices, f"{value!r} is not offered for {name}"
    return {"name": name, "type": spec["type"], "value": value} | ({"focused": True} if name == focused else {})


def _filled(part: Json, modal: Modal, values: Mapping[str, Any]) -> Json:
    component = part["component"]
    name = component["custom_id"]
    kind = component["type"]
    value = values[name] if name in values else modal.value(name)
    required = component.get("required", True)
    filled: Json = {"type": kind, "id": 1, "custom_id": name}
    match kind:
        case 4:
            text = "" if value is None else str(value)
            assert text or not required, f"{name} is required"
            assert len(text) <= component.get("max_length", 4000), f"{name} is too long to type"
            filled["value"] = text
        case 21 | 23:
            filled["value"] = value
        case _:
            given: list[Any] = [] if value in (None, "") else [value]
            if isinstance(value, list | tuple | set):
                given = list(cast("list[Any]", value))
            many = [str(v.id) if isinstance(v, User | Channel | Role) else str(v) for v in given]
            offered = {o["value"] for o in component.get("options", ())}
            assert not offered or set(many) <= offered, f"{many} is not offered for {name}"
            assert many or not required, f"{name} is required"
            filled["values"] = many
    return {"type": 18, "id": 2, "component": filled}
