"""The fake on loopback: Web API, Socket Mode, `response_url` and file uploads."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import cast

from aiohttp import WSMsgType, web

from tests.fakes.slack import blockkit
from tests.fakes.slack.state import Fault, Json, Response, World
from tests.fakes.slack.web import Web

ACK_SECONDS = 3.0
_REPLY_KEYS = {
    *("text", "blocks", "response_type", "replace_original", "delete_original", "mrkdwn", "parse", "link_names"),
    *("unfurl_links", "unfurl_media", "metadata", "attachments", "thread_ts"),
}


class Server:
    """Start it, point the library at `api`, connect; `sent` hands an envelope to the bot and waits for its answer."""

    def __init__(self, world: World, web_api: Web) -> None:
        self.world = world
        self.ack_seconds = ACK_SECONDS
        self.silent = False
        """Sockets stay open and nothing is answered any more, not even a ping: a wedged line."""
        self.connections = 0
        self._web = web_api
        self._sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._runner: web.AppRunner | None = None
        self._door: socket.socket | None = None

    def reserve(self) -> None:
        """Takes a port, so that the address is known before the server runs."""
        if self._door is None:
            self._door = socket.socket()
            self._door.bind(("127.0.0.1", 0))
            self._web.base = f"http://127.0.0.1:{self._door.getsockname()[1]}/"

    async def start(self) -> None:
        self.reserve()
        assert self._door is not None
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._link)
        app.router.add_post("/reply/{key}", self._reply)
        app.router.add_post("/upload/{file}", self._upload)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.SockSite(self._runner, self._door).start()

    async def stop(self) -> None:
        for line in list(self._sockets):
            await line.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        if self._door is not None:
            self._door.close()

    @property
    def api(self) -> str:
        self.reserve()
        return f"{self._web.base}api/"

    @property
    def base(self) -> str:
        return self._web.base

    def connected(self) -> bool:
        return bool(self._sockets)

    @property
    def lines(self) -> list[web.WebSocketResponse]:
        """The connections of the bot that are open."""
        return list(self._sockets)

    def turn(self) -> None:
        """What comes next goes over another of the bot's lines, as it does while several processes are connected."""
        self._sockets.append(self._sockets.pop(0))

    async def drop(self, *, warn: bool = False) -> None:
        """Ends every socket: at once, or the polite way with a `disconnect` message first."""
        for line in list(self._sockets):
            if warn:
                await line.send_str(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
            else:
                await line.close()

    async def sent(self, kind: str, payload: Json, *, tries: int = 1) -> Response:
        """One envelope, and again with a retry count while it is not acknowledged in time."""
        envelope: Json = {"envelope_id": f"e-{self.world.number()}", "type": kind, "payload": payload}
        envelope |= {"accepts_response_payload": kind != "events_api"}
        for attempt in range(tries):
            if kind == "events_api":
                envelope |= {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
            answer = await self.deliver(envelope)
            if answer is not None:
                return Response(True, answer)
        return Response(False)

    async def deliver(self, envelope: Json) -> Json | None:
        """The payload of the acknowledgement, or None when none came in time."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            assert self._sockets, "the bot is not connected"
            await self._sockets[-1].send_str(json.dumps(envelope))
            async with asyncio.timeout(self.ack_seconds):
                return await waiting
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse(autoping=False)
        await line.prepare(request)
        self._sockets.append(line)
        self.connections += 1
        hello: Json = {"type": "hello", "num_connections": len(self._sockets), "connection_info": {"app_id": "A0"}}
        await line.send_str(json.dumps(hello))
        self.world.changed()
        try:
            async for message in line:
                if self.silent:
                    continue
                if message.type is WSMsgType.PING:
                    await line.pong(message.data)
                elif message.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(message.data))
        finally:
            self._sockets.remove(line)
            self.world.changed()
        return line

    def _acknowledged(self, answer: Json) -> None:
        waiting = self._waiting.get(answer["envelope_id"])
        if waiting is not None and not waiting.done():
            waiting.set_result(answer.get("payload") or {})

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments: Json = dict(request.query)
        as_json = request.content_type == "application/json"
        if as_json:
            arguments |= await request.json()
        elif request.can_read_body:
            arguments |= dict(await request.post())
        token = str(arguments.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer "))
        queue = self.world.faults.get(method)
        fault = queue.pop(0) if queue else Fault()
        if (early := await self._faulty(request, fault)) is not None:
            return early
        answer = self._web.call(method, token, arguments, as_json=as_json)
        if fault.lost:
            _cut_off(request)
        if answer.get("error") == "rate_limited" and "retry_after" in answer:
            return web.json_response(answer, status=429, headers={"Retry-After": str(answer["retry_after"])})
        return web.json_response(answer)

    async def _faulty(self, request: web.Request, fault: Fault) -> web.StreamResponse | None:
        if fault.hang:
            await asyncio.sleep(3600)
        if fault.reset:
            _cut_off(request)
        if fault.retry_after:
            answer = {"ok": False, "error": "ratelimited"}
            return web.json_response(answer, status=429, headers={"Retry-After": str(fault.retry_after)})
        if fault.error:
            return web.json_response({"ok": False, "error": fault.error})
        if fault.status:
            return web.Response(status=fault.status, text="<html>no answer</html>", content_type="text/html")
        return None

    async def _reply(self, request: web.Request) -> web.Response:
        world = self.world
        reply = world.replies.get(request.match_info["key"])
        if reply is None or world.now() > reply.until or reply.uses >= 5:
            return web.json_response({"ok": False, "error": "used_url" if reply else "expired_url"}, status=404)
        reply.uses += 1
        body: Json = await request.json()
        problems = list(blockkit.blocks(body.get("blocks") or [], "message"))
        problems += [f"unknown {key}" for key in set(body) - _REPLY_KEYS]
        if problems:
            world.refusals.append(f"response_url: {problems}")
            return web.json_response({"ok": False, "error": "invalid_blocks"}, status=400)
        if body.get("delete_original") and reply.message is not None:
            world.shown[:] = [(who, m) for who, m in world.shown if m is not reply.message]
        elif body.get("replace_original") and reply.message is not None:
            reply.message |= {"text": body.get("text") or "", "blocks": self.numbered(body), "edited": world.number()}
            reply.answer = reply.message
        else:
            reply.answer = self.show(reply.user, reply.channel, body)
        world.changed()
        return web.json_response({"ok": True})

    def numbered(self, body: Json) -> list[Json]:
        given: list[Json] = body.get("blocks") or []
        return [{**block, "block_id": block.get("block_id") or f"b{at}"} for at, block in enumerate(given)]

    def show(self, user: str, channel: str, body: Json) -> Json:
        """A message that came as an answer: private unless it says `in_channel`."""
        message: Json = {"type": "message", "user": self.world.bot.id, "channel": channel, "ts": self.world.stamp()}
        message |= {"text": body.get("text") or "", "blocks": self.numbered(body)}
        if body.get("response_type") == "in_channel":
            self.world.rooms[channel].messages.append(message)
        else:
            message["ephemeral"] = True
            self.world.shown.append((user, message))
        return message

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.world.uploads[request.match_info["file"]]
        data = await request.read()
        if request.content_type.startswith("multipart/"):
            raise web.HTTPBadRequest(text="send the bytes themselves")
        if len(data) != int(file["length"]):
            raise web.HTTPBadRequest(text="not the announced length")
        file["data"] = data
        return web.Response(text=f"OK - {len(data)}")


def _cut_off(request: web.Request) -> None:
    transport = cast("asyncio.Transport", request.transport)
    transport.abort()
    raise ConnectionResetError
