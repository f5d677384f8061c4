"""What members hear of their circles, put as jobs: whoever works circles out can write rows, and no messages."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from cogs.checkins import calls


class News(StrEnum):
    """Values are in jobs and notices that wait: never renamed."""

    PLACED = "placed"
    MOVED = "moved"
    WAITING = "waiting"
    PAUSED = "paused"
    """Their circle ended while they were quiet or paused."""
    STAYS = "stays"
    """They wanted to join another circle, and it stays as it is."""


def tell(circle: int, since: int) -> Call:
    """Who came into a circle at or after a time hears of it."""
    return Call("forming.tell", (circle, since))


def put(tx: Tx, community: int, checkin: int, member: int, news: News, now: datetime) -> None:
    """Only the latest news are news."""
    key = f"{community}:checkin:{checkin}:news:{member}"
    jobs.put(tx, key, Call("forming.say", (checkin, news.value)), now, community=community, member=member)


def left(tx: Tx, community: int, checkin: int, member: int, now: datetime) -> None:
    """They are no longer in what their circle planned, and what they showed it goes. These are the community's jobs: an
    erasure does not take them."""
    key = f"{community}:{calls.sessions_left_key(checkin, member)}"
    jobs.put(tx, key, calls.sessions_left(checkin, member), now, community=community)
    jobs.put(tx, f"{community}:{calls.follow_key(member)}", calls.follow(member), now, community=community)


def ended(tx: Tx, community: int, circle: int, now: datetime) -> None:
    """A circle is no more: its last thread is closed."""
    jobs.put(tx, f"{community}:checkin:ended:{circle}", Call("merging.ended", (circle,)), now, community=community)
