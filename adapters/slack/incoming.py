"""Slack's payloads as the core's events, and where each came from so that it can be answered there. Pure functions.

Ids for "once only": a trigger id for commands and presses, the event id for events; both are the same at redelivery.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, cast

from adapters.slack.cards import PICK, PRESS
from adapters.slack.commands import readable
from adapters.slack.forms import Memo
from bot.adapter import AccountRef, Who
from bot.cog import Message
from bot.ui.wire import call_behind

Payload = Mapping[str, Any]


class Source(Enum):
    COMMAND = "command"
    PRIVATE = "private"  # a message that only the person sees: ephemeral, or in their own messages with the bot
    PUBLIC = "public"
    MESSAGE = "message"  # a message shortcut
    SHORTCUT = "shortcut"
    MODAL = "modal"
    SUBMIT = "submit"
    HOME = "home"


@dataclass(slots=True)
class Turn:
    """One thing that somebody did, and the ways in which Slack takes an answer to it."""

    source: Source
    team: str
    person: str
    trigger: str = ""
    channel: str = ""
    response_url: str = ""
    view: Payload | None = None
    home: bool = False
    """It began on the Home tab, which is drawn anew afterwards."""
    acknowledged: bool = False
    """Slack was told to wait; the acknowledgement can't carry the answer any more."""


def team_of(body: Payload) -> str:
    return str(body.get("team_id") or _part(body, "team").get("id") or _part(body, "user").get("team_id") or "")


def _part(body: Payload, name: str) -> Payload:
    """A nested object, empty where the payload has none."""
    found: Any = body.get(name)
    return cast("Payload", found) if isinstance(found, Mapping) else {}


def who(body: Payload) -> Who:
    """From a press, a shortcut or a sent form."""
    user: Payload = body["user"]
    return Who(account(body, str(user["id"])), name=str(user.get("name") or user.get("username") or ""))


def account(body: Payload, person: str) -> AccountRef:
    return AccountRef("slack", team_of(body), person)


def commanded(body: Payload) -> Turn:
    return Turn(
        Source.COMMAND,
        team_of(body),
        str(body["user_id"]),
        str(body["trigger_id"]),
        str(body.get("channel_id") or ""),
        str(body.get("response_url") or ""),
    )


def pressed(body: Payload) -> Turn:
    """From `block_actions`: in a message, a modal or on the Home tab."""
    view: Payload | None = body.get("view")
    turn = Turn(
        _pressed_where(body, view),
        team_of(body),
        str(body["user"]["id"]),
        str(body.get("trigger_id") or ""),
        str(_part(body, "channel").get("id") or ""),
        str(body.get("response_url") or ""),
        view,
    )
    turn.home = turn.source is Source.HOME or (view is not None and memo(view).home)
    return turn


def _pressed_where(body: Payload, view: Payload | None) -> Source:
    if view is not None:
        return Source.HOME if view.get("type") == "home" else Source.MODAL
    ephemeral = bool(_part(body, "container").get("is_ephemeral"))
    direct = str(_part(body, "channel").get("id") or "").startswith("D")
    return Source.PRIVATE if ephemeral or direct else Source.PUBLIC


def shortcut(body: Payload) -> Turn:
    source = Source.MESSAGE if body.get("type") == "message_action" else Source.SHORTCUT
    channel = str(_part(body, "channel").get("id") or "")
    url = str(body.get("response_url") or "")
    return Turn(source, team_of(body), str(body["user"]["id"]), str(body["trigger_id"]), channel, url)


def submitted(body: Payload) -> Turn:
    view: Payload = body["view"]
    trigger = str(body.get("trigger_id") or "")
    person = str(body["user"]["id"])
    return Turn(Source.SUBMIT, team_of(body), person, trigger, view=view, home=memo(view).home)


def memo(view: Payload) -> Memo:
    return Memo.load(str(view.get("private_metadata") or ""))


def message(body: Payload) -> Message:
    """What a message shortcut was opened on, as its reader sees it."""
    found: Payload = body["message"]
    author = str(found.get("user") or found.get("bot_id") or "")
    text = readable(str(found.get("text") or ""))
    ours = str(found.get("app_id") or body.get("api_app_id")) == str(body.get("api_app_id"))
    more = call_behind("…", _buttons(found)) if ours else None
    return Message(f"{body['channel']['id']}:{found['ts']}", author, text, author == str(body["user"]["id"]), more)


def _buttons(message: Payload) -> Iterator[tuple[str, str]]:
    """Labels and values. People can't put buttons on a message, only apps can."""
    blocks: list[Payload] = message.get("blocks") or []
    for block in blocks:
        elements: list[Payload] = block.get("elements") or [] if block.get("type") == "actions" else []
        for element in elements:
            if str(element.get("action_id") or "").startswith(PRESS):
                yield str(_part(element, "text").get("text") or ""), str(element.get("value") or "")


def chosen(action: Payload) -> tuple[str, str] | None:
    """The call and the value of a drop-down, or None when it is none of ours."""
    parts = str(action.get("action_id") or "").split(":", 2)
    option: Payload | None = action.get("selected_option")
    if len(parts) < 3 or not str(action["action_id"]).startswith(PICK) or option is None:
        return None
    return parts[2], str(option["value"])
