"""The app's manifest, generated from the registry: what is pasted into Slack when the app is made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from adapters.slack import limits
from adapters.slack.commands import ROOT
from adapters.slack.limits import cut
from bot.cog import CommandSpec, OptionSpec, Param, Registry

SCOPES = (
    "channels:read",  # a room's name, and whether Cairn is in it; no messages
    "chat:write",
    "commands",
    "files:write",
    "groups:read",
    "im:write",
    "mpim:write",
    "users:read",
)
RECONCILE_SCOPES = ("channels:history",)  # never of private rooms or direct messages
EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")

# Slack's own slash commands, which no app can take.
_BUILT_IN = """
    active apps archive away call canvas close collapse dm dnd expand feed feedback giphy help home hangout huddle
    invite invite_people join keys kick leave list me msg mute open part prefs remind remove rename search share
    shortcuts shrug star status todo topic unmute who workflow
"""
BUILT_IN = frozenset(_BUILT_IN.split())

# Commands that also make sense with nothing typed, offered where slash commands can't be: in threads and the + menu.
GLOBAL_SHORTCUTS = {"win": "Keep a win", "rejection": "Log a rejection", "home": "Open my page"}
GLOBAL = "g:"
MENU = "m:"


def aliases(registry: Registry) -> list[CommandSpec]:
    """The commands that also have a short form of their own."""
    root = ROOT.removeprefix("/")
    short = [c for name, c in registry.commands.items() if " " not in name and name not in BUILT_IN and name != root]
    return [c for c in short if len(c.name) < limits.COMMAND_NAME][: limits.COMMANDS - 1]


def manifest(
    registry: Registry, *, aliases: bool = True, reconcile: bool = False, socket: bool = True, url: str = ""
) -> dict[str, Any]:
    """`url` is where Slack sends requests when `socket` is off."""
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Cairn",
            "description": "Wins, rejections, buddies and gentle check-ins for people who look for work.",
            "background_color": "#3f5a52",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Cairn", "always_online": True},
            "slash_commands": [command | _request(socket, url) for command in _commands(registry, aliases)],
            "shortcuts": list(_shortcuts(registry))[: limits.SHORTCUTS],
        },
        "oauth_config": {"scopes": {"bot": sorted((*SCOPES, *(RECONCILE_SCOPES if reconcile else ())))}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)} | ({} if socket else {"request_url": url}),
            "interactivity": {"is_enabled": True} | ({} if socket else {"request_url": url}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket,
            "token_rotation_enabled": False,
        },
    }


def _request(socket: bool, url: str) -> dict[str, Any]:
    return {} if socket else {"url": url}


def _commands(registry: Registry, short: bool) -> Iterator[dict[str, Any]]:
    names = ", ".join(dict.fromkeys(name.split(" ")[0] for name in registry.commands))
    yield {
        "command": ROOT,
        "description": "Everything Cairn can do. Answers are only for you.",
        "usage_hint": cut(names or "help", limits.COMMAND_HINT),
        "should_escape": any(_points(spec) for spec in registry.commands.values()),
    }
    for spec in aliases(registry) if short else ():
        yield {
            "command": f"/{spec.name}",
            "description": cut(spec.description, limits.COMMAND_DESCRIPTION),
            "usage_hint": cut(" ".join(map(_hint, spec.options)), limits.COMMAND_HINT),
            "should_escape": _points(spec),
        }


def _points(spec: CommandSpec) -> bool:
    return any(option.param in (Param.PERSON, Param.ROOM) for option in spec.options)


def _hint(option: OptionSpec) -> str:
    return f"[{option.name}]" if option.required else f"[{option.name}, optional]"


def _shortcuts(registry: Registry) -> Iterator[dict[str, Any]]:
    for name, label in GLOBAL_SHORTCUTS.items():
        spec = registry.commands.get(name)
        if spec and not any(option.required for option in spec.options):
            yield _shortcut(label, "global", f"{GLOBAL}{name}", spec.description)
    for label in registry.menus:
        yield _shortcut(label, "message", f"{MENU}{label}", "Do this with the message. Only you see the answer.")


def _shortcut(label: str, kind: str, callback: str, description: str) -> dict[str, Any]:
    return {
        "name": cut(label, limits.SHORTCUT_NAME),
        "type": kind,
        "callback_id": callback,
        "description": cut(description, limits.SHORTCUT_DESCRIPTION),
    }
