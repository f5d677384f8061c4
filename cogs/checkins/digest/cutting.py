"""Many people's words in one message: each is cut only as far as the room for all of them asks for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

_MARKUP = re.compile(r"[\\*_~|`\[\]#+:@-]")
_ESCAPED = {"&": 4, "<": 3, ">": 3}
"""Slack writes "&amp;" for one sign: so many more."""


def weight(text: str) -> int:
    """How long a platform may count a text at most: what has a meaning in markup is sent with more than one sign."""
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2  # Discord counts an emoji twice
    return units + len(_MARKUP.findall(text)) + sum(text.count(sign) * more for sign, more in _ESCAPED.items())


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
    end = max(0, bisect_right(range(len(text)), most - 1, key=lambda end: weight(text[:end])) - 1)
    return text[:end].rstrip() + "…"
