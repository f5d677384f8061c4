"""Notes of members. Every query carries the member."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.notes.model import Filling, NoteKind, Tone, Written

_NOTE = "id, kind, tone, template, details, words, kept, remind_at, ask_at, sent, won, answer, gist, touched_at"


def save(ctx: Context, note: int, kind: NoteKind, tone: Tone, template: str, filling: Filling, words: str) -> int:
    """A new draft for 0, else that note with these words; its id. A note of somebody else is not touched."""
    id = note or new_id()
    values: dict[str, Value] = {
        "id": id,
        "member": ctx.member,
        "tone": tone.value,
        "template": template,
        "details": ctx.tx.seal("note", "details", id, json.dumps(asdict(filling))),
        "words": ctx.tx.seal("note", "words", id, words),
        "now": seconds(ctx.now),
    }
    if note:
        ctx.tx.run(
            "UPDATE note SET tone = :tone, template = :template, details = :details, words = :words,"
            " touched_at = :now WHERE id = :id AND member_id = :member",
            values,
        )
    else:
        ctx.tx.run(
            "INSERT INTO note (id, member_id, community_id, kind, tone, template, details, words, touched_at)"
            " VALUES (:id, :member, :community, :kind, :tone, :template, :details, :words, :now)",
            {**values, "community": ctx.community, "kind": kind.value},
        )
    return id


def get(tx: Tx, member: int, note: int) -> Written | None:
    row = tx.one(
        f"SELECT {_NOTE} FROM note WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": note, "member": member},
    )
    return _written(tx, row) if row else None


def kept(tx: Tx, member: int, *, skip: int, most: int) -> list[Written]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_NOTE} FROM note WHERE member_id = :member AND kept = 1"  # noqa: S608 -- constant
        " ORDER BY id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_written(tx, row) for row in rows]


def keep(ctx: Context, note: int) -> None:
    _set(ctx, note, "kept = 1", {})


def remind(ctx: Context, note: int, at: datetime) -> None:
    _set(ctx, note, "kept = 1, remind_at = :at", {"at": seconds(at)})


def sent(ctx: Context, note: int) -> None:
    _set(ctx, note, "sent = 1", {})


def ask(ctx: Context, note: int, at: datetime) -> None:
    _set(ctx, note, "kept = 1, sent = 1, ask_at = :at", {"at": seconds(at)})


def answer(ctx: Context, note: int, says: str, gist: str) -> None:
    sealed = ctx.tx.seal("note", "gist", note, gist) if gist else None
    _set(ctx, note, "kept = 1, sent = 1, answer = :says, gist = :gist", {"says": says, "gist": sealed})


def won(ctx: Context, note: int) -> bool:
    """True the first time."""
    return bool(
        ctx.tx.run(
            "UPDATE note SET won = 1 WHERE id = :id AND member_id = :member AND won = 0",
            {"id": note, "member": ctx.member},
        )
    )


def delete(tx: Tx, member: int, note: int) -> None:
    tx.run("DELETE FROM note WHERE id = :id AND member_id = :member", {"id": note, "member": member})


def _set(ctx: Context, note: int, what: str, values: Mapping[str, Value]) -> None:
    ctx.tx.run(
        f"UPDATE note SET {what}, touched_at = :now WHERE id = :id AND member_id = :member",  # noqa: S608 -- constants
        {"id": note, "member": ctx.member, "now": seconds(ctx.now), **values},
    )


def _written(tx: Tx, row: Row) -> Written:
    id, kind, tone, template, details, words, kept, remind_at, ask_at, sent, won, answer, gist, touched = row
    said: dict[str, str] = json.loads(tx.unseal("note", "details", id, details))
    return Written(
        id,
        NoteKind(kind),
        Tone(tone),
        template,
        Filling(**said),
        tx.unseal("note", "words", id, words),
        bool(kept),
        moment(remind_at) if remind_at is not None else None,
        moment(ask_at) if ask_at is not None else None,
        bool(sent),
        bool(won),
        answer,
        tx.unseal("note", "gist", id, gist) if gist else "",
        moment(touched),
    )


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM note WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        f"SELECT {_NOTE} FROM note WHERE member_id = :member ORDER BY id",  # noqa: S608 -- constant
        {"member": member},
    )
    return [_exported(_written(tx, row)) for row in rows]


def _exported(note: Written) -> Json:
    return {
        "id": note.id,
        "kind": note.kind.label,
        "tone": note.tone.label,
        "text": note.words,
        "filled with": {**asdict(note.filling)},
        "kept": note.kept,
        "reminder": note.remind_at.isoformat() if note.remind_at else None,
        "asked for a reply": note.ask_at.isoformat() if note.ask_at else None,
        "sent": note.sent,
        "kept as a win": note.won,
        "answer": note.answer,
        "what they said": note.gist,
        "changed": note.touched.isoformat(),
    }
