"""A card as plain text and labels, the way the in-memory platform shows it."""

from __future__ import annotations

from typing import assert_never

from bot.adapter import Scene
from bot.ui.card import (
    Actions,
    Bold,
    Button,
    Card,
    Content,
    Divider,
    Fields,
    Hidden,
    Image,
    Link,
    Mention,
    Native,
    Note,
    Select,
    Text,
    When,
    inlines,
)


def text_of(content: Content, scene: Scene) -> str:
    return "".join(_inline(inline, scene) for inline in inlines(content))


def _inline(inline: object, scene: Scene) -> str:
    match inline:
        case str():
            return inline
        case Bold(text):
            return text
        case Mention(member):
            person = scene.people.get(member)
            return f"@{person.name or person.external}" if person else "someone"
        case When(at):
            return at.astimezone(scene.zone).strftime("%Y-%m-%d %H:%M")
        case Link(label):
            return label
        case _:
            raise TypeError(inline)


def read(card: Card, scene: Scene) -> str:
    lines = [card.title]
    for block in card.body:
        match block:
            case Text(content) | Note(content):
                lines.append(text_of(content, scene))
            case Fields(rows):
                lines += [f"{label}: {text_of(content, scene)}" for label, content in rows]
            case Hidden(note):
                lines.append(note)
            case Image(alt=alt):
                lines.append(alt)
            case Native(otherwise=otherwise):
                lines.append(text_of(otherwise.content, scene))
            case Select(placeholder=placeholder):
                lines.append(placeholder)
            case Divider() | Actions():
                pass
            case _:
                assert_never(block)
    return "\n".join(lines)


def buttons(card: Card) -> list[Button]:
    found: list[Button] = []
    for block in card.body:
        match block:
            case Actions(row):
                found += row
            case Hidden(reveal=reveal):
                found.append(Button("Show", reveal))
            case _:
                pass
    return found


def selects(card: Card) -> list[Select]:
    return [block for block in card.body if isinstance(block, Select)]
