"""What is stored about a person, for how long, and how it is handed out and erased.

`/my-data`, `/forget-me`, `cairn export-member` and `cairn erase-member` all end here. Every table that holds something
of a person is named in a `Kept`: the core's below, a feature's in its cog. `/privacy` and the nightly clean-up are made
from those rows, and a test fails for a table that no `Kept` names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar, Protocol

from bot.people import accounts, members
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

_AT_ONCE = 5000
"""Rows of one kind that are deleted in one transaction, and those of the same second."""

GRACE = timedelta(days=30)
"""How long the data of somebody who left a community, or of a community that removed the bot, is kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data, in plain words, and the tables it lives in.

    With `days`, rows whose `since` (a column of seconds, in every table named) is older are deleted every night.
    Without, they stay until the person deletes them, or until what `until` says.
    """

    what: str
    tables: tuple[str, ...]
    days: int | None = None
    since: str = ""
    only: str = ""
    """A further condition in SQL, for rows that `days` speaks of."""
    until: str = ""

    def __post_init__(self) -> None:
        if (self.days is None) != (not self.since):
            raise ValueError(f"{self.what}: `days` and `since` come together")

    @property
    def how_long(self) -> str:
        if self.until:
            return self.until
        if self.days is None:
            return "until you delete it"
        return "1 day" if self.days == 1 else f"{self.days} days"


CORE = (
    Kept(
        "Your id and name on this platform, when you agreed, your language, zone, quiet hours, rest and role here",
        ("account", "member", "member_role", "community"),
        until=f"until you delete it, or {GRACE.days} days after you left",
    ),
    Kept("Where my posts about your entries are, so that I can change and delete them", ("message",)),
    Kept("Where my direct messages to you are", ("message",), 7, "visible_at", "state = 2 AND account_id IS NOT NULL"),
    Kept("The text of a post or message, locked", ("message",), until="until it is shown"),
    Kept("A post I could not take down", ("message",), 30, "visible_at", "deleted = 1 AND state = 3"),
    Kept("Messages that wait for you, or that I held back", ("notice",), 30, "due_at", "state = 2"),
    Kept("What I will do later for you", ("job", "task"), until="until it is done"),
    Kept(
        "Private rooms I opened for you",
        ("room",),
        30,
        "visible_at",
        "kind = 'private' AND state = 3",
        until="until 30 days after the room was closed",
    ),
    Kept("Which of my texts you have seen", ("shuffle_bag",)),
    Kept("How many messages you got on a day", ("courtesy_slot",), until="3 days"),  # bot/delivery/cleaning.py
    Kept("The number of each press or command, so that nothing happens twice", ("inbox",), 1, "at"),
)


class Feature(Protocol):
    """What a cog says about the data it keeps."""

    kept: ClassVar[tuple[Kept, ...]]


def kept_of(features: Iterable[Feature]) -> tuple[Kept, ...]:
    """Every kind of data: the features' first, they are what people ask about."""
    return tuple(kept for feature in features for kept in feature.kept) + CORE


def clean_up(tx: Tx, kept: Iterable[Kept], now: datetime) -> bool:
    """Deletes what is older than its kind allows, in pieces that hold nobody up; whether there may be more."""
    more = False
    limited = [(kind, table) for kind in kept if kind.days is not None for table in kind.tables]
    for kind, table in _that_hold_old(tx, limited, now):
        limit = {"limit": _limit(kind, now)}
        row = tx.one(
            f"SELECT {kind.since} FROM {table} WHERE {_old(kind)} ORDER BY {kind.since} LIMIT 1 OFFSET {_AT_ONCE}",  # noqa: S608 -- constants
            limit,
        )
        more |= row is not None
        upto = limit if row is None else {"limit": row[0] + 1}
        tx.run(f"DELETE FROM {table} WHERE {_old(kind)}", upto)  # noqa: S608 -- constants
    return more


def _that_hold_old(tx: Tx, limited: Sequence[tuple[Kept, str]], now: datetime) -> list[tuple[Kept, str]]:
    """Found in one go: most nights there is something in few of them."""
    if not limited:
        return []
    asked = [
        f"SELECT {n} WHERE EXISTS (SELECT 1 FROM {table} WHERE {_old(kind, f'limit{n}')})"  # noqa: S608 -- constants
        for n, (kind, table) in enumerate(limited)
    ]
    limits = {f"limit{n}": _limit(kind, now) for n, (kind, _) in enumerate(limited)}
    return [limited[n] for (n,) in tx.all(" UNION ALL ".join(asked), limits)]


def _limit(kind: Kept, now: datetime) -> int:
    assert kind.days is not None
    return seconds(now - timedelta(days=kind.days))


def _old(kind: Kept, limit: str = "limit") -> str:
    return f"{kind.since} < :{limit}" + (f" AND {kind.only}" if kind.only else "")


