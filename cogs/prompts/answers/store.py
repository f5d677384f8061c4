"""Answers. What people press is scoped by member; what jobs do and everybody sees, by community."""

from __future__ import annotations

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.prompts.model import Answer, State

_COLUMNS = "id, member_id, schedule_id, prompt, shared, state, words, created_at"


def _answer(tx: Tx, row: Row) -> Answer:
    id, member, schedule, prompt, shared, state, words, at = row
    text = tx.unseal("prompt_answer", "words", id, words)
    return Answer(id, member, schedule, prompt, bool(shared), State(state), text, moment(at))


def keep(
    ctx: Context, about: str, prompt: str, words: str, *, shared: bool = False, schedule: int | None = None
) -> int:
    """One answer of a member to a prompt, and one that is shared; written again, the words are replaced."""
    found = of(ctx.tx, ctx.member, about, shared=shared)
    id = found.id if found else new_id()
    ctx.tx.run(
        "INSERT INTO prompt_answer (id, member_id, community_id, schedule_id, about, prompt, shared, state, words,"
        " created_at) VALUES (:id, :member, :community, :schedule, :about, :prompt, :shared, :state, :words, :now)"
        " ON CONFLICT (member_id, about, shared) DO UPDATE SET words = excluded.words, state = excluded.state",
        {
            "id": id,
            "member": ctx.member,
            "community": ctx.community,
            "schedule": schedule,
            "about": about,
            "prompt": prompt,
            "shared": int(shared),
            "state": int(State.WAITING if shared else State.PRIVATE),
            "words": ctx.tx.seal("prompt_answer", "words", id, words),
            "now": seconds(ctx.now),
        },
    )
    return id


def of(tx: Tx, member: int, about: str, *, shared: bool) -> Answer | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM prompt_answer"  # noqa: S608 -- constant
        " WHERE member_id = :member AND about = :about AND shared = :shared",
        {"member": member, "about": about, "shared": int(shared)},
    )
    return _answer(tx, row) if row else None


def own(tx: Tx, member: int, answer: int) -> Answer | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM prompt_answer WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": answer, "member": member},
    )
    return _answer(tx, row) if row else None


def public(tx: Tx, community: int, answer: int) -> Answer | None:
    """None when nobody but its author may see it."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM prompt_answer WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
        {"id": answer, "community": community},
    )
    found = _answer(tx, row) if row else None
    return found if found and found.public else None


def page(tx: Tx, member: int, *, skip: int, most: int) -> list[Answer]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM prompt_answer WHERE member_id = :member"  # noqa: S608 -- constant
        " ORDER BY created_at DESC, id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_answer(tx, row) for row in rows]


def rewrite(tx: Tx, member: int, answer: int, words: str) -> None:
    tx.run(
        "UPDATE prompt_answer SET words = :words WHERE id = :id AND member_id = :member",
        {"words": tx.seal("prompt_answer", "words", answer, words), "id": answer, "member": member},
    )


def move(tx: Tx, community: int, answer: int, after: State) -> None:
    tx.run(
        "UPDATE prompt_answer SET state = :after WHERE id = :id AND community_id = :community",
        {"after": int(after), "id": answer, "community": community},
    )


def delete(tx: Tx, member: int, answer: int) -> bool:
    return bool(
        tx.run("DELETE FROM prompt_answer WHERE id = :id AND member_id = :member", {"id": answer, "member": member})
    )


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM prompt_answer WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM prompt_answer WHERE member_id = :member ORDER BY created_at, id",  # noqa: S608 -- constant
        {"member": member},
    )
    return [
        {"prompt": one.prompt, "words": one.words, "where": one.state.name.lower(), "at": one.at.isoformat()}
        for one in (_answer(tx, row) for row in rows)
    ]
