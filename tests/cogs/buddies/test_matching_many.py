"""More people than are matched at once."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest
import rustworkx

from cogs.buddies.choices import WISHES, Language, Part
from cogs.buddies.matching import blocks
from cogs.buddies.matching.match import match
from cogs.buddies.matching.past import World, world
from cogs.buddies.matching.people import people
from cogs.buddies.model import Rules
from cogs.buddies.problem import Problem
from tests.cogs.buddies.many import many
from tests.cogs.buddies.problems import FROM, Group, Person, alone, groups, problem

SIZES = (257, 300, 700)


def narrow(count: int, seed: int, least: int = 2) -> Problem:
    """Everybody has one part of the week only."""
    made = many(count, seed)
    chance = random.Random(seed)
    parts = list(Part)
    for n in range(count):
        made.parts[n] = chance.choice(parts[:5]).bit
    made.rules = Rules(least, True, WISHES)
    return made


def many_languages(count: int, seed: int) -> Problem:
    made = many(count, seed)
    chance = random.Random(seed)
    here = len(made.words)
    made.words.extend(Language)
    for n in range(count):
        made.language[n] = here + int(len(Language) * chance.random() ** 2.5)
    return made


def known(made: Problem) -> World:
    return world(people(made), made)


def most_pairs(made: Problem) -> int:
    everybody = np.arange(len(made.member))
    one, two = np.nonzero(np.triu(known(made).allowed(everybody, everybody)))
    graph = rustworkx.PyGraph[int | None, int]()
    graph.add_nodes_from(range(len(made.member)))
    graph.extend_from_weighted_edge_list(list(zip(one.tolist(), two.tolist(), [1] * len(one), strict=True)))
    return len(rustworkx.max_weight_matching(graph, max_cardinality=True))


def repeated(made: Problem, found: list[Group]) -> list[Group]:
    past = iter(made.past)
    before = {frozenset((a - FROM, b - FROM)) for a, b, _ in zip(past, past, past, strict=True)}
    return [group for group in found if any(frozenset(pair) in before for pair in itertools.combinations(group, 2))]


@pytest.mark.parametrize("count", SIZES)
def test_everybody_is_in_one_group_in_which_all_rules_hold(count: int) -> None:
    made = many(count)
    result = match(made)
    found = groups(result)
    assert sorted([n for group in found for n in group] + alone(result)) == list(range(count))
    rules = known(made)
    for group in found:
        rows = np.array(group)
        assert rules.allowed(rows, rows).sum() == len(group) * (len(group) - 1)


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("kind", [many, narrow, many_languages])
def test_as_many_are_matched_as_if_all_were_matched_at_once(count: int, kind: object) -> None:
    assert callable(kind)
    made = kind(count, 3)
    assert isinstance(made, Problem)
    assert len(groups(match(made))) == most_pairs(made)


@pytest.mark.parametrize("count", SIZES)
def test_nobody_meets_again(count: int) -> None:
    made = many(count)
    assert not repeated(made, groups(match(made)))


def test_people_who_know_all_of_the_few_they_fit_meet_the_one_they_met_longest_ago() -> None:
    """Four who speak another language than the other 300, and have all been together."""
    persons = [Person(language=Language.DE)] * 4 + [Person()] * 300
    past = [(0, 1, 1), (2, 3, 1), (0, 2, 5), (1, 3, 4), (0, 3, 2), (1, 2, 3)]
    for seed in range(5):
        found = groups(match(problem(persons, past=past, seed=seed)))
        assert found[:2] == [(0, 2), (1, 3)]
        assert len(found) == 152


def test_first_place_counts_wherever_the_numbers_are_odd() -> None:
    """300 early birds and 3 night owls who fit two people who are both: one owl is left over, never one of first."""
    early, both, late = (
        frozenset({Part.WEEKDAY_MORNING}),
        frozenset({Part.WEEKDAY_MORNING, Part.WEEKDAY_EVENING}),
        frozenset({Part.WEEKDAY_EVENING}),
    )
    owls = [Person(parts=late, first=True), Person(parts=late), Person(parts=late, first=True)]
    refused = [(0, 1), (0, 2), (1, 2)]
    for seed in range(5):
        result = match(
            problem([*owls, *[Person(parts=both)] * 2, *[Person(parts=early)] * 300], never=refused, seed=seed)
        )
        assert 0 not in alone(result)
        assert 2 not in alone(result)


def test_the_same_problem_has_the_same_result() -> None:
    assert match(many(600)) == match(many(600))
    assert match(many(600)).groups != match(many(600, seed=2)).groups


def test_blocks_hold_everybody_once_and_are_of_one_size() -> None:
    for count in (1, 256, 257, 300, 513, 1000, 5001):
        made = many(count)
        cut = blocks._cut(blocks._alike(known(made).people))  # pyright: ignore[reportPrivateUsage] -- its own test
        assert sorted(np.concatenate(cut).tolist()) == list(range(count))
        assert all(len(block) <= blocks.BLOCK for block in cut)
        assert max(map(len, cut)) - min(map(len, cut)) <= 2 * len(cut)