def export_core(tx: Tx, member: int) -> Json:
    person = members.get(tx, member)
    account = accounts.get(tx, person.account)
    community = tx.one("SELECT platform, external FROM community WHERE id = :id", {"id": person.community})
    assert community is not None  # a foreign key holds it
    roles = tx.all("SELECT role FROM member_role WHERE member_id = :id ORDER BY role", {"id": member})
    bags = tx.all("SELECT pack, used FROM shuffle_bag WHERE member_id = :id ORDER BY pack", {"id": member})
    notices = tx.all(
        "SELECT kind, call, due_at, state FROM notice WHERE member_id = :id ORDER BY due_at", {"id": member}
    )
    posts = tx.all(
        "SELECT room_id, visible_at, deleted, remote_id FROM message"
        " WHERE member_id = :id OR (account_id = :account AND community_id = :community) ORDER BY id",
        {"id": member, "account": account.id, "community": person.community},
    )
    work = tx.all(
        "SELECT call, run_at FROM job WHERE member_id = :id"
        " UNION ALL SELECT call, run_at FROM task WHERE member_id = :id ORDER BY 2",
        {"id": member},
    )
    more = tx.one(
        "SELECT account.dm, account.dm_closed, member.checked_at, member.gone_at FROM member"
        " JOIN account ON account.id = member.account_id WHERE member.id = :id",
        {"id": member},
    )
    assert more is not None
    dm, dm_closed, checked_at, gone_at = more
    days = tx.all(
        "SELECT local_day, COUNT(*) FROM courtesy_slot WHERE account_id = :id GROUP BY local_day ORDER BY local_day",
        {"id": account.id},
    )
    return {
        "platform": account.platform,
        "community": community[1],
        "your id there": account.external,
        "name": account.name,
        "language": account.locale,
        "zone": account.zone,
        "quiet hours": None if account.quiet_from is None else [account.quiet_from, account.quiet_to],
        "resting until": _iso(account.rest_until),
        "unasked messages a day": account.daily,
        "by direct message": account.by_dm,
        "direct message channel": dm,
        "direct messages were refused": bool(dm_closed),
        "unasked messages by day": {date.fromordinal(day).isoformat(): sent for day, sent in days},
        "country for help lines": account.country,
        "agreed to version": account.consent_version,
        "agreed at": account.consent_at.isoformat(),
        "joined at": person.joined_at.isoformat(),
        "stopped from posting until": _iso(person.stopped_until),
        "looked up last": _when(checked_at),
        "found to have left": _when(gone_at),
        "private rooms": [remote for _, remote, _ in _private_rooms(tx, member, person.community)],
        "roles": [role for (role,) in roles],
        "texts seen": {str(pack): str(used) for pack, used in bags},
        "messages waiting": [
            {"kind": kind, "what": call, "due": _when(due), "held back": state == 2}
            for kind, call, due, state in notices
        ],
        "posts": [
            {
                "where": "direct message" if room is None else "room",
                "sent": _when(at),
                "taken down": bool(deleted),
                "id there": remote,
            }
            for room, at, deleted, remote in posts
        ],
        "planned": [{"what": call, "at": _when(at)} for call, at in work],
    }


def _when(at: int | None) -> str | None:
    return None if at is None else moment(at).isoformat()


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def forget_core(tx: Tx, member: int) -> int | None:
    """Everything the core holds of a member except messages, which delivery takes back. Twice is harmless.

    The account goes with the last of its members; its id then, else None.
    """
    row = tx.one("SELECT account_id, community_id FROM member WHERE id = :id", {"id": member})
    if row is None:
        return None
    account, community = row
    _leave_rooms(tx, member, community)
    tx.run("UPDATE community SET organiser_id = NULL WHERE organiser_id = :id", {"id": member})
    tx.run("DELETE FROM job WHERE member_id = :id", {"id": member})
    tx.run("DELETE FROM task WHERE member_id = :id", {"id": member})
    # A message that was about to leave and speaks for another community too is made anew, without this one.
    tx.run(
        "UPDATE notice SET state = 0, message_id = NULL WHERE member_id <> :id AND message_id IN"
        " (SELECT notice.message_id FROM notice JOIN message ON message.id = notice.message_id"
        " WHERE notice.member_id = :id AND message.state = 0)",
        {"id": member},
    )
    tx.run("DELETE FROM notice WHERE member_id = :id", {"id": member})
    tx.run("DELETE FROM member WHERE id = :id", {"id": member})  # takes roles and seen texts along
    if tx.one("SELECT 1 FROM member WHERE account_id = :id", {"id": account}) is not None:
        return None
    tx.run("DELETE FROM account WHERE id = :id", {"id": account})  # and its courtesy slots
    return account


def _private_rooms(tx: Tx, member: int, community: int) -> list[tuple[int, str | None, list[int]]]:
    """Rooms a member is in: id, the platform's id, everybody in it. Few of a thousand are read to the end."""
    rows = tx.all(
        "SELECT id, remote_id, members FROM room WHERE community_id = :community AND kind = 'private'"
        " AND members LIKE :pattern ORDER BY id",
        {"community": community, "pattern": f"%{member}%"},
    )
    found = [(id, remote, json.loads(text)) for id, remote, text in rows]
    return [room for room in found if member in room[2]]


def _leave_rooms(tx: Tx, member: int, community: int) -> None:
    for room, _, inside in _private_rooms(tx, member, community):
        left = json.dumps([other for other in inside if other != member])
        # Its title may name them; one that was made keeps it on the platform.
        tx.run("UPDATE room SET members = :left, title = '' WHERE id = :id", {"left": left, "id": room})
