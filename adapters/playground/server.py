"""Serves the page and its plain JSON interface on 127.0.0.1.

A test can drive it as the page does. Every POST takes a JSON object. `member` is who acts (`wren`, `sable`,
`juniper`, `moss`, or `fern` the organiser); `room` is where: `wins`, `support`, `lounge`, a private room's id,
`dm-<member>` or `home-<member>` (`lounge` when left out).

    POST /api/command   {member, room, line: "/win Sent two applications"}  or  {member, room, name, args: {..}}
    POST /api/press     {member, room, call, message}       `call` from a button, `message` the card that holds it
    POST /api/choose    {member, room, call, value, message}
    POST /api/submit    {member, room, call, values: {..}}  `call` from the form
    POST /api/menu      {member, room, label, message}      a message menu
    POST /api/home      {member}                            opens the Home page
    -> {outcome: "reply" | "update", message: id}           a private card, to be found in the view
       {outcome: "form", form: {title, call, fields}}
       {outcome: "invalid", errors: {field: text}}
       {outcome: "done"}

    POST /api/say       {member, room, text}                an ordinary message
    POST /api/read      {member, room}                      everything there was seen
    POST /api/dismiss   {member, message}                   a private answer goes
    POST /api/remove    {member, message}                   a message is deleted by hand, on the platform
    POST /api/clock     {hours: 1} | {days: 1} | {weeks: 1} | {to: "next"}   -> {now, moved, seen}
                        "next": until something can be seen, eight days at most
    POST /api/complete  {name, option, text}                -> {suggestions: [..]}
    POST /api/preview   {member, message}                   -> {previews: {discord: .., slack: ..}}
    POST /api/fault     {kind: "closed_dms" | "timed_out" | "left" | "lost_rooms", target, on}
                        {kind: "no_rooms", on}
                        {kind: "busy" | "lost_answers", times}
    GET  /api/view?member=wren                              everything that member sees now
    GET  /api/file?member=wren&message=..&index=0           a file of a card
    GET  /api/events                                        a stream that says when to look again

When a POST is answered, all that it caused and that is due by now has happened. A request that makes no sense is
answered with 400 and {error}.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, cast

from aiohttp import web

from adapters.playground.acts import Acts, BadAct
from adapters.playground.cards import Json
from adapters.playground.guard import add_headers, guard
from adapters.playground.view import view_of
from bot.adapter import Misconfigured, Scene
from bot.ui.card import Card

STATIC = Path(__file__).parent / "static"
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
HOST = "127.0.0.1"
HEARTBEAT = 20.0
"""Seconds of silence after which a stream shows that it lives."""

Previews = Mapping[str, Callable[[Card, Scene], Mapping[str, Any]]]


class Pages:
    """The handlers of one server."""

    def __init__(self, acts: Acts, previews: Previews) -> None:
        self._acts = acts
        self._previews = previews
        self._closing = False

    def app(self) -> web.Application:
        app = web.Application(middlewares=[guard])
        app.on_response_prepare.append(add_headers)
        app.on_shutdown.append(self._close)
        app.router.add_get("/", self._page)
        app.router.add_get("/static/{name}", self._static)
        app.router.add_get("/api/view", self._view)
        app.router.add_get("/api/file", self._file)
        app.router.add_get("/api/events", self._events)
        acts = self._acts
        for name, act in {
            "command": acts.command,
            "press": acts.press,
            "choose": acts.choose,
            "submit": acts.submit,
            "menu": acts.menu,
            "home": acts.home,
            "say": acts.say,
            "read": acts.read,
            "dismiss": acts.dismiss,
            "remove": acts.remove,
            "clock": acts.move_clock,
            "complete": acts.complete,
            "fault": acts.fault,
            "preview": self._preview,
        }.items():
            app.router.add_post(f"/api/{name}", _posted(act))
        return app

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return _sent(STATIC / "index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = STATIC / request.match_info["name"]
        if path.parent != STATIC or path.suffix not in TYPES or not path.is_file():
            raise web.HTTPNotFound
        return _sent(path)

    async def _view(self, request: web.Request) -> web.StreamResponse:
        try:
            return _json(await view_of(self._acts, self._acts.member(request.query.get("member", ""))))
        except BadAct as error:
            return _json({"error": str(error)}, status=400)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        try:
            member = self._acts.member(request.query.get("member", ""))
            card = self._acts.post(member, request.query.get("message", "")).card
            file = card.files[int(request.query.get("index", "0"))] if card else None
        except (BadAct, ValueError, IndexError):
            file = None
        if file is None:
            raise web.HTTPNotFound
        name = "".join(c if c.isalnum() or c in "-_." else "-" for c in file.name)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": file.mime}
        return web.Response(body=file.data, headers=headers)

    async def _preview(self, body: Json) -> Json:
        member = self._acts.member(str(body.get("member", "")))
        post = self._acts.post(member, str(body.get("message", "")))
        if post.card is None:
            raise BadAct("not a card")
        card, scene = post.card, cast("Scene", post.scene)
        return {"previews": {name: dict(draw(card, scene)) for name, draw in self._previews.items()}}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with self._acts.world.watch() as changed:
            while not self._closing:
                try:
                    await response.write(f"data: {self._acts.world.version}\n\n".encode())
                except ConnectionResetError:
                    break  # the page was closed
                changed.clear()
                try:
                    await asyncio.wait_for(changed.wait(), HEARTBEAT)
                except TimeoutError:
                    continue
        return response

    async def _close(self, app: web.Application) -> None:
        self._closing = True
        self._acts.world.changed()


def _sent(path: Path) -> web.Response:
    return web.Response(body=path.read_bytes(), content_type=TYPES[path.suffix], charset="utf-8")


def _json(data: Json, status: int = 200) -> web.Response:
    return web.json_response(data, status=status, dumps=lambda value: json.dumps(value, default=str))


def _posted(act: Callable[[Json], Awaitable[Json]]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            body: object = await request.json()
            if not isinstance(body, dict):
                raise BadAct("send a JSON object")
            return _json(await act(cast("Json", body)))
        except BadAct as error:
            return _json({"error": str(error)}, status=400)
        except json.JSONDecodeError:
            return _json({"error": "this is no JSON"}, status=400)

    return handle


async def serve(port: int, acts: Acts, previews: Previews, ready: Callable[[str], None]) -> None:
    """Serves until cancelled; calls `ready` with the page's address once it can be opened."""
    runner = web.AppRunner(Pages(acts, previews).app(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            raise Misconfigured(
                f"Port {port} is in use. Choose another with CAIRN_PLAYGROUND__PORT, or 0 for any free one."
            ) from error
        ready(f"http://{HOST}:{runner.addresses[0][1]}/")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()
