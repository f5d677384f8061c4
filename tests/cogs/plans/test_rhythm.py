from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cogs.plans import rhythm, views
from cogs.plans.model import Mark
from cogs.plans.rhythm import Sort
from tests.cogs.plans.people import writes
from tests.stage import Stage

NOW = date(2026, 3, 2)


def marks(said: str) -> list[Mark]:
    """One sign a week, the current one last: a active, q quiet, r rest, space nothing at all."""
    first = NOW - timedelta(weeks=len(said) - 1)
    return [
        Mark(first + timedelta(weeks=n), sign in "aq", sign == "a", sign == "r")
        for n, sign in enumerate(said)
        if sign != " "
    ]


def told(said: str) -> tuple[int, int] | None:
    found = rhythm.of(marks(said), (), NOW)
    return None if found is None else (found.active, found.of)


def test_it_counts_the_last_four_weeks() -> None:
    assert told("aaqaaq") == (3, 4)
    assert told("qqqqa") == (1, 4)


def test_a_week_of_rest_is_left_out_of_the_four() -> None:
    assert told("aaqarrra") == (3, 4)
    assert told("arq") == (1, 1)


def test_a_new_week_never_makes_it_less() -> None:
    assert told("aaaa") == told("aaaaq") == told("aaaa ") == (4, 4)


def test_weeks_without_anything_are_quiet_and_those_before_the_first_do_not_count() -> None:
    assert told("a  q") == (1, 3)
    assert told("a") == (1, 1)
    assert told("q") is None
    assert told("") is None


def test_small_steps_count_and_a_rest_takes_nothing_away() -> None:
    found = rhythm.of(marks("rq"), [NOW - timedelta(days=1)], NOW)
    assert found is not None
    assert (found.active, found.of) == (1, 1)


def test_weeks_that_began_on_another_day_count_where_they_began() -> None:
    week = Mark(NOW - timedelta(days=2), True, True, False)
    found = rhythm.of([week], (), NOW)
    assert found is not None
    assert found.weeks == (Sort.ACTIVE, Sort.QUIET)


@given(st.text("aqr ", max_size=30))
def test_it_is_never_more_than_four_and_the_row_never_longer_than_twelve(said: str) -> None:
    found = rhythm.of(marks(said), (), NOW)
    if found is None:
        return
    assert 0 <= found.active <= found.of <= 4
    assert found.of > 0
    assert len(found.weeks) <= 12
    assert views.row(found).count(" ") == len(found.weeks) - 1
    assert views.in_words(found)


@given(st.text("aqr ", max_size=20), st.integers(0, 19))
def test_doing_something_never_makes_it_less(said: str, where: int) -> None:
    if where >= len(said):
        return
    before, after = told(said), told(said[:where] + "a" + said[where + 1 :])
    if before is not None and said[where] in "q " and said[:where].strip():
        assert after is not None
        assert after[0] * before[1] >= before[0] * after[1]


def test_quiet_weeks_in_a_row_skip_rest_and_end_at_anything_done() -> None:
    assert rhythm.quiet_in_a_row(marks("aqrq "), NOW) == 2
    assert rhythm.quiet_in_a_row(marks("qqa"), NOW) == 0
    assert rhythm.quiet_in_a_row(marks("qqa"), NOW - timedelta(weeks=1)) == 2
    assert rhythm.quiet_in_a_row([], NOW) == 0


async def test_it_is_shown_as_signs_with_a_legend_and_in_words_and_can_be_hidden(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.press(await writes(wren, "read"), "Tick line 1")
    await stage.step(days=14)
    seen = await wren.command("plan")
    assert "Active in 1 of the last 2 weeks." in seen.text
    home = await wren.home()
    assert "■ □ □" in home.text
    assert "something done in 1, quiet in 2" in home.text
    assert "Active" not in (await robin.home()).text

    card = await wren.press(await wren.press(seen, "More"), "My rhythm")
    assert "■ something done, □ quiet, – rest." in card.text
    hidden = await wren.press(card, "Hide it")
    assert "Nothing is lost." in hidden.text
    assert "■" not in (await wren.home()).text
    assert "Active" not in (await wren.command("plan")).text
    await wren.press(card, "Hide it")
    assert "■ □ □" in (await wren.press(hidden, "Show it again")).text


async def test_a_quiet_time_is_told_without_a_nought(stage: Stage) -> None:
    wren = await stage.member("wren")
    await writes(wren, "read")
    await stage.step(days=35)
    text = (await wren.home()).text
    assert "Any week is fine to start again." in text
    assert "Active in 0" not in text


async def test_a_rest_from_messages_is_neutral_too(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await writes(wren, "read"), "Tick line 1")
    await stage.step(days=7)
    await wren.press(await wren.command("rest"), "1 week")
    await stage.step(days=14)
    assert "Active in your first week." in (await wren.home()).text
    assert "You rest this week" not in (await wren.command("plan")).text


async def test_a_rest_from_messages_that_ends_early_leaves_the_weeks_after_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.press(await writes(wren, "read"), "Tick line 1")
    await stage.step(days=7)
    resting = await wren.press(await wren.command("rest"), "1 week")
    await wren.press(resting, "End it now")
    await stage.step(days=21)
    assert "Active in 1 of the last 3 weeks." in (await wren.home()).text
