"""Requests for another look at a stop. What members see is scoped by member, what staff see by community."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from cogs.posts.model import LATE, Act, Queued

_APPEAL = "id, member_id, stop_id, words, at, state, answer"


class AppealState(IntEnum):
    OPEN = 0
    LIFTED = 1
    STAYS = 2


@dataclass(frozen=True, slots=True)
class Stopped:
    """A stop that holds now."""

    id: int
    until: datetime
    by: int | None
    """None: they were erased since."""


@dataclass(frozen=True, slots=True)
class Appeal:
    id: int
    member: int
    stop: int
    words: str
    at: datetime
    state: AppealState
    answer: str


def stop_of(tx: Tx, community: int, member: int, now: datetime) -> Stopped | None:
    """None while they may post."""
    row = tx.one(
        "SELECT stopped_until FROM member WHERE id = :member AND community_id = :community AND stopped_until > :now",
        {"member": member, "community": community, "now": seconds(now)},
    )
    if row is None:
        return None
    by = tx.one(
        "SELECT id, actor_id FROM audit WHERE whom_id = :member AND community_id = :community AND act = :act"
        " ORDER BY at DESC, id DESC LIMIT 1",
        {"member": member, "community": community, "act": Act.STOPPED.value},
    )
    return Stopped(by[0] if by else 0, moment(row[0]), by[1] if by else None)


def of_stop(tx: Tx, member: int, stop: int) -> Appeal | None:
    row = tx.one(
        f"SELECT {_APPEAL} FROM appeal WHERE member_id = :member AND stop_id = :stop",  # noqa: S608 -- constant
        {"member": member, "stop": stop},
    )
    return _appeal(tx, row) if row else None


def may_ask(ctx: Context) -> bool:
    """Whether they are stopped and have not asked about it."""
    stop = stop_of(ctx.tx, ctx.community, ctx.member, ctx.now)
    return stop is not None and of_stop(ctx.tx, ctx.member, stop.id) is None


def own(tx: Tx, member: int, appeal: int) -> Appeal | None:
    row = tx.one(
        f"SELECT {_APPEAL} FROM appeal WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": appeal, "member": member},
    )
    return _appeal(tx, row) if row else None


def get(tx: Tx, community: int, appeal: int) -> Appeal | None:
    row = tx.one(
        f"SELECT {_APPEAL} FROM appeal WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
        {"id": appeal, "community": community},
    )
    return _appeal(tx, row) if row else None


def add(ctx: Context, stop: int, words: str) -> bool:
    """False if they asked about this stop before."""
    id = new_id()
    return bool(
        ctx.tx.run(
            "INSERT INTO appeal (id, community_id, member_id, stop_id, words, at)"
            " VALUES (:id, :community, :member, :stop, :words, :now) ON CONFLICT DO NOTHING",
            {
                "id": id,
                "community": ctx.community,
                "member": ctx.member,
                "stop": stop,
                "words": ctx.tx.seal("appeal", "words", id, words),
                "now": seconds(ctx.now),
            },
        )
    )


def answer(tx: Tx, community: int, appeal: int, state: AppealState, words: str) -> bool:
    """False if another moderator was first."""
    return bool(
        tx.run(
            "UPDATE appeal SET state = :state, answer = :answer"
            " WHERE id = :id AND community_id = :community AND state = 0",
            {
                "state": int(state),
                "answer": tx.seal("appeal", "answer", appeal, words),
                "id": appeal,
                "community": community,
            },
        )
    )


def lifted(tx: Tx, community: int, member: int) -> None:
    """Staff let them post again by themselves: nothing is left to look at."""
    tx.run(
        "UPDATE appeal SET state = :lifted WHERE member_id = :member AND community_id = :community AND state = 0",
        {"lifted": int(AppealState.LIFTED), "member": member, "community": community},
    )


def queued(ctx: Context) -> list[Queued]:
    """Oldest first; only while the stop holds, and never a moderator's own."""
    rows = ctx.tx.all(
        "SELECT appeal.id, appeal.at FROM appeal JOIN member ON member.id = appeal.member_id"
        " WHERE appeal.community_id = :community AND appeal.state = 0 AND member.stopped_until > :now"
        " AND appeal.member_id <> :me ORDER BY appeal.at, appeal.id",
        {"community": ctx.community, "now": seconds(ctx.now), "me": ctx.member},
    )
    return [
        Queued(
            "Somebody asks for another look at a stop",
            moment(at),
            Call("appeal.look", (id,)),
            overdue=ctx.now - moment(at) > LATE,
        )
        for id, at in rows
    ]


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM appeal WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(f"SELECT {_APPEAL} FROM appeal WHERE member_id = :member ORDER BY at, id", {"member": member})  # noqa: S608 -- constant
    return [
        {
            "words": appeal.words,
            "answer": appeal.answer,
            "at": appeal.at.isoformat(),
            "outcome": appeal.state.name.lower(),
        }
        for appeal in (_appeal(tx, row) for row in rows)
    ]


def _appeal(tx: Tx, row: Row) -> Appeal:
    id, member, stop, words, at, state, answer = row
    return Appeal(
        id,
        member,
        stop,
        tx.unseal("appeal", "words", id, words),
        moment(at),
        AppealState(state),
        tx.unseal("appeal", "answer", id, answer) if answer else "",
    )
