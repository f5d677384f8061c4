"""Crisis lines by country, from a file that comes with the bot: no network, no database.

What may be shown is decided here: an entry needs a source, a check that is at most a year old, and more behind its
number than one page. Find A Helpline and a country's emergency number always stay.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import cast

FRESH = timedelta(days=365)
"""How old a check may be."""
ANYWHERE = "*"

# The short English names of ISO 3166-1, for every country of the file.
COUNTRIES: Mapping[str, str] = {
    "AR": "Argentina",
    "AT": "Austria",
    "AU": "Australia",
    "BE": "Belgium",
    "BR": "Brazil",
    "CA": "Canada",
    "CH": "Switzerland",
    "DE": "Germany",
    "DK": "Denmark",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IL": "Israel",
    "IN": "India",
    "IT": "Italy",
    "JP": "Japan",
    "KE": "Kenya",
    "KR": "South Korea",
    "MX": "Mexico",
    "NG": "Nigeria",
    "NL": "Netherlands",
    "NO": "Norway",
    "NZ": "New Zealand",
    "PH": "Philippines",
    "PL": "Poland",
    "PT": "Portugal",
    "SE": "Sweden",
    "SG": "Singapore",
    "TR": "Türkiye",
    "US": "United States",
    "ZA": "South Africa",
}


class Kind(StrEnum):
    CRISIS = "crisis"
    EMERGENCY = "emergency"
    DIRECTORY = "directory"


class Evidence(StrEnum):
    OPERATOR = "operator"
    OFFICIAL = "official"
    TWO_SOURCES = "two sources"
    ONE_SOURCE = "one source"


@dataclass(frozen=True, slots=True)
class Line:
    """One entry; the file's head says what its fields mean. Empty text: no source says it."""

    country: str
    kind: Kind
    name: str
    phone: str
    text: str
    url: str
    hours: str
    languages: str
    source: str
    evidence: Evidence
    checked_on: date

    def may_be_shown(self, today: date) -> bool:
        if self.kind is Kind.EMERGENCY or self.url == FIND_A_HELPLINE:
            return True
        confirmed = bool(self.source) and self.evidence is not Evidence.ONE_SOURCE
        return confirmed and today - self.checked_on <= FRESH


FIND_A_HELPLINE = "https://findahelpline.com"

# "(first source, 2025; …)" tells the keeper of the file where something comes from, not the person in need.
_PROVENANCE = re.compile(r"\s*\([^()]*\bsource\b[^()]*\)")


@dataclass(frozen=True, slots=True)
class Help:
    """What may be shown for a country on a day, by kind. `crisis` may be empty."""

    crisis: tuple[Line, ...]
    emergency: tuple[Line, ...]
    directories: tuple[Line, ...]


def for_country(country: str, today: date) -> Help:
    """An unknown or empty country gets the directories alone."""
    shown = [line for line in lines() if line.may_be_shown(today) and line.country in (country, ANYWHERE)]
    return Help(*(tuple(line for line in shown if line.kind is kind) for kind in Kind))


def aged(now: datetime) -> list[str]:
    """Country codes with entries whose check is older than a year, for `cairn check`; "*" stands for everywhere."""
    return sorted({line.country for line in lines() if now.date() - line.checked_on > FRESH})


def countries() -> tuple[tuple[str, str], ...]:
    """Code and name of every country in the file, by name."""
    codes = {line.country for line in lines()} - {ANYWHERE}
    return tuple(sorted(((code, COUNTRIES[code]) for code in codes), key=lambda pair: pair[1]))


@cache
def lines() -> tuple[Line, ...]:
    data = tomllib.loads((resources.files("bot.safety") / "helplines.toml").read_text("utf-8"))
    return tuple(_line(row) for row in cast("list[dict[str, str]]", data["line"]))


def _line(row: Mapping[str, str]) -> Line:
    return Line(
        row["country"],
        Kind(row["kind"]),
        row["name"],
        row["phone"],
        row["text"],
        row["url"],
        _PROVENANCE.sub("", row["hours"]),
        _PROVENANCE.sub("", row["languages"]),
        row["source"],
        Evidence(row["evidence"]),
        date.fromisoformat(row["checked_on"]),
    )
