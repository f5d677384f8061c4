"""What other cogs may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.context import Context
from bot.storage.database import Tx
from bot.ui.card import Button, Call
from cogs.rejections import store
from cogs.rejections.model import Rejection, Stage

__all__ = ["LOG", "MY_LOG", "Heard", "Stage", "feedback_button", "heard", "log_button", "look_back_button", "recent"]

LOG = Call("rejections.rejection")
"""Logs a no at once and answers with the care card."""
MY_LOG = Call("rejections.rejections")
_RECENT = timedelta(days=90)
_MOST = 10


@dataclass(frozen=True, slots=True)
class Heard:
    """A logged no, without what was written about it."""

    id: int
    day: date
    stage: Stage
    company: str
    """"" when they did not say."""
    role: str


def log_button() -> Button:
    return Button("I heard a no", LOG)


def feedback_button(rejection: int) -> Button:
    """By its name: the cog that writes notes (`notes`) reads this one."""
    return Button("Ask for feedback", Call("notes.about", (rejection,)))


def look_back_button(rejection: int) -> Button:
    """By its name: the cog that looks back (`reflect`) reads this one."""
    return Button("Look back on it", Call("reflect.look_back", (rejection,)))


def recent(ctx: Context) -> list[Heard]:
    """The member's own of the last months, newest first."""
    found = store.page(ctx.tx, ctx.member, skip=0, most=_MOST)
    return [_heard(one) for one in found if one.day >= ctx.today - _RECENT]


def heard(tx: Tx, member: int, rejection: int) -> Heard | None:
    """None for one that is gone or somebody else's."""
    found = store.get(tx, member, rejection)
    return _heard(found) if found else None


def _heard(one: Rejection) -> Heard:
    return Heard(one.id, one.day, one.stage, one.company, one.role)
