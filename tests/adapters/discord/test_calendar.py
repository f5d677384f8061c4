"""The server's own calendar: events that are made once, found again, changed, deleted, and refused in plain words."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord.ids import code_of
from adapters.discord.verdict import Doubtful
from bot.adapter import Blocked, RetryAfter, Shown, WantedEvent
from bot.ui.event import Event
from tests.adapters.discord.conftest import Stage
from tests.fakes.discord import ScheduledEvent

NONCE = 0x7ABC_DEF0_1234_5678
EVENTS = "/guilds/.*/scheduled-events"


def event(title: str = "Working side by side", *, hours: float = 72, text: str = "Bring something.") -> Event:
    starts = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=hours)
    return Event(title, starts, starts + timedelta(hours=1), "The library", text)


def wanted(stage: Stage, shown: Event | None, remote: str | None = None, nonce: int = NONCE) -> WantedEvent:
    return WantedEvent(1, str(stage.guild.id), shown, nonce, remote, datetime.now(UTC))


async def made(stage: Stage, shown: Event | None = None, nonce: int = NONCE) -> str:
    came = await stage.adapter.announce(wanted(stage, shown or event(), nonce=nonce))
    assert isinstance(came, Shown), came
    return came.remote


def only(stage: Stage) -> ScheduledEvent:
    (found,) = stage.guild.events.values()
    return found


async def test_an_event_is_made_changed_and_deleted(stage: Stage) -> None:
    first = event()
    remote = await made(stage, first)
    there = only(stage)
    assert (there.title, there.place, there.starts, there.ends) == (first.title, first.place, first.starts, first.ends)
    assert there.text == f"Bring something.\n· {code_of(NONCE)}"
    later = event("Applications, together", hours=96, text="")
    assert await stage.adapter.announce(wanted(stage, later, remote)) == Shown(remote)
    assert (there.title, there.starts, there.text) == (later.title, later.starts, f"· {code_of(NONCE)}")
    assert await stage.adapter.announce(wanted(stage, None, remote)) == Shown(remote)
    assert stage.guild.events == {}
    assert await stage.adapter.announce(wanted(stage, None, remote)) == Shown(remote)


async def test_each_costs_one_call(stage: Stage) -> None:
    since = len(stage.fake.requests)
    remote = await made(stage)
    await stage.adapter.announce(wanted(stage, event("Another title"), remote))
    await stage.adapter.announce(wanted(stage, None, remote))
    assert await stage.adapter.announce(wanted(stage, None)) == Shown("")
    assert [request.split()[0] for request in stage.fake.requests[since:]] == ["POST", "PATCH", "DELETE"]


async def test_what_people_wrote_is_shown_as_they_wrote_it_and_pings_nobody(stage: Stage) -> None:
    await made(stage, event("  **Ada's** @everyone\nhour", text="@everyone <@1> *now*\n# not a heading"))
    there = only(stage)
    assert there.title == "**Ada's** @\u200beveryone hour"  # a title knows no marks
    assert "@everyone" not in there.text
    assert "\\<@" in there.text
    assert "\\*now\\*" in there.text
    assert "\n\\# not" in there.text


async def test_the_address_of_a_call_stays_one_and_other_tokens_do_not(stage: Stage) -> None:
    url = "https://meet.example/a_b*c?d=1"
    remote = await made(stage, dataclasses.replace(event(), place=url))
    assert only(stage).place == url
    token = dataclasses.replace(event(), place="In <#123456>, after <t:1>")
    await stage.adapter.announce(wanted(stage, token, remote))
    assert only(stage).place == "In <\u200b#123456>, after <\u200bt:1>"


async def test_the_longest_words_fit_and_end_with_a_visible_cut(stage: Stage) -> None:
    starts = datetime.now(UTC) + timedelta(days=1)
    await made(stage, Event("<" * 50 + "<@" * 25, starts, starts + timedelta(hours=1), "@here" * 20, "*" * 1000))
    there = only(stage)
    assert len(there.title) <= 100
    assert len(there.place) == 100
    assert there.place.endswith("…")
    assert len(there.text) <= 1000
    assert there.text.endswith(f"…\n· {code_of(NONCE)}")


async def test_an_event_of_nothing_visible_still_has_a_title(stage: Stage) -> None:
    await made(stage, event("\u202e\u2066"))
    assert only(stage).title == "…"


async def test_an_answer_that_was_lost_is_doubtful_and_the_event_is_found_also_after_a_restart(stage: Stage) -> None:
    await made(stage, nonce=NONCE + 1)
    stage.fake.fault(f"POST {EVENTS}", "reset-after")
    with pytest.raises(Doubtful):
        await stage.adapter.announce(wanted(stage, event()))
    await stage.restart()
    found = await stage.adapter.find_event(wanted(stage, event()))
    assert found == str(list(stage.guild.events)[-1])
    assert await stage.adapter.find_event(wanted(stage, event(), nonce=NONCE + 2)) is None


async def test_somebody_elses_event_with_our_code_is_not_taken(stage: Stage) -> None:
    starts = datetime.now(UTC) + timedelta(days=1)
    theirs = ScheduledEvent(1, stage.guild, stage.ada, "x", f"· {code_of(NONCE)}", "x", starts, starts)
    stage.guild.events[1] = dataclasses.replace(theirs, ends=starts + timedelta(hours=1))
    assert await stage.adapter.find_event(wanted(stage, event())) is None


async def test_while_nobody_can_say_what_is_there_nothing_is_found_missing(stage: Stage) -> None:
    stage.fake.fault(f"GET {EVENTS}", "limit", retry_after=600)
    with pytest.raises(Doubtful):
        await stage.adapter.find_event(wanted(stage, event()))
    await stage.stop()
    with pytest.raises(Doubtful):
        await stage.adapter.find_event(wanted(stage, event()))
    assert isinstance(await stage.adapter.announce(wanted(stage, event())), RetryAfter)


async def test_a_server_error_is_doubtful_for_a_new_event_and_tried_again_for_one_that_is_there(stage: Stage) -> None:
    remote = await made(stage)
    stage.fake.fault(EVENTS, "error", times=3, status=503)  # of a 502, discord.py says the same after 25 seconds
    with pytest.raises(Doubtful):
        await stage.adapter.announce(wanted(stage, event(), nonce=NONCE + 1))
    assert isinstance(await stage.adapter.announce(wanted(stage, event("Changed"), remote)), RetryAfter)
    assert isinstance(await stage.adapter.announce(wanted(stage, None, remote)), RetryAfter)


async def test_a_missing_permission_is_named_whatever_is_tried(stage: Stage) -> None:
    remote = await made(stage)
    await stage.fake.may_create_events(stage.guild, False)
    lacking = Blocked("I lack the permission “Create Events” in this server")
    assert await stage.adapter.announce(wanted(stage, event(), nonce=NONCE + 1)) == lacking
    assert await stage.adapter.announce(wanted(stage, event("Changed"), remote)) == lacking
    assert await stage.adapter.announce(wanted(stage, None, remote)) == lacking
    assert await stage.adapter.find_event(wanted(stage, event())) == remote
    await stage.fake.may_create_events(stage.guild, True)
    await made(stage, nonce=NONCE + 1)


async def test_a_calendar_that_is_full_says_so(stage: Stage) -> None:
    stage.guild.most_events = 2
    remote = await made(stage)
    await made(stage, nonce=NONCE + 1)
    full = await stage.adapter.announce(wanted(stage, event(), nonce=NONCE + 2))
    assert full == Blocked("the server has as many events as Discord allows")
    assert await stage.adapter.announce(wanted(stage, None, remote)) == Shown(remote)
    await made(stage, nonce=NONCE + 2)


async def test_a_start_in_the_past_is_refused_here_or_by_discords_own_clock(stage: Stage) -> None:
    late = Blocked("it has begun already")
    since = len(stage.fake.requests)
    assert await stage.adapter.announce(wanted(stage, event(hours=-1))) == late
    assert len(stage.fake.requests) == since
    stage.fake.now = lambda: datetime.now(UTC) + timedelta(minutes=5)
    assert await stage.adapter.announce(wanted(stage, event(hours=0.01))) == late
    assert stage.guild.events == {}
    stage.fake.breaches.clear()


async def test_an_event_that_runs_keeps_its_start_and_takes_everything_else(stage: Stage) -> None:
    remote = await made(stage)
    there, running = only(stage), event("It goes on", hours=-0.5)
    there.starts = running.starts - timedelta(minutes=5)
    assert await stage.adapter.announce(wanted(stage, running, remote)) == Shown(remote)
    assert (there.title, there.ends) == ("It goes on", running.ends)
    assert there.starts == running.starts - timedelta(minutes=5)


async def test_an_event_that_is_over_is_left_as_it_is(stage: Stage) -> None:
    remote = await made(stage)
    stage.fake.now = lambda: datetime.now(UTC) + timedelta(days=30)
    assert await stage.adapter.announce(wanted(stage, event("Changed"), remote)) == Blocked("it is over")
    assert await stage.adapter.announce(wanted(stage, None, remote)) == Shown(remote)


async def test_an_event_deleted_by_hand_is_removed(stage: Stage) -> None:
    remote = await made(stage)
    stage.guild.events.clear()
    assert await stage.adapter.announce(wanted(stage, event("Changed"), remote)) == Blocked("removed")


async def test_a_server_that_sent_the_bot_away_has_no_events_of_ours(stage: Stage) -> None:
    remote = await made(stage)
    await stage.fake.kick(stage.guild)
    assert isinstance(await stage.adapter.announce(wanted(stage, event(), nonce=NONCE + 1)), Blocked)
    assert isinstance(await stage.adapter.announce(wanted(stage, event(), remote)), Blocked)
    assert await stage.adapter.announce(wanted(stage, None, remote)) == Shown(remote)
    assert await stage.adapter.find_event(wanted(stage, event())) is None


async def test_a_server_gets_one_event_at_a_time_so_that_its_own_limit_holds_nobody_else_up(stage: Stage) -> None:
    stage.fake.fault(f"POST {EVENTS}", "limit", retry_after=0.3)
    first = asyncio.create_task(stage.adapter.announce(wanted(stage, event())))
    await asyncio.sleep(0)
    assert isinstance(await stage.adapter.announce(wanted(stage, event(), nonce=NONCE + 1)), RetryAfter)
    assert isinstance(await first, Shown)
    await made(stage, nonce=NONCE + 1)
