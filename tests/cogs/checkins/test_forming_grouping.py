"""Who sits with whom, for any people there may be."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogs.buddies.api import Field, Stage, week
from cogs.checkins.circles.grouping import (
    BLOCK,
    Group,
    Nevers,
    Person,
    Placed,
    hours,
    likeness,
    may,
    nevers_of,
    place,
    sizes,
    zone_of,
)
from cogs.checkins.circles.mergers import merge
from cogs.checkins.model import LEAST, MOST

AT = datetime(2026, 3, 2, tzinfo=UTC)
ZONES = ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland"]
SEED = 7


def person(
    member: int, zone: str = "Europe/Berlin", parts: int = 0, stage: str = "unsaid", field: str = "unsaid"
) -> Person:
    clock = ZoneInfo(zone)
    offset = AT.astimezone(clock).utcoffset()
    assert offset is not None
    return Person(member, int(offset.total_seconds()) // 900, week(parts, clock, AT), stage, field)


def grouped(
    people: Sequence[Person], groups: Sequence[Group] = (), nevers: Nevers | None = None, seed: int = SEED
) -> Placed:
    placed = Placed(list(groups))
    for _ in place(people, placed, nevers or {}, seed):
        pass
    return placed


@st.composite
def people(draw: st.DrawFn, most: int = 40, first: int = 1) -> list[Person]:
    count = draw(st.integers(0, most))
    return [
        person(
            first + n,
            draw(st.sampled_from(ZONES)),
            draw(st.integers(0, 127)),
            draw(st.sampled_from([stage.value for stage in Stage])),
            draw(st.sampled_from(["unsaid", "software", "design"])),
        )
        for n in range(count)
    ]


@st.composite
def circles(draw: st.DrawFn) -> list[Group]:
    found: list[Group] = []
    for n in range(draw(st.integers(0, 4))):
        inside = [person(1000 + 10 * n + i, draw(st.sampled_from(ZONES))) for i in range(draw(st.integers(0, MOST)))]
        quiet = tuple(1500 + 10 * n + i for i in range(draw(st.integers(0, MOST - len(inside)))))
        found.append(Group(n + 1, inside, quiet))
    return found


pairs = st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40) | st.integers(1000, 1045)), max_size=60)


def test_circles_hold_three_to_six_and_nearly_all_of_them_five() -> None:
    assert [sizes(count) for count in range(3)] == [[], [], []]
    for count in range(LEAST, 500):
        made = sizes(count)
        assert sum(made) == count
        assert LEAST <= min(made) <= max(made) <= MOST
        assert max(made) - min(made) <= 1
    assert sizes(10_000) == [5] * 2_000


@given(people(), circles())
@settings(max_examples=150, deadline=None)
def test_everybody_has_one_place_and_waits_only_where_there_is_none(those: list[Person], there: list[Group]) -> None:
    before = {one.circle: [*(p.member for p in one.people), *one.others] for one in there}
    placed = grouped(those, there)
    came = [one.member for group in placed.groups for one in group.came]
    waiting = [one.member for one in placed.waiting]
    assert sorted(came + waiting) == [one.member for one in those]
    for group in placed.groups:
        here = [*(one.member for one in group.people), *group.others]
        assert len(here) <= MOST
        if group.circle:
            assert set(here) - {one.member for one in group.came} == set(before[group.circle])
        else:
            assert len(here) >= LEAST
        assert not group.came or len(group.people) >= LEAST
    if waiting:
        assert len(waiting) < LEAST
        assert not any(group.room and len(group.people) + 1 >= LEAST for group in placed.groups)


@given(people(), circles(), pairs)
@settings(max_examples=150, deadline=None)
def test_people_who_never_want_to_sit_together_do_not(
    those: list[Person], there: list[Group], never: list[tuple[int, int]]
) -> None:
    nevers = nevers_of(pair for pair in never if pair[0] != pair[1])
    placed = grouped(those, there, nevers)
    for group in placed.groups:
        for one in group.came:
            others = {*(p.member for p in group.people), *group.others} - {one.member}
            assert not others & nevers.get(one.member, set())
        assert not any(may(group, one, nevers) and len(group.people) + 1 >= LEAST for one in placed.waiting)
    for three in combinations(placed.waiting, LEAST):
        assert any(b.member in nevers.get(a.member, set()) for a, b in combinations(three, 2))


@given(people(), circles(), st.integers(0, 2**62), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_same_people_and_seed_give_the_same_circles(
    those: list[Person], there: list[Group], seed: int, chance: random.Random
) -> None:
    def members(placed: Placed) -> list[list[int]]:
        return [[one.member for one in group.people] for group in placed.groups]

    def again() -> list[Group]:
        return [Group(one.circle, list(one.people), one.others) for one in there]

    mixed = list(those)
    chance.shuffle(mixed)
    assert members(grouped(those, again(), seed=seed)) == members(grouped(mixed, again(), seed=seed))


def test_small_circles_are_filled_before_new_ones_are_made() -> None:
    small = Group(1, [person(101), person(102), person(103)])
    placed = grouped([person(n) for n in range(1, 5)], [small])
    assert len(small.people) == 4
    assert [len(one.people) for one in placed.groups] == [4, 3]


def test_the_last_two_join_a_circle_with_room_and_wait_where_there_is_none() -> None:
    full = Group(1, [person(n) for n in range(101, 107)])
    room = Group(2, [person(n) for n in range(201, 206)])
    placed = grouped([person(1), person(2)], [full, room])
    assert len(room.people) == MOST
    assert [one.member for one in placed.waiting] in ([1], [2])


def test_a_circle_in_which_nobody_takes_part_is_not_filled_with_one_or_two() -> None:
    quiet = Group(1, [], (101, 102, 103))
    placed = grouped([person(1), person(2)], [quiet])
    assert not quiet.people
    assert len(placed.waiting) == 2


def test_nobody_comes_back_into_a_circle_that_they_asked_to_leave() -> None:
    left = Group(1, [person(n) for n in range(101, 105)])
    gone = Person(1, 4, week(0, ZoneInfo("Europe/Berlin"), AT), "unsaid", "unsaid", not_in=1)
    assert grouped([gone], [left]).waiting == [gone]


def test_hours_count_more_than_stages_and_stages_more_than_fields() -> None:
    mornings, evenings = 1, 8
    early = [person(n, parts=mornings, stage="applying" if n % 2 else "starting") for n in range(1, 6)]
    late = [person(n, parts=evenings, stage="applying" if n % 2 else "starting") for n in range(6, 11)]
    placed = grouped([*early, *late])
    assert sorted(sorted(one.member for one in group.people) for group in placed.groups) == [
        [1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10],
    ]
    stages = [
        person(n, stage="applying" if n <= 5 else "starting", field="design" if n % 2 else "software")
        for n in range(1, 11)
    ]
    placed = grouped(stages)
    assert sorted(sorted(one.member for one in group.people) for group in placed.groups) == [
        [1, 2, 3, 4, 5],
        [6, 7, 8, 9, 10],
    ]


def crowd(count: int) -> list[Person]:
    chance = random.Random(count)
    return [
        person(
            n,
            chance.choice(ZONES),
            chance.randrange(128) if chance.random() < 0.5 else 0,
            chance.choice(list(Stage)).value,
            chance.choice(list(Field)).value,
        )
        for n in range(1, count + 1)
    ]


def test_circles_share_far_more_than_circles_drawn_by_lot() -> None:
    those = crowd(600)
    placed = grouped(those)
    random.Random(1).shuffle(those)
    lot = [those[start : start + 5] for start in range(0, len(those), 5)]

    def shared(groups: Sequence[Sequence[Person]]) -> float:
        return sum(min(hours(group), 20) for group in groups) / len(groups)

    def alike(groups: Sequence[Sequence[Person]]) -> float:
        return sum(likeness(a, b) for group in groups for a, b in combinations(group, 2)) / len(groups)

    made = [one.people for one in placed.groups]
    assert shared(made) > 18 > 3 * shared(lot)
    assert alike(made) > 2 * alike(lot)


@pytest.mark.parametrize("count", [BLOCK + 1, BLOCK + 2, BLOCK + 3, 3 * BLOCK])
def test_a_block_more_leaves_nobody_out(count: int) -> None:
    assert not grouped(crowd(count)).waiting


def test_ten_thousand_are_placed_in_steps_of_one_block() -> None:
    placed = Placed([])
    steps = sum(1 for _ in place(crowd(10_000), placed, {}, SEED))
    assert not placed.waiting
    assert steps >= 10_000 / BLOCK


# Circles that became small


def test_two_small_circles_become_one() -> None:
    one, other = Group(1, [person(1), person(2)]), Group(2, [person(3)])
    (merger,) = merge([one, other], [], {})
    assert merger.circles == (1, 2)
    assert merger.into == 0
    assert {p.member for p in merger.people} == {1, 2, 3}


def test_three_people_alone_in_their_circles_become_one() -> None:
    (merger,) = merge([Group(n, [person(n)]) for n in (1, 2, 3)], [], {})
    assert merger.circles == (1, 2, 3)


def test_one_small_circle_goes_where_there_is_room_for_all_of_it() -> None:
    small = Group(1, [person(1), person(2)])
    full = Group(2, [person(n) for n in range(20, 25)])
    room = Group(3, [person(n) for n in range(30, 34)])
    (merger,) = merge([small], [full, room], {})
    assert merger.into == 3
    assert not merge([small], [full], {})


def test_small_circles_with_people_who_never_sit_together_stay_apart() -> None:
    nevers = nevers_of([(1, 3)])
    small = [Group(1, [person(1), person(2)]), Group(2, [person(3), person(4)])]
    room = Group(3, [person(n) for n in range(30, 34)])
    assert not merge(small, [], nevers)
    (merger,) = merge(small, [room], nevers)
    assert merger.into == 3


def test_the_clock_of_a_circle_is_that_of_most_of_it() -> None:
    berlin, tokyo = "Europe/Berlin", "Asia/Tokyo"
    assert zone_of([berlin, tokyo, tokyo], berlin) == tokyo
    assert zone_of([berlin, tokyo], berlin) == berlin
    assert zone_of([berlin, tokyo], "UTC") == tokyo
