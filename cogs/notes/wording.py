"""How a template of the pack becomes a note."""

from __future__ import annotations

import re
from dataclasses import asdict

from bot.words import packs
from bot.words.packs import Item
from cogs.notes.model import Filling, NoteKind, Tone

_FIELD = re.compile(r"\{(name|company|role|detail)\}")


def templates(kind: NoteKind, tone: Tone, locale: str) -> list[Item]:
    return [item for item in packs.load("cogs.notes", kind.value, locale).items if tone.value in item.tags]


def first(kind: NoteKind, tone: Tone, locale: str) -> Item:
    return templates(kind, tone, locale)[0]


def after(kind: NoteKind, tone: Tone, template: str, locale: str) -> Item:
    """The next wording; the first one again after the last, or when the pack has lost it."""
    items = templates(kind, tone, locale)
    at = next((n for n, item in enumerate(items) if item.id == template), -1)
    return items[(at + 1) % len(items)]


def named(kind: NoteKind, tone: Tone, template: str, locale: str) -> Item:
    """That wording, or the first one if the pack has lost it."""
    items = templates(kind, tone, locale)
    return next((item for item in items if item.id == template), items[0])


def render(item: Item, kind: NoteKind, filling: Filling) -> str:
    """One pass: what somebody typed is never read as a template, whatever stands in it."""
    typed: dict[str, str] = asdict(filling)
    known = {name: _inline(text) or kind.unknown[name] for name, text in typed.items()}
    return _FIELD.sub(lambda found: known[found[1]], item.text.strip())


def _inline(text: str) -> str:
    """It stands inside a sentence: on one line, without a full stop of its own."""
    return " ".join(text.split()).rstrip(" .,;")
