"""Answering a check-in: the private card, the form, the post in the circle's thread."""

from __future__ import annotations

from cogs.checkins.model import QuestionKind, Template
from tests.cogs.checkins.answering import (
    ANSWER,
    BACK,
    CHANGE,
    HONEST,
    REST,
    WRITE,
    add_line,
    answered,
    card,
    end,
    head,
    leave,
    move,
    plan,
    said,
    seeded,
    stop,
    thread,
)
from tests.stage import Stage


async def test_an_answer_goes_into_the_circles_thread_by_name_with_its_questions(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    form = await wren.press(await card(stage, wren), WRITE)
    assert form.labels[0] == "What went well, even a little?"
    assert form.form == ("first", "second", "third", "sure")
    mine = await wren.submit(form, first="A call came back.", second="The wait.")
    assert "A call came back." in mine.text
    (post,) = await said(stage, ash)
    assert "@wren" in post.text
    assert "What went well, even a little?" in post.text
    assert "A call came back." in post.text
    assert "What was hard?" in post.text
    assert "One thing you could use help with" not in post.text
    assert post.buttons == ("…",)


async def test_words_that_tell_how_to_reach_somebody_are_asked_about_beside_the_field(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    form = await wren.press(await card(stage, wren), WRITE)
    words = {"first": "A call came back, I'm Wren.", "second": "Mail wren@harbour.example if you can."}
    asked = await wren.submit(form, **words)
    assert set(asked.errors) == {"second"}, "the post bears the name anyway"
    assert "an e-mail address" in asked.errors["second"]
    assert not await said(stage, ash)
    await wren.submit(asked, **words, sure=True)
    (post,) = await said(stage, ash)
    assert "wren@harbour.example" in post.text


async def test_an_ask_for_help_has_a_button_for_the_others(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    await answered(stage, wren, third="Somebody to read my letter")
    (post,) = await said(stage, ash)
    assert post.buttons == ("I can help", "…")


async def test_the_plan_is_written_on_the_card_and_shown_with_the_answer(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    board = await add_line(wren, await card(stage, wren))
    assert "When it is Tuesday, I'll write to one person" in board.text
    assert "this week's plan" in board.text
    await wren.submit(await wren.press(board, WRITE))
    (post,) = await said(stage, ash)
    assert "When it is Tuesday, I'll write to one person" in post.text


async def test_the_plan_may_stay_private_and_then_nothing_typed_is_refused_with_a_way_on(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    board = await wren.press(await add_line(wren, await card(stage, wren)), "Leave my plan out")
    assert "Your plan stays with you." in board.text
    form = await wren.submit(await wren.press(board, WRITE), first="  ")
    assert "full answer" in "".join(form.errors.values())
    mine = await wren.submit(form, first="Something small")
    assert "No plan is shown with it" in mine.text
    (post,) = await said(stage, ash)
    assert "Tuesday" not in post.text
    again = await wren.press(mine, CHANGE)
    assert "Show my plan" in again.buttons
    await wren.submit(await wren.press(await wren.press(again, "Show my plan"), "Change and post"))
    (post,) = await said(stage, ash)
    assert "Tuesday" in post.text
    assert "Something small" in post.text


async def test_last_weeks_lines_come_first_and_stay_private(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm", opens=False)
    wren, ash, _ = circle.people
    form = await wren.press(await wren.command("plan"), "Write a line")
    await wren.submit(form, cue="it is Tuesday", act="call my old team")
    await stage.step(days=7)
    await plan(stage, circle)
    await stage.step(hours=2)
    board = await card(stage, wren)
    assert "Done" in board.buttons
    assert "call my old team · done" in (await wren.press(board, "Done")).text
    for label, told in (
        ("Part of it", "part of it"),
        ("Not this week", "not this week"),
        ("Resting", "resting"),
    ):
        board = await wren.press(board, label)
        assert f"call my old team · {told}" in board.text
    (option,) = board.options
    board = await wren.choose(board, option)
    assert "It is in this week's plan too." in board.text
    assert not board.options
    await wren.submit(await wren.press(board, WRITE), first="Something")
    (post,) = await said(stage, ash)
    assert "call my old team" in post.text
    assert "resting" not in post.text


async def test_somebody_elses_lines_and_buttons_change_nothing(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm", opens=False)
    wren, ash, _ = circle.people
    form = await wren.press(await wren.command("plan"), "Write a line")
    await wren.submit(form, cue="it is Tuesday", act="call my old team")
    await stage.step(days=7)
    await plan(stage, circle)
    await stage.step(hours=2)
    board = await card(stage, wren)
    assert "line is gone" in (await ash.press(board, "Done")).text
    assert "could not be taken along" in (await ash.choose(board, board.options[0])).text
    assert "call my old team · " not in (await card(stage, wren)).text


async def test_somebody_outside_the_circle_sees_and_does_nothing(stage: Stage) -> None:
    wren, _, _ = (await seeded(stage, "wren", "ash", "elm")).people
    fox = await stage.member("fox")
    top, board = await head(stage, wren), await card(stage, wren)
    form = await wren.press(board, WRITE)
    mine = await wren.submit(form, first="A call came back.", third="Help")
    (post,) = await said(stage, wren)
    for seen in (
        await fox.press(top, ANSWER),
        await fox.press(top, REST),
        await fox.press(board, WRITE),
        await fox.press(board, REST),
        await fox.press(board, "Add a line") and await fox.submit(form, first="Not mine"),
        await fox.press(mine, CHANGE),
        await fox.press(mine, BACK),
        await fox.press(mine, "What my circle said"),
        await fox.press(mine, "Keep it as a win"),
        await fox.press(post, "…"),
    ):
        assert "gone" in seen.text
        assert "A call" not in seen.text
    assert len(await said(stage, wren)) == 1


async def test_others_in_the_circle_can_report_it_and_not_change_it(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    mine = await answered(stage, wren, first="A call came back.")
    (post,) = await said(stage, ash)
    more = await ash.press(post, "…")
    assert "Report" in more.buttons
    assert "Edit" not in more.buttons
    assert "gone" in (await ash.press(mine, BACK)).text
    ask = await wren.press(mine, BACK)
    assert "gone" in (await ash.press(ask, BACK)).text
    assert "gone" in (await ash.press(mine, "Keep it as a win")).text
    assert len(await said(stage, wren)) == 1


async def test_resting_is_a_full_answer_and_one_warm_line(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    top = await head(stage, wren)
    for _ in range(2):
        assert "full answer" in (await wren.press(top, REST)).text
    (post,) = await said(stage, ash)
    assert "@wren rests this week" in post.text
    assert "You rest this week" in (await wren.command("plan")).text


async def test_after_a_rest_one_may_write_after_all(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    resting = await wren.press(await head(stage, wren), REST)
    board = await wren.press(resting, "Write after all")
    assert "You rest this week" in board.text
    assert "Add a line" not in board.buttons
    await wren.submit(await wren.press(board, WRITE), first="It went better than I thought.")
    (post,) = await said(stage, ash)
    assert "It went better" in post.text
    assert "rests" not in post.text
    assert "You rest" not in (await wren.command("plan")).text


async def test_a_rest_does_not_wipe_what_was_written(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    await answered(stage, wren, first="A call came back.")
    assert "take it back first" in (await wren.press(await head(stage, wren), REST)).text
    (post,) = await said(stage, ash)
    assert "A call came back." in post.text


async def test_it_is_changed_until_the_close(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    mine = await answered(stage, wren, first="A call came back.")
    form = await wren.press(await wren.press(mine, CHANGE), "Change and post")
    assert form.prefill["first"] == "A call came back."
    await wren.submit(form, first="Two calls came back.")
    (post,) = await said(stage, ash)
    assert "Two calls came back." in post.text
    form = await wren.press(await wren.press(await wren.press(post, "…"), "Edit"), "Change and post")
    await stage.step(days=3)
    seen = await wren.submit(form, first="Too late.")
    assert "Two calls" in seen.text
    assert CHANGE not in seen.buttons
    assert BACK in seen.buttons
    assert "Edit" not in (await wren.press(next(iter(await said(stage, ash))), "…")).buttons


async def test_a_late_first_answer_joins_and_may_be_changed(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    await answered(stage, ash, first="In time.")
    await stage.step(days=3, hours=1)
    board = await card(stage, wren)
    assert "still joins" in board.text
    mine = await wren.submit(await wren.press(board, WRITE), first="Late words.")
    await wren.submit(await wren.press(await wren.press(mine, CHANGE), "Change and post"), first="Late, and changed.")
    assert any("Late, and changed." in seen.text for seen in await said(stage, ash))
    digest = [seen for seen in await thread(stage, ash) if "In time." in seen.text and "…" not in seen.buttons]
    assert all("Late, and changed." in seen.text for seen in digest)


async def test_an_early_answer_waits_for_the_week_and_appears_with_it(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    await stage.step(days=4)
    board = await wren.command("checkin answer")
    assert "early" in board.text
    assert "Answer for the week before" in board.buttons
    mine = await wren.submit(await wren.press(board, WRITE), first="Said early.")
    assert "waits until the week opens" in mine.text
    assert not any("Said early." in seen.text for seen in await thread(stage, ash))
    await plan(stage, circle, stage.now.date().replace(day=9))
    await stage.step(days=3)
    assert any("Said early." in seen.text for seen in await said(stage, ash))
    asked = [seen for seen in await thread(stage, ash) if "your time to check in" in seen.text]
    assert len(asked) == (1 if stage.closes_rooms else 2)  # each week once


async def test_early_this_weeks_plan_is_the_one_to_look_back_on_and_not_shown_as_the_next(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    form = await wren.press(await wren.command("plan"), "Write a line")
    await wren.submit(form, cue="it is Tuesday", act="call my old team")
    await stage.step(days=4)
    board = await wren.command("checkin answer")
    assert "call my old team · done" in (await wren.press(board, "Done")).text
    assert "Add a line" not in board.buttons
    mine = await wren.submit(await wren.press(board, WRITE), first="Said early.")
    await plan(stage, circle, stage.now.date().replace(day=9))
    await stage.step(days=3)
    assert not any("my old team" in seen.text for seen in await said(stage, ash))
    board = await add_line(wren, await wren.press(mine, CHANGE), act="read one page")
    await wren.submit(await wren.press(await wren.press(board, "Show my plan"), "Change and post"))
    assert any("read one page" in seen.text for seen in await said(stage, ash))


async def test_in_two_check_ins_one_is_chosen_and_in_none_it_says_how_to_join(stage: Stage) -> None:
    first = await seeded(stage, "wren", "ash", "elm")
    await seeded(stage, people=first.people, name="Evening circle")
    wren = first.people[0]
    asked = await wren.command("checkin answer")
    assert set(asked.options) == {"Weekly check-in", "Evening circle"}
    assert "Your check-in: Evening circle" in (await wren.choose(asked, "Evening circle")).text
    fox = await stage.member("fox")
    assert "press Join" in (await fox.command("checkin answer")).text
    assert "Evening" not in (await fox.choose(asked, "Evening circle")).text


async def test_taken_back_the_post_goes_and_another_may_be_written(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    mine = await answered(stage, wren, first="A call came back.")
    ask = await wren.press(mine, BACK)
    back = await wren.press(ask, BACK)
    assert "gone" in (await wren.press(ask, BACK)).text
    assert not await said(stage, ash)
    await wren.submit(await wren.press(await wren.press(back, "Write another"), WRITE), first="Other words.")
    (post,) = await said(stage, ash)
    assert "Other words." in post.text


async def test_kept_as_a_win_it_is_one_win_however_often_pressed(stage: Stage) -> None:
    wren, *_ = (await seeded(stage, "wren", "ash", "elm")).people
    mine = await answered(stage, wren, first="A call came back.", second="The wait.")
    await wren.press(mine, "Keep it as a win")
    kept = await wren.press(mine, "Keep it as a win")
    assert "Keep it as a win" not in kept.buttons
    assert "See it" in kept.buttons
    wins = await wren.command("wins")
    assert wins.text.count("A call came back.") == 1
    assert "The wait." not in wins.text


async def test_links_and_long_words_are_refused_beside_their_field(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    form = await wren.press(await card(stage, wren), WRITE)
    form = await wren.submit(form, first="Fine", second="See https://example.org/job")
    assert set(form.errors) == {"second"}
    form = await wren.submit(form, second="x" * 501)
    assert set(form.errors) == {"second"}
    await wren.submit(form, first="x" * 500, second="y" * 500, third="z" * 500)
    (post,) = await said(stage, ash)
    assert "z" * 500 in post.text


async def test_who_was_stopped_reads_and_rests_and_posts_nothing(stage: Stage) -> None:
    wren, ash, elm = (await seeded(stage, "wren", "ash", "elm")).people
    form = await wren.press(await card(stage, wren), WRITE)
    await stop(stage, wren)
    assert "paused" in "".join((await wren.submit(form, first="Hello")).errors.values())
    assert "Only you see it" in (await wren.press(await head(stage, wren), REST)).text
    assert not await said(stage, ash)
    await stage.time_out(elm)
    await answered(stage, elm, first="Hello")
    await stage.settle()
    assert not await said(stage, ash)
    assert "could not be posted" in (await card(stage, elm)).text


async def test_two_cards_of_one_person_make_one_answer_and_lose_no_words(stage: Stage) -> None:
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm")).people
    one, other = await card(stage, wren), await card(stage, wren)
    first, second = await wren.press(one, WRITE), await wren.press(other, WRITE)
    await wren.submit(first, first="From the phone")
    seen = await wren.submit(second, first="From the desk")
    assert "That answer stands" in seen.text
    assert "From the desk" in seen.text
    assert "From the phone" in (await wren.press(seen, "My answer")).text
    (post,) = await said(stage, ash)
    assert "From the phone" in post.text


async def test_who_left_the_circle_posts_nothing_there_and_takes_back_what_they_said(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    top, form = await head(stage, wren), await wren.press(await card(stage, wren), WRITE)
    mine = await answered(stage, ash, first="Mine.")
    await leave(stage, circle, wren)
    await leave(stage, circle, ash)
    for seen in (await wren.press(top, ANSWER), await wren.submit(form, first="Hello"), await wren.press(top, REST)):
        assert "gone" in seen.text
    left = await ash.press(top, ANSWER)
    assert CHANGE not in left.buttons
    assert "What my circle said" not in left.buttons
    assert "Taken back" in (await ash.press(await ash.press(mine, BACK), BACK)).text
    assert "press Join" in (await wren.command("checkin answer")).text


async def test_in_another_circle_one_answers_there(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm", "fir", "fox")
    wren, ash, *rest = circle.people
    old, form = await head(stage, wren), await wren.press(await card(stage, wren), WRITE)
    mine = await answered(stage, ash, first="Said in the old circle.")
    await move(stage, circle, wren, ash)
    for seen in (await wren.press(old, ANSWER), await wren.submit(form, first="Not there")):
        assert "gone" in seen.text
    board = await wren.command("checkin answer")
    await wren.submit(await wren.press(board, WRITE), first="Said in the new circle.")
    assert any("in the new circle" in seen.text for seen in await said(stage, ash))
    assert not any("in the new circle" in seen.text for seen in await thread(stage, rest[0]))
    assert "Taken back" in (await ash.press(await ash.press(mine, BACK), BACK)).text
    assert not any("in the old circle" in seen.text for seen in await thread(stage, rest[0]))


async def test_an_anonymous_question_has_a_button_of_its_own(stage: Stage) -> None:
    wren, *_ = (await seeded(stage, "wren", "ash", "elm", questions=HONEST)).people
    board = await card(stage, wren)
    form = await wren.press(board, WRITE)
    assert form.form == ("first", "sure")
    assert form.labels[0] == "One thing you could use help with"
    assert "without your name" in (await wren.press(board, "Say it without your name")).text


async def test_a_week_that_is_over_takes_no_answer(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    old, form = await head(stage, wren), await wren.press(await card(stage, wren), WRITE)
    mine = await answered(stage, ash, first="Mine.")
    await stage.step(days=6, hours=20)
    await plan(stage, circle, stage.now.date())
    await stage.step(hours=4)
    assert "week is over" in (await wren.press(old, ANSWER)).text
    assert "week is over" in (await wren.submit(form, first="Hello")).text
    assert "week is over" in (await wren.press(old, REST)).text
    assert "Taken back" in (await ash.press(await ash.press(mine, BACK), BACK)).text


async def test_an_ended_check_in_takes_answers_to_its_open_week_and_none_after(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    form = await wren.press(await card(stage, wren), WRITE)
    await end(stage, circle)
    mine = await wren.submit(form, first="A last word.")
    assert len(await said(stage, ash)) == 1
    assert "Your check-in" in (await ash.command("checkin answer")).text
    await stage.step(days=3, hours=1)
    assert "in no check-in" in (await ash.command("checkin answer")).text
    assert "Taken back" in (await wren.press(await wren.press(mine, BACK), BACK)).text


async def test_an_early_card_of_an_ended_check_in_takes_nothing(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, *_ = circle.people
    await stage.step(days=4)
    board = await wren.command("checkin answer")
    form = await wren.press(board, WRITE)
    await end(stage, circle)
    for seen in (await wren.submit(form, first="Hello"), await wren.press(board, REST)):
        assert "has ended" in seen.text


async def test_where_only_the_plan_is_asked_it_is_posted_without_a_form(stage: Stage) -> None:
    questions = tuple(one for one in Template.LIGHT.questions if one.kind is QuestionKind.PLAN)
    wren, ash, _ = (await seeded(stage, "wren", "ash", "elm", questions=questions)).people
    board = await card(stage, wren)
    assert "isn't posted" in (await wren.press(board, WRITE)).text
    await wren.press(await add_line(wren, board), WRITE)
    (post,) = await said(stage, ash)
    assert "write to one person" in post.text


async def test_the_circle_reads_it_through_the_bot_too(stage: Stage) -> None:
    wren, ash, elm = (await seeded(stage, "wren", "ash", "elm")).people
    long = "word " * 90
    for one in (wren, ash, elm):
        mine = await answered(stage, one, first=f"{one.name}: {long}", second=long, third=long)
    page = await elm.press(mine, "What my circle said")
    assert "wren: word" in page.text
    assert "elm: word" not in page.text
    assert "I can help" in page.buttons
    page = await elm.press(await elm.press(page, "More"), "More")
    assert "elm: word" in page.text
    assert "More" not in page.buttons
