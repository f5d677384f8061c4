"""Schedules and the prompts they posted. Every query that a press leads to carries the community."""

from __future__ import annotations

from datetime import datetime

from bot.context import Context
from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.prompts import rows
from cogs.prompts.model import SILENT, Posted, Rhythm, Schedule, Standing

_SCHEDULE = f"id, community_id, organiser_id, state, counted_from, {rows.COLUMNS}"


def _schedule(row: Row) -> Schedule:
    id, community, organiser, state, counted_from, *rest = row
    return Schedule(id, community, organiser, Standing(state), counted_from, rows.rhythm(tuple(rest)))


def add(ctx: Context, rhythm: Rhythm) -> Schedule:
    """Off until it is switched on."""
    made = Schedule(new_id(), ctx.community, ctx.member, Standing.OFF, 0, rhythm)
    ctx.tx.run(
        f"INSERT INTO prompt_schedule (id, community_id, organiser_id, {rows.COLUMNS})"  # noqa: S608 -- constants
        " VALUES (:id, :community, :organiser, :days, :hour, :topic, :last_day, :posted, :seed, :turn, :used)",
        {
            "id": made.id,
            "community": ctx.community,
            "organiser": ctx.member,
            "seed": rhythm.bag.seed,
            **rows.values(rhythm),
        },
    )
    return made


def get(tx: Tx, community: int, schedule: int) -> Schedule | None:
    """None also for one that was removed."""
    row = tx.one(
        f"SELECT {_SCHEDULE} FROM prompt_schedule"  # noqa: S608 -- constant
        " WHERE id = :id AND community_id = :community AND state <> :removed",
        {"id": schedule, "community": community, "removed": int(Standing.REMOVED)},
    )
    return _schedule(row) if row else None


def of_community(tx: Tx, community: int) -> list[Schedule]:
    """The oldest first."""
    found = tx.all(
        f"SELECT {_SCHEDULE} FROM prompt_schedule"  # noqa: S608 -- constant
        " WHERE community_id = :community AND state <> :removed ORDER BY id",
        {"community": community, "removed": int(Standing.REMOVED)},
    )
    return [_schedule(row) for row in found]


def save(tx: Tx, schedule: Schedule) -> None:
    tx.run(
        f"UPDATE prompt_schedule SET {rows.SET}, organiser_id = :organiser, state = :state,"  # noqa: S608 -- constant
        " counted_from = :counted WHERE id = :id AND community_id = :community",
        {
            "id": schedule.id,
            "community": schedule.community,
            "organiser": schedule.organiser,
            "state": int(schedule.standing),
            "counted": schedule.counted_from,
            **rows.values(schedule.rhythm),
        },
    )


# Days without a prompt


def skipped(tx: Tx, schedule: int, since: int) -> list[int]:
    """Ordinals, the next first."""
    found = tx.all(
        "SELECT day FROM prompt_skip WHERE schedule_id = :schedule AND day >= :since ORDER BY day",
        {"schedule": schedule, "since": since},
    )
    return [day for (day,) in found]


def skip(tx: Tx, schedule: int, day: int) -> None:
    tx.run(
        "INSERT INTO prompt_skip (schedule_id, day) VALUES (:schedule, :day) ON CONFLICT DO NOTHING",
        {"schedule": schedule, "day": day},
    )


def unskip(tx: Tx, schedule: int, day: int) -> None:
    tx.run("DELETE FROM prompt_skip WHERE schedule_id = :schedule AND day = :day", {"schedule": schedule, "day": day})


# Prompts that were posted


def add_post(ctx: Context, schedule: int, day: int, prompt: str) -> Posted | None:
    """None when there is one of that day already."""
    made = Posted(new_id(), schedule, prompt, day, answered=False)
    added = ctx.tx.run(
        "INSERT INTO prompt_post (id, schedule_id, community_id, day, prompt, posted_at)"
        " VALUES (:id, :schedule, :community, :day, :prompt, :now) ON CONFLICT DO NOTHING",
        {
            "id": made.id,
            "schedule": schedule,
            "community": ctx.community,
            "day": day,
            "prompt": prompt,
            "now": seconds(ctx.now),
        },
    )
    return made if added else None


def post(tx: Tx, community: int, post: int) -> Posted | None:
    row = tx.one(
        "SELECT id, schedule_id, prompt, day, answered FROM prompt_post WHERE id = :id AND community_id = :community",
        {"id": post, "community": community},
    )
    return Posted(row[0], row[1], row[2], row[3], bool(row[4])) if row else None


def was_shown(tx: Tx, post: int) -> None:
    tx.run("UPDATE prompt_post SET shown = 1 WHERE id = :id", {"id": post})


def answered(tx: Tx, post: int) -> None:
    tx.run("UPDATE prompt_post SET answered = 1 WHERE id = :id AND answered = 0", {"id": post})


def drop_post(tx: Tx, post: int) -> None:
    tx.run("DELETE FROM prompt_post WHERE id = :id", {"id": post})


def silent(tx: Tx, schedule: Schedule) -> bool:
    """Whether nobody answered the latest ones, since it was last switched on."""
    latest = tx.all(
        "SELECT answered FROM prompt_post WHERE schedule_id = :schedule AND shown = 1 AND posted_at >= :since"
        " ORDER BY day DESC LIMIT :most",
        {"schedule": schedule.id, "since": schedule.counted_from, "most": SILENT},
    )
    return len(latest) == SILENT and not any(answered for (answered,) in latest)


# All at once


def stopped(tx: Tx, community: int) -> bool:
    return tx.one("SELECT 1 FROM prompt_stop WHERE community_id = :community", {"community": community}) is not None


def stop(tx: Tx, community: int, now: datetime) -> None:
    tx.run(
        "INSERT INTO prompt_stop (community_id, at) VALUES (:community, :now) ON CONFLICT DO NOTHING",
        {"community": community, "now": seconds(now)},
    )


def go_on(tx: Tx, community: int) -> bool:
    return bool(tx.run("DELETE FROM prompt_stop WHERE community_id = :community", {"community": community}))


def forget(tx: Tx, member: int) -> None:
    """A schedule belongs to the community; who set it up is forgotten."""
    tx.run("UPDATE prompt_schedule SET organiser_id = NULL WHERE organiser_id = :member", {"member": member})


def set_up_by(tx: Tx, member: int) -> list[int]:
    return [id for (id,) in tx.all("SELECT id FROM prompt_schedule WHERE organiser_id = :m ORDER BY id", {"m": member})]
