"""A card as Block Kit. Pure and total: no I/O, no content that makes it fail, a visible "…" where something is cut.

What people wrote goes only into `plain_text` and `rich_text` elements, which parse nothing, so it can neither format
nor ping. Buttons carry their call in `value`; a drop-down has no value of its own and carries it in its `action_id`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from adapters.slack import limits
from adapters.slack.limits import cut, escape, weight
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
    Option,
    Select,
    Style,
    Text,
    When,
    WhenStyle,
    inlines,
)
from bot.ui.wire import encode_call

Json = dict[str, Any]

PRESS = "c:"
PICK = "p:"
CONTINUE = "f:"
SOMEBODY = "a member"
SHOW = "Show"

_FORMATS = {
    WhenStyle.DATE: "{date_long}",
    WhenStyle.TIME: "{time}",
    WhenStyle.DATE_TIME: "{date_short_pretty}, {time}",
    WhenStyle.RELATIVE: "{ago}",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain(text: str, most: int) -> Json:
    """A text object that parses nothing."""
    return {"type": "plain_text", "text": cut(text, most) if text.strip() else limits.MORE, "emoji": False}


def message(card: Card, scene: Scene) -> Json:
    """What a message of any kind carries: blocks, and the line for notifications and screen readers."""
    text = cut(card.summary or card.title, limits.FALLBACK_TEXT)
    return {
        "text": escape(text),
        "mrkdwn": False,
        "blocks": blocks(card, scene),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def preview(card: Card, scene: Scene) -> Json:
    """What Slack would receive for the card, to be looked at elsewhere."""
    return message(card, scene)


def modal(card: Card, scene: Scene, metadata: str = "") -> Json:
    """A card as a dialog with nothing to send. A title too long for its bar is repeated as a heading."""
    whole = cut(card.title, limits.VIEW_TITLE) == card.title
    shown = blocks(card, scene, heading=not whole, most=limits.VIEW_BLOCKS)
    return {
        "type": "modal",
        "callback_id": "card",
        "title": plain(card.title, limits.VIEW_TITLE),
        "close": plain("Close", limits.VIEW_TITLE),
        "private_metadata": metadata,
        "blocks": shown or [header(card.title)],
    }


def header(title: str) -> Json:
    return {"type": "header", "text": plain(title, limits.HEADER)}


def blocks(card: Card, scene: Scene, *, heading: bool = True, most: int = limits.MESSAGE_BLOCKS) -> list[Json]:
    drawn: list[Json] = [header(card.title)] if heading else []
    pen = _Pen(scene)
    for block in card.body:
        drawn += pen.draw(block)
    if len(drawn) > most:
        drawn = [*drawn[: most - 1], {"type": "context", "elements": [plain(limits.MORE, 1)]}]
    return drawn


class _Pen:
    """Draws the blocks of one card, counting actions (their ids must differ) and the text that is left."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.actions = 0
        self.left = limits.CARD_TEXT

    def draw(self, block: Block) -> list[Json]:
        match block:
            case Text(content):
                return self.rich(inlines(content))
            case Note(content):
                return self.note(content)
            case Fields(rows):
                return self.rich(_rows(rows))
            case Divider():
                return [{"type": "divider"}]
            case Actions(buttons):
                return [{"type": "actions", "elements": [self.button(button) for button in buttons]}]
            case Select():
                return [{"type": "actions", "elements": [self.select(block)]}]
            case Image(url, alt):
                if len(url) > limits.IMAGE_URL:
                    return self.rich((alt,))
                return [{"type": "image", "image_url": url, "alt_text": cut(alt, limits.IMAGE_ALT) or limits.MORE}]
            case Hidden(note, _, reveal):
                return [*self.note(note), {"type": "actions", "elements": [self.button(Button(SHOW, reveal))]}]
            case Native("slack", payload):
                return [dict(payload)]
            case Native(otherwise=otherwise):
                return self.draw(otherwise)
            case _:
                assert_never(block)

    def rich(self, content: tuple[Inline, ...]) -> list[Json]:
        elements = self.elements(content)
        if not elements:
            return []
        return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}]

    def elements(self, content: tuple[Inline, ...]) -> list[Json]:
        """Rich text elements within what one block and the whole card may hold."""
        room = min(limits.RICH_TEXT, self.left)
        elements: list[Json] = []
        for inline in content:
            element = _element(inline, self.scene)
            length = weight(_words(element))
            if length == 0:
                continue
            if length > room:
                kept = cut(str(element.get("text", "")), max(room, 1)) if element["type"] == "text" else limits.MORE
                elements.append({**element, "text": kept} if element["type"] == "text" else _text(kept))
                room = 0
                break
            room -= length
            elements.append(element)
        self.left -= min(limits.RICH_TEXT, self.left) - room
        return elements

    def note(self, content: Content) -> list[Json]:
        """Small where the small kind can show it; moments, links and pings need rich text."""
        parts = inlines(content)
        words: list[str] = []
        for part in parts:
            match part:
                case str(text) | Bold(text):
                    words.append(text)
                case Mention(member, ping=False):
                    words.append(_name(member, self.scene))
                case Mention() | When() | Link():
                    return self.rich(parts)
        text = "".join(words)
        return [{"type": "context", "elements": [plain(text, limits.CONTEXT_TEXT)]}] if text.strip() else []

    def button(self, button: Button) -> Json:
        element: Json = {
            "type": "button",
            "action_id": f"{PRESS}{self.number()}",
            "text": plain(button.label, limits.BUTTON_LABEL),
            "value": encode_call(button.call, self.scene.community),
        }
        match button.style:
            case Style.PLAIN:
                pass
            case Style.PRIMARY | Style.DANGER:
                element["style"] = button.style.value
            case _:
                assert_never(button.style)
        return element

    def select(self, select: Select) -> Json:
        options = {o.value: option(o) for o in select.options}
        element: Json = {
            "type": "static_select",
            "action_id": f"{PICK}{self.number()}:{encode_call(select.call, self.scene.community)}",
            "placeholder": plain(select.placeholder, limits.PLACEHOLDER),
            "options": list(options.values()),
        }
        if select.chosen in options:
            element["initial_option"] = options[select.chosen]
        return element

    def number(self) -> int:
        self.actions += 1
        return self.actions


