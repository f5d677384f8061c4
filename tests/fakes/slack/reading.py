"""What a person reads and can press in a message or a view."""

from __future__ import annotations

from typing import Any, cast

Json = dict[str, Any]


def seen(shown: Json | None) -> str:
    """All words of a message or view, top to bottom, as a person would read them aloud."""
    if shown is None:
        return ""
    lines = [_words(shown["title"])] if "title" in shown else []
    if not shown.get("blocks"):
        lines.append(str(shown.get("text") or ""))
    for block in _blocks(shown):
        lines += _block(block)
    return "\n".join(line for line in lines if line)


def _blocks(shown: Json | None) -> list[Json]:
    return cast("list[Json]", (shown or {}).get("blocks") or [])


def _words(text: Any) -> str:
    return str(cast("Json", text)["text"]) if isinstance(text, dict) else str(text or "")


def _block(block: Json) -> list[str]:
    match block["type"]:
        case "header" | "section":
            return [_words(block.get("text"))]
        case "context":
            return [_words(element) for element in block["elements"]]
        case "rich_text":
            return ["".join(_part(part) for part in section["elements"]) for section in block["elements"]]
        case "actions":
            return [_words(e.get("text") or e.get("placeholder")) for e in block["elements"]]
        case "image":
            return [str(block["alt_text"])]
        case "input":
            value = block["element"].get("initial_value") or ""
            return [_words(block["label"]), _words(block.get("hint")), str(value)]
        case _:
            return []


def _part(part: Json) -> str:
    match part["type"]:
        case "user":
            return f"@{part['user_id']}"
        case "date":
            return str(part["fallback"])
        case "link":
            return str(part.get("text") or part["url"])
        case _:
            return str(part.get("text") or "")


def elements(shown: Json) -> list[tuple[Json, Json]]:
    """Everything that can be pressed or chosen: block and element."""
    found: list[tuple[Json, Json]] = []
    for block in _blocks(shown):
        if block["type"] == "actions":
            found += [(block, element) for element in block["elements"]]
    return found


def buttons(shown: Json | None) -> list[str]:
    return [_words(e["text"]) for _, e in elements(shown or {}) if e["type"] == "button"]


def choices(shown: Json | None) -> list[str]:
    """The labels in every drop-down."""
    return [_words(o["text"]) for _, e in elements(shown or {}) if e["type"] == "static_select" for o in e["options"]]


def fields(view: Json | None) -> dict[str, Json]:
    """The inputs of a modal, by block id."""
    return {b["block_id"]: b for b in _blocks(view) if b["type"] == "input"}


def pings(shown: Json) -> list[str]:
    """Who is notified by it: user ids and broadcasts."""
    found: list[str] = []
    for block in _blocks(shown):
        sections: list[Json] = block["elements"] if block["type"] == "rich_text" else []
        for section in sections:
            for part in section["elements"]:
                if part["type"] == "user":
                    found.append(str(part["user_id"]))
                if part["type"] == "broadcast":
                    found.append(str(part["range"]))
    return found
