"""A Discord on loopback: REST and gateway, with the documented limits."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import BodyPartReader, web

from tests.fakes.discord import calendar, threads
from tests.fakes.discord.drive import Driver, Pending
from tests.fakes.discord.faults import Fault, Faults, Kind, as_json
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.rules import Refusal, check_message, check_modal
from tests.fakes.discord.spec import breaches
from tests.fakes.discord.world import (
    DM,
    EPHEMERAL,
    PRIVATE_THREAD,
    Channel,
    Guild,
    Message,
    User,
    World,
    snowflake,
)

Json = dict[str, Any]
Files = dict[str, bytes]
Handler = Callable[[web.Request, Json, Files], Awaitable[Any]]

_PLENTY = {
    "X-RateLimit-Limit": "100000",
    "X-RateLimit-Remaining": "99999",
    "X-RateLimit-Reset-After": "1",
    "X-RateLimit-Reset": "1",
}


class FakeDiscord(Driver):
    """`strict` checks every body against Discord's OpenAPI document where it is at hand; benchmarks turn it off."""

    def __init__(self, token: str = "fake-token", *, strict: bool = True, shards: int = 1) -> None:
        self.world = World()
        self.token = token
        self.shards = shards
        self.gateway = Gateway(self.world, token, lambda: self.gateway_url)
        self.faults = Faults()
        self.nonce_window = 120.0
        self.requests: list[str] = []
        self.breaches: list[str] = []
        """Whatever was refused for its form. A test of the adapter expects none."""
        self.syncs = 0
        self._strict = strict
        self._runner: web.AppRunner | None = None
        self._port = 0
        super().__init__(self.world, self.gateway)

    @property
    def rest_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/gateway"

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=32 * 1024 * 1024)
        for method, path, handler in self._routes():
            app.router.add_route(method, f"/api/v10{path}", self._wrapped(path, handler))
        app.router.add_get("/gateway", self.gateway.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port or self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self.faults.over.set()
        await self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    def fault(
        self,
        route: str,
        kind: Kind,
        *,
        times: int = 1,
        status: int = 500,
        code: int = 0,
        retry_after: float = 1.0,
        everyone: bool = False,
        banned: bool = False,
    ) -> None:
        """The next `times` requests whose "METHOD /path" matches the pattern go wrong."""
        self.faults.add(Fault(route, kind, times, status, code, retry_after, everyone, banned))

    def _routes(self) -> list[tuple[str, str, Handler]]:
        channel, hook = "/channels/{channel_id}", "/webhooks/{webhook_id}/{webhook_token}"
        return [
            ("POST", "/interactions/{interaction_id}/{interaction_token}/callback", self._callback),
            ("POST", hook, self._follow_up),
            ("GET", f"{hook}/messages/@original", self._get_original),
            ("PATCH", f"{hook}/messages/@original", self._edit_original),
            ("DELETE", f"{hook}/messages/@original", self._delete_original),
            ("POST", f"{channel}/messages", self._post),
            ("GET", f"{channel}/messages", self._history),
            ("GET", f"{channel}/messages/{{message_id}}", self._get_message),
            ("PATCH", f"{channel}/messages/{{message_id}}", self._edit),
            ("DELETE", f"{channel}/messages/{{message_id}}", self._delete),
            ("GET", channel, self._get_channel),
            ("PATCH", channel, self._edit_channel),
            ("POST", f"{channel}/threads", self._start_thread),
            ("PUT", f"{channel}/thread-members/{{user_id}}", self._add_to_thread),
            ("GET", "/guilds/{guild_id}/threads/active", self._active_threads),
            ("GET", f"{channel}/users/@me/threads/archived/private", self._slept_threads),
            ("GET", "/guilds/{guild_id}/members/{user_id}", self._member),
            ("GET", "/guilds/{guild_id}/scheduled-events", self._events),
            ("POST", "/guilds/{guild_id}/scheduled-events", self._create_event),
            ("PATCH", "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", self._edit_event),
            ("DELETE", "/guilds/{guild_id}/scheduled-events/{guild_scheduled_event_id}", self._delete_event),
            ("POST", "/users/@me/channels", self._open_dm),
            ("GET", "/users/@me", self._me),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/gateway/bot", self._gateway_bot),
            ("PUT", "/applications/{application_id}/commands", self._sync),
            ("GET", "/applications/{application_id}/commands", self._commands),
            ("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", self._sync),
        ]

    def _wrapped(self, template: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            path = request.path.removeprefix("/api/v10")
            if self._strict:
                self.requests.append(f"{request.method} {path}")
            fault = self.faults.next(request.method, path)
            if fault is not None and fault.kind != "reset-after":
                await request.read()
                await self._moved()
                return await self.faults.answer(fault, request)
            body, files = await _read(request)
            try:
                self._authorised(template, request)
                self._as_documented(request.method, template, body)
                result = await handler(request, body, files)
            except Refusal as refusal:
                if refusal.code == 50035:
                    self.breaches.append(f"{request.method} {template}: {json.dumps(refusal.errors)}")
                return as_json(refusal.body(), refusal.status, _PLENTY)
            await self._moved()
            if fault is not None:
                return await self.faults.answer(fault, request)
            if result is None:
                return web.Response(status=204, headers=_PLENTY)
            return as_json(result, 200, _PLENTY)

        return answer

    def _authorised(self, template: str, request: web.Request) -> None:
        if template.startswith(("/interactions", "/webhooks")):
            return
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise Refusal(401, 0, "401: Unauthorized")

    def _as_documented(self, method: str, template: str, body: Json) -> None:
        if self._strict and body:
            found = breaches(method, template, body)
            if found:
                raise Refusal(400, 50035, "Invalid Form Body", {"spec": {"_errors": [{"message": m} for m in found]}})

    # interactions

    async def _callback(self, request: web.Request, body: Json, files: Files) -> Any:
        pending = self.pending.get(int(request.match_info["interaction_id"]))
        if pending is None or pending.token != request.match_info["interaction_token"] or pending.late(self.window):
            raise Refusal(404, 10062, "Unknown interaction")
        if pending.first:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        kind: int = body["type"]
        data: Json = body.get("data") or {}
        message: Message | None = None
        match kind:
            case 4:
                check_message(data, files)
                message = self._private(pending.channel, pending.user, data, files)
            case 5:
                pending.loading_flags = int(data.get("flags") or 0)
            case 6 | 7 if pending.source is None:
                raise Refusal(400, 50035, "Invalid Form Body", {"type": {"_errors": [{"message": "no message"}]}})
            case 7:
                message = pending.source
                assert message is not None
                _change(message, data, files)
            case 9:
                if pending.kind == 5:
                    raise Refusal(400, 50035, "Invalid Form Body", {"type": {"_errors": [{"message": "modal"}]}})
                check_modal(data)
            case _:
                pass
        pending.take(kind, data, message)
        if request.query.get("with_response") not in ("1", "true"):
            return None
        shown: Json = {"message": message.payload()} if message else {}
        return {
            "interaction": {
                "id": str(pending.id),
                "type": pending.kind,
                "response_message_id": str(message.id) if message else None,
                "response_message_loading": kind == 5,
                "response_message_ephemeral": bool(message and message.ephemeral),
            },
            "resource": {"type": kind, **shown},
        }

    def _private(self, channel: Channel, user: User, data: Json, files: Files) -> Message:
        message = self._message(channel, data, files)
        message.reader = user if message.ephemeral else None
        if not message.ephemeral:
            channel.messages[message.id] = message
        return message

    def _message(self, channel: Channel, data: Json, files: Files) -> Message:
        message = Message(snowflake(), channel, self.world.bot, flags=int(data.get("flags") or 0))
        _change(message, data, files)
        message.edits = 0
        message.nonce = str(data["nonce"]) if "nonce" in data else None
        return message

    def _by_token(self, request: web.Request) -> Pending:
        token = request.match_info["webhook_token"]
        pending = self.tokens.get(token)
        if pending is None or not pending.first:
            raise Refusal(404, 10015, "Unknown Webhook")
        return pending

    async def _follow_up(self, request: web.Request, body: Json, files: Files) -> Any:
        pending = self._by_token(request)
        check_message(body, files)
        message = self._private(pending.channel, pending.user, body, files)
        pending.add(message)
        return message.payload()

    async def _get_original(self, request: web.Request, body: Json, files: Files) -> Any:
        pending = self._by_token(request)
        if pending.message is None:
            raise Refusal(404, 10008, "Unknown Message")
        return pending.message.payload()

    async def _edit_original(self, request: web.Request, body: Json, files: Files) -> Any:
        pending = self._by_token(request)
        if pending.first == 6:
            assert pending.source is not None
            _change(pending.source, body, files)
            pending.add(pending.source)
            return pending.source.payload()
        if pending.message is None:
            check_message(body, files)
            body["flags"] = int(body.get("flags") or 0) | pending.loading_flags
            pending.add(self._private(pending.channel, pending.user, body, files))
        else:
            _change(pending.message, body, files)
        assert pending.message is not None
        return pending.message.payload()

    async def _delete_original(self, request: web.Request, body: Json, files: Files) -> Any:
        pending = self._by_token(request)
        if pending.message is not None:
            pending.message.deleted = True
        pending.done.set()

    # messages

    def _channel(self, request: web.Request, *needs: str) -> Channel:
        channel = self.world.channels.get(int(request.match_info["channel_id"]))
        if channel is None:
            raise Refusal(404, 10003, "Unknown Channel")
        if channel.guild is not None and channel.guild.id not in self.world.guilds:
            raise Refusal(403, 50001, "Missing Access")
        if channel.kind == PRIVATE_THREAD and not threads.seen_by_the_bot(channel):
            raise Refusal(403, 50001, "Missing Access")
        denied = channel.denied | (channel.parent.denied if channel.parent else set[str]())
        if "View Channel" in denied:
            raise Refusal(403, 50001, "Missing Access")
        if denied & set(needs):
            raise Refusal(403, 50013, "Missing Permissions")
        return channel

    async def _post(self, request: web.Request, body: Json, files: Files) -> Any:
        thread = self.world.channels.get(int(request.match_info["channel_id"]))
        in_thread = thread is not None and thread.kind == PRIVATE_THREAD
        channel = self._channel(request, "Send Messages in Threads" if in_thread else "Send Messages")
        if files:
            self._channel(request, "Attach Files")
        if channel.kind == DM:
            self._may_dm(channel.recipient)
        check_message(body, files)
        nonce = str(body.get("nonce") or "")
        if len(nonce) > 25:
            raise Refusal(400, 50035, "Invalid Form Body", {"nonce": {"_errors": [{"message": "25 at most"}]}})
        now = asyncio.get_running_loop().time()
        if nonce and body.get("enforce_nonce"):
            at, earlier = self.world.nonces.get((channel.id, nonce), (0.0, None))
            if earlier is not None and now - at < self.nonce_window:
                return earlier.payload(with_nonce=True)
        if in_thread and threads.written_in(channel):
            await self._thread_event("THREAD_UPDATE", channel)
        message = self._message(channel, body, files)
        if nonce:
            self.world.nonces[channel.id, nonce] = (now, message)
        channel.messages[message.id] = message
        return message.payload(with_nonce=True)

    def _may_dm(self, user: User | None) -> None:
        assert user is not None
        if user.dms_closed:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        if not any(user.id in guild.members for guild in self.world.guilds.values()):
            raise Refusal(403, 50278, "Cannot send messages to this user due to having no mutual guilds")

    async def _history(self, request: web.Request, body: Json, files: Files) -> Any:
        channel = self._channel(request)
        if "Read Message History" in channel.denied:
            return []
        limit, query = int(request.query.get("limit", "50")), request.query
        found = sorted((m for m in channel.messages.values() if not m.deleted), key=lambda m: m.id)
        if "after" in query:
            found = [m for m in found if m.id > int(query["after"])][:limit]
        else:
            before = int(query.get("before", str(1 << 63)))
            found = [m for m in found if m.id < before][-limit:]
        return [m.payload() for m in reversed(found)]

    def _one(self, request: web.Request, channel: Channel) -> Message:
        message = channel.messages.get(int(request.match_info["message_id"]))
        if message is None or message.deleted:
            raise Refusal(404, 10008, "Unknown Message")
        return message

    async def _get_message(self, request: web.Request, body: Json, files: Files) -> Any:
        return self._one(request, self._channel(request, "Read Message History")).payload()

    async def _edit(self, request: web.Request, body: Json, files: Files) -> Any:
        channel = self._channel(request)
        if channel.archived:
            raise Refusal(400, 50083, "Thread is archived")
        message = self._one(request, channel)
        if message.author is not self.world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        _change(message, body, files)
        return message.payload()

    async def _delete(self, request: web.Request, body: Json, files: Files) -> Any:
        self._one(request, self._channel(request)).deleted = True

    async def _open_dm(self, request: web.Request, body: Json, files: Files) -> Any:
        user = self.world.users.get(int(body["recipient_id"]))
        if user is None:
            raise Refusal(404, 10013, "Unknown User")
        return self.world.dm(user).payload(self.world.bot)

    # rooms and people

    async def _get_channel(self, request: web.Request, body: Json, files: Files) -> Any:
        return self._channel(request).payload(self.world.bot)

    async def _edit_channel(self, request: web.Request, body: Json, files: Files) -> Any:
        channel = self._channel(request)
        if channel.kind == PRIVATE_THREAD:
            threads.edit(channel, body)
            await self._thread_event("THREAD_UPDATE", channel)
        else:
            channel.name = body.get("name", channel.name)
        return channel.payload(self.world.bot)

    async def _thread_event(self, name: str, thread: Channel) -> None:
        assert thread.guild is not None
        await self.gateway.event(name, thread.payload(self.world.bot), thread.guild.id)

    async def _start_thread(self, request: web.Request, body: Json, files: Files) -> Any:
        thread = threads.start(self.world, self._channel(request, "Create Private Threads"), body)
        await self._thread_event("THREAD_CREATE", thread)
        return thread.payload(self.world.bot)

    async def _add_to_thread(self, request: web.Request, body: Json, files: Files) -> Any:
        thread = self._channel(request, "Send Messages in Threads")
        threads.add(self.world, thread, int(request.match_info["user_id"]))

    def _guild(self, request: web.Request) -> Guild:
        guild = self.world.guilds.get(int(request.match_info["guild_id"]))
        if guild is None:
            raise Refusal(404, 10004, "Unknown Guild")
        return guild

    async def _active_threads(self, request: web.Request, body: Json, files: Files) -> Any:
        return threads.active(self.world, self._guild(request))

    async def _slept_threads(self, request: web.Request, body: Json, files: Files) -> Any:
        return threads.slept(self.world, self._channel(request, "Read Message History"), request.query)

    async def _member(self, request: web.Request, body: Json, files: Files) -> Any:
        guild, user = self._guild(request), int(request.match_info["user_id"])
        if user not in self.world.users:
            raise Refusal(404, 10013, "Unknown User")
        if user not in guild.members:
            raise Refusal(404, 10007, "Unknown Member")
        return guild.members[user].payload()

    async def _events(self, request: web.Request, body: Json, files: Files) -> Any:
        return calendar.going_on(self._guild(request), self.now())

    async def _create_event(self, request: web.Request, body: Json, files: Files) -> Any:
        return calendar.create(self.world, self._guild(request), body, self.now())

    async def _edit_event(self, request: web.Request, body: Json, files: Files) -> Any:
        return calendar.edit(self.world, self._guild(request), _event(request), body, self.now())

    async def _delete_event(self, request: web.Request, body: Json, files: Files) -> Any:
        calendar.delete(self.world, self._guild(request), _event(request))

    # the application

    async def _me(self, request: web.Request, body: Json, files: Files) -> Any:
        return self.world.bot.payload()

    async def _application(self, request: web.Request, body: Json, files: Files) -> Any:
        bot = self.world.bot
        return {
            "id": str(bot.id),
            "name": bot.name,
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": bot.payload(),
            "verify_key": "",
            "flags": 0,
            "team": None,
        }

    async def _gateway_bot(self, request: web.Request, body: Json, files: Files) -> Any:
        start = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        return {"url": self.gateway_url, "shards": self.shards, "session_start_limit": start}

    async def _sync(self, request: web.Request, body: Any, files: Files) -> Any:
        self.syncs += 1
        app = str(self.world.bot.id)
        known = {(c["name"], c.get("type", 1)): c["id"] for c in self.world.commands}
        self.world.commands = [
            {
                "type": 1,
                "description": "",
                "options": [],
                "default_member_permissions": None,
                "version": "1",
                "application_id": app,
                **command,
                "id": known.get((command["name"], command.get("type", 1))) or str(snowflake()),
            }
            for command in body
        ]
        return self.world.commands

    async def _commands(self, request: web.Request, body: Json, files: Files) -> Any:
        return self.world.commands


def _event(request: web.Request) -> int:
    return int(request.match_info["guild_scheduled_event_id"])


async def _read(request: web.Request) -> tuple[Json, Files]:
    if not request.can_read_body:
        return {}, {}
    if request.content_type == "application/json":
        return json.loads(await request.read()), {}
    body: Json = {}
    files: Files = {}
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = json.loads(await part.text())
        else:
            files[part.filename or ""] = bytes(await part.read())
    data: Json = body.get("data") or body
    attachments: list[Json] = data.get("attachments", [])
    if {a["filename"] for a in attachments} != set(files):
        raise Refusal(400, 50035, "Invalid Form Body", {"attachments": {"_errors": [{"message": "not the files"}]}})
    return body, files


def _change(message: Message, data: Json, files: Files) -> None:
    if "components" in data:
        kept = {**message.files, **files} if "attachments" not in data else files
        flags = int(data.get("flags") or 0) | message.flags
        check_message({**data, "flags": flags}, kept)
        message.components = data["components"]
    if "attachments" in data:
        message.files = files
        message.attachments = [
            {"id": str(snowflake()), "filename": name, "size": len(content), "url": "http://x", "proxy_url": "http://x"}
            for name, content in files.items()
        ]
    message.content = data.get("content") or ""
    message.flags |= int(data.get("flags") or 0) & ~EPHEMERAL if message.edits else int(data.get("flags") or 0)
    message.allowed_mentions = data.get("allowed_mentions") or {}
    message.edits += 1
