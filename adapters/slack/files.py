"""Files for one person: Slack can't put one into a private answer, so it goes to their own messages with the bot."""

from __future__ import annotations

import dataclasses
import logging
from collections import OrderedDict

from adapters.slack.api import Api
from bot.ui.card import Card, File, Note

KEPT_AT_MOST = 5_000
_log = logging.getLogger("cairn.slack")


class Files:
    def __init__(self, api: Api) -> None:
        self._api = api
        self._direct: OrderedDict[str, str] = OrderedDict()

    async def direct(self, person: str) -> str:
        """The id of a person's own messages with the bot."""
        if person not in self._direct:
            answer = await self._api.post("conversations.open", users=person)
            self._direct[person] = str(answer["channel"]["id"])
            if len(self._direct) > KEPT_AT_MOST:
                self._direct.popitem(last=False)
        return self._direct[person]

    async def handed_over(self, person: str, card: Card) -> Card:
        """Sends the card's files and says so on it; a failure is said there too."""
        names = ", ".join(file.name for file in card.files)
        try:
            await self.upload(await self.direct(person), card.files)
            note = Note(f"In your own messages with Cairn, where only you see it: {names}")
        except Exception as error:
            _log.warning("a file was not uploaded: %s", type(error).__name__)
            note = Note(f"Slack did not take the file ({names}). Please try again in a while.")
        return dataclasses.replace(card, body=(*card.body[:19], note), files=())

    async def upload(self, channel: str, files: tuple[File, ...], thread: str | None = None) -> None:
        await self._api.client.files_upload_v2(  # pyright: ignore[reportUnknownMemberType] -- bare dicts in the library
            channel=channel,
            thread_ts=thread,
            file_uploads=[{"filename": file.name, "title": file.name, "content": file.data} for file in files],
        )
