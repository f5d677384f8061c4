"""Kind notes: what a buddy saw in a member. They are the receiver's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id

_COLUMNS = "id, writer_id, text, at"


@dataclass(frozen=True, slots=True)
class Kept:
    id: int
    writer: int | None
    """None: they erased themselves since."""
    text: str
    at: datetime


def write(tx: Tx, *, pair: int, writer: int, to: int, text: str, now: datetime, hidden: bool) -> None:
    """Once for each pair and person. A hidden one never reaches them, and the writer sees no difference."""
    id = new_id()
    tx.run(
        "INSERT INTO buddy_note (id, member_id, writer_id, pair_id, text, at, hidden)"
        " VALUES (:id, :to, :writer, :pair, :text, :now, :hidden)"
        " ON CONFLICT (pair_id, writer_id, member_id) DO NOTHING",
        {
            "id": id,
            "to": to,
            "writer": writer,
            "pair": pair,
            "text": tx.seal("buddy_note", "text", id, text),
            "now": seconds(now),
            "hidden": int(hidden),
        },
    )


def written(tx: Tx, *, pair: int, writer: int, to: int) -> bool:
    row = tx.one(
        "SELECT 1 FROM buddy_note WHERE pair_id = :pair AND writer_id = :writer AND member_id = :to",
        {"pair": pair, "writer": writer, "to": to},
    )
    return row is not None


def page(tx: Tx, member: int, *, skip: int, most: int) -> list[Kept]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM buddy_note WHERE member_id = :member AND hidden = 0"  # noqa: S608 -- constant
        " ORDER BY at DESC, id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_kept(tx, row) for row in rows]


def get(tx: Tx, member: int, note: int) -> Kept | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM buddy_note WHERE id = :id AND member_id = :member AND hidden = 0",  # noqa: S608 -- constant
        {"id": note, "member": member},
    )
    return _kept(tx, row) if row else None


def any_of(tx: Tx, member: int) -> bool:
    row = tx.one("SELECT 1 FROM buddy_note WHERE member_id = :member AND hidden = 0 LIMIT 1", {"member": member})
    return row is not None


def remove(tx: Tx, member: int, note: int) -> bool:
    """The words go. The row stays, so that it can't be written once more."""
    return bool(
        tx.run(
            "UPDATE buddy_note SET hidden = 1, text = :nothing WHERE id = :id AND member_id = :member AND hidden = 0",
            {"id": note, "member": member, "nothing": tx.seal("buddy_note", "text", note, "")},
        )
    )


def take_down(tx: Tx, community: int, note: int) -> None:
    """Staff removed it, after a report."""
    row = tx.one(
        "SELECT n.member_id FROM buddy_note n JOIN member m ON m.id = n.member_id"
        " WHERE n.id = :id AND m.community_id = :community",
        {"id": note, "community": community},
    )
    if row:
        remove(tx, row[0], note)


def next_offer(tx: Tx, member: int, now: datetime) -> Kept | None:
    """The one that was offered longest ago. None by somebody the member is never paired with, whoever asked."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM buddy_note WHERE member_id = :member AND hidden = 0 AND NOT EXISTS"  # noqa: S608 -- constant
        " (SELECT 1 FROM buddy_never n WHERE n.member_id = :member AND n.other_id = buddy_note.writer_id)"
        " ORDER BY COALESCE(offered_at, 0), at, id LIMIT 1",
        {"member": member},
    )
    if row is None:
        return None
    tx.run("UPDATE buddy_note SET offered_at = :now WHERE id = :id", {"now": seconds(now), "id": row[0]})
    return _kept(tx, row)


def forget(tx: Tx, member: int) -> None:
    """What they got goes. What they gave stays with whoever got it, without their name."""
    tx.run("DELETE FROM buddy_note WHERE member_id = :member", {"member": member})
    tx.run("UPDATE buddy_note SET writer_id = NULL WHERE writer_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    """Notes to the member are theirs; of those they wrote, to whom and when."""
    got = tx.all(
        f"SELECT {_COLUMNS} FROM buddy_note WHERE member_id = :member AND hidden = 0 ORDER BY at, id",  # noqa: S608 -- constant
        {"member": member},
    )
    gave = tx.all(
        f"SELECT {_COLUMNS}, member_id FROM buddy_note WHERE writer_id = :member ORDER BY at, id",  # noqa: S608 -- constant
        {"member": member},
    )
    return {
        "kind_notes_to_you": [
            {"from": note.writer, "text": note.text, "at": note.at.isoformat()}
            for note in (_kept(tx, row) for row in got)
        ],
        "kind_notes_you_wrote": [
            {"to": to, "text": tx.unseal("buddy_note", "text", id, text), "at": moment(at).isoformat()}
            for id, _, text, at, to in gave
        ],
    }


def _kept(tx: Tx, row: Row) -> Kept:
    id, writer, text, at = row
    return Kept(id, writer, tx.unseal("buddy_note", "text", id, text), moment(at))
