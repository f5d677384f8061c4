"""Anonymous answers until they are shown. A row says nothing about who or when: its id is drawn by lot, its words have
one of a few lengths, and only its author's own press finds it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta

from bot.context import Json
from bot.people import anonymity
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.checkins import timing

_LAST_HOUR = 23


@dataclass(frozen=True, slots=True)
class Said:
    question: int
    """The number of the question that it answers."""
    words: str


def padded(said: Said) -> str:
    """As it is sealed."""
    return anonymity.padded(json.dumps([said.question, said.words], ensure_ascii=False, separators=(",", ":")))


def read(text: str) -> Said:
    question, words = json.loads(text)
    return Said(int(question), str(words))


def _tag(tx: Tx, checkin: int, day: int, member: int) -> int:
    return tx.keyed_hash("checkin said", checkin, day, member)


def keep(tx: Tx, checkin: int, day: date, member: int, said: Said) -> None:
    """Somebody's only answer of a day. Written again it is a new row, as if it were the first."""
    take_back(tx, checkin, day, member)
    id = anonymity.random_id()
    tx.run(
        "INSERT INTO checkin_said (id, checkin_id, day, tag, until, words)"
        " VALUES (:id, :checkin, :day, :tag, :until, :words)",
        {
            "id": id,
            "checkin": checkin,
            "day": day.toordinal(),
            "tag": _tag(tx, checkin, day.toordinal(), member),
            "until": seconds(timing.all_closed_at(day, _LAST_HOUR) + timedelta(days=1)),
            "words": tx.seal("checkin_said", "words", id, padded(said)),
        },
    )


def own(tx: Tx, checkin: int, day: date, member: int) -> Said | None:
    row = tx.one(
        "SELECT id, words FROM checkin_said WHERE checkin_id = :checkin AND day = :day AND tag = :tag",
        {"checkin": checkin, "day": day.toordinal(), "tag": _tag(tx, checkin, day.toordinal(), member)},
    )
    return read(tx.unseal("checkin_said", "words", row[0], row[1])) if row else None


def take_back(tx: Tx, checkin: int, day: date, member: int) -> bool:
    """False if there is nothing of theirs."""
    return bool(
        tx.run(
            "DELETE FROM checkin_said WHERE checkin_id = :checkin AND day = :day AND tag = :tag",
            {"checkin": checkin, "day": day.toordinal(), "tag": _tag(tx, checkin, day.toordinal(), member)},
        )
    )


def any_of(tx: Tx, checkin: int, day: int) -> bool:
    row = tx.one(
        "SELECT 1 FROM checkin_said WHERE checkin_id = :checkin AND day = :day LIMIT 1",
        {"checkin": checkin, "day": day},
    )
    return row is not None


def take_all(tx: Tx, checkin: int, day: int) -> dict[int, list[str]]:
    """What was said on a day, by question; none of it is kept here any more."""
    of = {"checkin": checkin, "day": day}
    rows = tx.all("SELECT id, words FROM checkin_said WHERE checkin_id = :checkin AND day = :day", of)
    tx.run("DELETE FROM checkin_said WHERE checkin_id = :checkin AND day = :day", of)
    found: dict[int, list[str]] = {}
    for id, words in rows:
        said = read(tx.unseal("checkin_said", "words", id, words))
        found.setdefault(said.question, []).append(said.words)
    return found


# One member's: nothing points from them to a row, so every check-in and day that has rows is tried


def _theirs(tx: Tx, member: int) -> list[tuple[int, date]]:
    rows = tx.all(
        "SELECT DISTINCT s.checkin_id, s.day FROM checkin_said s JOIN checkin k ON k.id = s.checkin_id"
        " JOIN member m ON m.community_id = k.community_id WHERE m.id = :member ORDER BY s.checkin_id, s.day",
        {"member": member},
    )
    return [(checkin, date.fromordinal(day)) for checkin, day in rows]


def forget(tx: Tx, member: int) -> None:
    for checkin, day in _theirs(tx, member):
        take_back(tx, checkin, day, member)


def export(tx: Tx, member: int) -> Json:
    found = [(day, own(tx, checkin, day, member)) for checkin, day in _theirs(tx, member)]
    return [{"week of": day.isoformat(), "words": said.words} for day, said in found if said]
