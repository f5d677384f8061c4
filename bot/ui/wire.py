"""How calls and cards are written down: on a button, in a job, in the outbox.

A call on a button reads `c1|<community>|<name>|<arg>|<arg>`. A direct message has no guild, so the community travels
with the call. Names are frozen by a snapshot test; ids in a button are untrusted when they come back.
"""

from __future__ import annotations

import base64
import dataclasses
import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, cast
from urllib.parse import quote, unquote

from bot.ui import card as ui
from bot.ui.card import Call, Card, CardError
from bot.ui.event import Event
from bot.ui.limits import CALL

VERSION = "c1"
_LONGEST_ID = 10**18  # a community's id has at most 19 digits

_ID = re.compile("[0-9]{1,18}|[1-8][0-9]{18}")
_NUMBER = re.compile(f"-?({_ID.pattern})")  # what a database takes, and at its end a little less

Arg = str | int | bool


class WireError(ValueError):
    """A button or row that this version cannot read."""


def encode_call(call: Call, community: int) -> str:
    return "|".join([VERSION, str(call.community or community), call.name, *map(_encode_arg, call.args)])


def _encode_arg(arg: Arg) -> str:
    match arg:
        case bool():
            return "b1" if arg else "b0"
        case int():
            return f"i{arg}"
        case str():
            return "s" + quote(arg, safe=" ")


def decode_call(text: str) -> tuple[int, Call]:
    version, *rest = text.split("|")
    if version != VERSION or len(rest) < 2 or not _ID.fullmatch(rest[0]):
        raise WireError(f"not a call: {text[:20]!r}")
    return int(rest[0]), Call(rest[1], tuple(map(_decode_arg, rest[2:])))


def call_behind(label: str, buttons: Iterable[tuple[str, str]]) -> Call | None:
    """What the button of that label on a message of ours leads to, from labels and what the platform kept for them."""
    for shown, kept in buttons:
        if shown == label:
            try:
                return decode_call(kept)[1]
            except WireError:
                continue
    return None


def _decode_arg(text: str) -> Arg:
    match text[:1], text[1:]:
        case "b", ("0" | "1") as bit:
            return bit == "1"
        case "i", digits if _NUMBER.fullmatch(digits):
            return int(digits)
        case "s", quoted:
            return unquote(quoted)
        case _:
            raise WireError("an argument of a call does not read")


def check_call(call: Call) -> Call:
    """Raises if the call could not fit a button in any community."""
    length = len(encode_call(call, _LONGEST_ID))
    if length > CALL:
        raise CardError(f"a call takes {length} characters on a button, {CALL} at most")
    return call


def dump_args(args: tuple[Arg, ...]) -> str:
    return json.dumps(args, separators=(",", ":"))


def load_args(text: str) -> tuple[Arg, ...]:
    return tuple(json.loads(text))


# Cards: [class name, field, field, ...], nested. Classes and fields only ever grow at the end, because cards wait in
# the outbox across an upgrade; fields that an older writer left out take their defaults.

_CLASSES: Mapping[str, type[Any]] = {
    cls.__name__: cls
    for cls in (
        *(ui.Bold, ui.Mention, ui.When, ui.Link, ui.Text, ui.Note, ui.Fields, ui.Divider, ui.Actions, ui.Button),
        *(ui.Select, ui.Option, ui.Image, ui.Hidden, ui.Native, ui.Card, ui.File, ui.Call, ui.Tone, ui.Style),
        *(ui.WhenStyle, Event),
    )
}
_FIELDS: Mapping[type[Any], tuple[str, ...]] = {
    cls: tuple(f.name for f in dataclasses.fields(cls)) for cls in _CLASSES.values() if dataclasses.is_dataclass(cls)
}
_AS_THEY_ARE = frozenset({str, int, bool, float, type(None)})


def _plain(value: Any) -> Any:
    kind: type[Any] = type(value)  # pyright: ignore[reportUnknownVariableType]
    if kind in _AS_THEY_ARE:
        return value
    names = _FIELDS.get(kind)
    if names is not None:
        return [kind.__name__, *[_plain(getattr(value, name)) for name in names]]
    match value:
        case tuple():
            return ["()", *map(_plain, value)]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        case Enum():
            return [kind.__name__, value.value]
        case datetime():
            return ["@", int(value.timestamp())]
        case bytes():
            return ["bytes", base64.b64encode(value).decode()]
        case Mapping():
            return ["{}", dict(value)]  # pyright: ignore[reportUnknownArgumentType]
        case _:
            raise TypeError(f"{kind.__name__} has no place in a card")


def _rich(value: Any) -> Any:
    if type(value) is not list:
        return value
    parts = cast("list[Any]", value)
    tag = parts[0]
    cls = _CLASSES.get(tag)
    if cls is not None:
        return cls(*map(_rich, parts[1:]))
    match tag:
        case "()":
            return tuple(map(_rich, parts[1:]))
        case "@":
            return datetime.fromtimestamp(parts[1], UTC)
        case "bytes":
            return base64.b64decode(parts[1])
        case "{}":
            return parts[1]
        case _:
            raise WireError(f"unknown part of a card: {tag!r}")


def dump_card(card: Card | Event) -> str:
    return json.dumps(_plain(card), ensure_ascii=False, separators=(",", ":"))


def load_card(text: str) -> Card:
    card = _rich(json.loads(text))
    if not isinstance(card, Card):
        raise WireError("not a card")
    return card


def load_event(text: str) -> Event:
    event = _rich(json.loads(text))
    if not isinstance(event, Event):
        raise WireError("not an event")
    return event
