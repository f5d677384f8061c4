"""What a person does in Slack's client, and what the bot is sent for it."""

from __future__ import annotations

from typing import Any

from tests.fakes.slack import blockkit, reading
from tests.fakes.slack.server import Server
from tests.fakes.slack.state import Json, Reply, Response, Room, User, World
from tests.fakes.slack.web import No, Web


class Driver:
    def __init__(self, world: World, server: Server, web: Web, manifest: Json | None) -> None:
        self._world = world
        self._server = server
        self._web = web
        self._manifest = manifest
        self._last: Json = {}

    # -- acts --

    async def command(self, user: User, room: Room, command: str, text: str = "") -> Response:
        """Types a slash command; `text` as typed, Slack escapes it on its way."""
        listed = self._listed("slash_commands", "command", command)
        escaped = text if "<@" in text or "<#" in text else _escaped(text)
        reply = self._reply(user, room, None)
        payload: Json = {"command": command, "text": escaped, "team_id": self._world.team, "team_domain": "peers"}
        payload |= {"user_id": user.id, "user_name": user.name, "channel_id": room.id, "channel_name": room.name}
        payload |= {"api_app_id": self._world.app, "response_url": reply, "trigger_id": self._world.trigger(user.id)}
        assert listed, f"{command} is not in the manifest"
        return await self._act(user, room, "slash_commands", payload)

    async def press(self, user: User, shown: Json, label: str) -> Response:
        """Presses a button in a message or a view."""
        for block, element in reading.elements(shown):
            if element["type"] == "button" and element["text"]["text"] == label:
                action = {"type": "button", "text": element["text"], "value": element.get("value")}
                return await self._action(user, shown, block, element, action)
        raise AssertionError(f"no button {label!r}, only {reading.buttons(shown)}")

    async def choose(self, user: User, shown: Json, label: str) -> Response:
        """Chooses from a drop-down."""
        for block, element in reading.elements(shown):
            for option in element.get("options", []):
                if option["text"]["text"] == label:
                    action: Json = {"type": element["type"], "selected_option": option}
                    return await self._action(user, shown, block, element, action)
        raise AssertionError(f"no option {label!r}, only {reading.choices(shown)}")

    async def submit(self, user: User, view: Json, values: Json) -> Response:
        """Sends a form. `values` by field name (or its label), typed as Python has them; the rest stays as prefilled.
        Refuses what Slack's client itself would not send."""
        state: Json = {}
        known = reading.fields(view)
        labels = {block["label"]["text"]: name for name, block in known.items()}
        given = {labels.get(name, name): value for name, value in values.items()}
        assert set(given) <= set(known), f"no field {set(given) - set(known)}, only {list(known)}"
        for name, block in known.items():
            element: Json = block["element"]
            value = _state(element, given[name]) if name in given else _initial(element)
            assert block.get("optional") or not _empty(value), f"{name} is required"
            state[name] = {element["action_id"]: value}
        sent = {**view, "state": {"values": state}}
        payload: Json = self._who(user) | {"type": "view_submission", "view": sent, "response_urls": []}
        payload["trigger_id"] = self._world.trigger(user.id)
        response = await self._act(user, None, "interactive", payload)
        return self._submitted(user, view, response)

    async def shortcut(self, user: User, label: str) -> Response:
        callback = self._callback(label, "global")
        payload: Json = self._who(user) | {"type": "shortcut", "callback_id": callback, "action_ts": "1.0"}
        payload["trigger_id"] = self._world.trigger(user.id)
        return await self._act(user, None, "interactive", payload)

    async def message_shortcut(self, user: User, message: Json, label: str) -> Response:
        callback = self._callback(label, "message")
        room = self._world.rooms[message["channel"]]
        payload: Json = self._who(user) | {"type": "message_action", "callback_id": callback, "message": message}
        payload |= {"channel": {"id": room.id, "name": room.name}, "message_ts": message["ts"], "action_ts": "1.0"}
        payload |= {"response_url": self._reply(user, room, None), "trigger_id": self._world.trigger(user.id)}
        return await self._act(user, room, "interactive", payload)

    async def open_home(self, user: User) -> Response:
        room = self._world.direct(frozenset({user.id}))
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": room.id, "tab": "home"}
        before = user.home
        response = await self.event(event)
        await self._world.until(lambda: user.home is not before)
        response.view = user.home
        return response

    async def event(self, event: Json, *, tries: int = 3) -> Response:
        """Anything that happens by itself; sent again while it is not acknowledged."""
        payload: Json = {"type": "event_callback", "team_id": self._world.team, "api_app_id": self._world.app}
        payload |= {"event": event, "event_id": f"Ev{self._world.number():08}", "event_time": int(self._world.now())}
        self._last = {"type": "events_api", "payload": payload}
        return await self._server.sent("events_api", payload, tries=tries)

    async def again(self) -> Response:
        """The last envelope once more, as after a lost acknowledgement."""
        return await self._server.sent(self._last["type"], self._last["payload"])

    def say(self, user: User, room: Room, text: str) -> Json:
        """Somebody writes; the bot is told nothing."""
        message: Json = {"type": "message", "user": user.id, "channel": room.id, "ts": self._world.stamp()}
        message["text"] = _escaped(text)
        room.messages.append(message)
        return message

    # -- parts --

    def _who(self, user: User) -> Json:
        team = {"id": self._world.team, "domain": "peers"}
        named = {"id": user.id, "username": user.name, "name": user.name, "team_id": self._world.team}
        return {"team": team, "user": named, "api_app_id": self._world.app, "is_enterprise_install": False}

    def _listed(self, kind: str, key: str, value: str) -> bool:
        if self._manifest is None:
            return True
        return any(item[key] == value for item in self._manifest["features"][kind])

    def _callback(self, label: str, kind: str) -> str:
        if self._manifest is None:
            return f"m:{label}" if kind == "message" else label
        for item in self._manifest["features"]["shortcuts"]:
            if item["name"] == label and item["type"] == kind:
                return str(item["callback_id"])
        raise AssertionError(f"no {kind} shortcut {label!r} in the manifest")

    def _reply(self, user: User, room: Room, message: Json | None) -> str:
        key = f"r{self._world.number()}"
        self._world.replies[key] = Reply(user.id, room.id, self._world.now() + 1800, message)
        return f"{self._server.base}reply/{key}"

    async def _action(self, user: User, shown: Json, block: Json, element: Json, action: Json) -> Response:
        action |= {"action_id": element["action_id"], "block_id": block["block_id"], "action_ts": "1.0"}
        payload: Json = self._who(user) | {"type": "block_actions", "actions": [action], "state": {"values": {}}}
        payload["trigger_id"] = self._world.trigger(user.id)
        if "ts" not in shown:
            payload |= {"container": {"type": "view", "view_id": shown["id"]}, "view": shown}
            return await self._act(user, None, "interactive", payload)
        room = self._world.rooms[shown["channel"]]
        ephemeral = bool(shown.get("ephemeral"))
        container = {"type": "message", "message_ts": shown["ts"], "channel_id": room.id, "is_ephemeral": ephemeral}
        payload |= {"container": container, "channel": {"id": room.id, "name": room.name}}
        payload["response_url"] = self._reply(user, room, self._live(shown))
        if not ephemeral:
            payload["message"] = shown
        return await self._act(user, room, "interactive", payload)

    def _live(self, shown: Json) -> Json:
        """The message as it is now, where a test holds what it was."""
        messages = [message for _, message in self._world.shown] + self._world.rooms[shown["channel"]].messages
        return next((message for message in messages if message["ts"] == shown["ts"]), shown)

    async def _act(self, user: User, room: Room | None, kind: str, payload: Json) -> Response:
        before = [id(message) for who, message in self._world.shown if who == user.id]
        self._last = {"type": kind, "payload": payload}
        response = await self._server.sent(kind, payload)
        if room is not None and kind == "slash_commands" and response.payload:
            problems = list(blockkit.blocks(response.payload.get("blocks") or [], "message"))
            if problems:
                self._world.refusals.append(f"acknowledgement: {problems}")
            else:
                self._server.show(user.id, room.id, response.payload)
        self._world.changed()
        mine = [message for who, message in self._world.shown if who == user.id]
        fresh = [message for message in mine if id(message) not in before]
        reply = self._world.replies.get(str(payload.get("response_url", "")).rsplit("/", 1)[-1])
        own = reply.answer if reply else None  # others may come at the same moment
        response.message = own or (fresh[-1] if fresh else None)
        response.view = user.modals[-1] if user.modals else None
        return response

    def _submitted(self, user: User, view: Json, response: Response) -> Response:
        """What the client does with the acknowledgement of a sent form."""
        if not response.acknowledged:
            return response
        at = next((i for i, open_view in enumerate(user.modals) if open_view["id"] == view["id"]), None)
        answer = response.payload
        try:
            match answer.get("response_action"):
                case None if at is not None:
                    del user.modals[at:]
                case "clear":
                    user.modals.clear()
                case "errors":
                    response.errors = dict(answer["errors"])
                    strange = set(response.errors) - set(reading.fields(view))
                    if strange or not response.errors:
                        raise No("invalid_arguments", problem=f"errors for {strange}")
                case "update" if at is not None:
                    user.modals[at] = self._web.checked(answer["view"], "modal") | {"id": view["id"]}
                case "push" if len(user.modals) < 3:
                    user.modals.append(self._web.checked(answer["view"], "modal"))
                case _:
                    raise No("invalid_arguments", problem=f"response_action {answer.get('response_action')!r}")
        except No as no:
            self._world.refusals.append(f"view_submission: {no.answer}")
        self._world.changed()
        response.view = user.modals[-1] if user.modals else None
        return response


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _initial(element: Json) -> Json:
    """The state of an input that nobody touched."""
    match element["type"]:
        case "plain_text_input" | "number_input":
            return {"type": element["type"], "value": element.get("initial_value")}
        case "radio_buttons" | "static_select":
            return {"type": element["type"], "selected_option": element.get("initial_option")}
        case "checkboxes":
            return {"type": "checkboxes", "selected_options": element.get("initial_options", [])}
        case "datepicker":
            return {"type": "datepicker", "selected_date": element.get("initial_date")}
        case "users_select":
            return {"type": "users_select", "selected_user": element.get("initial_user")}
        case "conversations_select":
            return {"type": element["type"], "selected_conversation": element.get("initial_conversation")}
        case kind:
            raise AssertionError(f"unknown input {kind}")


