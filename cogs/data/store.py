"""Who is looked up when, and where a person's data lies."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.people import members
from bot.safety.personal_data import GRACE
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx

FORTNIGHT = timedelta(days=14)
_IN_ONE_GO = 500
"""People whom both platforms can answer for within the time that a question has."""


def everywhere(tx: Tx, account: int, here: int) -> list[int]:
    """All of a person's memberships, this one first."""
    return sorted(members.of_account(tx, account), key=lambda member: member != here)


def due_for_a_look(tx: Tx, now: datetime, least: int) -> dict[tuple[int, str], list[int]]:
    """By community and platform, the members who were looked up longest ago. Each is due once a fortnight; a batch
    grows with its community, so that an hourly look gets round, up to what a platform answers in one go. A community
    in which nobody is due costs one seek."""
    due: dict[tuple[int, str], list[int]] = {}
    limit = seconds(now - FORTNIGHT)
    for community, platform in tx.all("SELECT id, platform FROM community WHERE left_at IS NULL ORDER BY id"):
        found = _longest_ago(tx, community, limit, least)
        if len(found) == least:
            counted = tx.one("SELECT COUNT(*) FROM member WHERE community_id = :id", {"id": community})
            assert counted is not None
            found = _longest_ago(tx, community, limit, max(least, min(counted[0] // 300, _IN_ONE_GO)))
        if found:
            due[community, platform] = found
    return due


def next_look(tx: Tx, now: datetime) -> datetime:
    """When somebody is due next: an hour from now where that is soon or somebody waits already, at most a day."""
    row = tx.one(
        "SELECT MIN((SELECT MIN(checked_at) FROM member WHERE community_id = community.id))"
        " FROM community WHERE left_at IS NULL"
    )
    latest = now + timedelta(days=1)
    if row is None or row[0] is None:
        return latest
    return min(max(moment(row[0] + 1) + FORTNIGHT, now + timedelta(hours=1)), latest)


def _longest_ago(tx: Tx, community: int, limit: int, most: int) -> list[int]:
    rows = tx.all(
        "SELECT id FROM member WHERE community_id = :id AND checked_at < :limit ORDER BY checked_at LIMIT :most",
        {"id": community, "limit": limit, "most": most},
    )
    return [row[0] for row in rows]


def asked(tx: Tx, looked_up: list[int], now: datetime) -> None:
    """They come again tomorrow if no answer arrives."""
    tomorrow = seconds(now - FORTNIGHT + timedelta(days=1))
    tx.many("UPDATE member SET checked_at = :at WHERE id = :id", [{"at": tomorrow, "id": m} for m in looked_up])


def here(tx: Tx, member: int, now: datetime) -> None:
    tx.run("UPDATE member SET checked_at = :now, gone_at = NULL WHERE id = :id", {"now": seconds(now), "id": member})


def gone(tx: Tx, community: int, member: int, now: datetime) -> bool:
    """Notes that a member left; True when they have been away for the whole grace period and are to be erased.

    The next look is at the end of that period, so that nobody is erased who came back.
    """
    row = tx.one(
        "SELECT gone_at FROM member WHERE id = :id AND community_id = :community",
        {"id": member, "community": community},
    )
    if row is None:
        return False
    since = seconds(now) if row[0] is None else row[0]
    if since + GRACE.total_seconds() <= seconds(now):
        return True
    again = since + int((GRACE - FORTNIGHT).total_seconds()) - 1
    tx.run(
        "UPDATE member SET gone_at = :since, checked_at = :again WHERE id = :id",
        {"since": since, "again": again, "id": member},
    )
    return False


def some_of(tx: Tx, community: int, most: int) -> list[int]:
    rows = tx.all("SELECT id FROM member WHERE community_id = :id LIMIT :most", {"id": community, "most": most})
    return [row[0] for row in rows]


def posts_in_rooms(tx: Tx, community: int, member: int) -> int:
    row = tx.one(
        "SELECT COUNT(*) FROM message WHERE member_id = :member AND community_id = :community"
        " AND room_id IS NOT NULL AND deleted = 0 AND remote_id IS NOT NULL",
        {"member": member, "community": community},
    )
    assert row is not None
    return row[0]
