"""What Discord documents about private threads: who may make, see, wake and archive them, and how many may be open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.discord.rules import Refusal, invalid
from tests.fakes.discord.world import PRIVATE_THREAD, TEXT, Channel, Guild, World

Json = dict[str, Any]

SLEEPS_AFTER = (60, 1440, 4320, 10_080)
_OF_THE_OWNER = {"name", "archived", "auto_archive_duration"}


def may(thread: Channel, permission: str) -> bool:
    """Whether the bot was given it on purpose: nobody moderates by default."""
    return thread.parent is not None and permission in thread.parent.granted


def seen_by_the_bot(thread: Channel) -> bool:
    """A private thread is there for whoever is in it, and for moderators."""
    return thread.owner is None or may(thread, "Manage Threads")


def room_for_one_more(guild: Guild) -> None:
    if sum(not t.archived for t in guild.threads.values()) >= guild.most_threads:
        raise Refusal(400, 160006, "Maximum number of active threads reached")


def start(world: World, parent: Channel, body: Json) -> Channel:
    guild = parent.guild
    if guild is None or parent.kind != TEXT or body.get("type", PRIVATE_THREAD) != PRIVATE_THREAD:
        raise Refusal(400, 50024, "Cannot execute action on this channel type")
    name = str(body["name"])
    if not 1 <= len(name) <= 100:
        raise invalid("name", "Must be between 1 and 100 in length.", "BASE_TYPE_BAD_LENGTH")
    sleeps = int(body.get("auto_archive_duration") or SLEEPS_AFTER[-1])
    _check_sleep(sleeps)
    room_for_one_more(guild)
    thread = world.thread(parent, name)
    thread.invitable, thread.sleeps_after = bool(body.get("invitable", True)), sleeps
    return thread


def edit(thread: Channel, body: Json) -> None:
    """Whoever made it may rename and archive it; waking takes only being in it, unless it is locked."""
    assert thread.guild is not None
    moderator = may(thread, "Manage Threads")
    wakes = body.get("archived") is False
    if thread.locked and not moderator:
        raise Refusal(403, 50013, "Missing Permissions")
    if not moderator and (set(body) - _OF_THE_OWNER or (thread.owner is not None and not wakes)):
        raise Refusal(403, 50013, "Missing Permissions")
    if thread.archived and not wakes and set(body) != {"archived"}:
        raise Refusal(400, 50083, "Thread is archived")
    if thread.archived and wakes:
        room_for_one_more(thread.guild)
    if "auto_archive_duration" in body:
        _check_sleep(int(body["auto_archive_duration"]))
    thread.archived = bool(body.get("archived", thread.archived))
    thread.locked = bool(body.get("locked", thread.locked))
    thread.name = str(body.get("name", thread.name))


def written_in(thread: Channel) -> bool:
    """Whether a message wakes it."""
    if thread.locked and not may(thread, "Manage Threads"):
        raise Refusal(400, 160005, "Thread is locked")
    if not thread.archived:
        return False
    assert thread.guild is not None
    room_for_one_more(thread.guild)
    thread.archived = False
    return True


def add(world: World, thread: Channel, user: int) -> None:
    assert thread.guild is not None
    assert thread.parent is not None
    if thread.archived:
        raise Refusal(400, 50083, "Thread is archived")
    if user not in world.users:
        raise Refusal(404, 10013, "Unknown User")
    if user not in thread.guild.members:
        raise Refusal(404, 10007, "Unknown Member")
    if user in thread.parent.hidden_from:
        raise Refusal(403, 50001, "Missing Access")
    thread.people[user] = None


def active(world: World, guild: Guild) -> Json:
    seen = [thread for thread in guild.threads.values() if not thread.archived and seen_by_the_bot(thread)]
    return {"threads": [thread.payload(world.bot) for thread in seen], "members": []}


def slept(world: World, parent: Channel, query: Mapping[str, str]) -> Json:
    """The archived ones of a channel that the bot is in, newest first."""
    limit, before = int(query.get("limit", "50")), int(query.get("before", str(1 << 63)))
    if not 2 <= limit <= 100:
        raise invalid("limit", "int value should be between 2 and 100.")
    assert parent.guild is not None
    of_here = [thread for thread in parent.guild.threads.values() if thread.parent is parent and thread.owner is None]
    found = sorted((t for t in of_here if t.archived and t.id < before), key=lambda thread: -thread.id)
    threads = [thread.payload(world.bot) for thread in found[:limit]]
    return {"threads": threads, "members": [], "has_more": len(found) > limit}


def _check_sleep(minutes: int) -> None:
    if minutes not in SLEEPS_AFTER:
        raise invalid("auto_archive_duration", f"Value must be one of {SLEEPS_AFTER}.", "BASE_TYPE_CHOICES")
