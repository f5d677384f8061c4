"""Six people write as much as the forms take, in signs that platforms count and read in their own way."""

from __future__ import annotations

import pytest

from tests.cogs.checkins.answering import ANSWER, REST, WRITE, card, plan, said, seeded, thread
from tests.stage import Actor, Stage

SIX = ("wren", "ash", "elm", "ivy", "sable", "fern")

SIGNS = {
    "stars": "*",
    "markup": "*_~`|>#[](x)-",
    "html": "&<>\"'",
    "emoji": "👩🏽‍🚀",
    "mention": "@everyone <@1> <!channel> ",
    "rtl": "שלום\u202eabc\u2066",
    "zalgo": "e\u0301\u0302\u0303\u0304",
    "lines": "a\n\n",
}


def full(sign: str, most: int) -> str:
    """As many characters as a field takes, whichever way the platform counts them."""
    text = ""
    while len((text + sign).encode("utf-16-le")) // 2 <= most:
        text += sign
    return text


@pytest.mark.parametrize("kind", SIGNS)
async def test_the_longest_answers_of_six_people_all_appear(stage: Stage, kind: str) -> None:
    circle = await seeded(stage, *SIX)
    words = full(SIGNS[kind], 500)
    for actor in circle.people:
        await writes(stage, actor, words, full(SIGNS[kind], 120), full(SIGNS[kind], 200))
    shown = await said(stage, circle.people[1])
    assert len(shown) == 6
    assert all(await states(stage))
    read = await circle.people[0].press(await card(stage, circle.people[0]), "What my circle said")
    assert "What your circle said" in read.text
    await stage.step(days=3)
    assert [seen for seen in await thread(stage, circle.people[1]) if "How the week went" in seen.text]
    await stage.step(days=1)
    await plan(stage, circle, day=stage.now.date())
    await stage.step(hours=26)
    (top,) = [seen for seen in await thread(stage, circle.people[1]) if "From the week before" in seen.text]
    assert ANSWER in top.buttons
    assert REST in top.buttons


async def writes(stage: Stage, actor: Actor, words: str, cue: str, act: str) -> None:
    board = await card(stage, actor)
    for _ in range(3):
        form = await actor.press(board, "Add a line")
        board = await actor.submit(form, cue=cue, act=act)
        assert "Your check-in" in board.text, board.text
    form = await actor.press(board, WRITE)
    done = await actor.submit(form, first=words, second=words, third=words)
    assert "Your check-in" in done.text, (done.text, done.errors)


async def states(stage: Stage) -> list[bool]:
    rows = await stage.db.read(lambda tx: tx.all("SELECT state FROM checkin_answer"))
    return [state == 1 for (state,) in rows]
