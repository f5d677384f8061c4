"""A form as a modal, and what somebody typed into it as plain values.

Each input block is named after its field, so errors stand beside it. The element's `action_id` is the field's kind:
what comes back can be read without knowing the form, even after an upgrade.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never, cast

from adapters.slack import limits
from adapters.slack.cards import Json, plain
from adapters.slack.limits import cut, weight
from bot.ui.card import Option
from bot.ui.form import Field, Form, Kind, Place, Raw
from bot.ui.outcome import Asked, OpenForm, asked_fields
from bot.ui.wire import encode_call

FORM = "form"
TICKED = "1"
WORDS_APART = 400
"""What else stands beside kept words: a call above all, of at most 100 characters."""
ROLES = "Slack has no roles. The people are chosen by name instead."


@dataclass(frozen=True, slots=True)
class Memo:
    """What a view remembers between being shown and being sent: its call, whether it began on Home, and in which words
    it asks."""

    call: str = ""
    home: bool = False
    asks: Mapping[str, Asked] = field(default_factory=dict[str, Asked])

    def dump(self) -> str:
        kept: Json = {"c": self.call, "h": int(self.home)}
        if self.asks:
            kept["a"] = kept_words(self.asks, limits.METADATA - WORDS_APART)
        return json.dumps(kept, separators=(",", ":"), ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Memo:
        """An empty memo where the text can't be read."""
        try:
            read: Any = json.loads(text or "{}")
        except ValueError:
            return cls()
        if not isinstance(read, dict):
            return cls()
        known = cast("Json", read)
        return cls(str(known.get("c", "")), bool(known.get("h")), read_words(known.get("a")))


def kept_words(asks: Mapping[str, Asked], most: int) -> Json:
    """For a place that holds so much. Hints are left out where they don't fit; labels always do."""
    whole: Json = {name: [words.label, words.hint] for name, words in asks.items()}
    if weight(json.dumps(whole, ensure_ascii=False)) <= most:
        return whole
    return {name: [words.label, ""] for name, words in asks.items()}


def read_words(kept: Any) -> Mapping[str, Asked]:
    """What `kept_words` made, or nothing."""
    known = cast("Json", kept) if isinstance(kept, dict) else {}
    try:
        return {name: Asked(*(str(word) for word in words)) for name, words in known.items()}
    except (ValueError, TypeError):
        return {}


def view(ask: OpenForm, community: int, *, home: bool = False) -> Json:
    return draw(ask.form, Memo(encode_call(ask.then, community), home, ask.asks), ask.prefill)


def draw(form: type[Form], memo: Memo, given: Mapping[str, Raw | Place], problems: Mapping[str, str] = {}) -> Json:
    """`problems` are errors that come too late to stand beside their fields; they head the form, which keeps what was
    typed."""
    fields = asked_fields(form, memo.asks)
    parts = [_problem(fields.get(name), words) for name, words in problems.items()]
    parts += [_block(name, field, given.get(name)) for name, field in fields.items()]
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(form.title, limits.VIEW_TITLE),
        "submit": plain("Save", limits.VIEW_TITLE),
        "close": plain("Cancel", limits.VIEW_TITLE),
        "private_metadata": memo.dump(),
        "blocks": parts,
    }


def beside(form_fields: list[str], errors: Mapping[str, str]) -> dict[str, str]:
    """Errors by block. Slack shows them beside inputs only; what speaks of the whole form goes to its first one."""
    placed: dict[str, str] = {}
    for name, words in errors.items():
        block = name if name in form_fields else form_fields[0]
        placed[block] = cut(f"{placed[block]} {words}" if block in placed else words, limits.SECTION)
    return placed


def inputs(view: Mapping[str, Any]) -> list[str]:
    """The names of the fields that a view asks, in order."""
    return [str(block["block_id"]) for block in view.get("blocks", []) if block.get("type") == "input"]


def _problem(field: Field | None, words: str) -> Json:
    text = f"{field.label}: {words}" if field else words
    return {"type": "section", "text": plain(text, limits.SECTION)}


def _block(name: str, field: Field, given: Raw | Place) -> Json:
    if field.kind is Kind.ROLE:
        return {"type": "section", "block_id": name, "text": plain(f"{field.label}: {ROLES}", limits.SECTION)}
    block: Json = {
        "type": "input",
        "block_id": name,
        "label": plain(field.label, limits.INPUT_LABEL),
        "element": {"action_id": field.kind.value, **_element(field, given)},
        "optional": not field.required,
    }
    if field.hint:
        block["hint"] = plain(field.hint, limits.INPUT_LABEL)
    return block


