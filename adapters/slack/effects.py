"""What others see: posts, edits and deletions toward what is wanted, and what was posted after all.

A definite refusal is an answer; whatever leaves open whether it happened is raised. Slack knows no idempotency key,
so nothing here ever repeats a call.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable
from datetime import datetime, timedelta

import aiohttp

from adapters.slack import cards
from adapters.slack.api import Api, SlackError
from adapters.slack.cards import Json
from adapters.slack.errors import refused
from adapters.slack.files import Files
from bot.adapter import (
    Blocked,
    Channel,
    Delivery,
    Direct,
    MayNotLook,
    RetryAfter,
    Shown,
    Wanted,
)
from bot.context import Echo
from bot.scheduling.clock import Clock
from bot.ui.form import Place

EVENT = "cairn_message"
_PACED_AT_MOST = 5_000
_LOOKED_BACK = timedelta(seconds=30)  # clocks differ
_PAGES = 5
_NO_THREAD = frozenset(
    {
        "cannot_reply_to_message",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "thread_not_found",
    }
)
_GONE = (Blocked("message_not_found"), Blocked("cant_update_message"))
_log = logging.getLogger("cairn.slack")


class _Refused(Exception):
    def __init__(self, delivery: Delivery) -> None:
        super().__init__()
        self.delivery = delivery


class Posts:
    def __init__(self, api: Api, files: Files, clock: Clock, *, reconcile: bool, pace: float) -> None:
        self._api = api
        self._files = files
        self._clock = clock
        self._reconcile = reconcile
        self._pace = pace
        self._posted: OrderedDict[str, datetime] = OrderedDict()

    async def show(self, wanted: Wanted) -> Delivery:
        try:
            if wanted.remote is None:
                return Shown("") if wanted.card is None else await self._post(wanted)
            channel, _, ts = wanted.remote.partition(":")
            came = await (self._delete(channel, ts) if wanted.card is None else self._edit(wanted, channel, ts))
        except _Refused as refusal:
            came = refusal.delivery
        if isinstance(came, Blocked) and wanted.remote is not None:
            return came.seen_from(wanted.to, wanted.remote.partition(":")[0])
        return came

    async def _post(self, wanted: Wanted) -> Delivery:
        assert wanted.card is not None
        channel = await self._channel(wanted.to)
        if wait := self._pause(channel):
            return RetryAfter(wait)
        body: Json = cards.message(wanted.card, wanted.scene) | {"link_names": False, "parse": "none"}
        if self._reconcile:
            body["metadata"] = {"event_type": EVENT, "event_payload": {"k": str(wanted.nonce)}}
        answer = await self._sent(channel, _thread(wanted, channel), body)
        ts = str(answer["ts"])
        if wanted.card.files:
            said: Json = answer.get("message") or {}
            await self._attach(wanted, channel, str(said.get("thread_ts") or ts))
        direct = channel if isinstance(wanted.to, Direct) else ""
        return Shown(f"{answer['channel']}:{ts}", direct)

    async def _sent(self, channel: str, thread: str | None, body: Json) -> Json:
        """Into the thread, or beside it where that takes nothing any more: what it stood under was removed by hand."""
        if thread is not None:
            threaded = self._api.post("chat.postMessage", channel=channel, thread_ts=thread, **body)
            try:
                return await _asked(threaded, posts=True)
            except (SlackError, _Refused) as error:
                cause = error.__cause__ if isinstance(error, _Refused) else error
                if not (isinstance(cause, SlackError) and cause.code in _NO_THREAD):
                    raise
        return await _asked(self._api.post("chat.postMessage", channel=channel, **body), posts=True)

    async def _attach(self, wanted: Wanted, channel: str, thread: str) -> None:
        """Files follow in the message's thread; a reply has none of its own. The message counts as shown without them:
        it must not come twice."""
        assert wanted.card is not None
        try:
            await self._files.upload(channel, wanted.card.files, thread)
        except Exception as error:
            _log.warning("message %d is shown without its files: %s", wanted.id, type(error).__name__)

    async def _edit(self, wanted: Wanted, channel: str, ts: str) -> Delivery:
        assert wanted.card is not None
        assert wanted.remote is not None
        body = cards.message(wanted.card, wanted.scene)
        changed = {"text": body["text"], "blocks": body["blocks"], "link_names": False, "parse": "none"}
        try:
            await _asked(self._api.post("chat.update", channel=channel, ts=ts, **changed))
        except _Refused as refusal:
            if refusal.delivery in _GONE:
                return Blocked("removed")  # by hand: nobody wants it anew
            raise
        return Shown(wanted.remote)

    async def _delete(self, channel: str, ts: str) -> Delivery:
        try:
            await _asked(self._api.post("chat.delete", channel=channel, ts=ts))
        except _Refused as refusal:
            if refusal.delivery != Blocked("message_not_found"):
                raise
        return Shown(f"{channel}:{ts}")

    async def _channel(self, to: Channel | Direct) -> str:
        match to:
            case Channel(external):
                return external
            case Direct(person, channel):
                return channel or str(
                    (await _asked(self._api.post("conversations.open", users=person)))["channel"]["id"]
                )

    def _pause(self, channel: str) -> float:
        """Seconds until this channel takes another message; zero takes the turn."""
        now = self._clock.now()
        last = self._posted.get(channel)
        if last is not None:
            wait = self._pace - (now - last).total_seconds()
            if wait > 0:
                return wait
        self._posted[channel] = now
        self._posted.move_to_end(channel)
        if len(self._posted) > _PACED_AT_MOST:
            self._posted.popitem(last=False)
        return 0

    async def find(self, wanted: Wanted) -> str | None:
        """Reads its thread, and the channel's history around the first try, for the message's own key."""
        if not self._reconcile:
            raise RuntimeError("without the reconcile option nothing can be found")
        if wanted.first_try is None:
            return None
        if isinstance(wanted.to, Direct):
            raise MayNotLook
        channel = wanted.to.external
        oldest = (wanted.first_try - _LOOKED_BACK).timestamp()
        thread = _thread(wanted, channel)
        found = None if thread is None else await self._found(wanted, channel, oldest, thread)
        return found or await self._found(wanted, channel, oldest, None)

    async def _found(self, wanted: Wanted, channel: str, oldest: float, thread: str | None) -> str | None:
        cursor: str | None = None
        for _ in range(_PAGES):
            answer = await self._history(channel, oldest, cursor, thread)
            for message in answer["messages"]:
                mark: Json = message.get("metadata") or {}
                if mark.get("event_type") == EVENT and mark.get("event_payload", {}).get("k") == str(wanted.nonce):
                    return f"{channel}:{message['ts']}"
            more: Json = answer.get("response_metadata") or {}
            cursor = more.get("next_cursor")
            if not cursor:
                return None
        raise RuntimeError("too many messages since then to tell")

    async def _history(self, channel: str, oldest: float, cursor: str | None, thread: str | None) -> Json:
        asked: Json = {"channel": channel, "oldest": f"{oldest:.6f}", "limit": 200, "include_all_metadata": True}
        try:
            if thread is not None:  # what is said in a thread is not in the channel's history
                return await self._api.get("conversations.replies", ts=thread, cursor=cursor, **asked)
            return await self._api.get("conversations.history", cursor=cursor, **asked)
        except SlackError as error:
            if thread is not None and error.code in _NO_THREAD:
                return {"messages": []}
            if error.code == "missing_scope":  # of private rooms and direct messages nothing is ever read
                raise MayNotLook from error
            raise

    async def look_at(self, remote: str) -> Echo:
        """Only where it is: replies and reactions could be read with scopes alone that the app doesn't ask for."""
        channel, _, ts = remote.partition(":")
        try:
            answer = await self._api.get("chat.getPermalink", channel=channel, message_ts=ts)
        except SlackError as error:
            if error.code in ("message_not_found", "channel_not_found"):
                return Echo("", here=False)
            raise
        return Echo("", link=str(answer.get("permalink") or ""))

    async def inspect(self, rooms: list[str], bot: str) -> list[Place]:
        return [await self._place(room, bot) for room in rooms]

    async def _place(self, room: str, bot: str) -> Place:
        try:
            answer = await self._api.get("conversations.info", channel=room)
        except SlackError as error:
            if error.code == "channel_not_found":
                return Place(room, missing=(f"{bot} can't see this room. If it is private, type /invite @{bot} there",))
            _log.warning("conversations.info: %s", error.code)
            return Place(room)
        except Exception as error:
            _log.warning("conversations.info: %s", type(error).__name__)
            return Place(room)
        channel: Json = answer["channel"]
        name = str(channel.get("name") or "")
        missing: list[str] = []
        if channel.get("is_archived"):
            missing.append(f"#{name} is archived: choose another room, or unarchive it")
        elif not channel.get("is_member") and not channel.get("is_im") and not channel.get("is_mpim"):
            missing.append(f"{bot} isn't in #{name}: type /invite @{bot} there")
        return Place(room, name, tuple(missing))


def _thread(wanted: Wanted, channel: str) -> str | None:
    """The thread it belongs into. A room that was chosen since has no such thread."""
    there, _, ts = (wanted.reply_to or "").partition(":")
    return ts if ts and there == channel else None


async def _asked(call: Awaitable[Json], *, posts: bool = False) -> Json:
    """The answer; `_Refused` when Slack surely did not do it; anything else is raised as it came."""
    try:
        return await call
    except SlackError as error:
        delivery = refused(error.code, error.retry_after, channel_wide=posts)
        if delivery is None:
            raise
        raise _Refused(delivery) from error
    except aiohttp.ClientConnectorError as error:
        raise _Refused(RetryAfter(5)) from error  # nobody was reached, so nothing was done
