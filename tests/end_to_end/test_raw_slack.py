"""Envelopes as Slack documents them, but not as its client sends them every day."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.end_to_end.harbour import Harbour, Person, until

Json = dict[str, Any]
Change = Callable[[Json], Any]


def _grid(payload: Json) -> None:
    payload |= {"enterprise_id": "E1", "enterprise_name": "Grid", "is_enterprise_install": "false", "token": "old"}


def _in_messages(payload: Json) -> None:
    payload |= {"channel_id": "D0000001", "channel_name": "directmessage"}


COMMANDS: dict[str, Change] = {
    "as it is": lambda payload: None,
    "a grid": _grid,
    "direct messages": _in_messages,
    "no names": lambda payload: [payload.pop(name) for name in ("user_name", "channel_name", "team_domain")],
    "no text": lambda payload: payload.pop("text"),
    "a private room": lambda payload: payload.update(channel_name="privategroup"),
    "fields of a newer version": lambda payload: payload.update(new={"a": 1}),
    "a command that is gone": lambda payload: payload.update(command="/old"),
    "a sub-command that is gone": lambda payload: payload.update(text="old and forgotten"),
    "a sub-command in capitals": lambda payload: payload.update(text="WINS"),
    "spaces of a phone": lambda payload: payload.update(text="\u00a0wins\u00a0 "),
    "only spaces": lambda payload: payload.update(text="   "),
    "smart quotes": lambda payload: payload.update(text="wins kind:“offer”"),
}


async def test_commands_of_every_shape_are_answered(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "slack") as harbour:
        await harbour.start()
        await harbour.set_up(harbour.slack)
        wren = await Person(harbour.slack, "wren").join()
        server, world = harbour.slack.slack.server, harbour.slack.slack.world
        wrong: list[str] = []
        for name, change in COMMANDS.items():
            payload: Json = {"command": "/cairn", "text": "wins", "team_id": world.team, "team_domain": "peers"}
            payload |= {"user_id": wren.id, "user_name": "wren", "channel_id": harbour.slack.rooms["wins"]}
            payload |= {"channel_name": "wins", "api_app_id": world.app, "trigger_id": world.trigger(wren.id)}
            payload |= {"response_url": f"{server.base}reply/none", "is_enterprise_install": "false"}
            change(payload)
            answer = await server.sent("slash_commands", payload)
            if not answer.acknowledged or not answer.payload or "wrong" in answer.payload["text"]:
                wrong.append(f"{name}: {answer.acknowledged} {answer.payload.get('text')}")
        assert not wrong, "\n".join(wrong) + harbour.bot.log[-5000:]


async def test_events_of_every_shape_are_acknowledged_and_cost_no_line(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "slack") as harbour:
        await harbour.start()
        await harbour.set_up(harbour.slack)
        wren = await Person(harbour.slack, "wren").join()
        slack = harbour.slack.slack
        team = slack.world.team
        who = {"id": wren.id, "username": "wren", "name": "wren", "team_id": team}
        press = {
            "type": "button",
            "action_id": "old",
            "block_id": "b",
            "value": "x",
            "text": {"type": "plain_text", "text": "x"},
        }
        base: Json = {"team": {"id": team, "domain": "d"}, "user": who, "api_app_id": "A", "token": "t"}
        envelopes: dict[str, tuple[str, Json]] = {
            "an event of no interest": ("events_api", _event(team, {"type": "reaction_added", "user": wren.id})),
            "a message": (
                "events_api",
                _event(team, {"type": "message", "text": "Read by nobody here", "user": wren.id}),
            ),
            "the messages tab": (
                "events_api",
                _event(team, {"type": "app_home_opened", "user": wren.id, "tab": "messages"}),
            ),
            "tokens of others": ("events_api", _event(team, {"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}})),
            "a closed view": ("interactive", base | {"type": "view_closed", "view": {"id": "V1", "callback_id": "x"}}),
            "suggestions": (
                "interactive",
                base | {"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": "x"},
            ),
            "a press on a message that is gone": (
                "interactive",
                base
                | {
                    "type": "block_actions",
                    "actions": [press],
                    "trigger_id": "1.2.x",
                    "container": {"type": "message"},
                },
            ),
            "a shortcut that is gone": (
                "interactive",
                base | {"type": "shortcut", "callback_id": "old", "trigger_id": "1.2.y"},
            ),
            "a form that is gone": (
                "interactive",
                base
                | {
                    "type": "view_submission",
                    "trigger_id": "1.2.z",
                    "view": {
                        "id": "V1",
                        "type": "modal",
                        "callback_id": "old",
                        "private_metadata": "",
                        "hash": "1",
                        "blocks": [],
                        "state": {"values": {}},
                    },
                },
            ),
            "a form whose memo is spoilt": (
                "interactive",
                base
                | {
                    "type": "view_submission",
                    "trigger_id": "1.2.w",
                    "view": {
                        "id": "V2",
                        "type": "modal",
                        "callback_id": "form",
                        "private_metadata": "{not json",
                        "hash": "1",
                        "blocks": [],
                        "state": {"values": {"story": {"story": {"type": "plain_text_input", "value": None}}}},
                    },
                },
            ),
            "a person of another workspace": (
                "interactive",
                base
                | {
                    "type": "block_actions",
                    "actions": [press | {"value": "c1|1|wins.cheer|i1"}],
                    "trigger_id": "1.2.v",
                    "user": who | {"team_id": "T2"},
                    "container": {"type": "message", "is_ephemeral": True},
                },
            ),
        }
        for name, envelope in envelopes.items():
            assert (await slack.server.sent(*envelope)).acknowledged, name
        for raw in ("not json", json.dumps({"type": "unknown"}), json.dumps({"type": "interactive"}), "[]", "null", ""):
            for line in slack.server.lines:
                await line.send_str(raw)
        await asyncio.sleep(0)
        assert (await wren.command("wins")).text
        assert slack.server.connections == 1
        assert "Read by nobody here" not in harbour.bot.log


async def test_a_line_that_is_told_to_move_moves_without_losing_a_command(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "slack") as harbour:
        await harbour.start()
        await harbour.set_up(harbour.slack)
        wren = await Person(harbour.slack, "wren").join()
        server = harbour.slack.slack.server
        for reason in ("warning", "refresh_requested"):
            before = server.connections
            for line in server.lines:
                await line.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "x"}}))
            await until(lambda before=before: server.connections > before, harbour)
            assert (await wren.command("wins")).text


def _event(team: str, event: Json) -> Json:
    inner = copy.deepcopy(event) | {"event_ts": "1.0"}
    known: Json = {"type": "event_callback", "team_id": team, "api_app_id": "A", "event": inner, "event_time": 1}
    return known | {"event_id": f"Ev{event['type']}", "authorizations": [{"team_id": team, "is_bot": True}]}
