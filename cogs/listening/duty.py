"""Who is on duty, and whose turn it was. Every query carries the member or the community."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from cogs.listening.model import KEPT_TURNS, Caps, Turn
from cogs.listening.times import Clock, Listener

# Who listens


def caps_of(tx: Tx, member: int) -> Caps | None:
    """None for who is not on duty."""
    row = tx.one(
        "SELECT daily, weekly FROM listening_duty WHERE member_id = :member AND on_duty = 1", {"member": member}
    )
    return Caps(*row) if row else None


def turn_on(ctx: Context) -> None:
    """Who listened before keeps their limits and their place."""
    ctx.tx.run(
        "INSERT INTO listening_duty (member_id, community_id) VALUES (:member, :community)"
        " ON CONFLICT (member_id) DO UPDATE SET on_duty = 1",
        {"member": ctx.member, "community": ctx.community},
    )


def turn_off(tx: Tx, member: int) -> None:
    tx.run("UPDATE listening_duty SET on_duty = 0 WHERE member_id = :member", {"member": member})


def limit(tx: Tx, member: int, caps: Caps) -> None:
    tx.run(
        "UPDATE listening_duty SET daily = :daily, weekly = :weekly WHERE member_id = :member",
        {"daily": caps.daily, "weekly": caps.weekly, "member": member},
    )


def listeners(ctx: Context, post: int) -> list[Listener]:
    """Who is on duty, can be reached, is not stopped and was not asked about this post."""
    rows = ctx.tx.all(
        "SELECT d.member_id, d.daily, d.weekly, d.last_at, COALESCE(a.zone, c.zone),"
        " COALESCE(a.quiet_from, c.quiet_from), COALESCE(a.quiet_to, c.quiet_to), a.rest_until, a.id, a.daily"
        " FROM listening_duty d JOIN member m ON m.id = d.member_id JOIN account a ON a.id = m.account_id"
        " JOIN community c ON c.id = m.community_id"
        " WHERE d.community_id = :community AND d.on_duty = 1 AND a.by_dm = 1 AND a.dm_closed = 0 AND a.daily > 0"
        " AND m.gone_at IS NULL AND COALESCE(m.stopped_until, 0) <= :now AND NOT EXISTS"
        " (SELECT 1 FROM listening_turn t WHERE t.member_id = d.member_id AND t.post_id = :post)",
        {"community": ctx.community, "now": seconds(ctx.now), "post": post},
    )
    times: dict[int, list[datetime]] = defaultdict(list)
    for member, at in ctx.tx.all(
        "SELECT t.member_id, t.at FROM listening_turn t JOIN listening_duty d ON d.member_id = t.member_id"
        " WHERE d.community_id = :community AND d.on_duty = 1 AND t.at > :since AND t.state <> :unfit",
        {
            "community": ctx.community,
            "since": seconds(ctx.now - timedelta(days=KEPT_TURNS)),
            "unfit": int(Turn.UNFIT),
        },
    ):
        times[member].append(moment(at))
    told = _told(ctx)
    found: list[Listener] = []
    for member, daily, weekly, last, zone, quiet_from, quiet_to, rest, account, messages in rows:
        clock = Clock(ZoneInfo(zone), quiet_from, quiet_to)
        today = ctx.now.astimezone(clock.zone).date()
        found.append(
            Listener(
                member,
                clock,
                Caps(daily, weekly),
                None if rest is None else moment(rest),
                None if told.get((account, today.toordinal()), 0) < messages else today,
                tuple(times[member]),
                None if last is None else moment(last),
            )
        )
    return found


def _told(ctx: Context) -> dict[tuple[int, int], int]:
    """How many messages that they did not ask for those on duty got, by account and day on their own clock."""
    today = ctx.now.toordinal()
    rows = ctx.tx.all(
        "SELECT s.account_id, s.local_day, COUNT(*) FROM courtesy_slot s JOIN member m ON m.account_id = s.account_id"
        " JOIN listening_duty d ON d.member_id = m.id WHERE d.community_id = :community AND d.on_duty = 1"
        " AND s.local_day BETWEEN :first AND :last GROUP BY s.account_id, s.local_day",
        {"community": ctx.community, "first": today - 1, "last": today + 1},
    )
    return {(account, day): count for account, day, count in rows}


# Turns


def give_turn(ctx: Context, member: int, post: int, state: Turn) -> None:
    ctx.tx.run(
        "INSERT INTO listening_turn (id, member_id, post_id, state, at) VALUES (:id, :member, :post, :state, :now)"
        " ON CONFLICT DO NOTHING",
        {"id": new_id(), "member": member, "post": post, "state": int(state), "now": seconds(ctx.now)},
    )
    if state is not Turn.UNFIT:
        ctx.tx.run(
            "UPDATE listening_duty SET last_at = :now WHERE member_id = :member",
            {"now": seconds(ctx.now), "member": member},
        )


def turn_of(tx: Tx, member: int, post: int) -> Turn | None:
    row = tx.one(
        "SELECT state FROM listening_turn WHERE member_id = :member AND post_id = :post",
        {"member": member, "post": post},
    )
    return Turn(row[0]) if row else None


def set_turn(tx: Tx, member: int, post: int, state: Turn) -> None:
    tx.run(
        "UPDATE listening_turn SET state = :state WHERE member_id = :member AND post_id = :post",
        {"state": int(state), "member": member, "post": post},
    )


def turns(tx: Tx, post: int) -> dict[int, tuple[Turn, datetime]]:
    """Whose turn it was, and when they were asked; without those who could not be."""
    rows = tx.all(
        "SELECT member_id, state, at FROM listening_turn WHERE post_id = :post AND state <> :unfit",
        {"post": post, "unfit": int(Turn.UNFIT)},
    )
    return {member: (Turn(state), moment(at)) for member, state, at in rows}


def open_turns(tx: Tx, member: int) -> list[int]:
    """Posts that somebody was asked about and has not passed on."""
    rows = tx.all(
        "SELECT post_id FROM listening_turn WHERE member_id = :member AND post_id IS NOT NULL AND state IN (0, 1)",
        {"member": member},
    )
    return [row[0] for row in rows]
