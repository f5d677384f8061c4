"""Who leads, as a rule without a platform."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cogs.checkins.live import agendas, leading
from cogs.checkins.live.model import Candidate, Says, Session, SessionState

NOW = datetime(2026, 3, 5, 18, 0, tzinfo=UTC)


def a_session(id: int = 7, circle: int | None = 3) -> Session:
    start = NOW + timedelta(days=1)
    return Session(id, 1, 2, circle, 4, None, start, 60, "", SessionState.PLANNED, 0, NOW, "", 0, "")


def somebody(member: int, led_at: int = 0, says: Says = Says.YES, *, passed: bool = False) -> Candidate:
    return Candidate(member, led_at, says, passed, active=True)


PEOPLE = st.lists(
    st.builds(Candidate, st.integers(1, 50), st.integers(0, 9), st.sampled_from(Says), st.booleans(), st.booleans()),
    max_size=8,
    unique_by=lambda one: one.member,
)


@given(PEOPLE, st.integers(1, 1000))
def test_nobody_leads_who_cannot_come_or_passed_and_who_comes_goes_first(people: list[Candidate], id: int) -> None:
    chosen = leading.choose(a_session(id), people)
    one = next((one for one in people if one.member == chosen), None)
    assert (one is None) == (chosen is None)
    coming = [one for one in people if one.says is Says.YES]
    if one is None:
        assert all(other.passed for other in coming)
        return
    assert one.says is not Says.NO
    assert not one.passed
    assert one in coming or not coming
    assert not [other for other in coming if not other.passed and other.led_at < one.led_at]
    assert leading.choose(a_session(id), people[::-1]) == chosen


def test_between_equals_it_is_not_always_the_same_one() -> None:
    people = [somebody(member) for member in range(1, 5)]
    assert {leading.choose(a_session(id), people) for id in range(100)} == {1, 2, 3, 4}


def test_for_everybody_in_a_check_in_only_who_comes_is_asked() -> None:
    assert leading.choose(a_session(circle=None), [somebody(1, says=Says.MAYBE)]) is None
    assert leading.choose(a_session(circle=None), [somebody(1)]) == 1


def test_planned_late_it_is_settled_half_way_to_the_start() -> None:
    assert leading.settled_at(NOW + timedelta(days=9), NOW) == NOW + timedelta(days=7)
    assert leading.settled_at(NOW + timedelta(hours=6), NOW) == NOW + timedelta(hours=3)


def test_a_turn_of_agendas_begins_anew_once_all_have_come() -> None:
    known = ["a", "b", "c"]
    assert agendas.latest_turn([], known) == []
    assert agendas.latest_turn(["a", "b"], known) == ["a", "b"]
    assert agendas.latest_turn(["a", "b", "c", "b"], known) == ["b"]
    assert agendas.latest_turn(["a", "gone", "a"], known) == ["a"]
