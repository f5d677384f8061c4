"""Who is asked when their hour has come, and the one reminder. Each person once in a week, whatever a clock does."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.context import Context, Kind, Lane
from bot.scheduling.clock import seconds
from bot.ui.card import Call
from cogs.checkins import timing
from cogs.checkins.answers import store as answers
from cogs.checkins.model import ClockKind, Week
from cogs.checkins.weeks import losing, store, views
from cogs.checkins.weeks.people import Person

_REMIND_WITHIN = timedelta(hours=6)
"""An outage that was longer has made the reminder too late."""


def at(week: Week, person: Person) -> datetime:
    return timing.ask_at(week.day, week.hour, person.zone if week.clock is ClockKind.OWN else week.zone)


def ask(ctx: Context, week: Week, circle: list[Person]) -> datetime | None:
    """Asks all whose hour has come, in one post; when the next of them is due. None: there is nobody left."""
    had = store.turns(ctx.tx, week)
    left = [person for person in circle if person.member not in had]
    due = [person for person in left if at(week, person) <= ctx.now]
    if due:
        _ask(ctx, week, due)
    return min((at(week, person) for person in left if person not in due), default=None)


def _ask(ctx: Context, week: Week, due: list[Person]) -> None:
    done = answers.answered(ctx.tx, week.id)
    open_to_it = [person for person in due if person.may_be_asked]
    wanted = frozenset(person.member for person in open_to_it if person.member not in done)
    posted = [person.member for person in open_to_it if week.room and not person.by_dm]
    if wanted.intersection(posted):
        # There a name that pings looks unlike one that does not, and would tell who had answered by then.
        ping = frozenset(posted) if ctx.platform == "slack" else wanted
        card = views.ask(week, posted, ping)
        key, then = losing.ask_key(week, seconds(ctx.now)), Call("checkinweek.ask_posted", (week.id,))
        ctx.show(key, week.room, card, lane=Lane.BULK, then=then, under=week.head)
    for member in wanted.difference(posted):
        _tell(ctx, week, member, "asked")
    store.had_turn(ctx.tx, week.id, wanted, ctx.now)
    store.had_turn(ctx.tx, week.id, [person.member for person in due if person.member not in wanted], None)


def remind(ctx: Context, week: Week, circle: list[Person]) -> datetime | None:
    """When the reminder is due; None once that is over."""
    due = timing.reminds_at(week.closes_at)
    if due > ctx.now:
        return due
    if ctx.now - due <= _REMIND_WITHIN:
        had, done = store.turns(ctx.tx, week), answers.answered(ctx.tx, week.id)
        for person in circle:
            wishes_it = person.remind and person.may_be_asked
            if wishes_it and person.member not in done and not _heard(had.get(person.member), ctx.now):
                _tell(ctx, week, person.member, "reminded")
                store.reminded(ctx.tx, week.id, [person.member], ctx.now)
    return None


def _heard(turn: store.Turn | None, now: datetime) -> bool:
    """Reminded already, or asked a moment ago: after an outage both fall due at once."""
    if turn is None:
        return False
    return turn.reminded_at is not None or (turn.asked_at is not None and now - turn.asked_at <= _REMIND_WITHIN)


def _tell(ctx: Context, week: Week, member: int, what: str) -> None:
    render = Call(f"checkinweek.{what}", (week.id,))
    key = f"{week.room_key}:{what}:{member}"
    ctx.notify(member, Kind.NOTICE, render, due=ctx.now, expires=week.closes_at, key=key)


def still(ctx: Context, week: Week, circle: list[Person]) -> bool:
    """Whether a message that asks the member still has something to say."""
    here = any(person.member == ctx.member and not person.paused for person in circle)
    return here and ctx.member not in answers.answered(ctx.tx, week.id)
