"""Card -> the JSON from which the page builds its elements. Text stays text: the page never parses markup.

Moments travel as ISO times and are written out in the viewer's zone by the page; mentions become names here.
"""

from __future__ import annotations

from typing import Any, assert_never

from bot.adapter import Scene
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Card,
    Content,
    Divider,
    Fields,
    Hidden,
    Image,
    Inline,
    Link,
    Mention,
    Native,
    Note,
    Select,
    Text,
    When,
    inlines,
)
from bot.ui.wire import encode_call

Json = dict[str, Any]
SOMEONE = "someone"


def render(card: Card, scene: Scene) -> Json:
    return {
        "title": card.title,
        "summary": card.summary or card.title,
        "tone": card.tone.value,
        "body": [_block(block, scene) for block in card.body],
        "files": [{"name": f.name, "mime": f.mime, "size": len(f.data)} for f in card.files],
    }


def _block(block: Block, scene: Scene) -> Json:
    match block:
        case Text(content):
            return {"block": "text", "content": _content(content, scene)}
        case Note(content):
            return {"block": "note", "content": _content(content, scene)}
        case Fields(rows):
            return {"block": "fields", "rows": [{"label": k, "content": _content(v, scene)} for k, v in rows]}
        case Divider():
            return {"block": "divider"}
        case Actions(buttons):
            return {"block": "actions", "buttons": [button(b, scene) for b in buttons]}
        case Select():
            return {
                "block": "select",
                "placeholder": block.placeholder,
                "options": [{"label": o.label, "value": o.value} for o in block.options],
                "call": encode_call(block.call, scene.community),
                "chosen": block.chosen,
            }
        case Image(url, alt):
            return {"block": "image", "url": url, "alt": alt}
        case Hidden(note, content, _):
            return {"block": "hidden", "note": note, "content": _content(content, scene)}
        case Native(otherwise=otherwise):
            return {"block": "text", "content": _content(otherwise.content, scene)}
        case _:
            assert_never(block)


def button(b: Button, scene: Scene) -> Json:
    return {"label": b.label, "style": b.style.value, "call": encode_call(b.call, scene.community)}


def _content(content: Content, scene: Scene) -> list[Json]:
    return [_inline(part, scene) for part in inlines(content)]


def _inline(part: Inline, scene: Scene) -> Json:
    match part:
        case str():
            return {"kind": "text", "text": part}
        case Bold(text):
            return {"kind": "bold", "text": text}
        case Mention(member, ping):
            person = scene.people.get(member)
            return {
                "kind": "mention",
                "person": person.external if person else "",
                "text": (person.name or person.external) if person else SOMEONE,
                "ping": ping,
            }
        case When(at, style):
            return {"kind": "when", "at": at.isoformat(), "style": style.value}
        case Link(label, url):
            return {"kind": "link", "text": label, "url": url}
        case _:
            assert_never(part)


def plain(card: Card, scene: Scene) -> str:
    """A card as lines of text, for tests and for a message menu opened on it."""
    lines = [card.title]
    for block in render(card, scene)["body"]:
        rows = block.get("rows", [{"label": "", "content": block.get("content", [])}])
        for row in rows:
            text = "".join(part.get("text", part.get("at", "")) for part in row["content"])
            if text:
                lines.append(f"{row['label']}: {text}" if row["label"] else text)
    return "\n".join(lines)
