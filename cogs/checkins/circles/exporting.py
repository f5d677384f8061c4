"""What a member is handed of their places in check-ins."""

from __future__ import annotations

from bot.context import Json
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from cogs.buddies.api import Field, Part, Stage, parts_of
from cogs.checkins.circles import store
from cogs.checkins.model import Belonging


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        "SELECT checkin_id, told_waiting, placed_at, not_in, led_at FROM checkin_member WHERE member_id = :member",
        {"member": member},
    )
    more = {checkin: rest for checkin, *rest in rows}
    return [_exported(one, *more[one.checkin]) for one in store.of_member(tx, member)]


def _exported(one: Belonging, told: int, placed_at: int | None, not_in: int | None, led_at: int) -> Json:
    chosen = parts_of(one.parts)
    return {
        "check_in": one.checkin,
        "circle": one.circle,
        "joined": one.joined_at.isoformat(),
        "in_this_circle_since": None if placed_at is None else moment(placed_at).isoformat(),
        "left_the_circle": not_in,
        "hours": [part.label for part in Part if part in chosen],
        "stage": Stage(one.stage).label,
        "field": Field(one.field).label,
        "asked_by_message": one.by_dm,
        "reminder": one.remind,
        "paused_until": one.paused_until.isoformat() if one.paused_until else None,
        "last_active": one.active_at.isoformat(),
        "would_join_another_circle": one.merge,
        "told_about_waiting": bool(told),
        "led_a_live_session": moment(led_at).isoformat() if led_at else None,
    }
