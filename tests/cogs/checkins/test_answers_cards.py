"""The fullest cards fit where the limits are the strictest, and their buttons fit the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters.discord import cards
from bot.adapter import Person, Scene
from bot.ui.card import Button, Card, calls_in
from bot.ui.wire import check_call
from cogs.checkins.answers import rules, views, views_posts, wires
from cogs.checkins.answers.cog import CheckinAnswers
from cogs.checkins.answers.rules import Here
from cogs.checkins.model import (
    NAME,
    QUESTION,
    WORDS,
    Answer,
    AnswerState,
    Checkin,
    ClockKind,
    Question,
    QuestionKind,
    Standing,
    Week,
    WeekState,
    Words,
)
from cogs.plans.model import ACT, CUE, Carried, Kind, Line, Outcome
from tests.fakes.discord.rules import check_message

LARGEST = 2**63 - 1
NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
DAY = date(2026, 9, 30)
TYPED = tuple(Question(n, QuestionKind.OPEN, "q" * QUESTION) for n in (1, 2, 3))
PLAN, ANONYMOUS = Question(4, QuestionKind.PLAN, "p" * QUESTION), Question(5, QuestionKind.ANONYMOUS)
LINES = tuple(
    Line(LARGEST - n, DAY, Kind.OWN, "c" * CUE, "a" * ACT, 20, 3, Outcome.NOT, Carried.OPEN) for n in range(3)
)
SENTENCES = tuple(line.sentence for line in LINES)
SCENE = Scene(LARGEST, {LARGEST: Person("1" * 19, "wren")})


def here(*questions: Question, mine: Answer | None = None, state: WeekState = WeekState.OPEN) -> Here:
    checkin = Checkin(LARGEST, LARGEST, None, "n" * NAME, 2, 23, ClockKind.OWN, Standing.RUNNING, 0, questions, (), 0)
    zone = ZoneInfo("America/Argentina/ComodRivadavia")
    return Here(
        checkin,
        Week(LARGEST, LARGEST, LARGEST, LARGEST, DAY, 23, ClockKind.OWN, zone, state, NOW, NOW, LARGEST),
        mine,
        inside=True,
    )


def an_answer(n: int = 0, *, questions: int = 4, plan: tuple[str, ...] = ()) -> Answer:
    words = Words(dict.fromkeys(range(1, questions + 1), "w" * WORDS), plan)
    return Answer(LARGEST - n, LARGEST, LARGEST, AnswerState.SHOWN, False, True, None, words, NOW)


def on_discord(card: Card) -> Mapping[str, Any]:
    """What Discord gets; it takes it, and nothing was cut."""
    for call in calls_in(card):
        check_call(call)
    message = cards.preview(card, SCENE)
    check_message(message, {})
    assert not any("…" in text for text in _texts(message["components"]))
    return message


def _texts(components: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for component in components:
        found += [component["content"]] if "content" in component else []
        found += _texts(component.get("components", []))
    return found


@pytest.mark.parametrize("hidden", [True, False])
@pytest.mark.parametrize("answered", [True, False])
def test_the_check_in_card_with_all_there_can_be_fits(hidden: bool, answered: bool) -> None:
    mine = an_answer() if answered else None
    board = views.Board(
        here(*TYPED, PLAN, ANONYMOUS, mine=mine),
        hidden=hidden,
        last=LINES,
        lines=LINES[:2],
        offered=LINES,
        resting=False,
        closed=True,
        before=LARGEST,
        note=views.FULL_NOTE,
    )
    card = views.checkin(board)
    on_discord(card)
    full = views.checkin(replace(board, lines=LINES, offered=()))
    on_discord(full)
    assert SENTENCES[2] in str(full)


def test_a_post_with_four_long_answers_or_three_and_a_plan_fits() -> None:
    four = (*TYPED, Question(4, QuestionKind.ASK, "q" * QUESTION))
    on_discord(views_posts.post(here(*four).checkin, an_answer()))
    on_discord(views_posts.post(here(*TYPED, PLAN).checkin, an_answer(questions=3, plan=SENTENCES)))


def test_every_page_of_what_the_circle_said_fits() -> None:
    whole = here(*TYPED, PLAN)
    long = [an_answer(n, questions=3, plan=SENTENCES) for n in range(3)]
    short = [
        replace(an_answer(n), words=Words({1: "Yes.", 2: "No.", 3: "Help."}, ("When a, I'll b",))) for n in range(6)
    ]
    resting = [replace(an_answer(n), resting=True, words=Words()) for n in range(6)]
    pages = views_posts.pages(whole.checkin, [*long, *short, *resting])
    assert len(pages) > 3
    for page in pages:
        turn = wires.turn(LARGEST, LARGEST)
        card = views_posts.circle(whole.checkin, whole.week, page, newer=turn, older=turn, write=True)
        on_discord(card)


def test_ones_own_answer_fits_with_all_its_buttons() -> None:
    mine = an_answer(questions=3, plan=SENTENCES)
    led_to = (wires.retry, wires.keep_win, wires.own, wires.ask_delete, wires.more)
    buttons = [Button(f"Button {n}", call(LARGEST)) for n, call in enumerate(led_to)]
    on_discord(views_posts.own(here(*TYPED, PLAN, mine=mine), mine, buttons, views_posts.RESTS_NOT))


def test_the_calls_of_the_forms_fit_a_button() -> None:
    cog = CheckinAnswers()
    cog.post.open(None, LARGEST, True, True, rules.numbers(tuple(replace(one, n=99_999) for one in (*TYPED, PLAN))))
    cog.added.open(None, LARGEST, True)
    for outcome in Outcome:
        check_call(wires.said(LARGEST, True, LARGEST, outcome.value))


@pytest.mark.parametrize("numbers", ["", "-", "4", "5", "x", "1-x-2", "9" * 30, "1-2-3-1-2-3", "-1"])
def test_numbers_of_questions_from_a_button_never_lead_to_the_plan_or_the_anonymous_one(numbers: str) -> None:
    found = rules.asked(here(*TYPED, PLAN, ANONYMOUS).checkin, numbers)
    assert set(found) <= set(TYPED)
