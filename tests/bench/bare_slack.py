"""The floor on Slack: slack-bolt alone over Socket Mode, acknowledging `/win` with a constant."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp

from tests.fakes.slack.pointing import pointed_at


async def run(app_token: str) -> None:
    app: Any = AsyncApp(token="xoxb-bare", process_before_response=True)

    @app.command("/win")
    async def win(ack: AsyncAck) -> None:  # pyright: ignore[reportUnusedFunction]
        await ack("ok")

    await AsyncSocketModeHandler(app, app_token).start_async()


def main() -> None:
    port, token = int(sys.argv[1]), sys.argv[2]
    with pointed_at(f"http://127.0.0.1:{port}/api/"):
        asyncio.run(run(token))


if __name__ == "__main__":
    main()
