"""Every text that ships passes the lint: the sets in full, the words of views for what they say."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from bot.words import packs, tone

ROOT = Path(__file__).parents[3]
PACKAGES = ("bot.words", *(f"cogs.{folder.parent.name}" for folder in sorted(ROOT.glob("cogs/*/content"))))
SQL = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|WITH|FROM|WHERE|AND|OR|NOT|IN|ON|BY|AS|SET|VALUES|LIMIT|JOIN|NULL|CASE|COALESCE)\b"
    r"|\w+ = :\w+|^\w+(\.\w+)?(, \w+(\.\w+)?)+,?$|, :\w+"
)


def shipped() -> Iterator[tuple[str, str, str]]:
    for package in PACKAGES:
        for locale in packs.locales(package):
            for name in packs.names(package, locale):
                for item in packs.load(package, name, locale).items:
                    yield f"{package}.{name}.{item.id}", locale, item.text
                for row in rows(package, locale)[name]:
                    if more := row.get("follow_up"):
                        yield f"{package}.{name}.{row['id']}.follow_up", locale, more


def rows(package: str, locale: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((resources.files(package) / "content" / f"{locale}.toml").read_text("utf-8"))


def spoken() -> Iterator[tuple[str, str]]:
    """Literals with a space in them, without docstrings and SQL, of the files that hold what people read."""
    for file in sorted((*ROOT.glob("cogs/**/*.py"), ROOT / "bot/runtime/answers.py")):
        tree = ast.parse(file.read_text("utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str(text)) if (
                    " " in text.strip() and id(node) not in notes and not SQL.search(text)
                ):
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", text
                case _:
                    pass


def test_every_text_of_every_set_passes_the_lint() -> None:
    found = {where: said for where, locale, text in shipped() if (said := tone.problems(text, locale))}
    assert not found


def test_the_words_of_every_view_pass_the_lint() -> None:
    found = {where: (said, text) for where, text in spoken() if (said := tone.wording(text))}
    assert not found


def test_no_id_or_text_of_a_set_is_there_twice() -> None:
    texts = [(locale, text) for _, locale, text in shipped()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize(
    "text",
    [
        "Everything happens for a reason.",
        "At least you got an interview.",
        "Just apply again.",
        "You should rest now.",
        "Cheer up, and stay positive.",
        "Their loss!",
        "Every no brings you closer to yes.",
        "Don’t give up.",
        "You must be sad.",
        "You are so close to your dream job.",
        "Crush it this week.",
        "You have to answer today.",
        "Great! Well done!",
        "THANKS for that.",
        "One 🎉 and two 🎉.",
        "You missed your check-in.",
        "It will get better.",
        "No excuses this week.",
        "Great job!",
    ],
)
def test_a_text_that_pushes_cheers_or_blames_is_found(text: str) -> None:
    assert tone.problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "That’s a hard email to get. Want to share it, write privately, or leave it for now?",
        "You prepared and showed up. What is one answer you’d keep?",
        "No check-in is fine. Join again any week.",
        "Just listen, or just me: both are fine.",
        "A manager must fill the role by May.",
        "Thank you!",
    ],
)
def test_a_calm_text_passes(text: str) -> None:
    assert tone.problems(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Tell your partner what went well.",
        "Hello guys, what is next?",
        "Put your degree on top.",
        "Clear your desk first.",
        "Buy a notebook for it.",
        "Go for a walk after each call.",
        "What will you do this summer?",
        "Get a foot in the door.",
    ],
)
def test_a_text_that_takes_something_for_granted_is_found(text: str) -> None:
    assert tone.problems(text)
    assert not tone.wording(text)


def test_long_texts_sentences_and_hard_words_are_found() -> None:
    assert any("characters" in said for said in tone.problems("A day. " * 60))
    assert any("one sentence" in said for said in tone.problems("a day " * 21))
    hard = "Organisational considerations occasionally necessitate unanticipated recruitment discontinuation."
    assert any("grade" in said for said in tone.problems(hard))


def test_english_patterns_hold_in_other_languages_too() -> None:
    assert tone.problems("Don't give up, das wird schon.", "de")
