"""The documented limits that Discord enforces on messages and modals, with its own way of refusing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.discord.world import V2

Json = dict[str, Any]


class Refusal(Exception):
    """An error answer: HTTP status, Discord's code, and for 50035 where in the body what is wrong."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status, self.code, self.message, self.errors = status, code, message, errors

    def body(self) -> Json:
        return {"code": self.code, "message": self.message} | ({"errors": self.errors} if self.errors else {})


def invalid(path: str, message: str, code: str = "BASE_TYPE_BAD") -> Refusal:
    errors: Json = {"_errors": [{"code": code, "message": message}]}
    for step in reversed(path.split(".")):
        errors = {step: errors}
    return Refusal(400, 50035, "Invalid Form Body", errors)


def everything(components: list[Json]) -> Iterator[Json]:
    for component in components:
        yield component
        yield from everything(component.get("components", []))
        for key in ("accessory", "component"):
            if key in component:
                yield from everything([component[key]])


IN_MESSAGE = {1, 9, 10, 12, 13, 14, 17}
IN_CONTAINER = {1, 9, 10, 12, 13, 14}
IN_ROW = {2, 3, 5, 6, 7, 8}
IN_LABEL = {3, 4, 5, 6, 7, 8, 19, 21, 22, 23}


def check_message(data: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    components: list[Json] = data.get("components") or []
    if not (data.get("flags") or 0) & V2:
        if components:
            raise invalid("components.0", "this fake takes Components V2 only")
        if not data.get("content"):
            raise Refusal(400, 50006, "Cannot send an empty message")
        return
    for key in ("content", "embeds", "poll", "sticker_ids"):
        if data.get(key):
            raise invalid(key, "cannot be used with MessageFlags.IS_COMPONENTS_V2", "MESSAGE_CANNOT_USE_LEGACY_FIELDS")
    if not components:
        raise Refusal(400, 50006, "Cannot send an empty message")
    found = list(everything(components))
    if len(found) > 40:
        raise invalid("components", f"{len(found)} components, 40 at most", "COMPONENT_MAX_TOTAL")
    for number, component in enumerate(components):
        if component["type"] not in IN_MESSAGE:
            raise invalid(f"components.{number}.type", "not at the top of a message")
    texts = [c["content"] for c in found if c["type"] == 10]
    if sum(map(len, texts)) > 4000:
        raise invalid("components", "4000 characters at most", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED")
    if any(not text.strip() for text in texts):
        raise invalid("components", "a text is empty", "BASE_TYPE_REQUIRED")
    _unique(found)
    for component in found:
        _check(component, files)


def _unique(found: list[Json]) -> None:
    ids = [c["custom_id"] for c in found if "custom_id" in c]
    if len(ids) != len(set(ids)):
        raise invalid("components", "Component custom id cannot be duplicated", "COMPONENT_CUSTOM_ID_DUPLICATED")
    numbers = [c["id"] for c in found if c.get("id")]
    if len(numbers) != len(set(numbers)):
        raise invalid("components", "component ids must be unique", "COMPONENT_ID_DUPLICATED")


def _length(component: Json, key: str, low: int, high: int) -> None:
    value = component.get(key)
    if value is not None and not low <= len(value) <= high:
        raise invalid(f"components.{key}", f"Must be between {low} and {high} in length.", "BASE_TYPE_BAD_LENGTH")


def _check(component: Json, files: Mapping[str, bytes]) -> None:
    _length(component, "custom_id", 1, 100)
    match component["type"]:
        case 1:
            inner = component.get("components", [])
            kinds = [c["type"] for c in inner]
            if not inner or not set(kinds) <= IN_ROW:
                raise invalid("components.type", "not in an action row")
            if len(inner) > (5 if set(kinds) == {2} else 1):
                raise invalid("components.components", "5 buttons or 1 select in a row", "BASE_TYPE_BAD_LENGTH")
        case 2:
            _length(component, "label", 1, 80)
            if component["style"] not in (5, 6) and "custom_id" not in component:
                raise invalid("components.custom_id", "This field is required", "BASE_TYPE_REQUIRED")
        case 3:
            _options(component, 1, 25)
            _length(component, "placeholder", 0, 150)
        case 12:
            if not 1 <= len(component["items"]) <= 10:
                raise invalid("components.items", "1 to 10 items")
        case 13:
            name = str(component["file"]["url"]).removeprefix("attachment://")
            if name not in files:
                raise invalid("components.file", f"no attachment named {name}", "UNFURLED_MEDIA_ITEM_NOT_FOUND")
        case 17:
            if any(c["type"] not in IN_CONTAINER for c in component["components"]) or not component["components"]:
                raise invalid("components.components", "not in a container")
        case _:
            pass


def _options(component: Json, low: int, high: int) -> None:
    options: list[Json] = component.get("options", [])
    if not low <= len(options) <= high:
        raise invalid("components.options", f"Must be between {low} and {high} in length.", "BASE_TYPE_BAD_LENGTH")
    values = [o["value"] for o in options]
    if len(values) != len(set(values)):
        raise invalid("components.options", "option values must be unique", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED")
    for option in options:
        _length(option, "label", 1, 100)
        _length(option, "value", 1, 100)
    chosen = sum(bool(o.get("default")) for o in options)
    if chosen > (component.get("max_values") or 1):
        raise invalid("components.options", "too many defaults", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES")


def check_modal(modal: Mapping[str, Any]) -> None:
    parts: list[Json] = modal.get("components", [])
    if not 1 <= len(parts) <= 5:
        raise invalid("data.components", "Must be between 1 and 5 in length.", "BASE_TYPE_BAD_LENGTH")
    if not 1 <= len(modal["title"]) <= 45:
        raise invalid("data.title", "Must be between 1 and 45 in length.", "BASE_TYPE_BAD_LENGTH")
    if not 1 <= len(modal["custom_id"]) <= 100:
        raise invalid("data.custom_id", "Must be between 1 and 100 in length.", "BASE_TYPE_BAD_LENGTH")
    for number, part in enumerate(parts):
        if part["type"] == 10:
            continue
        if part["type"] != 18:
            raise invalid(f"data.components.{number}", "only labels and texts are taken here")
        _length(part, "label", 1, 45)
        _length(part, "description", 1, 100)
        _check_input(part["component"], f"data.components.{number}.component")
    _unique([part["component"] for part in parts if part["type"] == 18])


def _check_input(component: Json, path: str) -> None:
    if component["type"] not in IN_LABEL:
        raise invalid(path, "not in a label")
    if component.get("disabled"):
        raise invalid(f"{path}.disabled", "cannot be disabled in a modal", "MODAL_COMPONENT_DISABLED")
    if component["type"] == 4 and "label" in component:
        raise invalid(f"{path}.label", "an input in a label has no label of its own")
    if component["type"] in (3, 21, 22):
        low, high = {3: (1, 25), 21: (2, 10), 22: (1, 10)}[component["type"]]
        _options(component, low, high)
    if component["type"] in (3, 5, 6, 7, 8) and component.get("required", True) and component.get("min_values") == 0:
        raise invalid(f"{path}.min_values", "a required select needs at least one value")
    value = component.get("value") or ""
    if component["type"] == 4 and len(value) > component.get("max_length", 4000):
        raise invalid(f"{path}.value", "longer than max_length", "BASE_TYPE_MAX_LENGTH")
    _length(component, "placeholder", 0, 100)
