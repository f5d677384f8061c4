"""What the member alone sees: the care card, details, the log."""

from __future__ import annotations

from datetime import timedelta

from bot.words import packs
from tests.cogs.rejections.sharing import opens
from tests.stage import Seen, Stage

LINES = [item.text for item in packs.load("cogs.rejections", "rejection", "en").items]


def line_of(seen: Seen) -> str:
    return next(line for line in LINES if line in seen.text)


async def test_a_no_is_logged_at_once_even_with_nothing_typed(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection")
    assert "Logged" in seen.text
    assert line_of(seen)
    assert {"Add details", "Share", "Rest", "Help now", "Undo"} <= set(seen.buttons)
    assert "2 March 2026" in (await wren.command("rejections")).text


async def test_nobody_else_sees_it(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    await wren.command("rejection", company="Acme")
    await stage.step(days=8)
    assert not await stage.posts("support")
    assert not await stage.posts("wins")
    assert not await stage.dms(fern)
    assert "Acme" not in (await fern.command("rejections")).text
    assert "Acme" not in (await fern.home()).text


async def test_no_line_comes_again_until_all_have_come(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen: set[str] = set()
    for _ in LINES:
        seen.add(line_of(await wren.command("rejection", company="Acme")))
    assert len(seen) == len(LINES)


async def test_the_card_offers_own_wins_and_others_the_next_time(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    for win in ("Called a friend", "Sent the letter", "Slept well", "Asked for a chat"):
        form = await wren.press(await wren.command("help"), "Keep a win")
        await wren.submit(form, story=win)
    first = (await wren.command("rejection", company="Acme")).text
    second = (await wren.command("rejection", company="Other")).text
    shown = [[w for w in ("Called", "Sent the", "Slept", "Asked") if w in text] for text in (first, second)]
    assert len(shown[0]) == 3
    assert shown[1]
    assert not set(shown[0]) & set(shown[1])
    assert "Called a friend" not in (await fern.command("rejection")).text


async def test_without_a_win_it_offers_to_write_one(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection")
    assert (await wren.press(seen, "Write down a win")).form


async def test_details_are_kept_and_can_be_changed(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.command("rejection", company="Acme"), "Add details")
    assert form.form == ("stage", "day", "company", "role", "lesson")
    assert form.prefill["company"] == "Acme"
    kept = await wren.submit(form, stage="final-round", role="Gardener", lesson="Ask about the team")
    for part in ("Acme", "Gardener", "Final round", "Ask about the team", "2 March 2026"):
        assert part in kept.text
    assert {"Share", "Rest", "Help now", "Undo"} <= set(kept.buttons)
    again = await wren.submit(await wren.press(kept, "Add details"), company="", role="Baker")
    assert "Baker" in again.text
    assert "Gardener" not in again.text


async def test_a_text_too_long_and_a_day_to_come_are_refused_beside_the_field(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.command("rejection"), "Add details")
    wrong = await wren.submit(form, company="x" * 81, day=(stage.now + timedelta(days=3)).date())
    assert set(wrong.errors) == {"company", "day"}
    assert "Acme" in (await wren.submit(wrong, company="Acme", day=stage.now.date())).text


async def test_a_long_text_typed_with_the_command_is_not_lost(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection", company="They said the plan had changed. " * 5)
    assert "Anything to remember" in seen.text
    form = await wren.press(seen, "Add details")
    assert form.prefill["lesson"].count("the plan had changed") == 5
    assert not form.prefill.get("company")
    seen = await wren.command("rejection", company="y" * 2000)
    assert "first 1500 characters" in seen.text


async def test_undo_leaves_nothing_and_twice_is_fine(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.command("rejection", company="Acme")
    assert "kept nothing" in (await wren.press(seen, "Undo")).text
    assert "gone" in (await wren.press(seen, "Undo")).text
    assert "Nothing is here" in (await wren.command("rejections")).text
    assert "gone" in (await wren.press(seen, "Add details")).text
    assert "gone" in (await wren.press(seen, "Share")).text


async def test_a_double_press_logs_once_and_a_second_no_later_counts(stage: Stage) -> None:
    wren = await stage.member("wren")
    guide = await wren.command("help")
    await wren.press(guide, "I heard a no")
    await wren.press(guide, "I heard a no")
    assert len((await wren.command("rejections")).options) == 1
    stage.clock.step(timedelta(minutes=1))
    await wren.press(guide, "I heard a no")
    assert len((await wren.command("rejections")).options) == 2


async def test_the_log_turns_pages_opens_and_deletes(stage: Stage) -> None:
    wren = await stage.member("wren")
    for number in range(12):
        await wren.command("rejection", company=f"Company {number}.")
    first = await wren.command("rejections")
    assert "Company 11." in first.text
    assert "Company 1." not in first.text
    second = await wren.press(first, "Older")
    assert "Company 1." in second.text
    assert "Older" not in second.buttons
    entry = await wren.choose(second, next(o for o in second.options if "Company 1." in o))
    ask = await wren.press(entry, "Delete")
    assert "Company 1." in (await wren.press(ask, "Keep it")).text
    await wren.press(ask, "Delete it")
    assert "Company 1." not in (await wren.press(first, "Older")).text
    assert "12" not in first.text.replace("2 March 2026", "")


async def test_another_persons_buttons_reach_nothing(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    seen = await wren.command("rejection", company="Acme")
    log = await wren.command("rejections")
    other = await wren.command("rejections")
    entry = await wren.choose(other, other.options[0])
    another = await wren.command("rejections")
    ask = await wren.press(await wren.choose(another, another.options[0]), "Delete")
    form = await wren.press(seen, "Add details")
    telling = await opens(wren, seen)
    for reached in (
        await fern.press(seen, "Add details"),
        await fern.press(seen, "Share"),
        await fern.press(seen, "Undo"),
        await fern.press(entry, "Delete"),
        await fern.press(ask, "Delete it"),
        await fern.press(ask, "Keep it"),
        await fern.choose(log, log.options[0]),
        await fern.submit(form, company="Other"),
        await fern.submit(telling, words="Not mine"),
    ):
        assert "gone" in reached.text
        assert "Acme" not in reached.text
    assert "Acme" in (await wren.command("rejections")).text
    assert not await stage.posts("support")


async def test_the_figure_of_last_week_appears_from_five_people_on(stage: Stage) -> None:
    people = [await stage.member(f"member {n}") for n in range(5)]
    for person in people[:4]:
        await person.command("rejection")
    assert "last week" not in (await people[0].command("rejection", company="Acme")).text
    await people[4].command("rejection")
    assert "last week" not in (await people[0].command("rejection", company="Other")).text
    await stage.step(days=7)
    assert "5+ people here heard a no last week" in (await people[0].command("rejection")).text
    await stage.step(days=7)
    assert "last week" not in (await people[0].command("rejection", company="Third")).text


async def test_four_people_are_never_counted_however_often_they_log(stage: Stage) -> None:
    people = [await stage.member(f"member {n}") for n in range(4)]
    for person in people * 3:
        await person.command("rejection", company="Acme")
    await stage.step(days=7)
    assert "last week" not in (await people[0].command("rejection")).text


async def test_the_figure_of_a_week_does_not_move_when_an_entry_is_taken_back(stage: Stage) -> None:
    people = [await stage.member(f"member {n}") for n in range(5)]
    seen = [await person.command("rejection") for person in people]
    await stage.step(days=7)
    assert "5+" in (await people[0].command("rejection", company="Acme")).text
    await people[1].press(seen[1], "Undo")
    assert "5+" in (await people[0].command("rejection", company="Other")).text
