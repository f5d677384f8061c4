"""Answers. What people press is scoped by member; what jobs do and the circle sees, by community or week."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.checkins.model import Answer, AnswerState, Words

_COLUMNS = "a.id, a.week_id, a.member_id, a.state, a.resting, a.asks, a.returned_to, a.words, a.at"
_PUBLIC = f"a.state IN ({int(AnswerState.WAITING)}, {int(AnswerState.SHOWN)})"


def _answer(tx: Tx, row: Row) -> Answer:
    id, week, member, state, resting, asks, returned, words, at = row
    text = tx.unseal("checkin_answer", "words", id, words)
    return Answer(id, week, member, AnswerState(state), bool(resting), bool(asks), returned, _loaded(text), moment(at))


def _dumped(words: Words) -> str:
    said = {str(n): text for n, text in words.said.items()}
    return json.dumps({"said": said, "plan": words.plan, "win": words.win}, ensure_ascii=False, separators=(",", ":"))


def _loaded(text: str) -> Words:
    found = json.loads(text)
    said = {int(n): str(words) for n, words in found["said"].items()}
    return Words(said, tuple(map(str, found["plan"])), int(found["win"]))


def of(tx: Tx, week: int, member: int) -> Answer | None:
    """Somebody's own, whatever became of it."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM checkin_answer a"  # noqa: S608 -- constant
        " WHERE a.week_id = :week AND a.member_id = :member",
        {"week": week, "member": member},
    )
    return _answer(tx, row) if row else None


def get(tx: Tx, community: int, answer: int) -> Answer | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM checkin_answer a"  # noqa: S608 -- constant
        " JOIN checkin_week w ON w.id = a.week_id JOIN checkin k ON k.id = w.checkin_id"
        " WHERE a.id = :answer AND k.community_id = :community",
        {"answer": answer, "community": community},
    )
    return _answer(tx, row) if row else None


def own(tx: Tx, member: int, answer: int) -> Answer | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM checkin_answer a WHERE a.id = :answer AND a.member_id = :member",  # noqa: S608 -- constant
        {"answer": answer, "member": member},
    )
    return _answer(tx, row) if row else None


def of_week(tx: Tx, week: int) -> list[Answer]:
    """What the circle may read, in the order in which it was said."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM checkin_answer a WHERE a.week_id = :week AND {_PUBLIC}"  # noqa: S608 -- constant
        " ORDER BY a.at, a.id",
        {"week": week},
    )
    return [_answer(tx, row) for row in rows]


def waiting(tx: Tx, week: int) -> list[tuple[int, int]]:
    """Ids and authors of answers that are on their way."""
    rows = tx.all(
        "SELECT id, member_id FROM checkin_answer WHERE week_id = :week AND state = :waiting ORDER BY at, id",
        {"week": week, "waiting": int(AnswerState.WAITING)},
    )
    return [(id, member) for id, member in rows]


def answered(tx: Tx, week: int) -> set[int]:
    """Who said something or that they rest, also where it could not be posted."""
    rows = tx.all("SELECT member_id FROM checkin_answer WHERE week_id = :week", {"week": week})
    return {member for (member,) in rows}


def save(tx: Tx, week: int, member: int, words: Words, *, resting: bool, asks: bool, now: datetime) -> int:
    """The one answer of a member in a week. Written again its words are replaced; shown before, it stays so."""
    found = tx.one(
        "SELECT id FROM checkin_answer WHERE week_id = :week AND member_id = :member",
        {"week": week, "member": member},
    )
    id: int = found[0] if found else new_id()
    tx.run(
        "INSERT INTO checkin_answer (id, week_id, member_id, state, resting, asks, words, at)"
        " VALUES (:id, :week, :member, :state, :resting, :asks, :words, :now)"
        " ON CONFLICT (week_id, member_id) DO UPDATE SET resting = excluded.resting, asks = excluded.asks,"
        " words = excluded.words,"
        " state = CASE WHEN checkin_answer.state = :shown THEN :shown ELSE excluded.state END",
        {
            "id": id,
            "week": week,
            "member": member,
            "state": int(AnswerState.WAITING),
            "shown": int(AnswerState.SHOWN),
            "resting": int(resting),
            "asks": int(asks),
            "words": tx.seal("checkin_answer", "words", id, _dumped(words)),
            "now": seconds(now),
        },
    )
    return id


def set_win(tx: Tx, member: int, answer: Answer, win: int) -> None:
    """Its author kept it as that win."""
    words = tx.seal("checkin_answer", "words", answer.id, _dumped(replace(answer.words, win=win)))
    tx.run(
        "UPDATE checkin_answer SET words = :words WHERE id = :answer AND member_id = :member",
        {"words": words, "answer": answer.id, "member": member},
    )


def move(tx: Tx, community: int, answer: int, after: AnswerState) -> None:
    tx.run(
        "UPDATE checkin_answer SET state = :after WHERE id = :answer AND week_id IN"
        " (SELECT w.id FROM checkin_week w JOIN checkin k ON k.id = w.checkin_id WHERE k.community_id = :community)",
        {"after": int(after), "answer": answer, "community": community},
    )


def set_returned(tx: Tx, answer: int, week: int) -> None:
    """The ask of this answer is shown once more in the head of that week."""
    tx.run("UPDATE checkin_answer SET returned_to = :week WHERE id = :answer", {"week": week, "answer": answer})


def delete(tx: Tx, member: int, answer: int) -> bool:
    given = {"answer": answer, "member": member}
    return bool(tx.run("DELETE FROM checkin_answer WHERE id = :answer AND member_id = :member", given))


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM checkin_answer WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM checkin_answer a WHERE a.member_id = :member ORDER BY a.at, a.id",  # noqa: S608 -- constant
        {"member": member},
    )
    return [
        {
            "at": one.at.isoformat(),
            "where": one.state.name.lower(),
            "resting": one.resting,
            "words": [text for _, text in sorted(one.words.said.items())],
            "plan": list(one.words.plan),
        }
        for one in (_answer(tx, row) for row in rows)
    ]
