"""A card as Components V2: pure, total, no I/O. What does not fit is cut with a visible "…"; ids are never cut.

A V2 message has no other text, so its first TextDisplay is also what a notification and a screen reader say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, assert_never

from adapters.discord import limits, words
from adapters.discord.markup import Part, escape, one_line, parts_of, within
from bot.adapter import Scene
from bot.ui.card import (
    Actions,
    Block,
    Button,
    Card,
    Divider,
    Fields,
    File,
    Hidden,
    Image,
    Mention,
    Native,
    Note,
    Select,
    Style,
    Text,
    Tone,
    contents,
    inlines,
)
from bot.ui.wire import encode_call

Component = dict[str, Any]

ROW, BUTTON, SELECT, TEXT, GALLERY, FILE, DIVIDER, CONTAINER = 1, 2, 3, 10, 12, 13, 14, 17
V2 = 1 << 15

_COLOURS: Mapping[Tone, int | None] = {
    Tone.PLAIN: None,
    Tone.WARM: 0xE8A33D,
    Tone.CARE: 0x6FA3C4,
    Tone.WARNING: 0xC9534F,
}
_STYLES = {Style.PRIMARY: 1, Style.PLAIN: 2, Style.DANGER: 4}


@dataclass(frozen=True, slots=True)
class RawButton:
    """A button of the adapter's own, whose id is no core call."""

    label: str
    custom_id: str
    style: Style = Style.PRIMARY


@dataclass(frozen=True, slots=True)
class Written:
    """Text that may still have to be cut. A spoiler stays closed however much is cut from it."""

    parts: list[Part]
    spoiler: bool = False

    def __len__(self) -> int:
        return sum(len(p.before) + len(p.text) + len(p.after) for p in self.parts) + 4 * self.spoiler

    def text(self, most: int) -> str:
        return f"||{within(self.parts, most - 4)}||" if self.spoiler else within(self.parts, most)


@dataclass(slots=True)
class _Page:
    """A card on its way to components. `seen` keeps two buttons of one id apart from being refused by Discord."""

    scene: Scene
    children: list[Written | Component] = field(default_factory=list[Written | Component])
    seen: set[str] = field(default_factory=set[str])

    def write(self, parts: list[Part], *, spoiler: bool = False) -> None:
        if any((p.before + p.text + p.after).strip() for p in parts):
            self.children.append(Written(parts, spoiler))


def render(card: Card, scene: Scene, *, mark: int | None = None, own: Sequence[RawButton] = ()) -> list[Component]:
    """`mark` becomes the Container's id; `own` is a last row of the adapter's own buttons."""
    page = _Page(scene)
    page.write([Part(one_line(card.title) or "…", "### ")])
    for block in card.body:
        _draw(page, block)
    files = _files(card)
    last: Component | None = None
    if own:
        last = {"type": ROW, "components": [_button(b.label, b.custom_id, b.style) for b in own]}
    room = limits.COMPONENTS - 1 - len(files) - (_cost(last) if last else 0)
    children = _fit_texts(_fit_count(page.children, room))
    if last:
        children.append(last)
    container: Component = {"type": CONTAINER, "components": children}
    colour = _COLOURS[card.tone]
    if colour is not None:
        container["accent_color"] = colour
    if mark is not None:
        container["id"] = mark
    return [container, *files]


def preview(card: Card, scene: Scene) -> Mapping[str, Any]:
    """The whole message that Discord would get for a card."""
    people = [str(person) for person in pinged(card, scene)]
    mentions: dict[str, Any] = {"parse": [], "users": people} if people else {"parse": []}
    return {"components": render(card, scene), "flags": V2, "allowed_mentions": mentions}


def pinged(card: Card, scene: Scene) -> list[int]:
    """The platform ids that this card may notify."""
    found: list[int] = []
    for content in contents(card):
        for inline in inlines(content):
            if isinstance(inline, Mention) and inline.ping:
                person = scene.people.get(inline.member)
                if person is not None and person.external.isdecimal() and int(person.external) not in found:
                    found.append(int(person.external))
    return found


