"""A week in half hours: when somebody is free, on the world's clock, as bits.

Bit 0 is the half hour from the start of the round (rounded down to the hour), bit 335 ends a week later. Each half
hour is judged by what the member's own clock says as it begins, so a clock change in the middle of the week is right
by itself. Two people share what is set in both masks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cogs.buddies.choices import ANY_TIME, PARTS, Part

HALF_HOURS = 7 * 48
HALF_HOUR = timedelta(minutes=30)
_APART = 36
"""Half hours between two proposed times that are not on the same day for anybody."""
_PART_AT = {
    (weekend, hour): part for part, (weekend, _, opens, closes) in PARTS.items() for hour in range(opens, closes)
}


def week(parts: int, zone: ZoneInfo, start: datetime) -> int:
    """The free half hours of the week from `start`; parts that nobody named (0) are all of them."""
    mask = 0
    for bit, free in _weeks(zone, _hour(start)):
        if (parts or ANY_TIME) & bit:
            mask |= free
    return mask


def hours(mask: int) -> float:
    return mask.bit_count() / 2


def slots(mask: int, start: datetime, count: int = 3) -> list[datetime]:
    """When an hour or more is free, earliest first: on different days where there are, spread over the week."""
    first = mask & (mask >> 1) & ((1 << HALF_HOURS) - 1)
    left = [n for n in range(HALF_HOURS) if first >> n & 1]
    middles = set(_middles(mask))
    chosen: list[int] = []
    for turn in range(count):
        wanted = HALF_HOURS * (2 * turn + 1) // (2 * count)

        def unfit(n: int, wanted: int = wanted) -> tuple[bool, bool, int]:
            same_day = any(abs(n - other) < _APART for other in chosen)
            return same_day, n not in middles, abs(n - wanted)

        left = [n for n in left if all(abs(n - other) >= 2 for other in chosen)]
        if not left:
            break
        chosen.append(min(left, key=unfit))
    return [_hour(start) + n * HALF_HOUR for n in sorted(chosen)]


def _middles(mask: int) -> list[int]:
    """The middle hour of each stretch of free time: kinder than its edges."""
    found: list[int] = []
    n = 0
    while n < HALF_HOURS:
        end = n
        while end < HALF_HOURS and mask >> end & 1:
            end += 1
        if end - n >= 2:
            middle = (n + end) // 2 - 1
            on_the_hour = middle - middle % 2
            found.append(on_the_hour if on_the_hour >= n else middle)
        n = end + 1
    return found


@lru_cache(maxsize=512)
def _weeks(zone: ZoneInfo, start: datetime) -> tuple[tuple[int, int], ...]:
    """The bit of each part, and its half hours."""
    masks = dict.fromkeys(Part, 0)
    for n in range(HALF_HOURS):
        local = (start + n * HALF_HOUR).astimezone(zone)
        part = _PART_AT.get((local.weekday() >= 5, local.hour))
        if part is not None:
            masks[part] |= 1 << n
    return tuple((part.bit, mask) for part, mask in masks.items())


def _hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
