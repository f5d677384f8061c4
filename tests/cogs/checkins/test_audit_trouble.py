"""Trouble in the middle of a week: lost replies, a full server, a thread that somebody deletes, people who go."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cogs.checkins.answering import REST, WRITE
from tests.cogs.checkins.weekly import ASK, DAY, HOUR, at, closes, lives_in, trio, until, weekly
from tests.stage import Stage
from tests.stage.discord import DiscordPlatform
from tests.stage.slack import SlackPlatform

ON_DISCORD = pytest.mark.parametrize("stage", [("discord", "sqlite")], indirect=True, ids=["discord"])
ON_SLACK = pytest.mark.parametrize("stage", [("slack", "sqlite")], indirect=True, ids=["slack"])


@pytest.fixture
def discord(stage: Stage) -> DiscordPlatform:
    assert isinstance(stage.platform, DiscordPlatform)
    return stage.platform


@pytest.fixture
def slack(stage: Stage) -> SlackPlatform:
    assert isinstance(stage.platform, SlackPlatform)
    return stage.platform


@ON_DISCORD
@pytest.mark.parametrize("times", [1, 3])
async def test_replies_that_are_lost_make_no_second_thread(stage: Stage, discord: DiscordPlatform, times: int) -> None:
    people = await trio(stage)
    circle = await weekly(stage, *people)
    await circle.planned()
    discord.fake.fault("POST /channels/.*/threads", "reset-after", times=times)
    discord.fake.fault("PUT /channels/.*/thread-members", "reset-after", times=times)
    await until(stage, at(HOUR + 24))
    (thread,) = discord.guild.threads.values()
    assert len(thread.people) == 3
    assert len(await circle.asks(people[0])) == 1


@ON_DISCORD
async def test_on_a_server_full_of_threads_everybody_is_asked_by_message(
    stage: Stage, discord: DiscordPlatform
) -> None:
    fern = await stage.organiser("fern")
    people = await trio(stage)
    circle = await weekly(stage, *people, organiser=fern)
    discord.guild.most_threads = 0
    await circle.planned()
    await until(stage, at(HOUR + 1))
    for actor in people:
        assert len(await circle.dms(actor)) == 1
    (told,) = await circle.dms(fern, "can’t make threads")
    assert "as many open threads as Discord allows" in told.text
    discord.guild.most_threads = 1000
    await circle.planned(DAY + timedelta(days=7))
    await until(stage, at(HOUR + 1, DAY + timedelta(days=7)))
    assert len(await circle.asks(people[0])) == 1


@ON_DISCORD
async def test_a_thread_that_somebody_deletes_in_the_middle_of_the_week_loses_nothing(
    stage: Stage, discord: DiscordPlatform
) -> None:
    wren, ash, sable = people = await trio(stage)
    circle = await weekly(stage, *people)
    await lives_in(stage, sable, "America/New_York")
    await circle.planned()
    await until(stage, at(HOUR + 1))
    (thread,) = discord.guild.threads.values()
    discord.guild.threads.pop(thread.id)
    discord.fake.world.channels.pop(thread.id)
    await until(stage, at(HOUR + 12))
    assert len(await circle.dms(sable)) == 1
    card = await wren.command("checkin answer")
    done = await wren.submit(await wren.press(card, WRITE), first="A call came back.")
    assert "Only you see it" not in done.text
    await until(stage, at(HOUR + 14))
    rests = await ash.press(await ash.command("checkin answer"), REST)
    assert "A call came back." in (await ash.press(rests, "What my circle said")).text
    await until(stage, closes() + timedelta(hours=1))
    assert await circle.dms(sable, "How the week went")


@pytest.mark.parametrize("how", ["pressed", "by itself"])
async def test_who_comes_back_before_the_week_opens_is_asked_on_their_own_clock(stage: Stage, how: str) -> None:
    _, ash, sable = people = await trio(stage)
    circle = await weekly(stage, *people)
    await lives_in(stage, sable, "Asia/Tokyo")
    back = at(-2)
    await circle.run(f"SET paused_until = {int(back.timestamp()) if how == 'by itself' else 99999999999}", sable)
    await circle.planned()
    await until(stage, back)
    if how == "pressed":
        card = await sable.command("checkin mine")
        card = await sable.press(card, "Settings")
        await sable.press(card, "Come back")
    await until(stage, at(HOUR - 9) + timedelta(minutes=1))
    asks = await circle.asks(ash)
    assert len(asks) == 1
    assert "sable" in asks[0]


@ON_SLACK
async def test_the_ask_post_shows_nobody_who_had_answered(stage: Stage, slack: SlackPlatform) -> None:
    wren, ash, _ = people = await trio(stage)
    circle = await weekly(stage, *people)
    await circle.planned()
    card = await wren.command("checkin answer")
    await wren.submit(await wren.press(card, WRITE), first="Early.")
    await until(stage, at(HOUR))
    (ask,) = [seen for seen in (await circle.room(ash)).posts if ASK in seen.text]
    ways = {actor.id in ask.text for actor in people}
    assert len(ways) == 1, ask.text
