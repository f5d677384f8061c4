"""The manifest keeps Slack's documented limits, and asks for no more than is used."""

from __future__ import annotations

import re
from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.manifest import BUILT_IN, EVENTS, manifest
from bot.cog import Registry
from bot.runtime.all_cogs import load
from tests.adapters.slack.demo import demo

REGISTRY = Registry((demo,))


@pytest.fixture(params=[True, False], ids=["socket", "http"])
def made(request: pytest.FixtureRequest) -> dict[str, Any]:
    return manifest(REGISTRY, socket=request.param, url="https://cairn.example/slack")


def test_names_and_descriptions_fit(made: dict[str, Any]) -> None:
    assert len(made["display_information"]["name"]) <= limits.APP_NAME
    assert len(made["display_information"]["description"]) <= limits.APP_DESCRIPTION
    commands = made["features"]["slash_commands"]
    assert 0 < len(commands) <= limits.COMMANDS
    for command in commands:
        assert re.fullmatch(r"/[a-z0-9_-]+", command["command"])
        assert len(command["command"]) <= limits.COMMAND_NAME
        assert 0 < len(command["description"]) <= limits.COMMAND_DESCRIPTION
        assert len(command["usage_hint"]) <= limits.COMMAND_HINT
    shortcuts = made["features"]["shortcuts"]
    assert len(shortcuts) <= limits.SHORTCUTS
    for shortcut in shortcuts:
        assert len(shortcut["name"]) <= limits.SHORTCUT_NAME
        assert len(shortcut["description"]) <= limits.SHORTCUT_DESCRIPTION
        assert len(shortcut["callback_id"]) <= limits.CALLBACK_ID


def test_no_command_collides_with_slacks_own_or_another(made: dict[str, Any]) -> None:
    names = [command["command"].removeprefix("/") for command in made["features"]["slash_commands"]]
    assert len(names) == len(set(names))
    assert not BUILT_IN & set(names)
    assert names == ["cairn", "win"]


def test_aliases_can_be_left_out() -> None:
    commands = manifest(REGISTRY, aliases=False)["features"]["slash_commands"]
    assert [command["command"] for command in commands] == ["/cairn"]


def test_the_app_may_write_to_people_and_groups_but_never_read_what_they_write() -> None:
    assert manifest(load())["oauth_config"]["scopes"]["bot"] == [
        "channels:read",
        "chat:write",
        "commands",
        "files:write",
        "groups:read",
        "im:write",
        "mpim:write",
        "users:read",
    ]
    finding = manifest(load(), reconcile=True)["oauth_config"]["scopes"]["bot"]
    assert not {"im:history", "mpim:history", "groups:history", "im:read", "mpim:read"} & set(finding)


def test_history_is_asked_for_only_with_the_reconcile_option() -> None:
    plain = manifest(REGISTRY)["oauth_config"]["scopes"]["bot"]
    assert not [scope for scope in plain if scope.endswith(":history") or "email" in scope]
    finding = manifest(REGISTRY, reconcile=True)["oauth_config"]["scopes"]["bot"]
    assert [scope for scope in finding if scope.endswith(":history")] == ["channels:history"]


@pytest.mark.parametrize("aliases", [True, False])
def test_the_manifest_of_every_feature_there_is_takes_no_name_of_slacks(aliases: bool) -> None:
    made = manifest(load(), aliases=aliases)
    names = [command["command"].removeprefix("/") for command in made["features"]["slash_commands"]]
    assert len(names) == len(set(names)) <= limits.COMMANDS
    assert not (BUILT_IN | {"me", "status", "feedback", "remind", "help", "home"}) & set(names)
    assert {"cairn", *(("win", "wins", "rejection") if aliases else ())} <= set(names)
    scopes = set(made["oauth_config"]["scopes"]["bot"])
    assert not {s for s in scopes if s.endswith(":history") or "email" in s or s.startswith("admin")}
    assert "user" not in made["oauth_config"]["scopes"]


def test_requests_go_over_the_socket_or_to_one_address(made: dict[str, Any]) -> None:
    settings = made["settings"]
    socket = settings["socket_mode_enabled"]
    assert ("request_url" in settings["interactivity"]) is not socket
    assert all(("url" in command) is not socket for command in made["features"]["slash_commands"])
    assert settings["event_subscriptions"]["bot_events"] == list(EVENTS)


def test_people_and_rooms_arrive_as_references_only_where_they_are_asked_for(made: dict[str, Any]) -> None:
    escapes = {command["command"]: command["should_escape"] for command in made["features"]["slash_commands"]}
    assert escapes == {"/cairn": True, "/win": False}


def test_shortcuts_reach_where_slash_commands_do_not(made: dict[str, Any]) -> None:
    assert {(s["name"], s["type"]) for s in made["features"]["shortcuts"]} == {
        ("Keep a win", "global"),
        ("Open my page", "global"),
        ("Keep this as my win", "message"),
    }
