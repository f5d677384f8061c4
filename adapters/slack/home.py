"""The Home tab: what the core answers to `HomeOpened`, published as the person's own page."""

from __future__ import annotations

import logging

from adapters.slack import cards, limits
from adapters.slack.api import Api
from adapters.slack.cards import Json
from adapters.slack.forms import Memo
from adapters.slack.profiles import Profiles
from bot.adapter import Core, HomeOpened, Scene, Who
from bot.ui.card import Card
from bot.ui.outcome import Reply, Update

_log = logging.getLogger("cairn.slack")


class HomeTab:
    def __init__(self, core: Core, api: Api, profiles: Profiles) -> None:
        self._core = core
        self._api = api
        self._profiles = profiles

    async def publish(self, who: Who, event_id: str) -> None:
        who = await self._profiles.completed(who)
        answer = await self._core.dispatch(HomeOpened(who, who.account.tenant, event_id))
        match answer.outcome:
            case Reply(card) | Update(card):
                view = page(card, answer.scene)
                await self._api.post("views.publish", user_id=who.account.external, view=view)
            case _:
                _log.debug("nothing to publish on Home")


def page(card: Card, scene: Scene) -> Json:
    return {
        "type": "home",
        "private_metadata": Memo(home=True).dump(),
        "blocks": cards.blocks(card, scene, most=limits.VIEW_BLOCKS),
    }
