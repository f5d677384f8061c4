"""The reminder of the day, and the one question for a reply."""

from __future__ import annotations

import json

import pytest

from cogs.notes.cog import Notes
from tests.cogs.notes.writing import rows, sent, told, written
from tests.stage import Stage

REMINDER, QUESTION = "remind you of this one today", "Did a reply come?"


async def test_a_reminder_comes_once_on_the_same_day(stage: Stage) -> None:
    wren = await stage.member("wren")
    draft = await written(wren, name="Ada")
    seen = [await wren.press(draft, "Remind me today") for _ in range(2)]
    assert all("I remind you of it" in one.text for one in seen)
    assert "Remind me today" not in seen[0].buttons
    await stage.step(hours=3)
    (dm,) = await told(stage, wren, REMINDER)
    assert "Ada" in dm.text
    await stage.step(days=3)
    assert len(await stage.dms(wren)) == 1


async def test_late_in_the_evening_it_waits_for_the_next_allowed_time(stage: Stage) -> None:
    wren = await stage.member("wren")
    await stage.step(hours=13)  # 23:00, in the quiet hours
    await wren.press(await written(wren), "Remind me today")
    await stage.step(hours=8)
    assert not await stage.dms(wren)
    await stage.step(hours=4)
    assert len(await told(stage, wren, REMINDER)) == 1


async def test_a_reminder_can_be_skipped(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.press(await written(wren, name="Ada"), "Remind me today")
    await stage.step(hours=3)
    (dm,) = await told(stage, wren, REMINDER)
    assert "is gone" in (await ash.press(dm, "I sent it")).text
    assert "is gone" in (await ash.press(dm, "Open it")).text
    assert "That's fine" in (await wren.press(dm, "Not today")).text
    await stage.step(days=20)
    assert len(await stage.dms(wren)) == 1
    assert await rows(stage) == 1


async def test_a_note_that_was_sent_speaks_of_no_reminder(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await written(wren), "Remind me today")
    await wren.press(seen, "I sent it")
    mine = await wren.press(seen, "My notes")
    note = await wren.choose(mine, mine.options[0])
    assert "I remind you" not in note.text
    assert "No, thanks" in (await wren.press(note, "Ask me about a reply")).buttons


async def test_in_a_rest_it_says_that_it_waits_on_home(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "wait for you on Home" not in (await wren.press(await written(wren), "Remind me today")).text
    await wren.press(await wren.command("rest"), "3 days")
    assert "wait for you on Home" in (await wren.press(await written(wren), "Remind me today")).text


@pytest.mark.parametrize("act", ["sent", "deleted", "rest"])
async def test_nothing_comes_when_there_is_nothing_left_to_say(stage: Stage, act: str) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await written(wren), "Remind me today")
    match act:
        case "sent":
            await wren.press(seen, "I sent it")
        case "deleted":
            await wren.press(await wren.press(seen, "Delete"), "Delete it")
        case _:
            await wren.press(await wren.command("rest"), "3 days")
    await stage.step(hours=12)
    assert not await told(stage, wren, REMINDER)


@pytest.mark.parametrize("days", [3, 7, 14])
async def test_after_the_chosen_days_it_asks_once(stage: Stage, days: int) -> None:
    wren = await stage.member("wren")
    seen = await sent(wren)
    for _ in range(2):
        assert "I ask you once" in (await wren.press(seen, f"In {days} days")).text
    await stage.step(days=days, hours=-1)
    assert not await stage.dms(wren)
    await stage.step(hours=2)
    assert len(await told(stage, wren, QUESTION)) == 1
    await stage.step(days=20)
    assert "Ask me about a reply" not in (await wren.press(seen, "In 3 days")).buttons
    await stage.step(days=20)
    assert len(await stage.dms(wren)) == 1


async def test_a_reply_is_kept_with_a_tag_and_asking_counts_once(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    await wren.press(await sent(wren), "In 3 days")
    await stage.step(days=3, hours=1)
    (dm,) = await told(stage, wren, QUESTION)
    assert "is gone" in (await ash.press(dm, "Yes")).text
    assert "is gone" in (await ash.press(dm, "No")).text
    form = await wren.press(dm, "Yes")
    assert "is gone" in (await ash.submit(form, gist="Mine")).text
    seen = await wren.submit(form, tag="kind", gist="They liked my knots")
    assert "is gone" in (await ash.press(seen, "Keep it as a small win")).text
    assert "Kept as a win" in (await wren.press(seen, "Keep it as a small win")).text
    assert "Nothing changed" in (await wren.press(seen, "Keep it as a small win")).text
    assert (await wren.command("wins")).text.count("I wrote a thank-you note.") == 1
    note = await wren.press(seen, "Show the note")
    assert "They liked my knots" in note.text
    assert "Kind" in note.text
    assert "They liked my knots" in (await wren.press(dm, "No")).text  # an answer is not taken back by "No"
    assert "They liked my knots" not in (await ash.command("note")).text


async def test_no_reply_gets_a_kind_line(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await sent(wren), "In 3 days")
    await stage.step(days=3, hours=1)
    (dm,) = await told(stage, wren, QUESTION)
    seen = [await wren.press(dm, "No") for _ in range(2)]
    assert all("says little about your note" in one.text for one in seen)
    note = await wren.press(seen[0], "Show the note")
    assert "No reply came so far" in note.text
    assert (await wren.press(note, "A reply came")).form == ("tag", "gist")  # it may still come


async def test_who_wants_no_question_gets_none(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "That's fine" in (await wren.press(await sent(wren), "No, thanks")).text
    await stage.step(days=20)
    assert not await stage.dms(wren)


async def test_a_reply_may_be_noted_unasked(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await sent(wren), "In 14 days")
    mine = await wren.press(await wren.command("note"), "My notes")
    note = await wren.choose(mine, mine.options[0])
    await wren.submit(await wren.press(note, "A reply came"), gist="Yes, in May")
    await stage.step(days=20)
    assert not await stage.dms(wren)


async def test_who_hides_wins_is_offered_none(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await sent(wren)
    await wren.press(seen, "Keep it as a small win")
    await wren.press(await wren.command("wins"), "Hide wins")
    hidden = await sent(wren)
    assert "Keep it as a small win" not in hidden.buttons
    assert "Asking counts" in hidden.text


async def test_a_win_pressed_after_wins_were_hidden_is_not_kept(stage: Stage) -> None:
    wren = await stage.member("wren")
    first, second = await sent(wren), await sent(wren)
    await wren.press(first, "Keep it as a small win")
    await wren.press(await wren.command("wins"), "Hide wins")
    assert "Nothing changed" in (await wren.press(second, "Keep it as a small win")).text
    await wren.press(await wren.command("wins"), "Show wins again")
    assert "Kept as a win" in (await wren.press(second, "Keep it as a small win")).text


async def test_the_export_holds_a_note_and_its_reply(stage: Stage) -> None:
    wren, _ = await stage.member("wren"), await stage.member("ash")
    await wren.press(await sent(wren), "In 3 days")
    await stage.step(days=3, hours=1)
    (dm,) = await told(stage, wren, QUESTION)
    await wren.submit(await wren.press(dm, "Yes"), gist="Yes, in May")
    row = await stage.db.read(lambda tx: tx.all("SELECT m.id FROM member m JOIN account a ON a.id = m.account_id"))
    exported = [await stage.db.read(lambda tx, id=id: Notes().export(tx, id)) for (id,) in row]
    said = sorted(json.dumps(one) for one in exported)
    assert said[0] == "[]"
    assert all(words in said[1] for words in ("Ada", "tides", "Yes, in May", "useful"))
