"""Profiles and who is never paired with whom. Every query carries the member or the pool."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.context import Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx, Value
from cogs.buddies.choices import Cadence, Field, Language, Medium, Part, Stage, bits, parts_of
from cogs.buddies.model import Profile

ASKED, REPORT = "asked", "report"
"""Kinds of `add_never`. What came of a report can't be taken back by the member."""

PAUSED_UNTIL_BACK = datetime(9000, 1, 1, tzinfo=UTC)
"""A pause without an end: until they press a button."""

_LINES = (
    "member_id, pool_id, joined_at, parts, field, stage, language, cadence, medium, paused_until, skipped, first,"
    " silent, standing"
)


# Who is in


def join(tx: Tx, member: int, pool: int, language: Language, now: datetime) -> None:
    """Joining twice changes nothing."""
    tx.run(
        "INSERT INTO buddy (member_id, pool_id, joined_at, language) VALUES (:member, :pool, :now, :language)"
        " ON CONFLICT DO NOTHING",
        {"member": member, "pool": pool, "now": seconds(now), "language": language.value},
    )


def leave(tx: Tx, member: int) -> bool:
    """The profile and the member's own list go; False if they were not in. What came of a report stays."""
    tx.run("DELETE FROM buddy_never WHERE member_id = :member AND kind = :kind", {"member": member, "kind": ASKED})
    return bool(tx.run("DELETE FROM buddy WHERE member_id = :member", {"member": member}))


def get(tx: Tx, member: int) -> Profile | None:
    row = tx.one(f"SELECT {_LINES}, about FROM buddy WHERE member_id = :member", {"member": member})  # noqa: S608 -- constant
    if row is None:
        return None
    about = tx.unseal("buddy", "about", member, row[-1]) if row[-1] else ""
    return _profile(row[:-1], about)


def _profile(row: Row, about: str = "") -> Profile:
    member, pool, joined, parts, field, stage, language, cadence, medium, paused, skipped, first, silent, standing = row
    return Profile(
        member,
        pool,
        moment(joined),
        parts_of(parts),
        Field(field),
        Stage(stage),
        Language(language),
        Cadence(str(cadence)),
        Medium(medium),
        about,
        None if paused is None else moment(paused),
        None if skipped is None else moment(skipped),
        bool(first),
        silent,
        standing,
    )


def keep(tx: Tx, profile: Profile) -> None:
    """The lines that a member writes about themselves, and their pool."""
    tx.run(
        "UPDATE buddy SET pool_id = :pool, parts = :parts, field = :field, stage = :stage, language = :language,"
        " cadence = :cadence, medium = :medium, about = :about WHERE member_id = :member",
        {
            "member": profile.member,
            "pool": profile.pool,
            "parts": bits(profile.parts),
            "field": profile.field.value,
            "stage": profile.stage.value,
            "language": profile.language.value,
            "cadence": profile.cadence.weeks,
            "medium": profile.medium.value,
            "about": tx.seal("buddy", "about", profile.member, profile.about) if profile.about else None,
        },
    )


# Taking part


def paused(profile: Profile, at: datetime) -> bool:
    return profile.paused_until is not None and profile.paused_until > at


def pause(tx: Tx, member: int, until: datetime | None) -> None:
    """None: they are back."""
    _set(tx, member, "paused_until", None if until is None else seconds(until))


def skips(profile: Profile, round_at: datetime) -> bool:
    """Whether they sit out the round of that time; any other one they don't."""
    return profile.skipped == round_at


def skip(tx: Tx, member: int, round_at: datetime | None) -> None:
    """None takes it back."""
    _set(tx, member, "skipped", None if round_at is None else seconds(round_at))


def give_first(tx: Tx, member: int) -> None:
    _set(tx, member, "first", 1)


def clear_first(tx: Tx, member: int) -> None:
    _set(tx, member, "first", 0)


def heard(tx: Tx, member: int) -> None:
    """They pressed something: the count of silent rounds starts anew."""
    _set(tx, member, "silent", 0)


def was_silent(tx: Tx, member: int) -> int:
    """One more round without a press; how many in a row now. 0 for somebody who left."""
    tx.run("UPDATE buddy SET silent = silent + 1 WHERE member_id = :member", {"member": member})
    row = tx.one("SELECT silent FROM buddy WHERE member_id = :member", {"member": member})
    return row[0] if row else 0


def set_standing(tx: Tx, member: int, standing: str, now: datetime) -> None:
    """What a look-up found: '' or the value of a `Reason`."""
    tx.run(
        "UPDATE buddy SET standing = :standing, looked_at = :now WHERE member_id = :member",
        {"standing": standing, "now": seconds(now), "member": member},
    )