def option(option: Option) -> Json:
    return {"text": plain(option.label, limits.OPTION_LABEL), "value": option.value}


def _rows(rows: tuple[tuple[str, Content], ...]) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for label, content in rows:
        parts += ["\n"] if parts else []
        parts += [Bold(label), ": ", *inlines(content)]
    return tuple(parts)


def _text(text: str, *, bold: bool = False) -> Json:
    element: Json = {"type": "text", "text": text}
    if bold:
        element["style"] = {"bold": True}
    return element


def _name(member: int, scene: Scene) -> str:
    person = scene.people.get(member)
    return f"@{person.name}" if person and person.name.strip() else SOMEBODY


def _element(inline: Inline, scene: Scene) -> Json:
    match inline:
        case str():
            return _text(inline)
        case Bold(text):
            return _text(text, bold=True)
        case Mention(member, ping):
            person = scene.people.get(member)
            if ping and person:
                return {"type": "user", "user_id": person.external}
            return _text(_name(member, scene), bold=True)
        case When(at, style):
            return {
                "type": "date",
                "timestamp": int(at.timestamp()),
                "format": _FORMATS[style],
                "fallback": spelled(at, style, scene.zone),
            }
        case Link(label, url):
            return {"type": "link", "url": url, "text": label or url}
        case _:
            assert_never(inline)


def _words(element: Json) -> str:
    """What an element adds to the length of a text; a link's address counts, it is never cut."""
    match element["type"]:
        case "link":
            return f"{element['text']}{element['url']}"
        case "date":
            return str(element["fallback"])
        case "user":
            return str(element["user_id"])
        case _:
            return str(element["text"])


def spelled(at: datetime, style: WhenStyle, zone: ZoneInfo) -> str:
    """A moment in words, for clients that can't show it in the reader's own zone."""
    local = at.astimezone(zone)
    day = f"{local.day} {_MONTHS[local.month - 1]} {local.year}"
    time = f"{local:%H:%M} {local.tzname() or ''}".strip()
    match style:
        case WhenStyle.DATE:
            return day
        case WhenStyle.TIME:
            return time
        case WhenStyle.DATE_TIME | WhenStyle.RELATIVE:
            return f"{day}, {time}"
        case _:
            assert_never(style)
