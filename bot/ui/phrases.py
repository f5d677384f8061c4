"""Pieces of text that stand on many cards, said in one way everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.card import Inline, Mention


def named(members: Sequence[int], ping: frozenset[int] = frozenset()) -> tuple[Inline, ...]:
    """Ann, Ben and Cy. Only those in `ping` are notified."""
    found: list[Inline] = []
    for n, member in enumerate(members):
        if n:
            found.append(" and " if n == len(members) - 1 else ", ")
        found.append(Mention(member, ping=member in ping))
    return tuple(found)


def day_named(day: date) -> str:
    """Thursday, 5 March: a day on everybody's wall. For a moment there is `When`."""
    return f"{day:%A}, {day.day} {day:%B}"


def day_in_full(day: date) -> str:
    """5 March 2026: where the year may be another one."""
    return f"{day.day} {day:%B %Y}"


def one_line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str, most: int) -> str:
    """On one line, and no longer than that, with a visible "…"."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
