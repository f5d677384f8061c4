"""A community's own view of the help lines of a country: the bundled ones, and what organisers decided about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.safety import helplines
from bot.safety.helplines import FRESH, Evidence, Help, Kind, Line
from bot.ui import form as forms

NAME = 100
NUMBER = 60
ADDRESS = 150
ABOUT = 150
OWN = 5
"""How many lines organisers may add to a country."""
_NOTHING = "–"
"""Stands on the first line of the form where no hours are known: an empty one gets lost on the way."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is shown of a line."""

    name: str
    phone: str
    text: str
    url: str
    hours: str
    languages: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What organisers decided, and when they confirmed it last."""

    line: str
    hidden: bool
    words: Words | None
    """None: the bundled ones."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line as organisers see it. `line` holds the words that are in force."""

    ref: str
    line: Line
    decision: Decision | None = None
    bundled: bool = True

    @property
    def stays(self) -> bool:
        """An emergency number is always there."""
        return self.line.kind is Kind.EMERGENCY

    @property
    def own_words(self) -> bool:
        return self.decision is not None and self.decision.words is not None

    @property
    def hidden(self) -> bool:
        return self.decision is not None and self.decision.hidden and not self.stays

    def confirmed(self, now: datetime) -> bool:
        """An organiser vouched for it within a year."""
        return self.decision is not None and not self.decision.hidden and now - self.decision.at <= FRESH

    def shown(self, now: datetime, today: date) -> bool:
        if self.stays or self.hidden:
            return self.stays
        return self.confirmed(now) or (not self.own_words and self.line.may_be_shown(today))


def entries(country: str, decisions: Sequence[Decision]) -> tuple[Entry, ...]:
    """The emergency numbers first, then the bundled lines in their order, then those that organisers added."""
    decided = {decision.line: decision for decision in decisions}
    bundled = [line for line in helplines.lines() if line.country == country]
    bundled.sort(key=lambda line: line.kind is not Kind.EMERGENCY)
    found = [_bundled(line, decided.get(_ref(line))) for line in bundled]
    mine = {entry.ref for entry in found}
    return (*found, *(_own(country, one) for one in decisions if one.line not in mine and one.words))


def _bundled(line: Line, decision: Decision | None) -> Entry:
    words = decision.words if decision else None
    return Entry(_ref(line), _worded(line, words) if words else line, decision)


def _own(country: str, decision: Decision) -> Entry:
    """Added by organisers, or what they made of a bundled line that the file has lost since."""
    blank = Line(country, Kind.CRISIS, "", "", "", "", "", "", "", Evidence.ONE_SOURCE, decision.at.date())
    assert decision.words is not None  # chosen by it
    return Entry(decision.line, _worded(blank, decision.words), decision, bundled=False)


def _worded(line: Line, words: Words) -> Line:
    return replace(
        line,
        name=words.name or line.name,
        phone=words.phone or (line.phone if line.kind is Kind.EMERGENCY else ""),
        text=words.text,
        url=words.url,
        hours=words.hours,
        languages=words.languages,
    )


def _ref(line: Line) -> str:
    """Short enough for a button, and the same as long as the file calls the line so."""
    return "b" + hashlib.blake2s(f"{line.kind.value}:{line.name}".encode(), digest_size=6).hexdigest()


def view(country: str, decisions: Sequence[Decision], now: datetime, today: date) -> Help:
    """What members of the community see."""
    shown = [entry.line for entry in entries(country, decisions) if entry.shown(now, today)]
    return replace(
        helplines.for_country(country, today),
        crisis=tuple(line for line in shown if line.kind is Kind.CRISIS),
        emergency=tuple(line for line in shown if line.kind is Kind.EMERGENCY),
    )


class Told(forms.Form, title="A help line"):
    name: str = forms.short("Name", max=NAME, default="")
    phone: str = forms.short("Number to call", hint="As it is dialled in that country.", max=NUMBER, default="")
    text: str = forms.short("Number to text", max=NUMBER, default="")
    url: str = forms.short("Address on the web", hint="It begins with https://", max=ADDRESS, default="")
    about: str = forms.long(
        "Hours and languages",
        hint="The hours on the first line, the languages on the second.",
        max=2 * ABOUT + 1,
        default="",
    )


def told(words: Words) -> Told:
    """The form with these words in it."""
    about = f"{words.hours or _NOTHING}\n{words.languages}" if words.languages else words.hours
    return Told(name=words.name, phone=words.phone, text=words.text, url=words.url, about=about)


def words_of(form: Told) -> Words:
    hours, _, languages = form.about.partition("\n")
    url = form.url.strip()
    if url and "://" not in url:
        url = f"https://{url}"
    return Words(
        " ".join(form.name.split()),
        " ".join(form.phone.split()),
        " ".join(form.text.split()),
        url,
        "" if hours.strip() in (_NOTHING, "-") else " ".join(hours.split())[:ABOUT],
        " ".join(languages.split())[:ABOUT],
    )


def problems(words: Words, kind: Kind) -> dict[str, str]:
    """What keeps these words from being shown, by field; empty when nothing does."""
    found: dict[str, str] = {}
    if not words.name:
        found["name"] = "Please give the line a name."
    if kind is Kind.EMERGENCY and not words.phone:
        found["phone"] = "An emergency number always stays. Please write the number."
    elif not (words.phone or words.text or words.url):
        found["phone"] = "Please write a number or an address."
    for field, number in (("phone", words.phone), ("text", words.text)):
        if number and not any(c.isdecimal() for c in number):
            found[field] = "Please write a number with digits."
    if words.url and (
        not words.url.startswith("https://") or any(c.isspace() for c in words.url) or "." not in words.url
    ):
        found["url"] = "Please write an address that begins with https://"
    return found
