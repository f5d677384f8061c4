from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cog import Cog, CommandSpec, Option, PersonRef, Registry, command
from bot.context import Context, Json
from bot.runtime import text_args
from bot.runtime.text_args import ArgumentError
from bot.storage.database import Tx
from bot.ui.outcome import Done, Outcome


class Fruit(StrEnum):
    RED_APPLE = "red-apple"
    PEAR = "pear"


class Shop(Cog, name="shop"):
    @command("buy", "Buy something.")
    def buy(
        self,
        ctx: Context,
        text: Annotated[str, Option("What?")] = "",
        fruit: Annotated[Fruit, Option("Which?")] = Fruit.PEAR,
        many: Annotated[int, Option("How many?")] = 1,
        on: Annotated[date | None, Option("When?")] = None,
    ) -> Outcome:
        return Done()

    @command("weigh", "Weigh something.")
    def weigh(self, ctx: Context, grams: Annotated[int, Option("How heavy?")]) -> Outcome:
        return Done()

    @command("give", "Give something to somebody.")
    def give(
        self,
        ctx: Context,
        person: Annotated[PersonRef | None, Option("To whom?")] = None,
        text: Annotated[str, Option("What?")] = "",
    ) -> Outcome:
        return Done()

    def forget(self, tx: Tx, member: int) -> None: ...

    def export(self, tx: Tx, member: int) -> Json:
        return None


COMMANDS = Registry((Shop(),)).commands


def spec(name: str) -> CommandSpec:
    return COMMANDS[name]


def test_a_line_without_options_is_the_text_as_it_was_typed() -> None:
    assert text_args.from_text(spec("buy"), "two  of: those") == {"text": "two  of: those"}


def test_options_at_the_beginning_are_taken_and_the_rest_stays_text() -> None:
    found = text_args.from_text(spec("buy"), 'fruit:"red apple" many:3 on:2026-03-01 ripe ones')
    assert found == {"fruit": Fruit.RED_APPLE, "many": 3, "on": date(2026, 3, 1), "text": "ripe ones"}


def test_a_word_that_only_looks_like_an_option_stays_text() -> None:
    assert text_args.from_text(spec("buy"), "note: call back") == {"text": "note: call back"}
    assert text_args.from_text(spec("buy"), "many: we were many") == {"text": "many: we were many"}


def test_a_text_option_named_by_its_name_takes_the_rest_of_the_line() -> None:
    assert text_args.from_text(spec("buy"), "many:2 text: all of it") == {"many": 2, "text": "all of it"}


@pytest.mark.parametrize(
    ("line", "word"),
    [("many:lots", "whole number"), ("fruit:plum", "red-apple, pear"), ("on:soon", "2026-03-14")],
)
def test_what_cannot_be_read_is_said_with_what_to_write_instead(line: str, word: str) -> None:
    with pytest.raises(ArgumentError, match=word):
        text_args.from_text(spec("buy"), line)


def test_today_and_yesterday_are_days_of_the_person_who_says_them() -> None:
    found = text_args.from_text(spec("buy"), "on:yesterday")
    assert found["on"].on(date(2026, 3, 1)) == date(2026, 2, 28)


def test_a_missing_required_option_is_named() -> None:
    with pytest.raises(ArgumentError, match="grams"):
        text_args.from_text(spec("weigh"), "")


def test_a_required_option_may_stand_without_its_name() -> None:
    assert text_args.from_text(spec("weigh"), "250") == {"grams": 250}


def test_somebody_pointed_at_first_is_taken_also_where_they_may_be_left_out() -> None:
    given = {"person": "U0WREN", "text": "two of those"}
    assert text_args.from_text(spec("give"), "<@U0WREN|wren> two of those") == given
    assert text_args.from_text(spec("give"), "<@U0WREN>") == {"person": "U0WREN"}
    assert text_args.from_text(spec("give"), "two for <@U0WREN>") == {"text": "two for <@U0WREN>"}


def test_text_that_no_option_can_take_is_given_back() -> None:
    with pytest.raises(ArgumentError, match="and more"):
        text_args.from_text(spec("weigh"), "250 and more")


def test_unknown_typed_options_come_from_an_older_registration_and_are_left_out() -> None:
    assert text_args.from_typed(spec("buy"), {"text": "x", "colour": "red"}) == {"text": "x"}


@given(st.text())
def test_any_line_is_read_or_refused_and_nothing_typed_is_lost(line: str) -> None:
    try:
        found = text_args.from_text(spec("buy"), line)
    except ArgumentError:
        return
    if set(found) <= {"text"} and not line.lstrip().startswith("text:"):
        assert found.get("text", "") == line.strip()
