"""`/livez`: the loop turns. `/readyz`: the database answers, every platform is connected, the sender keeps up.

Numbers only: no person, no community, no content.
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.runtime.app import App
from bot.storage.database import StorageError

LATE = 60
"""Seconds of lag after which the sender no longer keeps up."""


async def serve(app: App, host: str, port: int) -> web.AppRunner:
    """The caller cleans the runner up."""

    async def livez(_: web.Request) -> web.Response:
        return web.json_response({"ok": True})

    async def readyz(_: web.Request) -> web.Response:
        report = await report_of(app)
        return web.json_response(report, status=200 if report["ok"] else 503)

    server = web.Application()
    server.add_routes([web.get("/livez", livez), web.get("/readyz", readyz)])
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port).start()
    return runner


async def report_of(app: App) -> dict[str, Any]:
    try:
        lag = await app.outbox.lag()
    except StorageError as error:
        return {"ok": False, "database": str(error)}
    platforms = {name: adapter.healthy() for name, adapter in app.adapters.items()}
    return {
        "ok": all(platforms.values()) and lag <= LATE,
        "platforms": platforms,
        "lag_seconds": lag,
        "counters": dict(app.outbox.counters),
    }
