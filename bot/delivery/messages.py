"""A visible message is a row that says what should be shown; the sender moves the platform toward it.

An event of the community's calendar is such a row too, with neither a room nor a person. It wants all that a message
has: edits, deletion, leases, attempts of unknown fate, what was deleted by hand, erasure with its author, the budget
and its turn. A second table would need the same rules a second time.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from bot.context import Lane, Receipt, Result, Unknown
from bot.delivery import heads
from bot.delivery.results import scoped, tell
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Call, Card
from bot.ui.event import Event
from bot.ui.wire import dump_args, dump_card


class State(IntEnum):
    """As in the schema. Below SHOWN the sender has work to do."""

    PENDING = 0
    IN_FLIGHT = 1
    SHOWN = 2
    DEAD = 3
    PARKED = 4


REMOVED = "removed"
"""The error of a message that somebody deleted by hand: it stays gone, whatever is shown under its key."""


def show(
    tx: Tx,
    key: str,
    card: Card | Event,
    *,
    platform: str,
    community: int,
    room: int | None,
    member: int | None,
    lane: Lane,
    then: Call | None,
    on_unknown: Unknown,
    expires: datetime | None,
    now: datetime,
    under: str = "",
) -> int:
    """Posts under the key, or edits what is there; the message's id.

    A message that was withdrawn is finished by itself under another key, and this is a new post.
    """
    row_key = scoped(community, key)
    head = scoped(community, under) if under else ""
    found = tx.one("SELECT id, state, deleted, error FROM message WHERE key = :key", {"key": row_key})
    if found is not None:
        id, state, deleted, error = found
        if error == REMOVED:
            if then is not None:
                blocked = Receipt(key, Result.BLOCKED, REMOVED, room or 0)
                args = dump_args(then.args)
                tell(tx, str(id), then.name, args, blocked, community=community, member=member, now=now)
            return id
        if not deleted:
            _show_again(tx, id, State(state), card, then, expires, head, now)
            return id
        tx.run("UPDATE message SET key = :gone WHERE id = :id", {"gone": f"gone:{id}", "id": id})
    id = new_id()
    tx.run(
        "INSERT INTO message (id, key, platform, community_id, room_id, member_id, lane, card, on_unknown, visible_at,"
        " expires_at, then_call, then_args, under) VALUES (:id, :key, :platform, :community, :room, :member, :lane,"
        " :card, :on_unknown, :now, :expires, :then_call, :then_args, :under)",
        {
            "id": id,
            "key": row_key,
            "platform": platform,
            "community": community,
            "room": room,
            "member": member,
            "lane": int(lane),
            "card": tx.seal("message", "card", id, dump_card(card)),
            "on_unknown": on_unknown.value,
            "now": seconds(now),
            "expires": None if expires is None else seconds(expires),
            "then_call": then.name if then else "",
            "then_args": dump_args(then.args) if then else "",
            "under": head,
        },
    )
    return id


def _show_again(
    tx: Tx,
    id: int,
    state: State,
    card: Card | Event,
    then: Call | None,
    expires: datetime | None,
    head: str,
    now: datetime,
) -> None:
    if then is not None:
        tx.run(
            "UPDATE message SET then_call = :call, then_args = :args WHERE id = :id",
            {"call": then.name, "args": dump_args(then.args), "id": id},
        )
    tx.run(
        "UPDATE message SET card = :card, wanted_version = wanted_version + 1, expires_at = :expires WHERE id = :id",
        {
            "card": tx.seal("message", "card", id, dump_card(card)),
            "expires": None if expires is None else seconds(expires),
            "id": id,
        },
    )
    if head:
        tx.run(
            "UPDATE message SET under = :head, visible_at = CASE WHEN state = 0 AND under <> :head"
            " AND visible_at > :now THEN :now ELSE visible_at END WHERE id = :id",
            {"head": head, "now": seconds(now), "id": id},
        )
    if state in (State.SHOWN, State.DEAD):
        tx.run(
            "UPDATE message SET state = 0, visible_at = :now, attempts = 0, first_try_at = NULL WHERE id = :id",
            {"now": seconds(now), "id": id},
        )


def withdraw(tx: Tx, community: int, key: str, now: datetime) -> bool:
    """Deletes what is shown under the key, or what waits to be; False if there is nothing."""
    row = tx.one("SELECT id FROM message WHERE key = :key AND deleted = 0", {"key": scoped(community, key)})
    if row is None:
        return False
    _delete(tx, row[0], now)
    return True


def _delete(tx: Tx, id: int, now: datetime) -> None:
    """What surely was never posted is gone at once; the rest is deleted on the platform first. The text goes now."""
    heads.settled(tx, [id], now)
    gone = tx.run(
        "DELETE FROM message WHERE id = :id AND remote_id IS NULL AND first_try_at IS NULL AND state <> 1", {"id": id}
    )
    if gone:
        return
    tx.run(
        "UPDATE message SET deleted = 1, card = NULL, wanted_version = wanted_version + 1, then_call = '',"
        " state = CASE WHEN state = 1 OR first_try_at IS NOT NULL THEN 1 ELSE 0 END,"
        " visible_at = CASE WHEN state = 1 THEN visible_at ELSE :now END, attempts = 0 WHERE id = :id",
        {"now": seconds(now), "id": id},
    )


def erase(tx: Tx, member: int, now: datetime) -> int:
    """Takes back every post that a member's acts caused, for `/forget-me`; how many.

    Rows of posts that still have to be deleted on the platform stay until then, without text, key or name.
    """
    ids = [row[0] for row in tx.all("SELECT id FROM message WHERE member_id = :member", {"member": member})]
    for id in ids:
        _delete(tx, id, now)
        values = {"key": f"gone:{id}", "id": id}
        tx.run("UPDATE message SET member_id = NULL, key = :key, under = '' WHERE id = :id", values)
    return len(ids)


def erase_account(tx: Tx, account: int) -> None:
    """Forgets the direct messages of a person who goes; what was sent is theirs and stays in their inbox."""
    tx.run("DELETE FROM message WHERE account_id = :account", {"account": account})
