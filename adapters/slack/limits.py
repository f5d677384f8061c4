"""Slack's own numbers, each with where it stands in Slack's reference, and the one way to cut a text to fit."""

from __future__ import annotations

# Block Kit reference
MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
HEADER = 150
SECTION = 3000
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
CONTEXT_TEXT = 2000  # plain text in a context block; text objects in general take 3000
OPTION_LABEL = 75
RADIO_OPTIONS = 10
PLACEHOLDER = 150
INPUT_LABEL = 2000
TEXT_INPUT = 3000
IMAGE_URL = 3000
IMAGE_ALT = 2000
RICH_TEXT = 4000  # not documented; what one message takes without being split
CARD_TEXT = 12_000  # all rich text of one card together, as for a markdown block

# Views
VIEW_TITLE = 24
METADATA = 3000

# Messages
FALLBACK_TEXT = 3000  # `text` may take 40,000; a notification shows far less
CHANNEL_SECONDS = 1.0  # chat.postMessage: one message a second in one channel
GROUP_PEOPLE = 8  # conversations.open: one to eight people

# Manifest reference
APP_NAME = 35
APP_DESCRIPTION = 140
COMMANDS = 50
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 2000
COMMAND_HINT = 1000
SHORTCUTS = 10
SHORTCUT_NAME = 24
SHORTCUT_DESCRIPTION = 150
CALLBACK_ID = 255

MORE = "…"

_LONGER = {"&": 5, "<": 4, ">": 4}


def weight(text: str) -> int:
    """How long Slack may count a text: in UTF-16 units and with `&`, `<`, `>` escaped, whichever way it counts."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
    return units + 4 * text.count("&") + 3 * text.count("<") + 3 * text.count(">")


def cut(text: str, most: int) -> str:
    """The text, or as much of its beginning as fits, with a visible "…"."""
    if weight(text) <= most:
        return text
    room = most - 1
    for at, char in enumerate(text):
        room -= _LONGER.get(char, 2 if ord(char) > 0xFFFF else 1)
        if room < 0:
            return text[:at] + MORE
    return text


def escape(text: str) -> str:
    """For the one place where Slack reads markup: the `text` of a message."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