def _draw(page: _Page, block: Block) -> None:
    match block:
        case Text(content):
            page.write(parts_of(content, page.scene))
        case Note(content):
            page.write(_quiet(parts_of(content, page.scene)))
        case Fields(rows):
            page.write(_rows(rows, page.scene))
        case Divider():
            page.children.append({"type": DIVIDER, "divider": True, "spacing": 1})
        case Actions(buttons):
            _row(page, buttons)
        case Select():
            _select(page, block)
        case Image(url, alt):
            item: Component = {"media": {"url": url}}
            if alt:
                item["description"] = alt[: limits.GALLERY_ALT]
            page.children.append({"type": GALLERY, "items": [item]})
        case Hidden(note, content):
            page.write(_quiet([Part(escape(note))]))
            page.write(parts_of(content, page.scene), spoiler=True)
        case Native(platform, payload, otherwise):
            if platform == "discord":
                page.children.append(dict(payload))
            else:
                page.write(parts_of(otherwise.content, page.scene))
        case _:
            assert_never(block)


def _quiet(parts: list[Part]) -> list[Part]:
    """Small text holds for one line only, so each line of it is marked; an empty line cannot be."""
    marked = [Part(re.sub(r"\n(?=[^\n])", "\n-# ", p.text), p.before, p.after, p.solid) for p in parts]
    return [Part("", "-# "), *marked] if any((p.before + p.text).strip() for p in parts) else []


def _rows(rows: Sequence[tuple[str, Any]], scene: Scene) -> list[Part]:
    parts: list[Part] = []
    for number, (label, content) in enumerate(rows):
        start = "\n**" if number else "**"
        parts += [Part(one_line(label), start, ":** "), *parts_of(content, scene)]
    return parts


def _button(label: str, custom_id: str, style: Style) -> Component:
    return {"type": BUTTON, "style": _STYLES[style], "label": label, "custom_id": custom_id}


def _row(page: _Page, buttons: Sequence[Button]) -> None:
    """Discord refuses a message in which two buttons share an id; they would do the same, so one is enough."""
    shown: list[Component] = []
    for button in buttons:
        custom_id = encode_call(button.call, page.scene.community)
        if custom_id not in page.seen:
            page.seen.add(custom_id)
            shown.append(_button(button.label, custom_id, button.style))
    if shown:
        page.children.append({"type": ROW, "components": shown})


def _select(page: _Page, select: Select) -> None:
    custom_id = encode_call(select.call, page.scene.community)
    if custom_id in page.seen:
        return
    page.seen.add(custom_id)
    options: list[Component] = [
        {"label": o.label, "value": o.value, "default": o.value == select.chosen} for o in select.options
    ]
    menu: Component = {"type": SELECT, "custom_id": custom_id, "options": options, "min_values": 1, "max_values": 1}
    if select.placeholder:
        menu["placeholder"] = select.placeholder
    page.children.append({"type": ROW, "components": [menu]})


def file_name(file: File) -> str:
    """As Discord will call it, which is how a component refers to it."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", file.name).strip("._")[:80] or "file"


def _files(card: Card) -> list[Component]:
    """A V2 message hides attachments that no component names."""
    return [{"type": FILE, "file": {"url": f"attachment://{file_name(f)}"}} for f in card.files[: limits.FILES]]


def _cost(component: Component) -> int:
    inner: list[Component] = [*component.get("components", ())]
    if "accessory" in component:
        inner.append(component["accessory"])
    return 1 + sum(map(_cost, inner))


def _fit_count(children: list[Written | Component], room: int) -> list[Written | Component]:
    def total(of: list[Written | Component]) -> int:
        return sum(1 if isinstance(c, Written) else _cost(c) for c in of)

    if total(children) <= room:
        return children
    merged: list[Written | Component] = []
    for child in children:
        previous = merged[-1] if merged else None
        if isinstance(child, Written) and isinstance(previous, Written) and not (child.spoiler or previous.spoiler):
            merged[-1] = Written([*previous.parts, Part("", "\n"), *child.parts])
        else:
            merged.append(child)
    if total(merged) <= room:
        return merged
    while merged and total(merged) > room - 1:
        merged.pop()
    return [*merged, Written([Part("", f"-# {words.MORE_BELOW}")])]


def _fit_texts(children: list[Written | Component]) -> list[Component]:
    """Shortens the longest texts first, so that a long story never costs a short line or a title."""
    most = _longest([len(c) for c in children if isinstance(c, Written)], limits.TEXT)
    return [{"type": TEXT, "content": c.text(most)} if isinstance(c, Written) else c for c in children]


def _longest(lengths: list[int], budget: int) -> int:
    """The length up to which every text may go so that all of them together keep to the budget."""
    left, count = budget, len(lengths)
    for length in sorted(lengths):
        if length * count > left:
            return left // count
        left -= length
        count -= 1
    return budget
