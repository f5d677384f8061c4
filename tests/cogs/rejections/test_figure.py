from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cogs.rejections.figure import FEWEST, STEPS, say


@given(st.lists(st.integers(0, 80), max_size=40))
def test_two_reports_that_differ_stand_for_counts_that_differ_by_five_people(counts: list[int]) -> None:
    reported = behind = 0
    for count in counts:
        before = (reported, behind)
        shown, reported, behind = say(count, reported, behind)
        assert shown == 0 or count >= shown >= FEWEST
        assert shown in (0, *STEPS)
        if reported != before[0]:
            assert abs(behind - before[1]) >= FEWEST
            assert behind == count


def test_a_steady_community_is_told_every_week() -> None:
    reported = behind = 0
    for count in (12, 11, 12, 13):
        shown, reported, behind = say(count, reported, behind)
        assert shown == 10


def test_one_person_more_does_not_move_the_figure() -> None:
    _, reported, behind = say(9, 0, 0)
    assert say(10, reported, behind)[0] == 5
    assert say(14, reported, behind)[0] == 10
    assert say(4, reported, behind)[0] == 0
