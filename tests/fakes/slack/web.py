"""The Web API: arguments, scopes and limits as documented, over one `World`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.fakes.slack import blockkit
from tests.fakes.slack.state import Json, Room, User, World

_METHODS: Json = json.loads((Path(__file__).parent / "methods.json").read_text())
# Arguments that slack_sdk and Bolt send and the reference leaves out.
_ALSO = {
    "auth.test": {"team_id"},
    "chat.postEphemeral": {"mrkdwn", "unfurl_links", "unfurl_media"},
}
_CHANNEL_SCOPES = {"channel": "channels", "private": "groups", "im": "im", "mpim": "mpim"}


class No(Exception):
    """An answer with ok=false."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.answer: Json = {"ok": False, "error": error, **more}


class Web:
    def __init__(self, world: World, scopes: frozenset[str] | None, bot_token: str, app_token: str) -> None:
        self._world = world
        self._scopes = scopes
        self._bot_token = bot_token
        self._app_token = app_token
        self.base = ""
        self._handlers: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connection,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.getPermalink": self._permalink,
            "conversations.open": self._open,
            "conversations.info": self._info,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "users.info": self._user,
            "views.open": self._view_open,
            "views.push": self._view_push,
            "views.update": self._view_update,
            "views.publish": self._view_publish,
            "files.getUploadURLExternal": self._upload_url,
            "files.completeUploadExternal": self._complete,
        }

    def call(self, method: str, token: str, arguments: Json, *, as_json: bool) -> Json:
        world = self._world
        world.calls.append((method, arguments))
        try:
            if method not in self._handlers:
                raise No("unknown_method")
            self._check(method, token, arguments, as_json)
            answer = {"ok": True, **self._handlers[method](arguments)}
        except No as no:
            if no.answer["error"] in ("invalid_arguments", "invalid_blocks", "unknown_method", "missing_scope"):
                world.refusals.append(f"{method}: {no.answer}")
            return no.answer
        world.changed()
        return answer

    def _check(self, method: str, token: str, arguments: Json, as_json: bool) -> None:
        known = _METHODS[method]
        expected = self._app_token if method == "apps.connections.open" else self._bot_token
        if not token:
            raise No("not_authed")
        if token != expected:
            raise No("invalid_auth")
        if as_json and not known["json"]:
            raise No("invalid_arguments", problem="this method takes no JSON")
        extra = set(arguments) - set(known["args"]) - _ALSO.get(method, set())
        if extra:
            raise No("invalid_arguments", problem=f"unknown {sorted(extra)}")
        if missing := [name for name in known["required"] if arguments.get(name) in (None, "")]:
            raise No("invalid_arguments", problem=f"missing {missing}")
        if self._scopes is not None and known["scopes"]:
            if method in ("conversations.info", "conversations.history", "conversations.replies", "conversations.open"):
                return  # depends on the kind of the room
            if not self._scopes & set(known["scopes"]):
                raise No("missing_scope", needed=",".join(known["scopes"]))

    def _need(self, room: Room, what: str) -> None:
        kind = "private" if room.private else room.kind
        needed = f"{_CHANNEL_SCOPES[kind]}:{what}"
        if self._scopes is not None and needed not in self._scopes:
            raise No("missing_scope", needed=needed)

    def _room(self, arguments: Json, *, member: bool = True) -> Room:
        room = self._world.rooms.get(str(arguments["channel"]))
        bot = self._world.bot.id
        if room is None or (room.private and bot not in room.members):
            raise No("channel_not_found")
        if member and bot not in room.members:
            raise No("not_in_channel")
        return room

    def _blocks(self, arguments: Json) -> list[Json]:
        given: Any = arguments.get("blocks") or []
        given = json.loads(given) if isinstance(given, str) else given
        if problems := list(blockkit.blocks(given, "message")):
            raise No("invalid_blocks", errors=problems)
        if not given and not arguments.get("text"):
            raise No("no_text")
        return [{**block, "block_id": block.get("block_id") or f"b{at}"} for at, block in enumerate(given)]

    def _auth_test(self, arguments: Json) -> Json:
        bot = self._world.bot
        team = self._world.team
        return {"user": bot.name, "user_id": bot.id, "bot_id": "B00000001", "team": "Peers", "team_id": team}

    def _connection(self, arguments: Json) -> Json:
        return {"url": self.base.replace("http://", "ws://") + f"link?ticket={self._world.number()}"}

    def _message(self, arguments: Json, room: Room) -> Json:
        message: Json = {"type": "message", "user": self._world.bot.id, "bot_id": "B00000001", "channel": room.id}
        message |= {"text": arguments.get("text") or "", "blocks": self._blocks(arguments), "ts": self._world.stamp()}
        if metadata := arguments.get("metadata"):
            read: Json = json.loads(metadata) if isinstance(metadata, str) else metadata
            if set(read) != {"event_type", "event_payload"}:
                raise No("invalid_metadata_format")
            message["metadata"] = read
        return message

    def _post(self, arguments: Json) -> Json:
        world = self._world
        target = str(arguments["channel"])
        room = world.direct(frozenset({target})) if target in world.users else self._room(arguments)
        if room.archived:
            raise No("is_archived")
        if world.pace and world.now() - room.posted_at < 1:
            raise No("rate_limited", retry_after=1)
        room.posted_at = world.now()
        message = self._message(arguments, room)
        if thread := arguments.get("thread_ts"):
            message["thread_ts"] = _parent(room, str(thread))["ts"]
        room.messages.append(message)
        return {"channel": room.id, "ts": message["ts"], "message": message}

    def _post_ephemeral(self, arguments: Json) -> Json:
        room = self._room(arguments)
        if arguments["user"] not in room.members:
            raise No("user_not_in_channel")
        message = self._message(arguments, room)
        self._world.shown.append((str(arguments["user"]), message | {"ephemeral": True}))
        return {"message_ts": message["ts"]}

    def _own(self, arguments: Json, refusal: str) -> tuple[Room, Json]:
        room = self._room(arguments, member=False)
        message = next((m for m in room.messages if m["ts"] == arguments["ts"]), None)
        if message is None:
            raise No("message_not_found")
        if message["user"] != self._world.bot.id:
            raise No(refusal)
        return room, message

    def _update(self, arguments: Json) -> Json:
        room, message = self._own(arguments, "cant_update_message")
        message |= {"text": arguments.get("text") or "", "blocks": self._blocks(arguments), "edited": True}
        return {"channel": room.id, "ts": message["ts"], "text": message["text"], "message": message}

    def _delete(self, arguments: Json) -> Json:
        room, message = self._own(arguments, "cant_delete_message")
        room.messages.remove(message)
        return {"channel": room.id, "ts": message["ts"]}

    def _permalink(self, arguments: Json) -> Json:
        """No scope is needed, and anybody's message will do."""
        room = self._room(arguments, member=False)
        if all(message["ts"] != arguments["message_ts"] for message in room.messages):
            raise No("message_not_found")
        stamp = str(arguments["message_ts"]).replace(".", "")
        return {"channel": room.id, "permalink": f"https://peers.slack.com/archives/{room.id}/p{stamp}"}

    def _open(self, arguments: Json) -> Json:
        """Opens or resumes: the same people always get the same room."""
        people = frozenset(filter(None, str(arguments.get("users") or "").split(",")))
        if not people:
            raise No("users_list_not_supplied")
        if len(people) > 8:
            raise No("too_many_users")
        needed = "im:write" if len(people) == 1 else "mpim:write"
        if self._scopes is not None and needed not in self._scopes:
            raise No("missing_scope", needed=needed)
        for person in people:
            user = self._world.users.get(person)
            if user is None:
                raise No("user_not_found")
            if user.bot:
                raise No("cannot_dm_bot")
            if user.deleted:
                raise No("user_disabled")
        if len(people) > 1 and self._world.groups_refused:
            raise No(self._world.groups_refused)
        known = len(self._world.rooms)
        room = self._world.direct(people)
        again: Json = {} if len(self._world.rooms) > known else {"no_op": True, "already_open": True}
        return {"channel": {"id": room.id}, **again}

    def _info(self, arguments: Json) -> Json:
        room = self._room(arguments, member=False)
        self._need(room, "read")
        channel: Json = {"id": room.id, "name": room.name, "is_archived": room.archived, "is_private": room.private}
        channel |= {"is_member": self._world.bot.id in room.members, "is_im": room.kind == "im"}
        return {"channel": channel | {"is_mpim": room.kind == "mpim"}}

    def _history(self, arguments: Json) -> Json:
        room = self._room(arguments)
        self._need(room, "history")
        oldest = float(arguments.get("oldest") or 0)
        return _page(
            [m for m in reversed(room.messages) if float(m["ts"]) > oldest and not m.get("thread_ts")], arguments
        )

    def _replies(self, arguments: Json) -> Json:
        """The parent always, and the replies since `oldest`, the oldest first."""
        room = self._room(arguments)
        self._need(room, "history")
        parent = _parent(room, str(arguments["ts"]))
        oldest = float(arguments.get("oldest") or 0)
        replies = [m for m in room.messages if m.get("thread_ts") == parent["ts"] and float(m["ts"]) > oldest]
        return _page([parent, *replies], arguments)

    def _user(self, arguments: Json) -> Json:
        user = self._world.users.get(str(arguments["user"]))
        if user is None:
            raise No("user_not_found")
        return {"user": _profile(user, bool(arguments.get("include_locale")))}

    # -- views --

    def _taken(self, arguments: Json) -> User:
        """The person whose trigger this is; a trigger lives three seconds and works once."""
        trigger = str(arguments.get("trigger_id") or "")
        if trigger not in self._world.triggers:
            raise No("invalid_trigger_id")
        until, user = self._world.triggers[trigger]
        if until < 0:
            raise No("exchanged_trigger_id")
        if self._world.now() > until:
            raise No("expired_trigger_id")
        self._world.triggers[trigger] = (-1, user)
        return self._world.users[user]

    def _view(self, arguments: Json, kind: str) -> Json:
        given: Any = arguments["view"]
        given = json.loads(given) if isinstance(given, str) else given
        return self.checked(given, kind)

    def checked(self, given: Json, kind: str) -> Json:
        """A view as Slack keeps it. Raises `No` when it breaks a rule."""
        problems = list(blockkit.view(given))
        if given.get("type") != kind:
            problems.append(f"a {given.get('type')} where a {kind} belongs")
        if problems:
            raise No("invalid_arguments", response_metadata={"messages": problems})
        if len(json.dumps(given)) > 250_000:
            raise No("view_too_large")
        kept = json.loads(json.dumps(given))
        for at, block in enumerate(kept["blocks"]):
            block["block_id"] = block.get("block_id") or f"b{at}"
        team = {"team_id": self._world.team, "bot_id": "B00000001", "hash": f"{self._world.number()}.hash"}
        return {**kept, "id": f"V{self._world.number():08}", **team}

    def _view_open(self, arguments: Json) -> Json:
        view = self._view(arguments, "modal")
        user = self._taken(arguments)
        user.modals[:] = [view]
        return {"view": view}

    def _view_push(self, arguments: Json) -> Json:
        view = self._view(arguments, "modal")
        user = self._taken(arguments)
        if not user.modals:
            raise No("not_found")
        if len(user.modals) >= 3:
            raise No("push_limit_reached")
        user.modals.append(view)
        return {"view": view}

    def _view_update(self, arguments: Json) -> Json:
        view = self._view(arguments, "modal")
        for user in self._world.users.values():
            for at, open_view in enumerate(user.modals):
                if open_view["id"] == arguments.get("view_id"):
                    if arguments.get("hash") not in (None, open_view["hash"]):
                        raise No("hash_conflict")
                    user.modals[at] = view | {"id": open_view["id"]}
                    return {"view": user.modals[at]}
        raise No("not_found")

    def _view_publish(self, arguments: Json) -> Json:
        view = self._view(arguments, "home")
        user = self._world.users.get(str(arguments["user_id"]))
        if user is None:
            raise No("invalid_arguments", problem="user_id")
        user.home = view
        return {"view": view}

    # -- files --

    def _upload_url(self, arguments: Json) -> Json:
        if int(arguments["length"]) < 1:
            raise No("invalid_arguments", problem="length")
        file_id = f"F{self._world.number():08}"
        self._world.uploads[file_id] = {"id": file_id, "name": arguments["filename"], "length": arguments["length"]}
        return {"file_id": file_id, "upload_url": f"{self.base}upload/{file_id}"}

    def _complete(self, arguments: Json) -> Json:
        given: Any = arguments["files"]
        given = json.loads(given) if isinstance(given, str) else given
        room = self._room({"channel": arguments["channel_id"]}) if arguments.get("channel_id") else None
        if room and arguments.get("thread_ts"):
            _parent(room, str(arguments["thread_ts"]))
        done: list[Json] = []
        for item in given:
            file = self._world.uploads.get(item["id"])
            if file is None or "data" not in file:
                raise No("file_not_found")
            done.append(
                {
                    **file,
                    "title": item.get("title"),
                    "channel": room.id if room else "",
                    "thread": arguments.get("thread_ts"),
                }
            )
        self._world.files += done
        return {"files": [{"id": f["id"], "title": f["title"]} for f in done]}


