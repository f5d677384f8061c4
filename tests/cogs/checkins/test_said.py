"""The anonymous question: said without a name, and shown once if enough people said something."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest

from bot.people import communities, members
from bot.runtime.all_cogs import AllCogs, erase, load
from bot.safety import personal_data
from bot.storage.database import Tx
from cogs.checkins import calls, timing
from cogs.checkins.circles import store as circles
from cogs.checkins.digest import said_store
from cogs.checkins.digest.said_store import Said
from cogs.checkins.model import WORDS, Question, QuestionKind
from cogs.checkins.organising import store as organising
from tests.cogs.checkins.circle import ROOM, nobodys, people, seat_in, sit_down, until
from tests.cogs.checkins.saying import (
    FIVE,
    HONEST,
    QUESTION,
    a_circle,
    before,
    comes_out,
    form,
    kept,
    published,
    say,
    say_all,
    shown,
)
from tests.stage import Stage

WORDS_OF = [f"What number {n} thinks about it" for n in ("one", "two", "three", "four", "five", "six", "seven")]


# Writing


async def test_before_writing_it_says_who_could_find_out_and_when_it_is_shown(stage: Stage) -> None:
    circle = await a_circle(stage)
    seen = await before(circle, circle.actors["wren"])
    assert QUESTION.own in seen.text
    for told in (
        "five or more",
        "without your name",
        "know how you write",
        "whoever runs this bot",
        "nothing is shown",
    ):
        assert told in seen.text
    assert seen.buttons == ("Write",)
    asked = await circle.actors["wren"].press(seen, "Write")
    assert asked.form == ("words", "sure")
    assert "five or more" in (await circle.actors["wren"].submit(asked, words="Tired of them.")).text


async def test_written_again_it_takes_the_place_of_what_was_written(stage: Stage) -> None:
    circle = await a_circle(stage)
    wren = circle.actors["wren"]
    await say(circle, wren, "First words")
    (first,) = await kept(stage)
    again = await form(circle, wren)
    assert again.prefill["words"] == "First words"
    await wren.submit(again, words="Second words")
    (second,) = await kept(stage)
    assert first != second
    assert (await form(circle, wren)).prefill["words"] == "Second words"


async def test_it_can_be_taken_back_by_its_author_alone(stage: Stage) -> None:
    circle = await a_circle(stage)
    wren, ash = circle.actors["wren"], circle.actors["ash"]
    done = await say(circle, wren, "Mine")
    assert "Nothing to take back" in (await ash.press(done, "Take it back")).text
    assert len(await kept(stage)) == 1
    assert "deleted" in (await wren.press(done, "Take it back")).text
    assert not await kept(stage)
    assert "Nothing to take back" in (await wren.press(done, "Take it back")).text
    assert (await before(circle, wren)).buttons == ("Write",)


async def test_the_card_before_offers_to_take_it_back_too(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say(circle, circle.actors["wren"], "Mine")
    seen = await before(circle, circle.actors["wren"])
    assert seen.buttons == ("Change it", "Take it back")
    await circle.actors["wren"].press(seen, "Take it back")
    assert not await kept(stage)


async def test_pressing_somebody_elses_button_shows_nothing_of_theirs(stage: Stage) -> None:
    circle = await a_circle(stage)
    done = await say(circle, circle.actors["wren"], "What one alone knows")
    other = await circle.actors["ash"].press(done, "Change it")
    assert "What one alone knows" not in str(other.prefill)


@pytest.mark.parametrize(
    "words",
    [
        "   ",
        "x" * (WORDS + 1),
        "Look at https://example.org/job",
        "Look at www.example.org",
        "@wren said so",
        "<@123456789> said so",
        "Ask \N{FULLWIDTH COMMERCIAL AT}everyone",
    ],
)
async def test_links_names_and_empty_words_are_refused_beside_the_field(stage: Stage, words: str) -> None:
    circle = await a_circle(stage)
    asked = await form(circle, circle.actors["wren"])
    assert set((await circle.actors["wren"].submit(asked, words=words)).errors) == {"words"}
    assert not await kept(stage)


async def test_addresses_of_mail_and_plain_names_are_not_taken_for_mentions(stage: Stage) -> None:
    circle = await a_circle(stage)
    words = "They answered from jobs@harbour.example, at last."
    asked = await say(circle, circle.actors["wren"], words)
    assert "mention" not in asked.errors["words"]
    await circle.actors["wren"].submit(asked, words=words, sure=True)
    assert len(await kept(stage)) == 1


async def test_words_that_tell_who_wrote_them_are_asked_about_before_they_are_kept(stage: Stage) -> None:
    circle = await a_circle(stage)
    asked = await say(circle, circle.actors["wren"], "It is me, Wren, and my number is +49 151 23456789.")
    assert "your name and a phone number" in asked.errors["words"]
    assert not await kept(stage)
    await circle.actors["wren"].submit(asked, words="It is me, and nobody knows.")
    assert len(await kept(stage)) == 1


# Who may, and when


async def test_only_people_in_a_circle_of_this_check_in_can_answer(stage: Stage) -> None:
    circle = await a_circle(stage)
    asked = await form(circle, circle.actors["wren"])
    moth = await stage.member("moth")
    island = await sit_down(stage, await people(stage, "finch", "lark", "owl"), HONEST, name="Island")
    for outside in (moth, island.actors["finch"]):
        assert "Only people in a circle" in (await before(circle, outside)).text
        assert "Only people in a circle" in (await outside.submit(asked, words="Let me in")).text
    forged = await circle.button(calls.say(circle.week.id + 1))
    assert "Only people in a circle" in (await circle.actors["wren"].press(forged, "Press")).text
    await stage.db.run(lambda tx: circles.end(tx, circle.id))
    assert "Only people in a circle" in (await before(circle, circle.actors["wren"])).text
    assert not await kept(stage)


async def test_the_check_in_of_another_community_is_not_found(stage: Stage) -> None:
    circle = await a_circle(stage)
    seen = await before(circle, circle.actors["wren"])

    def elsewhere(tx: Tx) -> None:
        tx.run("INSERT INTO community (id, platform, external) VALUES (7, :platform, 'x')", {"platform": "memory"})
        tx.run("UPDATE checkin SET community_id = 7")

    await stage.db.run(elsewhere)
    assert "Only people in a circle" in (await circle.actors["wren"].press(seen, "Write")).text


async def test_it_opens_with_the_week_and_closes_when_the_last_clock_is_there(stage: Stage) -> None:
    circle = await a_circle(stage)
    wren = circle.actors["wren"]

    def plan(tx: Tx) -> None:
        tx.run("UPDATE checkin_week SET state = 0")

    def open(tx: Tx) -> None:
        tx.run("UPDATE checkin_week SET state = 1")

    await stage.db.run(plan)
    assert "hasn’t begun" in (await before(circle, wren)).text
    await stage.db.run(open)
    asked = await form(circle, wren)
    end = timing.all_closed_at(circle.week.day, circle.week.hour)
    await until(stage, end - timedelta(minutes=1))
    await say(circle, wren, "In time")
    await until(stage, end)
    assert "closed" in (await before(circle, wren)).text
    assert "closed" in (await wren.submit(asked, words="Too late")).text
    assert len(await kept(stage)) == 1


async def test_whom_staff_stopped_can_write_nothing(stage: Stage) -> None:
    circle = await a_circle(stage)
    asked = await form(circle, circle.actors["wren"])
    later = stage.now.replace(year=2028)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, circle.people["wren"], later))
    assert "can’t write here" in (await circle.actors["wren"].submit(asked, words="Hello")).text
    assert "can’t write here" in (await before(circle, circle.actors["wren"])).text
    assert not await kept(stage)


async def test_a_check_in_that_asks_nothing_anonymous_says_so(stage: Stage) -> None:
    circle = await sit_down(stage, await people(stage, *FIVE))
    assert "isn’t asked" in (await before(circle, circle.actors["wren"])).text


# Showing it


async def test_five_answers_are_shown_once_without_names_when_every_circle_has_closed(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say_all(circle, WORDS_OF)
    await circle.closes()
    assert not await published(stage)
    await until(stage, timing.all_closed_at(circle.week.day, circle.week.hour) - timedelta(minutes=1))
    assert not await published(stage)
    await until(stage, timing.all_closed_at(circle.week.day, circle.week.hour))
    (post,) = await published(stage)
    assert QUESTION.own in post.text
    assert sorted(shown(post)) == sorted(f"“{words}”" for words in WORDS_OF[:5])
    assert not post.buttons
    for name in FIVE:
        assert name not in post.text
    assert not await kept(stage)
    await stage.step(hours=30)
    assert len(await published(stage)) == 1


async def test_four_answers_are_never_shown_and_nobody_hears_a_number(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say_all(circle, WORDS_OF[:4])
    heard = {name: len(await stage.dms(actor)) for name, actor in circle.actors.items()}
    before_that = len(await stage.posts(ROOM))
    await comes_out(circle)
    assert not await published(stage)
    assert not await kept(stage)
    assert len(await stage.posts(ROOM)) == before_that + 1, "the digest"
    assert {name: len(await stage.dms(actor)) for name, actor in circle.actors.items()} == heard


async def test_the_answers_of_all_circles_are_shown_together(stage: Stage) -> None:
    circle = await a_circle(stage, ("wren", "ash", "robin"))
    more = await people(stage, "ivy", "fern", "finch")

    def second(tx: Tx) -> int:
        ids = [
            row[0]
            for name in ("ivy", "fern", "finch")
            for row in tx.all(
                "SELECT m.id FROM member m JOIN account a ON a.id = m.account_id WHERE a.name = :name", {"name": name}
            )
        ]
        return seat_in(nobodys(stage, tx), circle.checkin, ids)[1].id

    week = await stage.db.run(second)
    await stage.settle()
    await say_all(circle, WORDS_OF[:3])
    for actor, words in zip(more, WORDS_OF[3:], strict=False):
        seen = await actor.press(await circle.button(calls.say(week)), "Press")
        await actor.submit(await actor.press(seen, "Write"), words=words)
    await comes_out(circle)
    (post,) = await published(stage)
    assert len(shown(post)) == 6


async def test_the_order_is_drawn_by_lot_and_the_answers_of_another_day_stay(stage: Stage) -> None:
    circle = await a_circle(stage)
    words = [f"Words {chr(ord('a') + n)}" for n in range(14)]

    def keep(tx: Tx) -> None:
        for n, one in enumerate(words):
            for weeks in (0, 1):
                day = circle.week.day + timedelta(days=7 * weeks)
                said_store.keep(tx, circle.checkin.id, day, n + 1, Said(QUESTION.n, one))

    await stage.db.run(keep)
    await comes_out(circle)
    (post,) = await published(stage)
    assert sorted(shown(post)) == [f"“{one}”" for one in words]
    assert shown(post) != sorted(shown(post))
    assert len(await kept(stage)) == 14


async def test_the_lot_is_the_last_word_about_the_order(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    class Sorted:
        def shuffle(self, words: list[str]) -> None:
            words.sort()

    monkeypatch.setattr(secrets, "SystemRandom", Sorted)
    circle = await a_circle(stage)
    await say_all(circle, WORDS_OF)
    await comes_out(circle)
    (post,) = await published(stage)
    assert shown(post) == sorted(f"“{words}”" for words in WORDS_OF[:5])


async def test_words_can_ping_nobody_and_change_no_layout(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say_all(circle, ["*a*", "# b\n# c", "`d`", "<e>", "||f||"])
    await comes_out(circle)
    (post,) = await published(stage)
    assert set(shown(post)) == {"“*a*”", "“# b # c”", "“`d`”", "“<e>”", "“||f||”"}


async def test_an_answer_is_shown_under_the_question_that_it_answers_and_each_needs_five(stage: Stage) -> None:
    circle = await a_circle(stage, (*FIVE, "finch"))
    *five, finch = circle.actors.values()
    for actor, words in zip(five, WORDS_OF, strict=False):
        await say(circle, actor, words)

    def change(tx: Tx) -> None:
        organising.ask(tx, circle.checkin, [Question(9, QuestionKind.ANONYMOUS, own="Who wants to leave?")])

    await stage.db.run(change)
    await say(circle, finch, "An answer to something else")
    await comes_out(circle)
    (post,) = await published(stage)
    assert QUESTION.own in post.text
    assert "Who wants to leave?" not in post.text
    assert "something else" not in post.text
    assert not await kept(stage)


async def test_without_a_room_it_waits_for_one_and_is_deleted_after_some_days(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say_all(circle, WORDS_OF)
    await stage.db.run(lambda tx: communities.drop_room(tx, stage.community, circle.checkin.room))
    await comes_out(circle)
    assert len(await kept(stage)) == 5
    chosen = stage.platform.rooms[ROOM]
    await stage.db.run(lambda tx: communities.choose_room(tx, stage.community, circle.checkin.room, chosen))
    await stage.step(hours=25)
    assert len(await published(stage)) == 1
    assert not await kept(stage)


async def test_what_nobody_shows_is_deleted_by_the_nightly_clean_up(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say_all(circle, WORDS_OF)
    end = timing.all_closed_at(circle.week.day, circle.week.hour)
    kinds = load().cogs

    def clean(tx: Tx, at: timedelta) -> bool:
        return personal_data.clean_up(tx, personal_data.kept_of(kinds), end + at)

    await stage.db.run(lambda tx: clean(tx, timedelta()))
    assert len(await kept(stage)) == 5
    await stage.db.run(lambda tx: clean(tx, timedelta(days=9)))
    assert not await kept(stage)


# One's own data


async def test_forgetting_somebody_deletes_what_they_said_and_nothing_of_others(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say_all(circle, WORDS_OF)
    await stage.db.run(lambda tx: circles.leave(tx, circle.checkin.id, circle.people["wren"]))
    await stage.db.run(lambda tx: erase(tx, load(), [circle.people["wren"]], stage.now))
    await stage.settle()
    assert len(await kept(stage)) == 4
    assert (await form(circle, circle.actors["ash"])).prefill["words"] == WORDS_OF[1]
    await comes_out(circle)
    assert not await published(stage)


async def test_ones_export_holds_ones_own_words_until_they_are_shown(stage: Stage) -> None:
    circle = await a_circle(stage)
    await say_all(circle, WORDS_OF)
    cogs = AllCogs(load())

    def exported(tx: Tx) -> str:
        return str(cogs.export(tx, circle.people["wren"]))

    mine = await stage.db.run(exported)
    assert WORDS_OF[0] in mine
    assert not any(words in mine for words in WORDS_OF[1:])
    await comes_out(circle)
    assert WORDS_OF[0] not in await stage.db.run(exported)


async def test_who_left_the_circle_can_take_theirs_back(stage: Stage) -> None:
    circle = await a_circle(stage)
    done = await say(circle, circle.actors["wren"], "Mine")
    await stage.db.run(lambda tx: circles.leave(tx, circle.checkin.id, circle.people["wren"]))
    await circle.actors["wren"].press(done, "Take it back")
    assert not await kept(stage)
