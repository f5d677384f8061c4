"""The lint for texts that people read: calm, short, plain, and never pushing.

Every text in `content/` passes all of it, and takes nothing for granted of whoever reads it: no family, gender, degree,
car, money, passport, body, religion or season. Words in views pass `wording`, because a sentence there is put together
from parts.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

from bot.words.locale import choose

LENGTH = 350
"""Characters in one text."""
SENTENCE = 20
"""Words in one sentence."""
GRADE = 7.0
"""Flesch-Kincaid grade, about CEFR B1."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]*\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHOUTED = re.compile(r"\b[A-Z]{4,}\b")
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2B50\u2B55]")
_VOWELS = re.compile(r"[aeiouy]+")


def problems(text: str, locale: str = "en") -> list[str]:
    """What is wrong with a whole text; empty when nothing is."""
    found = wording(text, locale) + _hits(text, _rules(locale, "assumes"))
    if len(text) > LENGTH:
        found.append(f"{len(text)} characters, {LENGTH} at most")
    for sentence in sentences(text):
        count = len(_WORD.findall(sentence))
        if count > SENTENCE:
            found.append(f"{count} words in one sentence, {SENTENCE} at most: {sentence!r}")
    if choose(locale, ("en",)) == locale.split("-")[0] and grade(text) > GRADE:
        found.append(f"reads like grade {grade(text):.1f}, {GRADE:.0f} at most")
    return found


def wording(text: str, locale: str = "en") -> list[str]:
    """What is wrong with the words alone, whatever the length."""
    found = _hits(text, _rules(locale, "banned"))
    if text.count("!") > 1:
        found.append("more than one exclamation mark")
    if len(_EMOJI.findall(text)) > 1:
        found.append("more than one emoji")
    if shouted := _SHOUTED.search(text):
        found.append(f"all in capitals: {shouted.group()}")
    return found


def sentences(text: str) -> list[str]:
    return [part for line in text.splitlines() for part in _SENTENCE_END.split(line.strip()) if part]


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text, with syllables counted by their vowels."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / max(len(sentences(text)), 1) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    silent = (word.endswith("e") and not word.endswith(("le", "ee"))) or (
        word.endswith("ed") and word[-3:-2] not in "td"
    )
    return max(count - silent, 1)


_Rules = tuple[tuple[re.Pattern[str], str], ...]


def _hits(text: str, rules: _Rules) -> list[str]:
    plain = text.replace("’", "'")
    return [f"{hit.group()!r}: {why}" for pattern, why in rules if (hit := pattern.search(plain))]


@cache
def _rules(locale: str, kind: str) -> _Rules:
    """English patterns hold for every language, because people leave English words in translations."""
    content = resources.files("bot.words") / "content"
    known = [folder.name for folder in content.iterdir() if folder.is_dir()]
    rules: list[tuple[re.Pattern[str], str]] = []
    for name in dict.fromkeys((choose(locale, known), "en")):
        data = tomllib.loads((content / name / "tone.toml").read_text("utf-8"))
        rules += [(re.compile(rule["pattern"], re.IGNORECASE), rule["why"]) for rule in data.get(kind, ())]
    return tuple(rules)
