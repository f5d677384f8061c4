"""Writing down what came of attempts: one transaction for all that ended meanwhile."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never

import structlog

from bot.context import Receipt, Result
from bot.delivery import budget, heads, notices, rooms
from bot.delivery.claim import bury
from bot.delivery.claimed import Claimed
from bot.delivery.messages import REMOVED
from bot.delivery.results import tell
from bot.delivery.sending import Came, Dropped, Failed, Late, Refused, Sent, Unclear
from bot.delivery.turns import names
from bot.people import accounts
from bot.scheduling.clock import seconds
from bot.storage.database import Tx

log = structlog.get_logger()

CLOSED_DMS = "closed-dms"
_LONGEST_WAIT = 7200.0
_FIRST_WAIT = 5.0
_CHEAP = 3


def backoff(attempts: int, dice: random.Random) -> float:
    """Seconds until the next attempt: three times as long each time, up to two hours, never the same for two."""
    return min(_LONGEST_WAIT, _FIRST_WAIT * 3.0 ** max(0, attempts - 1)) * dice.uniform(0.75, 1.25)


def wait_after(came: Came, attempts: int, dice: random.Random) -> float:
    """Seconds until the next attempt. What the platform asked for is believed the first few times."""
    return asked_wait(came.seconds, attempts, dice) if isinstance(came, Failed) else backoff(attempts, dice)


def asked_wait(pause: float, attempts: int, dice: random.Random) -> float:
    asked = pause * dice.uniform(1.0, 1.25)
    return asked if attempts <= _CHEAP else max(asked, backoff(attempts - _CHEAP, dice))


@dataclass(frozen=True, slots=True)
class Attempt:
    item: Claimed
    came: Came
    wait: float
    """Drawn before the transaction, which may run again: seconds until the next attempt, if there is one."""
    deduped: bool
    """The platform refuses a second one for some time, so the lease need not end first."""


@dataclass(slots=True)
class Recorded:
    counts: Counter[str] = field(default_factory=Counter[str])
    orphans: list[tuple[Claimed, str]] = field(default_factory=list[tuple[Claimed, str]])
    """What is on the platform and has no row: it was erased meanwhile, or posted a second time. To be deleted."""


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    version: int
    deleted: int
    state: int
    owner: str
    attempts: int
    remote: str | None
    then_call: str
    then_args: str
    community: int
    member: int | None


_COLUMNS = (
    "id, wanted_version, deleted, state, owner, attempts, remote_id, then_call, then_args, community_id, member_id"
)

_SHOWN = (
    "UPDATE message SET state = 2, remote_id = :remote, card = NULL, attempts = 0,"
    " first_try_at = NULL, error = '', owner = '', then_call = '', then_args = '' WHERE id = :id"
)


def record(tx: Tx, attempts: Sequence[Attempt], platform: str, now: datetime) -> Recorded:
    listed, params = names("i", [attempt.item.wanted.id for attempt in attempts])
    rows = {row[0]: _Row(*row) for row in tx.all(f"SELECT {_COLUMNS} FROM message WHERE id IN ({listed})", params)}  # noqa: S608 -- constants
    done = Recorded()
    shown: list[dict[str, int | str | None]] = []
    for attempt in attempts:
        item, came = attempt.item, attempt.came
        row = rows.get(item.wanted.id)
        if row is None:
            if isinstance(came, Sent) and came.remote is not None:
                done.orphans.append((item, came.remote))
            continue
        match came:
            case Sent():
                values = _sent(tx, item, came, row, now, done)
                if values is not None:
                    shown.append(values)
            case _ if (row.state, row.owner, row.attempts) != (1, item.owner, item.attempts):
                pass  # the lease ended and somebody else is at it
            case Failed():
                _failed(tx, attempt, came, platform, now, done)
            case Refused():
                _refused(tx, item, came, row, now, done)
            case Unclear():
                _unclear(tx, attempt, came, now, done)
            case Dropped() | Late():
                _gone(tx, item, came, row, now, done)
            case _:
                assert_never(came)
    if shown:
        tx.many(_SHOWN, shown)
    heads.settled(tx, [a.item.wanted.id for a in attempts if _settles(a)], now)
    return done


def _settles(attempt: Attempt) -> bool:
    """What stands under it waited for this."""
    in_a_room = attempt.item.posts and attempt.item.room is not None
    return in_a_room and not isinstance(attempt.came, Failed | Unclear)


def _sent(
    tx: Tx, item: Claimed, came: Sent, row: _Row, now: datetime, done: Recorded
) -> dict[str, int | str | None] | None:
    id = item.wanted.id
    if came.remote is None:  # deleted
        done.counts["deleted"] += 1
        if row.deleted:
            tx.run("DELETE FROM message WHERE id = :id", {"id": id})
        return None
    if item.wanted.remote is None:
        if row.remote is not None:
            if row.remote != came.remote:
                done.orphans.append((item, came.remote))
            return None
        done.counts["sent"] += 1
        done.counts["unknown_resent"] += came.again
        if item.account is not None:
            notices.arrived(tx, id)
            accounts.reached(tx, item.account, came.channel)
    else:
        done.counts["edited"] += 1
    if row.then_call and not row.deleted:
        receipt = Receipt(item.key, Result.DONE, "", item.room or 0)
        _tell(tx, row, receipt, now)
    if came.again:
        tx.run("UPDATE message SET unknown = unknown + 1 WHERE id = :id", {"id": id})
    if row.version == item.version and not came.stale:
        return {"id": id, "remote": came.remote}
    # Something else is wanted by now.
    tx.run(
        "UPDATE message SET state = 0, visible_at = :now, remote_id = :remote, attempts = 0,"
        " first_try_at = NULL, owner = '', then_call = '', then_args = '' WHERE id = :id",
        {"id": id, "remote": came.remote, "now": seconds(now)},
    )
    return None


def _failed(tx: Tx, attempt: Attempt, came: Failed, platform: str, now: datetime, done: Recorded) -> None:
    done.counts["retried"] += 1
    if came.everyone:
        budget.close_for(tx, platform, came.seconds, now)
    _again(tx, attempt.item, attempt.wait, now, unresolved=came.unresolved)


def _again(tx: Tx, item: Claimed, wait: float, now: datetime, *, unresolved: bool) -> None:
    tx.run(
        "UPDATE message SET state = CASE WHEN :unresolved = 1 THEN 1 ELSE 0 END, visible_at = :at, owner = '',"
        " first_try_at = CASE WHEN :unresolved = 1 THEN first_try_at END WHERE id = :id",
        {"unresolved": int(unresolved), "at": math.ceil(now.timestamp() + wait), "id": item.wanted.id},
    )


def _refused(tx: Tx, item: Claimed, came: Refused, row: _Row, now: datetime, done: Recorded) -> None:
    id = item.wanted.id
    if came.place and item.room is not None:  # the room is lost, not this message alone
        done.counts["parked"] += 1
        _again(tx, item, 0, now, unresolved=came.unresolved)
        tx.run("UPDATE message SET state = 4, attempts = 0 WHERE id = :id", {"id": id})
        rooms.lost(tx, item.room, came.reason, now)
        return
    if not item.wanted.there:
        if came.reason != REMOVED:
            log.warning("a message can't be deleted", message=id, reason=came.reason)
        if row.deleted:
            tx.run("DELETE FROM message WHERE id = :id", {"id": id})
        return
    removed = item.wanted.remote is not None and came.reason == REMOVED
    done.counts["removed" if removed else "dead"] += 1
    bury(tx, id, came.reason)
    if removed:
        tx.run("UPDATE message SET deleted = 1, remote_id = NULL WHERE id = :id", {"id": id})
    elif came.result is Result.UNSUPPORTED:
        log.info("unsupported", message=id, reason=came.reason)
    else:
        log.warning("a message was refused", message=id, reason=came.reason)
    if item.account is not None:
        notices.fell_through(tx, id, now)
        if came.reason == CLOSED_DMS:
            accounts.refused(tx, item.account)
    _tell(tx, row, Receipt(item.key, came.result, came.reason, item.room or 0), now)


def _unclear(tx: Tx, attempt: Attempt, came: Unclear, now: datetime, done: Recorded) -> None:
    """It stays in flight until the lease ends, and longer after many attempts; then it is reconciled."""
    done.counts["unclear"] += 1
    at = math.ceil(now.timestamp() + attempt.wait)
    keep = "" if attempt.deduped else " AND visible_at < :at"
    tx.run(
        f"UPDATE message SET visible_at = :at, owner = '' WHERE id = :id{keep}",  # noqa: S608 -- constant
        {"at": at, "id": attempt.item.wanted.id},
    )
    if came.again:
        tx.run("UPDATE message SET unknown = unknown + 1 WHERE id = :id", {"id": attempt.item.wanted.id})


def _gone(tx: Tx, item: Claimed, came: Dropped | Late, row: _Row, now: datetime, done: Recorded) -> None:
    id = item.wanted.id
    if row.deleted:
        done.counts["dropped"] += 1
        log.warning("a withdrawn message may still be shown", message=id)
        tx.run("DELETE FROM message WHERE id = :id", {"id": id})
        return
    late = isinstance(came, Late)
    done.counts["dead" if late else "dropped"] += 1
    bury(tx, id, "expired" if late else "unknown")
    notices.fell_through(tx, id, now)
    if not late:
        tx.run("UPDATE message SET unknown = unknown + 1 WHERE id = :id", {"id": id})
    result = Result.EXPIRED if late else Result.UNKNOWN
    _tell(tx, row, Receipt(item.key, result, "", item.room or 0), now)


def _tell(tx: Tx, row: _Row, receipt: Receipt, now: datetime) -> None:
    tell(
        tx,
        str(row.id),
        row.then_call,
        row.then_args,
        receipt,
        community=row.community,
        member=row.member,
        now=now,
    )
