"""Notes as their authors see them, and as nobody else does."""

from __future__ import annotations

from datetime import timedelta

from bot.runtime.all_cogs import load
from bot.safety import personal_data
from cogs.notes.model import NoteKind
from tests.cogs.notes.writing import emptied, kept, rows, written
from tests.stage import Actor, Seen, Stage

TYPED = {"name": "Ada", "company": "Larch & Co", "role": "Boat builder", "detail": "the *new* boats @everyone"}


async def gone(actor: Actor, seen: Seen, *labels: str) -> bool:
    return all(["is gone" in (await actor.press(seen, label)).text for label in labels])


async def test_it_asks_what_kind_and_fills_in_what_was_typed(stage: Stage) -> None:
    wren = await stage.member("wren")
    asked = await wren.command("note")
    assert "I send nothing to anybody" in asked.text
    assert len(asked.options) == len(NoteKind)
    form = await wren.choose(asked, "Say thank you after a talk")
    assert form.form == ("tone", "name", "company", "role", "detail")
    seen = await wren.submit(form, tone="formal", **TYPED)
    assert "Dear Ada," in seen.text
    assert "Larch" in seen.text
    assert "boats" in seen.text
    assert "[your name]" in seen.text


async def test_what_is_not_known_stays_a_visible_placeholder(stage: Stage) -> None:
    wren = await stage.member("wren")
    for kind in NoteKind:
        seen = await written(wren, kind.value)
        assert "[their name]" in seen.text, kind
        assert "{" not in seen.text


