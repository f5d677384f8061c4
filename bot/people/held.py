"""What was held back from a member: it waits on their Home until they read or dismiss it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.ui.card import Call
from bot.ui.wire import load_args

_HELD = 2  # notice.state, as in the schema


@dataclass(frozen=True, slots=True)
class Held:
    id: int
    call: Call
    """The `@notice` handler that draws it."""
    due: datetime


def count(tx: Tx, member: int) -> int:
    row = tx.one("SELECT COUNT(*) FROM notice WHERE member_id = :member AND state = :held", _of(member))
    assert row is not None
    return row[0]


def some(tx: Tx, member: int, most: int) -> list[Held]:
    """The newest first. Also those whose time is over: being late is no reason to lose them."""
    rows = tx.all(
        "SELECT id, call, args, due_at FROM notice WHERE member_id = :member AND state = :held"
        " ORDER BY due_at DESC, id DESC LIMIT :most",
        {**_of(member), "most": most},
    )
    return [Held(id, Call(call, load_args(args)), moment(due)) for id, call, args, due in rows]


def get(tx: Tx, member: int, notice: int) -> Held | None:
    """None when it is not this member's, or not held any more."""
    row = tx.one(
        "SELECT id, call, args, due_at FROM notice WHERE id = :id AND member_id = :member AND state = :held",
        {**_of(member), "id": notice},
    )
    return Held(row[0], Call(row[1], load_args(row[2])), moment(row[3])) if row else None


def dismiss(tx: Tx, member: int, notice: int) -> bool:
    """False when it is not this member's, or gone already."""
    return bool(
        tx.run(
            "DELETE FROM notice WHERE id = :id AND member_id = :member AND state = :held", {**_of(member), "id": notice}
        )
    )


def dismiss_all(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM notice WHERE member_id = :member AND state = :held", _of(member))


def _of(member: int) -> dict[str, int]:
    return {"member": member, "held": _HELD}
