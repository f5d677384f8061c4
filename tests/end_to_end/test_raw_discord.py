"""Interactions as Discord documents them, but not as the bot's own cards make them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.end_to_end.harbour import Harbour, Person

Json = dict[str, Any]
Change = Callable[[Json], Any]


def _data(**values: Any) -> Change:
    return lambda payload: payload["data"].update(values)


def _unknown_guild(payload: Json) -> None:
    payload["guild_id"] = "1100000000000000001"
    payload["guild"]["id"] = "1100000000000000001"


def _thread(payload: Json) -> None:
    payload["channel"] = {
        "id": payload["channel_id"],
        "type": 11,
        "name": "a thread",
        "parent_id": "1",
        "guild_id": payload["guild_id"],
        "permissions": "2248473465835073",
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }


def _no_channel(payload: Json) -> None:
    del payload["channel"]


def _bare_person(payload: Json) -> None:
    payload["member"]["user"].update(global_name=None, avatar=None)
    payload["member"].update(nick=None)


def _more_of_everything(payload: Json) -> None:
    payload.update(new_field={"a": [1]}, version=2)
    payload["member"]["new_field"] = 1


def _in_messages(payload: Json) -> None:
    payload["user"] = payload.pop("member")["user"]
    for name in ("guild_id", "guild", "guild_locale"):
        payload.pop(name)
    payload["context"] = 1
    payload["channel"] = {"id": payload["channel_id"], "type": 1, "recipients": [], "flags": 0}


COMMANDS: dict[str, Change] = {
    "a server that was not announced": _unknown_guild,
    "a thread": _thread,
    "no channel": _no_channel,
    "nobody's display name": _bare_person,
    "fields of a newer version": _more_of_everything,
    "direct messages": _in_messages,
    "an option that is gone": _data(options=[{"name": "old_option", "type": 3, "value": "x"}]),
    "an option of another kind": _data(options=[{"name": "kind", "type": 3, "value": "no such kind"}]),
    "a command that is gone": _data(name="old", options=[]),
    "a sub-command that is gone": _data(name="mod", options=[{"name": "old", "type": 1, "options": []}]),
    "no options": lambda payload: payload["data"].pop("options"),
}


async def test_commands_of_every_shape_are_answered(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        await harbour.set_up(harbour.discord)
        wren = await Person(harbour.discord, "wren").join()
        fake = harbour.discord.fake
        entry = next(command for command in fake.world.commands if command["name"] == "wins")
        wrong: list[str] = []
        for name, change in COMMANDS.items():
            data: Json = {"id": entry["id"], "name": "wins", "type": 1, "options": []}
            answer = await _send(harbour, 2, data, wren, change)
            if answer.kind not in ("message", "modal") or "on my side" in answer.text:
                wrong.append(f"{name}: {answer.kind} {answer.text}")
        assert not wrong, "\n".join(wrong) + harbour.bot.log[-5000:]


async def test_an_event_that_can_not_be_read_costs_no_connection(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        wren = await Person(harbour.discord, "wren").join()
        fake = harbour.discord.fake
        for broken in ({"id": "x"}, {"entitlements": [{"id": "Words of a person"}]}, {"type": 99}):
            _, payload = fake.interaction(
                2, {"id": "1", "name": "wins", "type": 1}, wren.user, harbour.discord.guild["wins"]
            )
            await fake.gateway.event_everywhere("INTERACTION_CREATE", {**payload, **broken})
        assert (await wren.command("wins")).text
        assert fake.gateway.identified == 1
        assert "Words of a person" not in harbour.bot.log


def _text(name: str, value: str) -> Json:
    return {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": name, "value": value}}


FORMS: dict[str, list[Json]] = {
    "nothing": [],
    "only other fields": [_text("old_field", "x")],
    "rows of before": [{"type": 1, "components": [{"type": 4, "custom_id": "story", "value": "Old rows"}]}],
    "choices without a choice": [{"type": 18, "component": {"type": 21, "custom_id": "kind", "value": None}}],
    "a choice that is gone": [{"type": 18, "component": {"type": 21, "custom_id": "kind", "value": "old"}}],
    "text for a choice": [_text("kind", "x"), _text("story", "A story")],
    "far too long": [_text("story", "x" * 4000)],
    "only blanks": [_text("story", " \u200b\n ")],
}


async def test_forms_of_every_shape_are_answered(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        await harbour.set_up(harbour.discord)
        wren = await Person(harbour.discord, "wren").join()
        form = (await wren.command("win")).handle
        wrong: list[str] = []
        for name, components in FORMS.items():
            answer = await _send(harbour, 5, {"custom_id": form.custom_id, "components": components}, wren)
            if answer.kind != "message" or "on my side" in answer.text:
                wrong.append(f"{name}: {answer.kind} {answer.text}")
        for custom_id in ("c1|1|wins.gone", "c0|x", "garbage", form.custom_id.replace("|i0", "|i77")):
            answer = await _send(harbour, 5, {"custom_id": custom_id, "components": [_text("story", "Mine")]}, wren)
            if answer.kind != "message" or "on my side" in answer.text:
                wrong.append(f"{custom_id}: {answer.kind} {answer.text}")
        assert not wrong, "\n".join(wrong) + harbour.bot.log[-5000:]


async def test_presses_in_direct_messages_count_only_for_members(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        await harbour.set_up(harbour.discord)
        wren = await Person(harbour.discord, "wren").join()
        stranger = Person(harbour.discord, "stranger")
        await wren.command("win", text="Only for members")
        (post,) = await harbour.posts(harbour.discord, "wins", 1)
        for call in harbour.calls_on(harbour.discord, post):
            for person, said in ((wren, True), (stranger, False)):
                answer = await _send(
                    harbour, 3, {"custom_id": call, "component_type": 2}, person, _in_messages, post.handle[0]
                )
                assert answer.text, call
                assert "on my side" not in answer.text
                assert said or "Only for members" not in answer.text, answer.text


async def _send(
    harbour: Harbour, kind: int, data: Json, person: Person, change: Change | None = None, source: Any = None
) -> Any:
    fake = harbour.discord.fake
    room = harbour.discord.guild["general"]
    pending, payload = fake.interaction(kind, data, person.user, room, copy.copy(source))
    payload = copy.deepcopy(payload)
    if change is not None:
        change(payload)
    await fake.gateway.event_everywhere("INTERACTION_CREATE", payload)
    return await fake.answer_to(pending)
