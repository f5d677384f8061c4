"""Where messages or rooms are missing, or go away in the middle."""

from __future__ import annotations

import pytest

from bot.adapter import CommunityLeft
from bot.people import communities
from bot.storage.database import Tx
from cogs.buddies.model import RoundState
from tests.cogs.buddies.pairs import heard, intro, message, together, two
from tests.cogs.buddies.people import joins
from tests.cogs.buddies.rounds import AHEAD, rounds
from tests.stage import Seen, Stage
from tests.stage.discord import DiscordPlatform

ON_DISCORD = pytest.mark.parametrize("stage", [("discord", "sqlite")], indirect=True, ids=str)


@ON_DISCORD
async def test_whoever_wants_no_messages_skips_the_round_from_home(stage: Stage) -> None:
    wren, ash, robin = stage.stranger("wren"), await stage.member("ash"), await stage.member("robin")
    form = await wren.press(await wren.command("buddy join"), "Agree")
    joined = await wren.submit(form, place="Reykjavik")
    assert "waits on /home" in joined.text
    for actor in (ash, robin):
        await joins(actor)
    await stage.step(days=6, hours=1)
    assert await stage.dms(wren) == []
    home = await wren.home()
    assert "One message waits for you" in home.text
    seen = await wren.press(await wren.press(home, "What I held back"), "Read")
    assert AHEAD in seen.text
    await wren.press(seen, "Skip this round")
    await stage.step(days=1)
    assert await stage.rooms(wren) == []
    assert len(await stage.rooms(ash)) == 1


@ON_DISCORD
async def test_a_room_that_somebody_deletes_is_not_missed_and_the_pairing_goes_on(stage: Stage) -> None:
    wren, ash = await two(stage)
    await together(stage, wren, ash)
    platform = stage.platform
    assert isinstance(platform, DiscordPlatform)
    seen: Seen = await intro(stage, wren)
    form = await wren.press(seen, "Write my plan")
    (thread,) = platform.fake.private_threads(platform.fake.world.users[int(wren.id)], platform.guild)
    await platform.fake.delete_channel(thread)
    await wren.submit(form, when="it rains", what="read")
    assert "I'll read" in (await message(stage, ash, "A plan from your buddy")).text
    await stage.step(days=4)
    assert await heard(stage, ash, "Half-way") == 1
    await stage.step(days=3)
    assert await heard(stage, ash, "Did you meet?") == 1


@ON_DISCORD
async def test_where_no_room_is_chosen_pairs_hear_by_message_and_the_organiser_why(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, ash = await two(stage)

    def drop(tx: Tx) -> None:
        for kind in stage.platform.rooms:
            communities.drop_room(tx, stage.community, kind)

    await stage.db.run(drop)
    await fern.press(await fern.command("buddies rules"), "Let guests in")
    await together(stage, wren, ash)
    for actor in (wren, ash):
        assert await heard(stage, actor, "Meet your buddy") == 1
    assert "there is no room to open a thread in" in (await message(stage, fern, "I can't make rooms")).text


@ON_DISCORD
async def test_while_the_bot_is_removed_no_round_is_held_and_when_it_is_back_all_goes_on(stage: Stage) -> None:
    wren, ash = await two(stage)
    for actor in (wren, ash):
        await joins(actor)
    platform = stage.platform
    assert isinstance(platform, DiscordPlatform)
    await stage.step(days=6, hours=3)
    assert await heard(stage, wren, AHEAD) == 1
    await platform.fake.kick(platform.guild)
    await stage.app.core.left(CommunityLeft(platform.name, platform.team))
    await stage.step(days=10)
    assert [round.state for round in await rounds(stage)] == [RoundState.DROPPED]

    platform.fake.world.guilds[platform.guild.id] = platform.guild
    await platform.fake.invite(platform.guild)
    assert "direct messages are closed" not in (await wren.command("buddy status")).text
    await stage.step(days=5)
    assert [round.state for round in await rounds(stage)] == [RoundState.DROPPED, RoundState.OPEN]
    assert await heard(stage, wren, AHEAD) == 2
    assert len(await stage.rooms(wren)) == 1
