"""Time zones as people say them: a city, an IANA name, a distance from UTC, or the time on their clock.

Pure functions: what is typed leads to candidates, never to a guess that is kept. Somebody picks one of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from bot.people.cities import NAMES

MOST = 25
"""How many candidates one drop-down holds on every platform."""
_CLOSE = timedelta(minutes=7, seconds=30)
"""Zones lie a quarter of an hour apart; half of that forgives a clock that is off."""
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# fmt: off
_LARGE = (
    "Europe/London", "Europe/Berlin", "Europe/Athens", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Tokyo", "Asia/Shanghai", "Australia/Sydney",
    "Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi", "Asia/Karachi", "Asia/Dubai", "Asia/Bangkok",
    "Asia/Dhaka", "Europe/Istanbul", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires",
    "Pacific/Auckland", "Europe/Lisbon", "Europe/Paris", "Europe/Madrid", "America/Toronto", "Asia/Jakarta",
    "Asia/Manila", "Asia/Singapore", "Africa/Cairo", "America/Halifax", "America/Phoenix", "Pacific/Honolulu",
    "America/Anchorage", "Asia/Kathmandu", "Australia/Adelaide", "Australia/Perth", "America/St_Johns", "Asia/Tehran",
)
# fmt: on
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?|([+\-−–])\s*(\d{1,2})(?::?(\d{2}))?")


@lru_cache(maxsize=700)
def clock_of(zone: str) -> ZoneInfo:
    """The library keeps eight; reading one from the disk takes a quarter of a millisecond."""
    return ZoneInfo(zone)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A zone that may be meant. `place` is how it was found: a city or the zone's own name."""

    zone: str
    place: str

    def label(self, now: datetime) -> str:
        """For a drop-down: the place, and what time it is there."""
        return f"{self.place}: {now.astimezone(clock_of(self.zone)):%H:%M} now"


@cache
def known() -> frozenset[str]:
    """Zones that a person may choose: places, whole hours from UTC, and UTC itself."""
    names = available_timezones()
    places = {name for name in names if name.split("/")[0] in _REGIONS and "/" in name}
    hours = {f"Etc/GMT{sign}{n}" for sign, most in (("+", 12), ("-", 14)) for n in range(1, most + 1)}
    return frozenset((places | hours | {"UTC"}) & (names | {"UTC"}))


def place_of(zone: str) -> str:
    """`America/Argentina/Buenos_Aires` as a person would say it."""
    if zone.startswith("Etc/GMT"):
        sign = "+" if "-" in zone else "−"
        return f"UTC{sign}{zone.lstrip('Etc/GMT+-')}, all year"
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _plain(text: str) -> str:
    """Without case, accents and punctuation, so that `Sao Paulo` finds `São Paulo`."""
    text = text.replace("ł", "l").replace("Ł", "L").replace("ß", "ss").replace("ø", "o").replace("Ø", "O")
    text = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() or c == "/" else " " for c in text if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


def _alike(one: str, other: str) -> bool:
    """Two names of one zone: the database keeps old spellings."""
    return one == other or _course(one) == _course(other)


@cache
def _course(zone: str) -> tuple[timedelta | None, ...]:
    return tuple(datetime(2026, month, 1, tzinfo=UTC).astimezone(clock_of(zone)).utcoffset() for month in range(1, 13))


@cache
def _places() -> Mapping[str, tuple[Candidate, ...]]:
    """From what may be typed to where it leads. A name that two zones share leads to both."""
    found: dict[str, list[Candidate]] = {}

    def add(said: str, candidate: Candidate) -> None:
        there = found.setdefault(_plain(said), [])
        if not any(_alike(candidate.zone, other.zone) for other in there):
            there.append(candidate)

    for zone in sorted(known(), key=lambda zone: (zone not in _LARGE, zone)):
        candidate = Candidate(zone, place_of(zone))
        if not zone.startswith("Etc/"):  # without their sign they all read alike
            add(zone, candidate)
        add(candidate.place, candidate)
    for city, zone in NAMES.items():
        if zone in known():
            add(city, Candidate(zone, city))
    return {said: tuple(there) for said, there in found.items()}


