"""A Discord for load: the gateway, answers to interactions and what the outbox calls. It checks nothing.

`python -m tests.bench.light_discord` serves several bots, told apart by their tokens, and obeys `load.obey`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from typing import Any

from tests.bench.load import Load, obey
from tests.bench.quick import Socket, serve

Json = dict[str, Any]

BOT, GUILD, CHANNEL, FIRST_PERSON = 1000000000000000001, 1000000000000000002, 1000000000000000003, 2000000000000000000
PEOPLE = 1000
TEXT = "I had a good talk with a recruiter today, and they asked for a second one next week."
_READY_AT = "2026-01-01T00:00:00.000000+00:00"
_PERMISSIONS = str((1 << 10) | (1 << 11) | (1 << 14) | (1 << 15) | (1 << 16))


def person(number: int) -> Json:
    return {
        "id": str(FIRST_PERSON + number % PEOPLE),
        "username": f"wren{number % PEOPLE}",
        "global_name": f"Wren {number % PEOPLE}",
        "discriminator": "0",
        "avatar": None,
        "bot": False,
        "public_flags": 0,
    }


def _member(user: Json) -> Json:
    return {
        "user": user,
        "nick": None,
        "avatar": None,
        "roles": [],
        "joined_at": _READY_AT,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


_ME: Json = {**person(0), "id": str(BOT), "username": "cairn", "bot": True}
_ROOM: Json = {
    "id": str(CHANNEL),
    "type": 0,
    "name": "wins",
    "guild_id": str(GUILD),
    "position": 0,
    "topic": None,
    "parent_id": None,
    "nsfw": False,
    "permission_overwrites": [],
    "last_message_id": None,
    "rate_limit_per_user": 0,
}
_EVERYONE: Json = {
    "id": str(GUILD),
    "name": "@everyone",
    "permissions": _PERMISSIONS,
    "position": 0,
    "color": 0,
    "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    "hoist": False,
    "managed": False,
    "mentionable": False,
    "flags": 0,
}
_GUILD: Json = {
    "id": str(GUILD),
    "name": "Harbour",
    "unavailable": False,
    "owner_id": str(GUILD),
    "roles": [_EVERYONE],
    "channels": [_ROOM],
    "members": [_member(_ME)],
    "member_count": PEOPLE,
    "large": False,
    "features": [],
    "preferred_locale": "en-GB",
    "premium_tier": 0,
    "nsfw_level": 0,
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "afk_timeout": 300,
    "system_channel_id": None,
    "system_channel_flags": 0,
} | {
    name: []
    for name in (
        "threads",
        "emojis",
        "stickers",
        "voice_states",
        "presences",
        "stage_instances",
        "guild_scheduled_events",
        "soundboard_sounds",
    )
}


def command(id: int) -> str:
    """`/win text` by some member, as it comes over the gateway."""
    return json.dumps(
        {
            "id": str(id),
            "application_id": str(BOT),
            "type": 2,
            "token": f"token-{id}",
            "version": 1,
            "data": {
                "id": "3000000000000000000",
                "name": "win",
                "type": 1,
                "options": [{"name": "text", "type": 3, "value": TEXT}],
                "resolved": {},
            },
            "channel_id": str(CHANNEL),
            "channel": _ROOM,
            "locale": "en-GB",
            "guild_id": str(GUILD),
            "guild_locale": "en-GB",
            "guild": {"id": str(GUILD), "locale": "en-GB", "features": []},
            "member": _member(person(id)) | {"permissions": _PERMISSIONS},
            "entitlements": [],
            "authorizing_integration_owners": {},
            "attachment_size_limit": 10_485_760,
            "app_permissions": _PERMISSIONS,
            "context": 0,
        }
    )


def message(id: str, body: Json) -> Json:
    return {
        "id": id,
        "channel_id": str(CHANNEL),
        "author": _ME,
        "content": body.get("content") or "",
        "timestamp": _READY_AT,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
        "flags": int(body.get("flags") or 0),
        "components": body.get("components") or [],
        "nonce": body.get("nonce"),
    }


class LightDiscord:
    def __init__(self) -> None:
        self.port = 0
        self.posted = 0
        self._ids = itertools.count(4000000000000000000)
        self._gateways: dict[str, Socket] = {}
        self._sequence = itertools.count(1)
        self._load: Load | None = None
        self._connected = asyncio.Event()

    async def start(self) -> int:
        self.port = await serve(self.answer, self.opened)
        return self.port

    def opened(self, socket: Socket) -> None:
        socket.heard = lambda text: self._heard(socket, json.loads(text))
        socket.send(b'{"op":10,"d":{"heartbeat_interval":41250},"s":null,"t":null}')

    def _heard(self, socket: Socket, said: Json) -> None:
        match said["op"]:
            case 1:
                socket.send(b'{"op":11,"d":null,"s":null,"t":null}')
            case 2:
                self._gateways[said["d"]["token"]] = socket
                ready: Json = {
                    "v": 10,
                    "user": _ME,
                    "guilds": [{"id": str(GUILD), "unavailable": True}],
                    "session_id": "session",
                    "resume_gateway_url": self.gateway,
                    "shard": said["d"].get("shard", [0, 1]),
                    "application": {"id": str(BOT), "flags": 0},
                }
                self._event(socket, "READY", json.dumps(ready))
                self._event(socket, "GUILD_CREATE", json.dumps(_GUILD))
                self._connected.set()
            case _:
                pass

    def _event(self, socket: Socket, name: str, data: str) -> None:
        socket.send(f'{{"op":0,"t":"{name}","s":{next(self._sequence)},"d":{data}}}'.encode())

    @property
    def gateway(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    def answer(self, method: str, path: str, token: str, body: bytes) -> bytes:
        path, _, query = path.removeprefix("/api/v10").partition("?")
        if path.startswith("/interactions/"):
            return self._answered(path.split("/")[2], json.loads(body), with_response="with_response" in query)
        return json.dumps(self._called(method, path, body)).encode()

    def _answered(self, id: str, body: Json, *, with_response: bool) -> bytes:
        if self._load is not None:
            self._load.arrived(id)
        if not with_response:
            return b""
        of = {"id": id, "type": 2, "response_message_id": id, "response_message_ephemeral": True}
        shown = message(id, body.get("data") or {})
        return json.dumps({"interaction": of, "resource": {"type": body["type"], "message": shown}}).encode()

    def _called(self, method: str, path: str, body: bytes) -> Any:
        match path.strip("/").split("/"):
            case ["users", "@me"]:
                return _ME
            case ["oauth2", "applications", "@me"]:
                owner = {"owner": _ME, "bot_public": True, "bot_require_code_grant": False, "team": None}
                return {"id": str(BOT), "name": "Cairn", "description": "", "icon": None, "verify_key": "", **owner}
            case ["gateway", "bot"]:
                start = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
                return {"url": self.gateway, "shards": 1, "session_start_limit": start}
            case ["applications", _, "commands"] if method == "PUT":
                return [
                    {"type": 1, "description": "", "options": [], "version": "1", "default_member_permissions": None}
                    | given
                    | {"id": str(next(self._ids)), "application_id": str(BOT)}
                    for given in json.loads(body)
                ]
            case ["guilds", _, "members", who]:
                return _member(person(int(who) - FIRST_PERSON))
            case ["channels", _, "messages"] if method == "POST":
                self.posted += 1
                return message(str(next(self._ids)), json.loads(body))
            case _:
                raise LookupError(f"{method} {path}")

    async def round(self, who: str, at_once: int, seconds: float) -> dict[str, float]:
        """Commands to the bot with the token `who`; how many messages its outbox posted meanwhile is told too.

        None at once only waits for the bot.
        """
        while who not in self._gateways:
            self._connected.clear()
            await self._connected.wait()
        if not at_once:  # the next process with this name has to come first
            del self._gateways[who]
            return {}
        socket = self._gateways[who]

        def send() -> str:
            id = next(self._ids)
            self._event(socket, "INTERACTION_CREATE", command(id))
            return str(id)

        self._load = load = Load(send, seconds)
        posted = self.posted
        told = await load.round(at_once)
        self._load = None
        return {**told, "posted": self.posted - posted}


async def main() -> None:
    fake = LightDiscord()
    await obey(await fake.start(), fake.round)


if __name__ == "__main__":
    asyncio.run(main())