def _element(field: Field, given: Raw | Place) -> Json:
    match field.kind:
        case Kind.SHORT | Kind.LONG:
            return _typed(field, given)
        case Kind.CHOICE:
            kind = "radio_buttons" if len(field.options) <= limits.RADIO_OPTIONS else "static_select"
            return _one_of(kind, field.options, given)
        case Kind.SEVERAL:
            chosen = given if isinstance(given, tuple) else ()
            return _some_of(field.options, chosen)
        case Kind.DAY:
            return {"type": "datepicker"} | ({"initial_date": given} if isinstance(given, str) and given else {})
        case Kind.HOUR:
            hours = tuple((str(hour), f"{hour:02}:00") for hour in range(24))
            return _one_of("static_select", hours, None if given is None else str(given))
        case Kind.NUMBER:
            element: Json = {"type": "number_input", "is_decimal_allowed": False}
            element |= {"min_value": str(field.low), "max_value": str(field.high)}
            return element | ({"initial_value": str(given)} if isinstance(given, int) else {})
        case Kind.TICK:
            return _some_of(((TICKED, "Yes"),), (TICKED,) if given else ())
        case Kind.PERSON:
            return {"type": "users_select"} | ({"initial_user": given} if isinstance(given, str) and given else {})
        case Kind.ROOM:
            return _room(given)
        case Kind.ROLE:
            raise AssertionError("a role is drawn as text")
        case _:
            assert_never(field.kind)


def _typed(field: Field, given: Raw | Place) -> Json:
    most = min(field.high, limits.TEXT_INPUT)
    element: Json = {"type": "plain_text_input", "multiline": field.kind is Kind.LONG, "max_length": most}
    if field.low:
        element["min_length"] = field.low
    if isinstance(given, str) and given:
        element["initial_value"] = given if len(given) <= most else given[: most - 1] + limits.MORE
    return element


def _one_of(kind: str, pairs: tuple[tuple[str, str], ...], given: Raw | Place) -> Json:
    options = {value: _option(value, label) for value, label in pairs}
    element: Json = {"type": kind, "options": list(options.values())}
    if isinstance(given, str) and given in options:
        element["initial_option"] = options[given]
    return element


def _some_of(pairs: tuple[tuple[str, str], ...], given: tuple[str, ...]) -> Json:
    options = {value: _option(value, label) for value, label in pairs}
    element: Json = {"type": "checkboxes", "options": list(options.values())}
    chosen = [options[value] for value in given if value in options]
    return element | ({"initial_options": chosen} if chosen else {})


def _option(value: str, label: str) -> Json:
    return {"text": plain(Option(label, value).label, limits.OPTION_LABEL), "value": value}


def _room(given: Raw | Place) -> Json:
    known = given.external if isinstance(given, Place) else given
    element: Json = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversation": known} if isinstance(known, str) and known else {})


def values(view: Mapping[str, Any]) -> dict[str, Raw | Place]:
    """What was typed, by field. A text left empty is "", anything else left empty is None (a tick: False)."""
    read: dict[str, Raw | Place] = {}
    for name, elements in view.get("state", {}).get("values", {}).items():
        for kind, state in elements.items():
            read[name] = _value(kind, state)
    return read


def _value(kind: str, state: Mapping[str, Any]) -> Raw | Place:
    match kind:
        case "short" | "long":
            return str(state.get("value") or "")
        case "choice":
            return _selected(state)
        case "several":
            return tuple(str(option["value"]) for option in state.get("selected_options") or ())
        case "day":
            return cast("str | None", state.get("selected_date"))
        case "hour":
            hour = _selected(state)
            return int(hour) if hour is not None else None
        case "number":
            return _number(state.get("value"))
        case "tick":
            return bool(state.get("selected_options"))
        case "person":
            return cast("str | None", state.get("selected_user"))
        case "room":
            room = state.get("selected_conversation")
            return Place(str(room)) if room else None
        case _:
            return None


def _selected(state: Mapping[str, Any]) -> str | None:
    chosen = state.get("selected_option")
    return str(chosen["value"]) if chosen else None


def _number(typed: object) -> Raw:
    """A number; what is none is handed on as typed, so that whoever checks it can say so."""
    if typed is None or typed == "":
        return None
    try:
        return int(str(typed))
    except ValueError:
        return str(typed)
