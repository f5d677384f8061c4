"""A member is an account in a community: it owns every feature row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id


@dataclass(frozen=True, slots=True)
class Member:
    id: int
    community: int
    account: int
    joined_at: datetime
    stopped_until: datetime | None
    """Staff stopped them from posting until then."""


@dataclass(frozen=True, slots=True)
class Known:
    """How the platform knows a member."""

    external: str
    name: str


def join(tx: Tx, account: int, community: int, now: datetime) -> int:
    tx.run(
        "INSERT INTO member (id, community_id, account_id, joined_at, checked_at)"
        " VALUES (:id, :community, :account, :now, :now) ON CONFLICT DO NOTHING",
        {"id": new_id(), "community": community, "account": account, "now": seconds(now)},
    )
    row = tx.one(
        "SELECT id FROM member WHERE account_id = :account AND community_id = :community",
        {"account": account, "community": community},
    )
    assert row is not None
    return row[0]


def get(tx: Tx, member: int) -> Member:
    row = tx.one(
        "SELECT id, community_id, account_id, joined_at, stopped_until FROM member WHERE id = :id", {"id": member}
    )
    if row is None:
        raise LookupError(f"no member {member}")
    id, community, account, joined_at, stopped = row
    return Member(id, community, account, moment(joined_at), None if stopped is None else moment(stopped))


def zone(tx: Tx, member: int) -> ZoneInfo:
    """Their own, confirmed; else the community's."""
    row = tx.one(
        "SELECT account.zone, community.zone FROM member JOIN account ON account.id = member.account_id"
        " JOIN community ON community.id = member.community_id WHERE member.id = :id",
        {"id": member},
    )
    if row is None:
        raise LookupError(f"no member {member}")
    return ZoneInfo(row[0] or row[1])


def exists(tx: Tx, member: int) -> bool:
    return tx.one("SELECT 1 FROM member WHERE id = :id", {"id": member}) is not None


def of_account(tx: Tx, account: int) -> list[int]:
    """Everywhere this person uses Cairn on this platform."""
    return [row[0] for row in tx.all("SELECT id FROM member WHERE account_id = :id ORDER BY id", {"id": account})]


def by_external(tx: Tx, community: int, external: str) -> int | None:
    """The member behind a platform id that staff named; None if that person never used Cairn here."""
    row = tx.one(
        "SELECT member.id FROM member JOIN account ON account.id = member.account_id"
        " WHERE member.community_id = :community AND account.external = :external",
        {"community": community, "external": external},
    )
    return row[0] if row else None


def known(tx: Tx, members: Iterable[int]) -> dict[int, Known]:
    """How the platform knows these members; erased ones are missing."""
    found: dict[int, Known] = {}
    for member in members:
        row = tx.one(
            "SELECT account.external, account.name FROM member JOIN account ON account.id = member.account_id"
            " WHERE member.id = :id",
            {"id": member},
        )
        if row:
            found[member] = Known(row[0], row[1])
    return found


def stop_until(tx: Tx, community: int, member: int, until: datetime | None) -> bool:
    """Stops a member from posting, or lets them again; False if they are not of this community."""
    return bool(
        tx.run(
            "UPDATE member SET stopped_until = :until WHERE id = :id AND community_id = :community",
            {"until": None if until is None else seconds(until), "id": member, "community": community},
        )
    )


def stopped(tx: Tx, member: int, now: datetime) -> bool:
    row = tx.one("SELECT stopped_until FROM member WHERE id = :id", {"id": member})
    return bool(row and row[0] is not None and row[0] > seconds(now))