def find(typed: str, now: datetime) -> list[Candidate]:
    """What may be meant, the likeliest first; empty when nothing is."""
    offset = _offset(typed)
    if offset is not None:
        return _at_offset(offset, now)
    said = _plain(typed)
    if not said:
        return []
    exact = _exact(typed)
    if exact:
        return list(exact)
    clock = _clock(typed)
    if clock is not None:
        return _at_clock(clock, now)
    return _unique(_starting(said))[:MOST]


def named(typed: str) -> Candidate | None:
    """The one zone that is meant without a doubt: an IANA name, or a city of which there is one."""
    exact = _exact(typed)
    return exact[0] if len(exact) == 1 else None


def _exact(typed: str) -> tuple[Candidate, ...]:
    zone = _by_id().get(typed.strip().casefold())
    return (Candidate(zone, place_of(zone)),) if zone else _places().get(_plain(typed), ())


@cache
def _by_id() -> Mapping[str, str]:
    return {zone.casefold(): zone for zone in known()}


def _starting(said: str) -> Iterable[Candidate]:
    for name, candidates in _places().items():
        if name.startswith(said):
            yield from candidates
    if len(said) >= 3:
        for name, candidates in _places().items():
            if f" {said}" in name or f"/{said}" in name:
                yield from candidates


def _unique(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({candidate.zone: candidate for candidate in reversed(list(candidates))}.values())[::-1]


def suggest(typed: str) -> list[str]:
    """For autocomplete: names that `find` leads to one zone. Nothing typed suggests large cities."""
    said = _plain(typed)
    if not said:
        return [place_of(zone) for zone in _LARGE if zone in known()][:MOST]
    names = dict.fromkeys(c.place for c in (*_places().get(said, ()), *_starting(said)))
    return list(names)[:MOST]


def _offset(typed: str) -> timedelta | None:
    """`UTC+2`, `GMT-3:30`, `+02:00`; None when it is nothing of the kind or no clock is that far off."""
    match = _OFFSET.fullmatch(typed.strip().upper())
    if match is None:
        return None
    sign, hours, minutes = match[1] or match[4], match[2] or match[5], match[3] or match[6] or "0"
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    if int(minutes) > 59 or offset > timedelta(hours=14):
        return None
    return offset if sign == "+" else -offset


def _clock(typed: str) -> timedelta | None:
    """The time of day on somebody's clock: `14:35`, `2.35 pm`, `9am`."""
    match = _CLOCK.fullmatch(typed.strip())
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return timedelta(hours=hour, minutes=minute) if hour < 24 and minute < 60 else None


def _at_clock(clock: timedelta, now: datetime) -> list[Candidate]:
    day = timedelta(days=1)

    def near(zone: str) -> bool:
        there = now.astimezone(clock_of(zone))
        apart = (timedelta(hours=there.hour, minutes=there.minute, seconds=there.second) - clock) % day
        return min(apart, day - apart) <= _CLOSE

    return _those(near, now)


def _at_offset(offset: timedelta, now: datetime) -> list[Candidate]:
    return _those(lambda zone: now.astimezone(clock_of(zone)).utcoffset() == offset, now)


def _those(fits: Callable[[str], bool], now: datetime) -> list[Candidate]:
    """Large cities first, then a fixed distance from UTC, then one place for each way the clocks go."""
    large = [zone for zone in _LARGE if zone in known() and fits(zone)]
    fixed = sorted(zone for zone in known() if zone.startswith("Etc/") and fits(zone))
    others = [] if large else sorted(zone for zone in known() if not zone.startswith("Etc/") and fits(zone))
    return [Candidate(zone, place_of(zone)) for zone in (*large, *fixed, *others)][:MOST]
