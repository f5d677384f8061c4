"""Cheers: who cheered which win, and on which day the author hears of it. No number is ever read."""

from __future__ import annotations

from bot.context import Context
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.wins.model import Cheers, State
from cogs.wins.store import here

_WINS = 10
_NAMES = 20


def add(ctx: Context, win: int, day: int) -> bool:
    """False when this member has cheered it before."""
    return bool(
        ctx.tx.run(
            "INSERT INTO cheer (win_id, member_id, day, at) VALUES (:win, :member, :day, :now) ON CONFLICT DO NOTHING",
            {"win": win, "member": ctx.member, "day": day, "now": seconds(ctx.now)},
        )
    )


def take_back(tx: Tx, member: int, win: int) -> None:
    tx.run("DELETE FROM cheer WHERE win_id = :win AND member_id = :member", {"win": win, "member": member})


def drop(tx: Tx, win: int) -> None:
    """All of one win, when it leaves the room. The caller knows that the win is the member's own, or acts for staff."""
    tx.run("DELETE FROM cheer WHERE win_id = :win", {"win": win})


def of_day(tx: Tx, community: int, author: int, day: int) -> tuple[list[Cheers], bool]:
    """Who cheered the author's shown wins, for the digest of that day; by win, then in the order of the cheers.
    True beside it when there were more wins than one message names."""
    rows = tx.all(
        "SELECT cheer.win_id, cheer.member_id FROM win JOIN cheer ON cheer.win_id = win.id"
        " WHERE win.member_id = :author AND win.state = :shown AND cheer.day = :day"
        " ORDER BY win.created_at, win.id, cheer.at, cheer.member_id",
        {"author": author, "shown": int(State.SHOWN), "day": day},
    )
    by: dict[int, list[int]] = {}
    for win, member in rows:
        by.setdefault(win, []).append(member)
    found = [(here(tx, community, win), names) for win, names in list(by.items())[:_WINS]]
    told = [Cheers(win, tuple(names[:_NAMES]), len(names) > _NAMES) for win, names in found if win]
    return told, len(by) > _WINS