def _set(tx: Tx, member: int, column: str, value: Value) -> None:
    tx.run(f"UPDATE buddy SET {column} = :value WHERE member_id = :member", {"value": value, "member": member})  # noqa: S608 -- constants


# Never together


def nevers(tx: Tx, pool: int) -> list[tuple[int, int]]:
    """Pairs of members of the pool that are never made, whoever of the two asked: each once, the lower id first."""
    rows = tx.all(
        "SELECT n.member_id, n.other_id FROM buddy_never n JOIN buddy a ON a.member_id = n.member_id"
        " JOIN buddy b ON b.member_id = n.other_id WHERE a.pool_id = :pool AND b.pool_id = :pool",
        {"pool": pool},
    )
    return sorted({(min(pair), max(pair)) for pair in rows})


def excluded(tx: Tx, a: int, b: int) -> bool:
    """Either way."""
    row = tx.one(
        "SELECT 1 FROM buddy_never WHERE (member_id = :a AND other_id = :b) OR (member_id = :b AND other_id = :a)",
        {"a": a, "b": b},
    )
    return row is not None


def nevers_of(tx: Tx, members: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of which one of these members has the line; the lower id first, each once."""
    if not members:
        return []
    named: dict[str, Value] = {f"m{n}": member for n, member in enumerate(members)}
    listed = ", ".join(f":{name}" for name in named)
    rows = tx.all(f"SELECT member_id, other_id FROM buddy_never WHERE member_id IN ({listed})", named)  # noqa: S608 -- names
    return sorted({(min(pair), max(pair)) for pair in rows})


def add_never(tx: Tx, member: int, other: int, kind: str, now: datetime) -> None:
    """Adding twice changes nothing; a report stays a report."""
    tx.run(
        "INSERT INTO buddy_never (member_id, other_id, kind, at) VALUES (:member, :other, :kind, :now)"
        " ON CONFLICT (member_id, other_id) DO UPDATE SET kind = excluded.kind WHERE excluded.kind = :report",
        {"member": member, "other": other, "kind": kind, "now": seconds(now), "report": REPORT},
    )


def asked_never(tx: Tx, member: int) -> list[int]:
    """The member's own list, in the order in which they made it. Never what others asked for."""
    rows = tx.all(
        "SELECT other_id FROM buddy_never WHERE member_id = :member AND kind = :kind ORDER BY at, other_id",
        {"member": member, "kind": ASKED},
    )
    return [row[0] for row in rows]


def take_back_never(tx: Tx, member: int, other: int) -> bool:
    """False if there was nothing to take back."""
    return bool(
        tx.run(
            "DELETE FROM buddy_never WHERE member_id = :member AND other_id = :other AND kind = :kind",
            {"member": member, "other": other, "kind": ASKED},
        )
    )


# Leaving Cairn


def forget(tx: Tx, member: int) -> None:
    """What others asked about the member goes with the member's own row."""
    tx.run("DELETE FROM buddy_never WHERE member_id = :member", {"member": member})
    tx.run("DELETE FROM buddy WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int) -> Json:
    profile = get(tx, member)
    never = tx.all(
        "SELECT other_id, kind, at FROM buddy_never WHERE member_id = :member ORDER BY at, other_id",
        {"member": member},
    )
    row = tx.one("SELECT looked_at FROM buddy WHERE member_id = :member", {"member": member})
    listed: list[Json] = [
        {"member": other, "why": "you reported it" if kind == REPORT else "you asked", "at": _iso(moment(at))}
        for other, kind, at in never
    ]
    shown = _exported(profile, row[0] if row else None) if profile else None
    return {"profile": shown, "never_pair_me_with": listed}


def _exported(profile: Profile, looked_at: int | None) -> Json:
    return {
        "pool": profile.pool,
        "joined": _iso(profile.joined_at),
        "hours": [part.label for part in Part if part in profile.parts],
        "field": profile.field.label,
        "stage": profile.stage.label,
        "language": profile.language.value,
        "cadence": profile.cadence.label,
        "text_or_voice": profile.medium.value,
        "about": profile.about,
        "paused_until": _iso(profile.paused_until) if profile.paused_until else None,
        "skips_round_of": _iso(profile.skipped) if profile.skipped else None,
        "first_place_next_time": profile.first,
        "rounds_in_a_row_without_a_press": profile.silent,
        "last_look_up": {"found": profile.standing or "well", "at": _iso(moment(looked_at)) if looked_at else None},
    }


def _iso(at: datetime) -> str:
    return at.isoformat()
