"""Check-ins and what they ask. Every query that a press leads to carries the community."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.checkins.model import Checkin, ClockKind, Question, QuestionKind, Standing

_COLUMNS = "id, community_id, organiser_id, name, weekday, hour, clock, state, planned_day, from_day, posted"
_PAST = 40
"""How many questions that are asked no more keep their words: the oldest go first."""


def _checkin(tx: Tx, row: Row) -> Checkin:
    id, community, organiser, name, weekday, hour, clock, state, planned_day, from_day, posted = row
    asked, past = _questions(tx, id)
    clock, state = ClockKind(clock), Standing(state)
    return Checkin(
        id, community, organiser, name, weekday, hour, clock, state, planned_day, asked, past, from_day, posted
    )


def _questions(tx: Tx, checkin: int) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    rows = tx.all(
        "SELECT n, place, kind, text FROM checkin_question WHERE checkin_id = :checkin ORDER BY place, n",
        {"checkin": checkin},
    )
    all = [(place, Question(n, QuestionKind(kind), text)) for n, place, kind, text in rows]
    return tuple(one for place, one in all if place), tuple(one for place, one in all if not place)


def get(tx: Tx, community: int, checkin: int) -> Checkin | None:
    """Also one that has ended: its open weeks run to their end."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM checkin WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
        {"id": checkin, "community": community},
    )
    return _checkin(tx, row) if row else None


def of_community(tx: Tx, community: int) -> list[Checkin]:
    """Those that have not ended, by name."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM checkin WHERE community_id = :community AND state <> :ended"  # noqa: S608 -- constant
        " ORDER BY name, id",
        {"community": community, "ended": int(Standing.ENDED)},
    )
    return [_checkin(tx, row) for row in rows]


def add(
    tx: Tx,
    community: int,
    organiser: int,
    name: str,
    weekday: int,
    hour: int,
    clock: ClockKind,
    questions: Iterable[Question],
) -> Checkin:
    """Running from the start. The name must be free, see `named`."""
    made = Checkin(new_id(), community, organiser, name, weekday, hour, clock, Standing.RUNNING, 0, tuple(questions))
    tx.run(
        "INSERT INTO checkin (id, community_id, organiser_id, name, weekday, hour, clock, state)"
        " VALUES (:id, :community, :organiser, :name, :weekday, :hour, :clock, :state)",
        {
            "id": made.id,
            "community": community,
            "organiser": organiser,
            "name": name,
            "weekday": weekday,
            "hour": hour,
            "clock": clock.value,
            "state": int(made.standing),
        },
    )
    for place, question in enumerate(made.questions, 1):
        _keep(tx, made.id, question, place)
    return made


def named(tx: Tx, community: int, name: str) -> Checkin | None:
    """One that has not ended and is called so, in capital letters or small ones."""
    return next((one for one in of_community(tx, community) if one.name.casefold() == name.casefold()), None)


def save(tx: Tx, checkin: Checkin) -> None:
    """Everything but its questions and what was planned."""
    tx.run(
        "UPDATE checkin SET organiser_id = :organiser, name = :name, weekday = :weekday, hour = :hour,"
        " clock = :clock, state = :state, from_day = :from_day, posted = :posted"
        " WHERE id = :id AND community_id = :community",
        {
            "id": checkin.id,
            "community": checkin.community,
            "organiser": checkin.organiser,
            "name": checkin.name,
            "weekday": checkin.weekday,
            "hour": checkin.hour,
            "clock": checkin.clock.value,
            "state": int(checkin.standing),
            "from_day": checkin.from_day,
            "posted": checkin.posted,
        },
    )


def planned(tx: Tx, checkin: int, day: int) -> None:
    """The weeks of that day are planned; it never goes back."""
    tx.run("UPDATE checkin SET planned_day = :day WHERE id = :id AND planned_day < :day", {"day": day, "id": checkin})


# Questions


def ask(tx: Tx, checkin: Checkin, wanted: Iterable[Question]) -> Checkin:
    """Asks these from now on, in this order. One that is new or worded anew gets a number of its own, whatever it had:
    answers stay with the words that they answered."""
    known = {question.n: question for question in (*checkin.questions, *checkin.past)}
    next_n = max(known, default=0) + 1
    asked: list[Question] = []
    for question in wanted:
        if known.get(question.n) != question:
            question, next_n = replace(question, n=next_n), next_n + 1
        asked.append(question)
    tx.run("UPDATE checkin_question SET place = 0 WHERE checkin_id = :checkin AND place > 0", {"checkin": checkin.id})
    for place, question in enumerate(asked, 1):
        _keep(tx, checkin.id, question, place)
    tx.run(
        "DELETE FROM checkin_question WHERE checkin_id = :checkin AND place = 0 AND n < :oldest",
        {"checkin": checkin.id, "oldest": next_n - _PAST},
    )
    after, past = _questions(tx, checkin.id)
    return replace(checkin, questions=after, past=past)


def _keep(tx: Tx, checkin: int, question: Question, place: int) -> None:
    tx.run(
        "INSERT INTO checkin_question (checkin_id, n, place, kind, text)"
        " VALUES (:checkin, :n, :place, :kind, :text)"
        " ON CONFLICT (checkin_id, n) DO UPDATE SET place = excluded.place",
        {"checkin": checkin, "n": question.n, "place": place, "kind": question.kind.value, "text": question.own},
    )


def forget(tx: Tx, member: int) -> None:
    """A check-in belongs to the community; who set it up is forgotten."""
    tx.run("UPDATE checkin SET organiser_id = NULL WHERE organiser_id = :member", {"member": member})


def set_up_by(tx: Tx, member: int) -> list[str]:
    rows = tx.all("SELECT name FROM checkin WHERE organiser_id = :member ORDER BY name, id", {"member": member})
    return [name for (name,) in rows]
