"""The line to Slack: refused tokens, silence, drops, and an end that always comes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack import SlackAdapter, SlackSettings
from bot.adapter import Incoming, Misconfigured
from bot.scheduling.clock import SteppedClock, SystemClock
from bot.ui.outcome import Outcome, Reply
from tests.adapters.slack.conftest import SETTINGS, Stand, running
from tests.adapters.slack.demo import ScriptedCore, card
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Fault, pointed_at


@dataclass
class Line:
    slack: FakeSlack
    adapter: SlackAdapter
    core: ScriptedCore
    clock: SteppedClock

    async def pass_time(self, seconds: int) -> None:
        """In small steps, so that everything which waits gets its turn."""
        for _ in range(seconds):
            self.clock.step(timedelta(seconds=1))
            for _ in range(20):
                await asyncio.sleep(0)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    clock = SteppedClock(datetime(2026, 3, 2, 10, tzinfo=UTC))
    async with FakeSlack() as slack:
        with pointed_at(slack):
            adapter = SlackAdapter(SETTINGS, clock)
        yield Line(slack, adapter, ScriptedCore(), clock)


async def test_a_refused_bot_token_is_said_in_plain_words() -> None:
    async with FakeSlack() as slack:
        with pointed_at(slack):
            adapter = SlackAdapter(SlackSettings("xoxb-wrong", APP_TOKEN), SystemClock())
        with pytest.raises(Misconfigured, match="does not accept the bot token"):
            await adapter.run(ScriptedCore())


async def test_a_refused_app_token_is_said_in_plain_words() -> None:
    async with FakeSlack() as slack:
        with pointed_at(slack):
            adapter = SlackAdapter(SlackSettings(BOT_TOKEN, "xapp-wrong"), SystemClock())
        with pytest.raises(Misconfigured, match="does not accept the app token"):
            await adapter.run(ScriptedCore())


@pytest.mark.parametrize("settings", [SlackSettings("", APP_TOKEN), SlackSettings(BOT_TOKEN, BOT_TOKEN)])
async def test_a_missing_token_is_said_before_anything_is_tried(settings: SlackSettings) -> None:
    with pytest.raises(Misconfigured, match="Slack needs"):
        await SlackAdapter(settings, SystemClock()).run(ScriptedCore())


async def test_a_silent_line_is_unhealthy_and_built_anew(line: Line) -> None:
    async with running(line.adapter, line.core, line.slack):
        await line.slack.until(line.adapter.healthy)
        line.slack.server.silent = True
        await line.pass_time(44)
        assert line.slack.server.connections == 1
        await line.pass_time(10)
        line.slack.server.silent = False
        await line.slack.until(lambda: line.slack.server.connections == 2)
        await line.slack.until(line.adapter.healthy)
        line.core.answers("win", card("Kept"))
        wren = line.slack.user("wren")
        response = await line.slack.command(wren, line.slack.room("wins", wren), "/win")
        assert line.slack.seen(response.message) == "Kept"
    assert not line.adapter.healthy()


async def test_a_line_that_can_not_be_had_is_tried_again_with_growing_pauses(line: Line) -> None:
    line.slack.fail("apps.connections.open", *[Fault(status=503)] * 3)
    task = asyncio.create_task(line.adapter.run(line.core))
    for _ in range(20):
        await asyncio.sleep(0.01)
        await line.pass_time(1)
        if line.slack.server.connected():
            break
    assert line.slack.server.connected()
    assert len(line.slack.calls("apps.connections.open")) == 1  # the three before never got so far
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_polite_disconnect_is_followed_by_a_new_line(stand: Stand) -> None:
    await stand.slack.server.drop(warn=True)
    await stand.slack.until(lambda: stand.slack.server.connections == 2)
    stand.core.answers("win", card("Kept"))
    response = await stand.slack.command(stand.wren, stand.wins, "/win")
    assert stand.slack.seen(response.message) == "Kept"


async def test_late_answers_are_given_before_the_end(stand: Stand) -> None:
    async def slow(_: Incoming) -> Outcome:
        await asyncio.sleep(0.6)
        return Reply(card("Here at last"))

    core, slack = ScriptedCore(), stand.slack
    core.answers("win", slow)
    with pointed_at(slack):
        adapter = SlackAdapter(SETTINGS, SystemClock())
    before = slack.server.connections
    task = asyncio.create_task(adapter.run(core))
    await slack.until(lambda: slack.server.connections > before)
    await slack.command(stand.wren, stand.wins, "/win")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert [slack.seen(m) for m in slack.shown_to(stand.wren)] == ["Here at last"]


async def test_nothing_that_people_write_reaches_the_logs(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stand.core.answers("win", card("Kept", "a secret lesson"))
    await stand.slack.command(stand.wren, stand.wins, "/win", "a secret lesson")
    await stand.slack.command(stand.wren, stand.wins, "/cairn", "a secret lesson")
    await stand.slack.event({"type": "message", "text": "a secret lesson"})
    own = [r for r in caplog.records if not r.name.startswith(("asyncio", "aiohttp"))]
    assert "secret" not in " ".join(record.getMessage() for record in own)
