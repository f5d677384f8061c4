"""Group messages for a few people. The same people always get the same one, so asking again does no harm."""

from __future__ import annotations

import logging

import aiohttp

from adapters.slack import limits
from adapters.slack.api import Api, SlackError
from adapters.slack.errors import room_refused
from bot.adapter import Blocked, Delivery, RetryAfter, Shown, WantedRoom

_AGAIN_SECONDS = 5.0
_log = logging.getLogger("cairn.slack")


class Rooms:
    def __init__(self, api: Api) -> None:
        self._api = api

    async def open(self, wanted: WantedRoom) -> Delivery:
        if not wanted.open:
            return Shown(wanted.remote or "")  # a group message can't be closed for its people
        if wanted.remote is not None:
            return Shown(wanted.remote)
        if len(wanted.people) < 2:
            return Blocked("somebody is no longer here")  # with one person it would be their direct messages
        if len(wanted.people) > limits.GROUP_PEOPLE:
            return Blocked(f"Slack takes {limits.GROUP_PEOPLE} people in a group message, and the bot")
        try:
            answer = await self._api.post("conversations.open", users=",".join(wanted.people))
        except SlackError as error:
            _log.warning("conversations.open: %s", error.code)
            return room_refused(error.code, error.retry_after) or RetryAfter(_AGAIN_SECONDS)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.warning("conversations.open: %s", type(error).__name__)
            return RetryAfter(_AGAIN_SECONDS)
        return Shown(str(answer["channel"]["id"]))