def _parent(room: Room, ts: str) -> Json:
    """The message that heads a thread; a reply heads none."""
    for message in room.messages:
        if message["ts"] == ts and not message.get("thread_ts"):
            return message
    raise No("thread_not_found")


def _page(found: list[Json], arguments: Json) -> Json:
    if str(arguments.get("include_all_metadata", "")).lower() not in ("1", "true"):
        found = [{k: v for k, v in m.items() if k != "metadata"} for m in found]
    start, most = int(arguments.get("cursor") or 0), int(arguments.get("limit") or 100)
    more = len(found) > start + most
    cursor = str(start + most) if more else ""
    return {
        "messages": found[start : start + most],
        "has_more": more,
        "response_metadata": {"next_cursor": cursor},
    }


def _profile(user: User, with_locale: bool) -> Json:
    profile: Json = {"display_name": user.name, "real_name": user.name.title()}
    known: Json = {"id": user.id, "name": user.name, "deleted": user.deleted, "is_bot": user.bot, "profile": profile}
    if user.deleted:
        return known
    known |= {"tz": user.tz, "is_admin": user.admin, "is_owner": False}
    known |= {"is_restricted": user.guest or user.one_room, "is_ultra_restricted": user.one_room}
    return known | ({"locale": user.locale} if with_locale else {})