async def test_nobody_else_sees_anything_and_nothing_is_sent(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    seen = await kept(wren, **TYPED)
    await wren.press(seen, "I sent it")
    await stage.step(days=2)
    for room in ("wins", "support"):
        assert not await stage.posts(room)
    assert not await stage.dms(fern)
    assert not await stage.dms(wren)
    assert "Ada" not in (await fern.command("note")).text


async def test_another_wording_another_tone_and_other_details(stage: Stage) -> None:
    wren = await stage.member("wren")
    first = await written(wren, **TYPED)
    other = await wren.press(first, "Another wording")
    assert other.text != first.text
    assert "Ada" in other.text
    assert (await wren.press(other, "Another wording")).text == first.text
    formal = await wren.choose(other, "Tone: formal")
    assert "Dear Ada" in formal.text
    form = await wren.press(formal, "Change details")
    assert form.prefill["tone"] == "formal"
    assert form.prefill["name"] == "Ada"
    changed = await wren.submit(form, name="Grace")
    assert "Dear Grace" in changed.text
    assert "Ada" not in changed.text
    assert await rows(stage) == 1


async def test_changed_details_leave_the_wording_as_it_is(stage: Stage) -> None:
    wren = await stage.member("wren")
    other = await wren.press(await written(wren, name="Ada"), "Another wording")
    changed = await wren.submit(await wren.press(other, "Change details"), name="Grace")
    assert changed.text == other.text.replace("Ada", "Grace")


async def test_the_note_comes_as_a_text_file(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await written(wren, **TYPED), "As a text file")
    assert seen.files == ("note.txt",)


async def test_feedback_is_asked_about_a_logged_no(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    seen = await wren.command("rejection", company="Larch")
    await wren.submit(await wren.press(seen, "Add details"), role="Sailor", stage="interviews")
    await wren.command("rejection", company="Other")
    asked = await wren.command("note", kind="feedback")
    assert len(asked.options) == 3
    form = await wren.choose(asked, "2 March 2026 · Larch · Sailor · Interviews")
    assert form.prefill["company"] == "Larch"
    assert form.prefill["role"] == "Sailor"
    assert "my interviews" in (await wren.submit(form, name="Ada")).text
    plain = await wren.choose(await wren.command("note", kind="feedback"), "None of these")
    assert not plain.prefill.get("company")
    theirs = await ash.choose(asked, "2 March 2026 · Larch · Sailor · Interviews")
    assert not theirs.prefill.get("company")


async def test_a_logged_no_leads_to_a_note_by_a_button(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    seen = await wren.command("rejection", company="Larch")
    details = await wren.submit(await wren.press(seen, "Add details"), role="Sailor")
    form = await wren.press(details, "Ask for feedback")
    assert form.prefill["role"] == "Sailor"
    assert "Larch" in (await wren.submit(form, name="Ada")).text
    log = await wren.command("rejections")
    entry = await wren.choose(log, log.options[0])
    assert (await wren.press(entry, "Ask for feedback")).prefill["company"] == "Larch"
    assert not (await ash.press(entry, "Ask for feedback")).prefill.get("company")


async def test_a_draft_is_forgotten_and_a_kept_note_stays_half_a_year(stage: Stage) -> None:
    wren = await stage.member("wren")
    draft, note = await written(wren, name="Ada"), await kept(wren, name="Grace")
    assert "forget it after a day" in draft.text
    assert "180 days" in note.text
    await cleaned(stage, 2)
    assert await gone(wren, draft, "Another wording", "Change details", "As a text file", "Keep it", "I sent it")
    assert "Grace" in (await wren.press(note, "Another wording")).text
    await cleaned(stage, 181)
    assert not await rows(stage)


async def cleaned(stage: Stage, days: int) -> None:
    kinds = personal_data.kept_of(load().cogs)
    await stage.db.run(lambda tx: personal_data.clean_up(tx, kinds, stage.now + timedelta(days=days)))


async def test_kept_notes_are_listed_opened_and_deleted(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "My notes" not in (await wren.command("note")).buttons
    for n in range(12):
        await kept(wren, name=f"Person {n}")
    await written(wren, name="Draft")
    first = await wren.press(await wren.command("note"), "My notes")
    assert len(first.options) == 10
    assert "Draft" not in first.text
    older = await wren.press(first, "Older")
    assert len(older.options) == 2
    seen = await wren.choose(await wren.press(older, "Newer"), first.options[0])
    assert "Person 11" in seen.text
    question = await wren.press(seen, "Delete")
    assert "Person 11" in (await wren.press(question, "Leave it")).text
    assert "nothing left" in (await wren.press(question, "Delete it")).text
    assert "is gone" in (await wren.press(question, "Delete it")).text
    assert await rows(stage) == 12


async def test_a_note_is_its_authors_alone(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    draft = await written(wren, name="Ada")
    assert await gone(ash, draft, "Another wording", "Change details", "As a text file", "Keep it", "Remind me today")
    assert await gone(ash, draft, "I sent it")
    assert "is gone" in (await ash.choose(draft, "Tone: short")).text
    seen = await wren.press(draft, "Keep it")
    question = await wren.press(seen, "Delete")
    assert await gone(ash, seen, "Delete")
    assert await gone(ash, question, "Delete it", "Leave it")
    assert "Ada" not in (await ash.press(seen, "My notes")).text
    mine = await wren.press(seen, "My notes")
    assert "is gone" in (await ash.choose(mine, mine.options[0])).text
    assert await rows(stage) == 1
    assert "Ada" in (await wren.choose(mine, mine.options[0])).text


async def test_a_form_is_its_authors_alone(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    seen = await kept(wren, name="Ada")
    form = await wren.press(seen, "Change details")
    assert "Mallory" not in (await ash.submit(form, name="Mallory")).text
    mine = await wren.press(await wren.command("note"), "My notes")
    assert "Ada" in (await wren.choose(mine, mine.options[0])).text


async def test_pressing_twice_changes_nothing_more(stage: Stage) -> None:
    wren = await stage.member("wren")
    draft = await written(wren, name="Ada")
    seen = [await wren.press(draft, "Keep it") for _ in range(2)]
    assert seen[0].text == seen[1].text
    tones = [await wren.choose(draft, "Tone: short") for _ in range(2)]
    assert tones[0].text == tones[1].text
    assert await rows(stage) == 1


async def test_forget_me_erases_notes(stage: Stage) -> None:
    wren = await stage.member("wren")
    await kept(wren, name="Ada")
    await written(wren, name="Grace")
    await emptied(wren)
    assert not await rows(stage)
