"""Block Kit's rules as Slack applies them: what is wrong with blocks and views, in words.

Sources: docs.slack.dev (reference/block-kit, reference/views). Unknown keys are wrong too, so that a typing mistake
can't pass for a feature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

Json = dict[str, Any]
_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DATE_TOKEN = re.compile(
    r"\{(date_num|date|date_short|date_long|date_pretty|date_short_pretty|date_long_pretty|time|time_secs|ago)\}"
)

_BLOCK_KEYS = {
    "header": {"text"},
    "section": {"text", "fields", "accessory"},
    "context": {"elements"},
    "actions": {"elements"},
    "divider": set[str](),
    "image": {"image_url", "alt_text", "title"},
    "input": {"label", "element", "hint", "optional", "dispatch_action"},
    "rich_text": {"elements"},
}
_SURFACES = {
    "message": {"header", "section", "context", "actions", "divider", "image", "rich_text"},
    "modal": {"header", "section", "context", "actions", "divider", "image", "rich_text", "input"},
    "home": {"header", "section", "context", "actions", "divider", "image", "rich_text", "input"},
}
_ELEMENT_KEYS = {
    "button": {"text", "value", "style", "url"},
    "static_select": {"placeholder", "options", "initial_option"},
    "radio_buttons": {"options", "initial_option"},
    "checkboxes": {"options", "initial_options"},
    "datepicker": {"initial_date", "placeholder"},
    "plain_text_input": {"initial_value", "multiline", "min_length", "max_length", "placeholder"},
    "number_input": {"is_decimal_allowed", "initial_value", "min_value", "max_value", "placeholder"},
    "users_select": {"initial_user", "placeholder"},
    "conversations_select": {"initial_conversation", "filter", "placeholder"},
}
_IN_ACTIONS = {"button", "static_select", "datepicker", "users_select", "conversations_select", "checkboxes"}


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def text_object(value: Any, most: int, where: str, *, plain: bool = False) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: no text object"
        return
    given = cast("Json", value)
    kind = given.get("type")
    if kind not in ("plain_text", "mrkdwn") or (plain and kind != "plain_text"):
        yield f"{where}: text of type {kind!r}"
    if extra := set(given) - {"type", "text", "emoji", "verbatim"}:
        yield f"{where}: unknown {sorted(extra)}"
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        yield f"{where}: empty text"
    elif units(text) > most:
        yield f"{where}: text of {units(text)}, at most {most}"


def blocks(given: Any, surface: str) -> Iterator[str]:
    if not isinstance(given, list):
        yield "blocks: not a list"
        return
    listed = cast("list[Json]", given)
    most = 50 if surface == "message" else 100
    if len(listed) > most:
        yield f"{len(listed)} blocks, at most {most}"
    ids = [block["block_id"] for block in listed if block.get("block_id")]
    if len(ids) != len(set(ids)):
        yield "two blocks share a block_id"
    for at, block in enumerate(listed):
        yield from _block(block, surface, f"blocks[{at}]")


def _block(block: Json, surface: str, where: str) -> Iterator[str]:
    kind = str(block.get("type"))
    where = f"{where} {kind}"
    if kind not in _SURFACES[surface]:
        yield f"{where}: not allowed in a {surface}"
        return
    if extra := set(block) - _BLOCK_KEYS[kind] - {"type", "block_id"}:
        yield f"{where}: unknown {sorted(extra)}"
    if units(str(block.get("block_id", ""))) > 255:
        yield f"{where}: block_id too long"
    match kind:
        case "header":
            yield from text_object(block.get("text"), 150, where, plain=True)
        case "section":
            if "text" not in block and not block.get("fields"):
                yield f"{where}: neither text nor fields"
            if "text" in block:
                yield from text_object(block["text"], 3000, where)
        case "context":
            elements: list[Json] = block.get("elements") or []
            if not 1 <= len(elements) <= 10:
                yield f"{where}: {len(elements)} elements"
            for element in elements:
                if element.get("type") != "image":
                    yield from text_object(element, 3000, where)
        case "actions":
            elements = block.get("elements") or []
            if not 1 <= len(elements) <= 25:
                yield f"{where}: {len(elements)} elements"
            ids = [element.get("action_id") for element in elements]
            if len(ids) != len(set(ids)):
                yield f"{where}: two elements share an action_id"
            for element in elements:
                if element.get("type") not in _IN_ACTIONS:
                    yield f"{where}: a {element.get('type')} can't stand in actions"
                yield from _element(element, where)
        case "image":
            if not str(block.get("image_url", "")).startswith("http") or len(str(block["image_url"])) > 3000:
                yield f"{where}: image_url"
            if not 0 < units(str(block.get("alt_text") or "")) <= 2000:
                yield f"{where}: alt_text"
        case "input":
            yield from text_object(block.get("label"), 2000, f"{where} label", plain=True)
            if "hint" in block:
                yield from text_object(block["hint"], 2000, f"{where} hint", plain=True)
            element: Json = block.get("element") or {}
            if element.get("type") in (None, "button"):
                yield f"{where}: no input element"
            yield from _element(element, where)
        case "rich_text":
            yield from _rich_text(block.get("elements") or [], where)
        case _:
            pass


def _options(options: Any, most: int, where: str) -> Iterator[str]:
    listed = cast("list[Json]", options or [])
    if not 1 <= len(listed) <= most:
        yield f"{where}: {len(listed)} options, 1 to {most}"
    for option in listed:
        if extra := set(option) - {"text", "value", "description"}:
            yield f"{where}: option with {sorted(extra)}"
        yield from text_object(option.get("text"), 75, f"{where} option")
        if not 0 < units(str(option.get("value") or "")) <= 150:
            yield f"{where}: option value"
    values = [option.get("value") for option in listed]
    if len(values) != len(set(values)):
        yield f"{where}: two options share a value"


def _element(element: Json, where: str) -> Iterator[str]:
    kind = str(element.get("type"))
    where = f"{where} {kind}"
    if kind not in _ELEMENT_KEYS:
        yield f"{where}: unknown element"
        return
    if extra := set(element) - _ELEMENT_KEYS[kind] - {"type", "action_id"}:
        yield f"{where}: unknown {sorted(extra)}"
    if not 0 < units(str(element.get("action_id") or "")) <= 255:
        yield f"{where}: action_id"
    if "placeholder" in element:
        yield from text_object(element["placeholder"], 150, f"{where} placeholder", plain=True)
    match kind:
        case "button":
            yield from text_object(element.get("text"), 75, where, plain=True)
            if units(str(element.get("value", ""))) > 2000:
                yield f"{where}: value"
            if element.get("style") not in (None, "primary", "danger"):
                yield f"{where}: style"
        case "static_select" | "radio_buttons":
            yield from _options(element.get("options"), 100 if kind == "static_select" else 10, where)
            if "initial_option" in element and element["initial_option"] not in element["options"]:
                yield f"{where}: initial_option is no option"
        case "checkboxes":
            yield from _options(element.get("options"), 10, where)
            if "initial_options" in element:
                chosen = cast("list[Json]", element["initial_options"])
                if not chosen or any(option not in element["options"] for option in chosen):
                    yield f"{where}: initial_options"
        case "datepicker":
            if "initial_date" in element and not _DATE.match(str(element["initial_date"])):
                yield f"{where}: initial_date"
        case "plain_text_input":
            most = int(element.get("max_length", 3000))
            if not 1 <= most <= 3000 or not 0 <= int(element.get("min_length", 0)) <= most:
                yield f"{where}: lengths"
            if len(str(element.get("initial_value", ""))) > most:
                yield f"{where}: initial_value too long"
        case "number_input":
            if not isinstance(element.get("is_decimal_allowed"), bool):
                yield f"{where}: is_decimal_allowed is missing"
            for key in ("initial_value", "min_value", "max_value"):
                if key in element and not isinstance(element[key], str):
                    yield f"{where}: {key} must be a string"
        case _:
            pass


def _rich_text(elements: list[Json], where: str) -> Iterator[str]:
    if not elements:
        yield f"{where}: empty"
    for section in elements:
        if section.get("type") not in ("rich_text_section", "rich_text_list", "rich_text_quote"):
            yield f"{where}: {section.get('type')!r}"
        parts: list[Json] = section.get("elements") or []
        if not parts:
            yield f"{where}: empty section"
        for part in parts:
            yield from _part(part, where)


def _part(part: Json, where: str) -> Iterator[str]:
    keys = {
        "text": {"text"},
        "user": {"user_id"},
        "channel": {"channel_id"},
        "link": {"url", "text"},
        "date": {"timestamp", "format", "fallback", "url"},
        "emoji": {"name"},
        "broadcast": {"range"},
    }
    kind = str(part.get("type"))
    if kind not in keys:
        yield f"{where}: unknown part {kind!r}"
        return
    if extra := set(part) - keys[kind] - {"type", "style"}:
        yield f"{where} {kind}: unknown {sorted(extra)}"
    match kind:
        case "text" if not part.get("text"):
            yield f"{where}: empty text"
        case "link" if not urlsplit(str(part.get("url"))).scheme:
            yield f"{where}: link without a scheme"
        case "date" if not isinstance(part.get("timestamp"), int) or not _DATE_TOKEN.search(str(part.get("format"))):
            yield f"{where}: date"
        case _:
            pass


def view(given: Any) -> Iterator[str]:
    """What is wrong with a modal or a Home tab."""
    if not isinstance(given, dict):
        yield "view: not an object"
        return
    view = cast("Json", given)
    kind = view.get("type")
    if kind not in ("modal", "home"):
        yield f"view of type {kind!r}"
        return
    known = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
    if kind == "modal":
        known |= {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
        yield from text_object(view.get("title"), 24, "title", plain=True)
        for key in ("submit", "close"):
            if key in view:
                yield from text_object(view[key], 24, key, plain=True)
        if any(b.get("type") == "input" for b in view.get("blocks", [])) and "submit" not in view:
            yield "a modal with inputs needs submit"
    if extra := set(view) - known:
        yield f"view: unknown {sorted(extra)}"
    if units(str(view.get("private_metadata", ""))) > 3000:
        yield "private_metadata too long"
    if units(str(view.get("callback_id", ""))) > 255:
        yield "callback_id too long"
    if not view.get("blocks"):
        yield "view without blocks"
    yield from blocks(view.get("blocks"), str(kind))
