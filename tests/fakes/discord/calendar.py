"""What Discord documents about scheduled events that happen elsewhere: who may make them, when, and how many."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.fakes.discord.rules import Refusal, invalid
from tests.fakes.discord.world import PERMISSIONS, Guild, ScheduledEvent, World, snowflake

Json = dict[str, Any]

_EXTERNAL, _MEMBERS_ONLY = 3, 2
_SCHEDULED, _ACTIVE, _COMPLETED = 1, 2, 3
_PAST = "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST"


def _may(guild: Guild) -> None:
    """Its own events too are changed and deleted with this permission only."""
    if not guild.everyone.permissions & PERMISSIONS["Create Events"]:
        raise Refusal(403, 50013, "Missing Permissions")


def _status(event: ScheduledEvent, now: datetime) -> int:
    """Events that happen elsewhere begin and end by themselves."""
    return _SCHEDULED if now < event.starts else _ACTIVE if now < event.ends else _COMPLETED


def create(world: World, guild: Guild, body: Json, now: datetime) -> Json:
    _may(guild)
    if body["entity_type"] != _EXTERNAL or body.get("channel_id") is not None:
        raise invalid("entity_type", "this fake takes events outside of Discord only")
    if "scheduled_end_time" not in body:
        raise invalid("scheduled_end_time", "This field is required", "BASE_TYPE_REQUIRED")
    if sum(_status(event, now) != _COMPLETED for event in guild.events.values()) >= guild.most_events:
        raise Refusal(400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)")
    event = ScheduledEvent(snowflake(), guild, world.bot, "", "", "", now, now)
    _take(event, body, now)
    guild.events[event.id] = event
    return event.payload(_status(event, now))


def _take(event: ScheduledEvent, body: Json, now: datetime) -> None:
    """All or nothing."""
    if body.get("privacy_level", _MEMBERS_ONLY) != _MEMBERS_ONLY:
        raise invalid("privacy_level", "Value must be one of {2}.", "BASE_TYPE_CHOICES")
    title = _text(body, "name", event.title, 1, 100)
    text = _text(body, "description", event.text, 0, 1000)
    place = _text(body.get("entity_metadata") or {}, "location", event.place, 1, 100)
    starts, ends = _moment(body, "scheduled_start_time", event.starts), _moment(body, "scheduled_end_time", event.ends)
    if "scheduled_start_time" in body and starts <= now:
        raise invalid("scheduled_start_time", "Cannot schedule event in the past.", _PAST)
    if "scheduled_end_time" in body and ends <= now:
        raise invalid("scheduled_end_time", "Cannot schedule event in the past.", _PAST)
    if ends <= starts:
        raise invalid("scheduled_end_time", "Event end must be after start.", "GUILD_SCHEDULED_EVENT_END_BEFORE_START")
    event.title, event.text, event.place, event.starts, event.ends = title, text, place, starts, ends


def _text(body: Json, key: str, old: str, low: int, high: int) -> str:
    text = str(body.get(key, old) or "").strip()
    if key in body and not low <= len(text) <= high:
        raise invalid(key, f"Must be between {low} and {high} in length.", "BASE_TYPE_BAD_LENGTH")
    return text


def _moment(body: Json, key: str, old: datetime) -> datetime:
    return datetime.fromisoformat(body[key]) if key in body else old


def going_on(guild: Guild, now: datetime) -> list[Json]:
    """What is not over yet."""
    found = [(event, _status(event, now)) for event in guild.events.values()]
    return [event.payload(status) for event, status in found if status != _COMPLETED]


def _own(world: World, guild: Guild, event: int) -> ScheduledEvent:
    if event not in guild.events:
        raise Refusal(404, 10070, "Unknown Guild Scheduled Event")
    _may(guild)
    if guild.events[event].author is not world.bot:  # that takes Manage Events
        raise Refusal(403, 50013, "Missing Permissions")
    return guild.events[event]


def edit(world: World, guild: Guild, id: int, body: Json, now: datetime) -> Json:
    event = _own(world, guild, id)
    if _status(event, now) == _COMPLETED:
        raise Refusal(400, 180000, "Cannot update a finished event")
    _take(event, body, now)
    return event.payload(_status(event, now))


def delete(world: World, guild: Guild, id: int) -> None:
    _own(world, guild, id)
    del guild.events[id]
