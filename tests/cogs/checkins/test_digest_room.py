"""However much six people say, a digest fits into one message of each platform, and nobody is left out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import cards as discord
from adapters.slack import cards as slack
from bot.adapter import Person, Scene
from bot.ui.phrases import one_line
from cogs.checkins import calls
from cogs.checkins.digest import said_views, views
from cogs.checkins.digest.cutting import cut, fair, weight
from cogs.checkins.digest.views import Ask, Left, Said, Section
from cogs.checkins.model import NAME, QUESTION, WORDS

SIX = range(1, 7)
SCENE = Scene(2**62, {n: Person(f"{10**18 + n}", f"Person {n}") for n in SIX})
BIG = 2**62
LONGEST = ["x", "*", "_", "|", "<", "@everyone ", "https://a.example ", "&", "\N{WAVING HAND SIGN}", "x\n", "é "]


def full(sign: str, *, offered: bool = True, kinds: int = 3) -> Left:
    words = (sign * WORDS)[:WORDS]
    title = views.heading((sign * QUESTION)[:QUESTION]) if sign.strip() else views.WELL
    sections = tuple(Section(f"{n}{title}"[:QUESTION], tuple(Said(who, words) for who in SIX)) for n in range(kinds))
    return Left(sections, tuple(Ask(BIG + who, who, words, offered) for who in SIX))


def parts(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for one in components:
        yield one
        yield from parts(one.get("components", []))


@pytest.mark.parametrize("sign", LONGEST)
@pytest.mark.parametrize("whole", [None, calls.read(BIG)])
def test_six_peoples_longest_answers_fit_into_one_discord_message(sign: str, whole: Any) -> None:
    left = full(sign)
    drawn = list(parts(discord.render(views.digest("n" * NAME, left, whole=whole), SCENE)))
    assert len(drawn) <= 40
    texts = [one["content"] for one in drawn if one["type"] == discord.TEXT]
    assert sum(map(len, texts)) <= 4000
    shown = "\n".join(texts)
    for who in SIX:
        assert shown.count(f"<@{10**18 + who}>") == 4, "everybody's words stand in every section"
    assert sum(one["type"] == discord.BUTTON for one in drawn) == 6 + (whole is not None)
    assert shown.count("…") >= 24
    assert whole is not None or "whole is in this thread" in shown


@pytest.mark.parametrize("sign", LONGEST)
def test_they_fit_into_one_slack_message(sign: str) -> None:
    drawn = slack.message(views.digest("n" * NAME, full(sign)), SCENE)
    assert len(drawn["blocks"]) <= 50
    text = json.dumps(drawn["blocks"], ensure_ascii=False)
    for who in SIX:
        assert text.count(f"Person {who}") == 4
    assert sum(len(one.get("elements", [])) for one in drawn["blocks"] if one["type"] == "actions") == 6


def test_what_is_short_is_shown_whole_and_only_the_long_is_cut() -> None:
    said = tuple(Said(who, f"Short words of {who}.") for who in range(1, 6))
    long = Said(6, "y " * 249)
    card = views.digest("Week", Left((Section(views.WELL, (*said, long)),), ()))
    shown = "".join(one["content"] for one in parts(discord.render(card, SCENE)) if one["type"] == discord.TEXT)
    for who in range(1, 6):
        assert f"Short words of {who}." in shown
    assert "…" not in shown
    assert "whole is in this thread" not in shown


def test_more_questions_than_a_card_holds_are_one_section() -> None:
    found = [(f"Question {n}", Said(1, f"Words {n}")) for n in range(9)]
    made = views.sections(found)
    assert len(made) == 5
    assert made[-1].title == views.MORE
    assert {said.text for section in made for said in section.said} == {f"Words {n}" for n in range(9)}


def test_asks_that_come_back_fit_beside_the_head_of_a_week() -> None:
    blocks = views.returned([Ask(BIG + who, who, "*" * WORDS, offered=True) for who in SIX])
    assert len(blocks) <= 13
    assert views.returned([]) == ()


@given(st.lists(st.text(max_size=WORDS), max_size=30), st.integers(1, 5000))
def test_cut_fairly_all_texts_together_keep_to_the_room(texts: list[str], room: int) -> None:
    most = fair(map(weight, texts), room)
    after = [cut(text, most) for text in texts]
    assert sum(map(weight, after)) <= room + len(texts), "where nothing fits, a … stays of each"
    for before, left in zip(texts, after, strict=True):
        assert left == before or (left.endswith("…") and before.startswith(left[:-1]))
        assert left == before or weight(before) > most


@given(st.text(max_size=WORDS))
def test_a_weight_is_never_less_than_what_discord_counts(text: str) -> None:
    line = f"x: {one_line(text)}"
    assert weight(line) >= len(discord.escape(line))


# The anonymous post


@pytest.mark.parametrize("sign", LONGEST)
@pytest.mark.parametrize("number", [5, 14, 40, 300])
def test_anonymous_answers_take_few_posts_and_each_fits(sign: str, number: int) -> None:
    words = [(f"{n:03} " + sign * WORDS)[:WORDS] for n in range(number)]
    made = said_views.posts("q" * QUESTION, words)
    assert len(made) <= 10
    shown = ""
    for card in made:
        drawn = list(parts(discord.render(card, SCENE)))
        assert len(drawn) <= 40
        texts = [one["content"] for one in drawn if one["type"] == discord.TEXT]
        assert sum(map(len, texts)) <= 4000
        shown += "\n".join(texts)
    assert all(f"“{n:03}" in shown for n in range(min(number, 75)))
    assert ("drawn by lot" in shown) is (number > 75)


def test_five_long_anonymous_answers_are_shown_whole_in_one_post() -> None:
    words = ["word " * 99 + str(n) for n in range(5)]
    (card,) = said_views.posts("How is it?", words)
    shown = "".join(one["content"] for one in parts(discord.render(card, SCENE)) if one["type"] == discord.TEXT)
    assert all(one in shown for one in words)
