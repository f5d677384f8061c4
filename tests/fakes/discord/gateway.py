"""The socket side of the fake: hello, identify, ready, events, resume."""

from __future__ import annotations

import asyncio
import json
import secrets
import zlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.fakes.discord.world import World

Json = dict[str, Any]


@dataclass(slots=True)
class Session:
    id: str
    shard: int
    shards: int
    sequence: int = 0
    sent: deque[Json] = field(default_factory=lambda: deque[Json](maxlen=1000))
    socket: Socket | None = None


class Socket:
    """One connection. Compresses as the client asked for."""

    def __init__(self, ws: web.WebSocketResponse, compress: str) -> None:
        self.ws = ws
        self._zlib = zlib.compressobj() if compress == "zlib-stream" else None

    async def send(self, payload: Json) -> None:
        text = json.dumps(payload)
        if self._zlib is None:
            await self.ws.send_str(text)
            return
        data = self._zlib.compress(text.encode()) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
        await self.ws.send_bytes(data)


class Gateway:
    def __init__(self, world: World, token: str, url: Callable[[], str]) -> None:
        self._world = world
        self._token = token
        self._url = url
        self.sessions: dict[str, Session] = {}
        self.compress = True
        self.refuse_with = 0
        """A close code for whoever identifies: 4004 a bad token, 4014 disallowed intents."""
        self.identified = 0
        self.resumed = 0
        self.intents = 0
        self.connected = asyncio.Event()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=0)
        await ws.prepare(request)
        socket = Socket(ws, request.query.get("compress", "") if self.compress else "")
        await socket.send({"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None})
        session: Session | None = None
        async for frame in ws:
            if frame.type is not WSMsgType.TEXT:
                continue
            message: Json = json.loads(frame.data)
            match message["op"]:
                case 1:
                    await socket.send({"op": 11, "d": None, "s": None, "t": None})
                case 2:
                    session = await self._identify(socket, message["d"])
                case 6:
                    session = await self._resume(socket, message["d"])
                case _:
                    pass
        if session is not None and session.socket is socket:
            session.socket = None
            if not any(s.socket for s in self.sessions.values()):
                self.connected.clear()
        return ws

    async def _identify(self, socket: Socket, data: Json) -> Session | None:
        self.identified += 1
        self.intents = data["intents"]
        code = self.refuse_with or (0 if data["token"] == self._token else 4004)
        if code:
            await socket.ws.close(code=code)
            return None
        shard, shards = data.get("shard", [0, 1])
        session = Session(secrets.token_hex(8), shard, shards, socket=socket)
        for old in [s for s in self.sessions.values() if s.shard == shard]:
            del self.sessions[old.id]
        self.sessions[session.id] = session
        guilds = [g for g in self._world.guilds.values() if (g.id >> 22) % shards == shard]
        ready: Json = {
            "v": 10,
            "user": self._world.bot.payload(),
            "guilds": [{"id": str(g.id), "unavailable": True} for g in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._url(),
            "shard": [shard, shards],
            "application": {"id": str(self._world.bot.id), "flags": 0},
        }
        await self._send(session, "READY", ready)
        for guild in guilds:
            await self._send(session, "GUILD_CREATE", guild.payload(self._world.bot))
        self.connected.set()
        return session

    async def _resume(self, socket: Socket, data: Json) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None:
            await socket.send({"op": 9, "d": False, "s": None, "t": None})
            return None
        self.resumed += 1
        session.socket = socket
        for event in [e for e in session.sent if e["s"] > (data["seq"] or 0)]:
            await socket.send(event)
        await self._send(session, "RESUMED", {})
        self.connected.set()
        return session

    async def _send(self, session: Session, name: str, data: Json) -> None:
        session.sequence += 1
        event: Json = {"op": 0, "t": name, "s": session.sequence, "d": data}
        session.sent.append(event)
        if session.socket is not None and not session.socket.ws.closed:
            try:
                await session.socket.send(event)
            except (ConnectionError, RuntimeError):
                session.socket = None

    async def event(self, name: str, data: Json, guild: int = 0) -> None:
        """To the shard of the guild; direct messages go to shard 0. Kept for a resume while nobody listens."""
        for session in self.sessions.values():
            if session.shard == (guild >> 22) % session.shards:
                await self._send(session, name, data)

    async def event_everywhere(self, name: str, data: Json) -> None:
        """To every session at once, whoever's shard it is."""
        for session in self.sessions.values():
            await self._send(session, name, data)

    async def drop(self, *, resumable: bool = True) -> None:
        """Closes every socket as a broken network would."""
        self.connected.clear()
        sockets = [s.socket for s in self.sessions.values() if s.socket]
        if not resumable:
            self.sessions.clear()
        for socket in sockets:
            await socket.ws.close(code=4000)
