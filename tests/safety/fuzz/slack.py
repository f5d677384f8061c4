"""What Slack's client makes of a message: which parts do something, and the words that are read.

Plain text objects and text elements of rich text are literal; the line for notifications is markup, in which `<…>` does
something and `&…;` stands for a sign (Slack's "Formatting text for app surfaces").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
_SIGNS = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


@dataclass
class Reading:
    marks: list[str] = field(default_factory=list[str])
    """Everything that does something, in order."""
    words: list[str] = field(default_factory=list[str])
    """What is read, block by block."""


def read(message: Json) -> Reading:
    found = Reading()
    for block in message["blocks"]:
        found.marks.append(block["type"])
        found.words.append("".join(_block(block, found)))
    return found


def notification(message: Json) -> tuple[list[str], str]:
    """What the line for notifications would do, and what it says."""
    text = str(message["text"])
    return re.findall(r"<([^<>]*)>", text), re.sub(r"&(?:lt|gt|amp);", lambda sign: _SIGNS[sign.group()], text)


def _block(block: Json, found: Reading) -> Iterator[str]:
    match block["type"]:
        case "header" | "section":
            yield _literal(block["text"], found)
        case "context":
            for element in block["elements"]:
                yield _literal(element, found)
        case "rich_text":
            for section in block["elements"]:
                found.marks.append(section["type"])
                for part in section["elements"]:
                    yield _part(part, found)
        case "actions":
            for element in block["elements"]:
                found.marks.append(f"{element['type']} {element.get('value') or element['action_id']}")
        case "divider":
            pass
        case kind:
            found.marks.append(f"unknown {kind}")


def _literal(text: Json, found: Reading) -> str:
    if text["type"] != "plain_text" or text.get("emoji", True):
        found.marks.append("markup")
    return str(text["text"])


def _part(part: Json, found: Reading) -> str:
    style = "+".join(sorted(part.get("style", {})))
    match part["type"]:
        case "text":
            if style:
                found.marks.append(style)
            return str(part["text"])
        case "link":
            found.marks.append(f"link to {part['url']}")
            return str(part["text"])
        case "user":
            found.marks.append(f"person {part['user_id']}")
            return ""
        case kind:
            found.marks.append(kind)
            return ""
