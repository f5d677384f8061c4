"""Who somebody is, asked of Slack where an event does not say: name, zone, locale, standing."""

from __future__ import annotations

import dataclasses
import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from adapters.slack.api import Api, SlackError
from bot.adapter import AccountRef, Who
from bot.context import Standing
from bot.scheduling.clock import Clock

KEPT_FOR = timedelta(minutes=10)
KEPT_AT_MOST = 5_000
_NOT_THERE = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_log = logging.getLogger("cairn.slack")


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    zone: str
    locale: str
    organiser: bool


class Profiles:
    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str], tuple[datetime, Profile]] = OrderedDict()

    async def completed(self, who: Who) -> Who:
        """The same person with what their profile says; as they were when Slack can't be asked."""
        try:
            profile = await self._profile(who.account.tenant, who.account.external)
        except Exception as error:
            _log.warning("users.info failed: %s", type(error).__name__)
            return who
        return dataclasses.replace(
            who,
            name=profile.name or who.name,
            zone=profile.zone,
            locale=profile.locale,
            organiser=profile.organiser,
        )

    async def _profile(self, team: str, person: str) -> Profile:
        now = self._clock.now()
        found = self._kept.get((team, person))
        if found and now - found[0] < KEPT_FOR:
            return found[1]
        user = await self._user(person)
        organiser = any(user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner"))
        profile = Profile(_name(user), str(user.get("tz") or ""), str(user.get("locale") or ""), organiser)
        self._kept[team, person] = now, profile
        self._kept.move_to_end((team, person))
        if len(self._kept) > KEPT_AT_MOST:
            self._kept.popitem(last=False)
        return profile

    async def _user(self, person: str) -> dict[str, Any]:
        return (await self._api.get("users.info", user=person, include_locale=True))["user"]

    async def standings(self, people: Sequence[AccountRef]) -> list[Standing | None]:
        """One each, in order; None from the first refusal to answer on."""
        told: list[Standing | None] = []
        for person in people:
            try:
                user = await self._user(person.external)
            except SlackError as error:
                if error.code in _NOT_THERE:
                    told.append(Standing(0, here=False))
                    continue
                _log.warning("users.info failed: %s", error.code)
                break
            except Exception as error:
                _log.warning("users.info failed: %s", type(error).__name__)
                break
            told.append(_standing(user))
        return [*told, *[None] * (len(people) - len(told))]


def _standing(user: dict[str, Any]) -> Standing:
    return Standing(
        0,
        here=not user.get("deleted"),
        bot=bool(user.get("is_bot")),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        name=_name(user),
    )


def _name(user: dict[str, Any]) -> str:
    profile: dict[str, Any] = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    return next((str(name) for name in names if name), "")
