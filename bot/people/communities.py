"""A community is one Discord guild or Slack workspace: its rooms, clock and rules, as its organisers set them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id


@dataclass(frozen=True, slots=True)
class Community:
    id: int
    platform: str
    external: str
    zone: ZoneInfo
    locale: str
    quiet_from: int
    """Hours of the day, 0-23, in the community's zone; a member's own hours go before."""
    quiet_to: int
    links_allowed: bool
    organiser: int | None
    """The member who set it up last and hears of lost rooms."""
    set_up: bool


_COLUMNS = "id, platform, external, zone, locale, quiet_from, quiet_to, links_allowed, organiser_id, set_up_at"


def find(tx: Tx, platform: str, external: str) -> int | None:
    row = tx.one(
        "SELECT id FROM community WHERE platform = :platform AND external = :external",
        {"platform": platform, "external": external},
    )
    return row[0] if row else None


def ensure(tx: Tx, platform: str, external: str) -> int:
    """The community's id; a new guild or workspace gets its row at first sight."""
    found = find(tx, platform, external)
    if found is not None:
        return found
    tx.run(
        "INSERT INTO community (id, platform, external) VALUES (:id, :platform, :external) ON CONFLICT DO NOTHING",
        {"id": new_id(), "platform": platform, "external": external},
    )
    found = find(tx, platform, external)
    assert found is not None
    return found


def get(tx: Tx, community: int) -> Community:
    row = tx.one(f"SELECT {_COLUMNS} FROM community WHERE id = :id", {"id": community})  # noqa: S608 -- constant
    if row is None:
        raise LookupError(f"no community {community}")
    (id, platform, external, zone, locale, quiet_from, quiet_to, links, organiser, set_up_at) = row
    return Community(
        id,
        platform,
        external,
        ZoneInfo(zone),
        locale,
        quiet_from,
        quiet_to,
        bool(links),
        organiser,
        set_up_at is not None,
    )


def set_zone(tx: Tx, community: int, zone: str) -> None:
    tx.run("UPDATE community SET zone = :zone WHERE id = :id", {"zone": zone, "id": community})


def set_quiet_hours(tx: Tx, community: int, quiet_from: int, quiet_to: int) -> None:
    tx.run(
        "UPDATE community SET quiet_from = :from_, quiet_to = :to_ WHERE id = :id",
        {"from_": quiet_from, "to_": quiet_to, "id": community},
    )


def set_links_allowed(tx: Tx, community: int, allowed: bool) -> None:
    tx.run("UPDATE community SET links_allowed = :ok WHERE id = :id", {"ok": int(allowed), "id": community})


def set_up(tx: Tx, community: int, organiser: int, now: datetime) -> None:
    tx.run(
        "UPDATE community SET organiser_id = :organiser, set_up_at = :now, left_at = NULL WHERE id = :id",
        {"organiser": organiser, "now": seconds(now), "id": community},
    )


def answers_for(tx: Tx, community: int, organiser: int) -> None:
    """Whom the community's own notices go to, where nobody set it up yet or that organiser is gone."""
    tx.run(
        "UPDATE community SET organiser_id = :organiser WHERE id = :id AND organiser_id IS NULL",
        {"organiser": organiser, "id": community},
    )


def leave(tx: Tx, community: int, now: datetime) -> None:
    """The bot was removed. Everything goes after a grace period (`cogs/data`), unless it is invited back."""
    tx.run("UPDATE community SET left_at = :now WHERE id = :id", {"now": seconds(now), "id": community})


def away(tx: Tx, community: int) -> bool:
    """Whether the bot was removed and not invited back."""
    return tx.one("SELECT 1 FROM community WHERE id = :id AND left_at IS NOT NULL", {"id": community}) is not None


def returned(tx: Tx, community: int) -> None:
    """The bot was invited back before the grace period was over: nothing is deleted."""
    tx.run("UPDATE community SET left_at = NULL WHERE id = :id", {"id": community})


def left_before(tx: Tx, then: datetime) -> list[int]:
    """Communities that removed the bot before `then`."""
    return [row[0] for row in tx.all("SELECT id FROM community WHERE left_at < :then", {"then": seconds(then)})]


def delete(tx: Tx, community: int) -> None:
    """The community and all that hangs on it. Its members are erased before, each by every feature."""
    tx.run("DELETE FROM community WHERE id = :id", {"id": community})


# Rooms that organisers choose, by purpose. A row of `room` carries the platform's id and what is wrong with it.


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    kind: str
    remote: str
    broken: str


def choose_room(tx: Tx, community: int, kind: str, remote: str, broken: str = "") -> int:
    """Sets the room of a purpose; what waited for the old one goes to the new one."""
    key = f"{kind}:{community}"
    tx.run(
        "INSERT INTO room (id, community_id, key, kind, remote_id, state, broken)"
        " VALUES (:id, :community, :key, :kind, :remote, 2, :broken)"
        " ON CONFLICT (key) DO UPDATE SET remote_id = excluded.remote_id, state = 2, broken = excluded.broken",
        {
            "id": new_id(),
            "community": community,
            "key": key,
            "kind": kind,
            "remote": remote,
            "broken": broken,
        },
    )
    row = tx.one("SELECT id FROM room WHERE key = :key", {"key": key})
    assert row is not None
    return row[0]


def room(tx: Tx, community: int, kind: str) -> Room | None:
    """None until an organiser chose one."""
    row = tx.one(
        "SELECT id, kind, remote_id, broken FROM room WHERE key = :key AND community_id = :community",
        {"key": f"{kind}:{community}", "community": community},
    )
    return Room(*row) if row else None


def rooms(tx: Tx, community: int) -> list[Room]:
    """The chosen rooms; private ones that the bot made are not among them."""
    rows = tx.all(
        "SELECT id, kind, remote_id, broken FROM room"
        " WHERE community_id = :community AND kind <> 'private' ORDER BY kind",
        {"community": community},
    )
    return [Room(*row) for row in rows]


def room_of(tx: Tx, community: int, room: int) -> Room | None:
    """A room by its id; None when it is not of this community."""
    row = tx.one(
        "SELECT id, kind, remote_id, broken FROM room WHERE id = :id AND community_id = :community",
        {"id": room, "community": community},
    )
    return Room(*row) if row else None


def drop_room(tx: Tx, community: int, kind: str) -> None:
    """No room is chosen for that purpose any more."""
    tx.run(
        "DELETE FROM room WHERE key = :key AND community_id = :community",
        {"key": f"{kind}:{community}", "community": community},
    )


def mend_room(tx: Tx, community: int, room: int) -> bool:
    """The bot can post there again, and what waited goes out; False if nothing was wrong."""
    return bool(
        tx.run(
            "UPDATE room SET broken = '' WHERE id = :id AND community_id = :community AND broken <> ''",
            {"id": room, "community": community},
        )
    )


def break_room(tx: Tx, community: int, room: int, reason: str) -> None:
    """Nothing can be posted there until it is mended; posts wait. The organiser who found out needs no notice."""
    tx.run(
        "UPDATE room SET broken = :reason WHERE id = :id AND community_id = :community",
        {"reason": reason, "id": room, "community": community},
    )
