"""What a week leaves in its thread, or in a message where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.context import Receipt, Result
from bot.delivery.results import tell
from bot.runtime.all_cogs import erase, load
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.ui.wire import dump_args
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from cogs.checkins.digest import digest
from cogs.checkins.model import AnswerState, Question, QuestionKind
from cogs.posts import api as posts
from tests.cogs.checkins.circle import ALL, ASK, HARD, WELL, Circle, people, sit_down, until
from tests.stage import Stage

YEARS = datetime(2028, 1, 1, tzinfo=UTC)
FIVE = ("wren", "ash", "robin", "ivy", "fern")


async def a_circle(stage: Stage, *, thread: bool = True) -> Circle:
    return await sit_down(stage, await people(stage, *FIVE), thread=thread)


async def test_the_digest_names_what_went_well_what_was_hard_and_what_people_ask_for(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.says("wren", {WELL: "Two calls came back.", HARD: "Waiting.", ASK: "Somebody to read my letter"})
    await circle.says("ash", {HARD: "A no on Friday."})
    await circle.closes()
    found = await circle.digest()
    assert found.text.index("What went well") < found.text.index("What was hard") < found.text.index("Asks")
    for said in ("@wren: Two calls came back.", "@wren: Waiting.", "@ash: A no on Friday.", "@wren: Somebody to read"):
        assert said in found.text
    assert found.buttons == ("I can help",)


async def test_who_rested_or_said_nothing_is_not_in_it_and_nobody_is_counted(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.says("wren", {WELL: "A good talk."})
    await circle.says("ash", {}, resting=True)
    await circle.says("robin", {WELL: "Never to be seen."}, state=AnswerState.KEPT)
    await circle.closes()
    found = await circle.digest()
    for name in ("ash", "robin", "ivy", "fern"):
        assert name not in found.text
    assert "Never to be seen" not in found.text
    assert "What was hard" not in found.text
    assert not any(sign.isdigit() for sign in found.text.replace("@wren", ""))


async def test_a_week_in_which_nobody_spoke_ends_with_a_kind_line_without_a_number(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.says("ash", {}, resting=True)
    await circle.closes()
    found = await circle.digest()
    assert "quiet week" in found.text
    assert "ash" not in found.text
    assert not found.buttons
    assert not any(sign.isdigit() for sign in found.text)


async def test_nothing_is_posted_before_the_week_closes(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.says("wren", {WELL: "A good talk."})
    assert not await circle.digests()


async def test_what_is_late_changed_or_taken_back_is_put_right_without_a_mark(stage: Stage) -> None:
    circle = await a_circle(stage)
    first = await circle.says("wren", {WELL: "A good talk.", ASK: "A reader"})
    await circle.closes()
    early = await circle.digest()
    await until(stage, circle.week.closes_at.replace(hour=20))
    await circle.says("ash", {WELL: "A walk."})
    await circle.says("wren", {WELL: "A very good talk.", ASK: "A reader"})
    late = await circle.digest()
    assert "@ash: A walk." in late.text
    assert "@wren: A very good talk." in late.text
    assert set(late.text.split()) - set(early.text.split()) <= {"@ash:", "A", "walk.", "very"}
    await circle.removes(first)
    assert "wren" not in (await circle.digest()).text


async def test_questions_of_ones_own_have_their_words_over_the_answers(stage: Stage) -> None:
    asked = (
        *ALL[:1],
        Question(2, QuestionKind.OPEN, own="What did you learn about interviews?"),
        Question(3, QuestionKind.OPEN),
        Question(4, QuestionKind.ASK),
    )
    circle = await sit_down(stage, await people(stage, *FIVE), asked)
    await circle.says("wren", {2: "To ask about the team.", 3: "Thanks for last week."})
    await circle.closes()
    lines = (await circle.digest()).text.split("\n")
    assert lines[1:5] == [
        "What did you learn about interviews?",
        "@wren: To ask about the team.",
        "Also said",
        "@wren: Thanks for last week.",
    ]


async def test_without_a_thread_everybody_but_the_paused_reads_it_in_a_message(stage: Stage) -> None:
    circle = await a_circle(stage, thread=False)
    await circle.says("wren", {WELL: "A good talk.", ASK: "A reader"})
    await circle.run(lambda ctx: circles.pause(ctx.tx, circle.checkin.id, circle.people["robin"], YEARS))
    await circle.closes()
    assert not await circle.digests()
    await stage.step(hours=24)
    dms = {name: await stage.dms(circle.actors[name]) for name in FIVE}
    told = {name: [dm for dm in found if "How the week went" in dm.text] for name, found in dms.items()}
    assert {name for name, found in told.items() if found} == {"wren", "ash", "ivy", "fern"}
    (closed,) = told["ash"]
    assert "A good talk." not in closed.text  # taken back, it would stay there
    found = await circle.actors["ash"].press(closed, "How the week went")
    assert "A good talk." in found.text
    assert found.buttons == ("I can help", "Read everything")


@pytest.mark.parametrize(("reason", "heard"), [("the thread is gone", 1), (posts.REMOVED_BY_HAND, 0)])
async def test_a_digest_that_a_lost_thread_did_not_take_comes_by_message(stage: Stage, reason: str, heard: int) -> None:
    circle = await a_circle(stage)
    await circle.says("wren", {WELL: "A good talk."})
    await circle.closes()
    call, receipt = calls.digest_shown(circle.week.id), Receipt(circle.week.digest, Result.BLOCKED, reason)
    args, of = dump_args(call.args), stage.community
    await stage.db.run(lambda tx: tell(tx, "x", call.name, args, receipt, community=of, member=None, now=stage.now))
    await stage.step(hours=24)
    assert len([dm for dm in await stage.dms(circle.actors["ash"]) if "How the week went" in dm.text]) == heard


async def test_without_a_thread_a_quiet_week_sends_nothing(stage: Stage) -> None:
    circle = await a_circle(stage, thread=False)
    await circle.closes()
    await stage.step(hours=24)
    assert not await stage.dms(circle.actors["ash"])


async def test_closing_twice_shows_one_digest(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.says("wren", {WELL: "A good talk."})
    await circle.closes()
    await circle.closes()
    assert len(await circle.digests()) == 1


async def test_the_words_of_somebody_who_is_erased_leave_the_digest_and_the_head(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.says("wren", {WELL: "A good talk.", ASK: "Wren's own ask"})
    await circle.says("ash", {WELL: "A walk."})
    await circle.closes()
    after = await circle.next_week()
    assert "Wren's own ask" in (await after.head()).text
    await stage.db.run(lambda tx: erase(tx, load(), [circle.people["wren"]], stage.now))
    await stage.settle()
    found = await circle.digest()
    assert "A good talk" not in found.text
    assert "@ash: A walk." in found.text
    await after.head_again()
    assert "Wren's own ask" not in (await after.head()).text


async def test_the_digest_belongs_to_nobody_and_stays_when_its_last_author_is_erased(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.closes()
    await circle.says("ash", {WELL: "A walk."})
    await stage.db.run(lambda tx: erase(tx, load(), [circle.people["ash"]], stage.now))
    await stage.settle()
    assert "quiet week" in (await circle.digest()).text


async def test_an_open_week_is_not_refreshed(stage: Stage) -> None:
    circle = await a_circle(stage)
    await circle.run(lambda ctx: digest.refresh(ctx, replace(circle.week)))
    assert not await circle.digests()


async def test_offers_are_deleted_with_their_ask_and_after_their_time(stage: Stage) -> None:
    circle = await a_circle(stage)
    ask = await circle.says("wren", {ASK: "A reader"})

    def offers(tx: Tx) -> int:
        row = tx.one("SELECT COUNT(*) FROM checkin_help")
        assert row is not None
        return row[0]

    def offer(tx: Tx) -> None:
        tx.run(
            "INSERT INTO checkin_help (answer_id, member_id, at) VALUES (:ask, :member, :now)",
            {"ask": ask, "member": circle.people["ash"], "now": seconds(stage.now)},
        )

    await stage.db.run(offer)
    await stage.db.run(lambda tx: erase(tx, load(), [circle.people["wren"]], stage.now))
    assert await stage.db.run(offers) == 0
