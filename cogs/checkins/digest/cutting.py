"""Many people's words in one message: each is cut only as far as the room for all of them asks for."""

from __future__ import annotations

from collections.abc import Iterable

_LONGER = {"&": 5, "<": 4, ">": 4}
_MARKUP = frozenset("\\*_~|`[]#+-:@")


def one_line(text: str) -> str:
    return " ".join(text.split())


def weight(text: str) -> int:
    """How long a platform may count a text at most: what has a meaning in markup is sent with more than one sign."""
    return sum(map(_weight, text))


def _weight(char: str) -> int:
    if char in _MARKUP or ord(char) > 0xFFFF:
        return 2
    return _LONGER.get(char, 1)


def fair(weights: Iterable[int], room: int) -> int:
    """The weight up to which every text may go so that all together keep to the room: the longest are cut first."""
    left, waiting = room, sorted(weights)
    while waiting:
        each = left // len(waiting)
        if waiting[0] > each:
            return each
        left -= waiting.pop(0)
    return room


def cut(text: str, most: int) -> str:
    """The text, or as much of its beginning as weighs no more, with a visible "…"."""
    if weight(text) <= most:
        return text
    left = most - 1
    for at, char in enumerate(text):
        left -= _weight(char)
        if left < 0:
            return text[:at].rstrip() + "…"
    return text
