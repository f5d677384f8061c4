"""Requests over HTTP, for when the bot serves more than one workspace: the same listeners, behind a signature."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.slack import SlackAdapter, SlackSettings
from adapters.slack.tasks import Tasks
from bot.scheduling.clock import SystemClock
from tests.adapters.slack.demo import ScriptedCore, card
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack.signing import signed

SECRET = "a-signing-secret"
FORM: dict[str, str] = {
    "command": "/win",
    "text": "wrote one letter",
    "team_id": "T1",
    "user_id": "U1",
    "user_name": "wren",
    "channel_id": "C1",
    "response_url": "http://127.0.0.1:1/",
    "trigger_id": "1.1",
}


async def answered(headers: dict[str, str], body: str) -> Any:
    core = ScriptedCore()
    core.answers("win", card("Kept"))
    adapter = SlackAdapter(SlackSettings(BOT_TOKEN, APP_TOKEN, signing_secret=SECRET), SystemClock())
    given: dict[str, Any] = dict(headers)
    return await adapter.bolt(core, Tasks()).async_dispatch(AsyncBoltRequest(body=body, headers=given))


async def test_a_signed_command_is_answered() -> None:
    body = urlencode(FORM)
    answer = await answered(signed(SECRET, body, int(time.time())), body)
    assert answer.status == 200
    assert json.loads(answer.body)["text"] == "Kept"


@pytest.mark.parametrize(("secret", "age"), [("another", 0), (SECRET, 3600)], ids=["wrong secret", "too old"])
async def test_a_badly_signed_command_is_refused(secret: str, age: int) -> None:
    body = urlencode(FORM)
    assert (await answered(signed(secret, body, int(time.time()) - age), body)).status == 401
