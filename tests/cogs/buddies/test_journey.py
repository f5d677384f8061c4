"""A whole journey by real presses alone: from one command to the second buddy."""

from __future__ import annotations

from tests.cogs.buddies.rounds import AHEAD
from tests.stage import Actor, Room, Seen, Stage

NAMES = ("wren", "ash", "robin", "lark")


async def joins(actor: Actor) -> Seen:
    """With the zone alone, as somebody does who was never asked for it."""
    seen = await actor.command("buddy join")
    return await actor.submit(seen, place="Reykjavik")


async def read(stage: Stage, actor: Actor, words: str) -> Seen:
    """The latest direct message with these words."""
    return [seen for seen in await stage.dms(actor) if words in seen.text][-1]


async def meeting(stage: Stage, actor: Actor) -> Room:
    return (await stage.rooms(actor))[-1]


async def buddy_of(stage: Stage, actor: Actor) -> str:
    status = await actor.command("buddy status")
    return next(name for name in NAMES if name != actor.name and f"Your buddy: @{name}" in status.text)


async def test_from_joining_to_the_second_buddy(stage: Stage) -> None:
    people = {name: await stage.member(name) for name in NAMES}
    for actor in people.values():
        assert "You're in" in (await joins(actor)).text
    wren = people["wren"]

    await stage.step(days=6)
    stayed = await wren.press(await read(stage, wren, AHEAD), "Stay")
    assert "you are in" in stayed.text

    await stage.step(days=1)
    first = people[await buddy_of(stage, wren)]
    room = await meeting(stage, wren)
    assert set(room.people) == {"wren", first.name}
    intro = room.posts[0]
    for words in ("Your clocks", "These times suit you both", "To begin", "What you agree on", "I'll …"):
        assert words in intro.text

    plan = await wren.press(intro, "Write my plan")
    await wren.submit(plan, when="the tea is ready", what="write to one person")
    theirs = await meeting(stage, first)
    assert "When the tea is ready, I'll write to one person" in theirs.posts[1].text

    await stage.step(days=4)
    talked = await wren.press(await read(stage, wren, "Half-way with your buddy"), "We talked")
    assert "Noted" in talked.text

    await stage.step(days=3)  # the pair is over, and the next round has come
    thanks = await wren.press(await read(stage, wren, "Did you meet?"), "Yes")
    note = await wren.press(thanks, "Write a kind note")
    await wren.submit(note, text="You listen before you speak.")
    came = await first.press(await read(stage, first, "A kind note came"), "Read it")
    assert "You listen before you speak." in came.text
    assert "Kind notes" in (await first.home()).text

    asked = await first.command("rejection", company="Harbour Mill")
    assert "You listen before you speak." in asked.text

    second = people[await buddy_of(stage, wren)]
    assert second is not first
    assert set((await meeting(stage, wren)).people) == {"wren", second.name}
    if stage.closes_rooms:
        assert len(await stage.rooms(wren)) == 1
    for actor in (first, second):
        assert len([seen for seen in await stage.dms(actor) if AHEAD in seen.text]) == 2