def _state(element: Json, value: Any) -> Json:
    """The state of an input after somebody put `value` in."""
    match element["type"]:
        case "plain_text_input":
            assert len(value) <= element.get("max_length", 3000), "longer than the field takes"
            return {"type": "plain_text_input", "value": value or None}
        case "number_input":
            low, high = float(element.get("min_value", value)), float(element.get("max_value", value))
            assert low <= float(value) <= high, f"{value} is not between {low} and {high}"
            return {"type": "number_input", "value": str(value)}
        case "radio_buttons" | "static_select":
            return {"type": element["type"], "selected_option": _option(element, value)}
        case "checkboxes":
            ticked = element["options"] if value is True else [_option(element, v) for v in value or ()]
            return {"type": "checkboxes", "selected_options": ticked}
        case "datepicker":
            return {"type": "datepicker", "selected_date": str(value)}
        case "users_select":
            return {"type": "users_select", "selected_user": value.id if isinstance(value, User) else value}
        case "conversations_select":
            room = value.id if isinstance(value, Room) else value
            return {"type": "conversations_select", "selected_conversation": room}
        case kind:
            raise AssertionError(f"unknown input {kind}")


def _option(element: Json, wanted: Any) -> Json:
    """By value or by label."""
    for option in element["options"]:
        if str(wanted) in (option["value"], option["text"]["text"]):
            return option
    raise AssertionError(f"no option {wanted!r} among {[o['text']['text'] for o in element['options']]}")


def _empty(state: Json) -> bool:
    return all(not value for key, value in state.items() if key != "type")
