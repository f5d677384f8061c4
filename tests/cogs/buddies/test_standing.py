"""Whom the real adapters' look-ups keep out of a round, and pools for holders of a role."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.cogs.buddies.people import joins, pair_of
from tests.cogs.buddies.rounds import OUT, heard, people
from tests.stage import Actor, Stage
from tests.stage.discord import DiscordPlatform
from tests.stage.slack import SlackPlatform

ON_DISCORD = pytest.mark.parametrize("stage", [("discord", "sqlite")], indirect=True, ids=str)
ON_SLACK = pytest.mark.parametrize("stage", [("slack", "sqlite")], indirect=True, ids=str)


@ON_DISCORD
async def test_on_discord_new_accounts_wait_and_those_timed_out_or_gone_are_left_out(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = stage.platform
    assert isinstance(platform, DiscordPlatform)
    ada, bo, late, gone = await people(stage, "Ada", "Bo", "late", "gone")
    since = stage.now + timedelta(days=3)  # less than a week old at the first round
    monkeypatch.setattr(platform.fake, "user", partial(platform.fake.user, since=since))
    (young,) = await people(stage, "young")
    await stage.step(days=6)
    await stage.time_out(late)
    await stage.leave(gone)
    await stage.step(days=1)
    found = await pair_of(stage, ada)
    assert found is not None
    assert found == await pair_of(stage, bo)
    assert len(found.members) == 2
    assert "less than a week old" in (await heard(stage, young, OUT))[0].text
    assert "timeout" in (await heard(stage, late, OUT))[0].text
    await stage.step(days=7)
    assert await pair_of(stage, young) is not None


@ON_SLACK
async def test_on_slack_guests_and_deactivated_people_are_left_out(stage: Stage) -> None:
    platform = stage.platform
    assert isinstance(platform, SlackPlatform)
    ada, bo, guest, gone = await people(stage, "Ada", "Bo", "guest", "gone")
    platform.slack.world.users[guest.id].guest = True
    platform.slack.world.users[gone.id].deleted = True
    await stage.step(days=7)
    found = await pair_of(stage, ada)
    assert found is not None
    assert found == await pair_of(stage, bo)
    assert len(found.members) == 2
    assert "guest" in (await heard(stage, guest, OUT))[0].text


async def pool_for(stage: Stage, fern: Actor, name: str, role: str) -> None:
    rules = await fern.submit(await fern.press(await fern.command("buddies rules"), "New pool"), name=name)
    await fern.submit(await fern.press(rules, "Who can take part"), role=role)


@ON_DISCORD
async def test_people_of_two_roles_meet_people_of_their_own(stage: Stage) -> None:
    platform = stage.platform
    assert isinstance(platform, DiscordPlatform)
    fern = await stage.organiser("fern")
    roles = {name: platform.fake.role(platform.guild, name) for name in ("Nurses", "Drivers")}
    await platform.fake.invite(platform.guild)  # tells the bot of them
    for name, role in roles.items():
        await pool_for(stage, fern, name, str(role.id))
    groups: dict[str, list[Actor]] = {}
    for name, role in roles.items():
        groups[name] = [await stage.member(f"{name}{number}") for number in range(2)]
        for actor in groups[name]:
            platform.guild.members[int(actor.id)].roles.append(role)
            await joins(actor)
            asked = await actor.choose(await actor.command("buddy join"), "Pool")
            assert asked.options == ("Everybody", name)
            await actor.choose(asked, name)
    await stage.step(days=7)
    for one, two in groups.values():
        found = await pair_of(stage, one)
        assert found is not None
        assert found == await pair_of(stage, two)
        assert len(found.members) == 2
