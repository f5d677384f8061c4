"""When a round is, and what starts each of its steps. A round's state only ever moves forward, or to DROPPED.

Rules after an outage. A round is announced up to LATE after its day-before, else the next one is. One that is found
at its time more than LATE overdue is called off, and people are told: nobody is paired up at an odd hour, or for a
few days; nor where the bot was removed. In between everything overdue runs once, at once. What is left of a step goes
on where it stopped.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.context import Context, Kind
from bot.people import communities
from bot.scheduling import jobs
from bot.scheduling.clock import moment, seconds
from bot.ui.card import Call
from cogs.buddies import calls
from cogs.buddies.model import AHEAD, APPROVAL, Pool, Round, RoundState
from cogs.buddies.pools import store as pools
from cogs.buddies.rounds import people, steps, store
from cogs.buddies.rounds.steps import key

LATE = timedelta(hours=12)
LOOKING_FROM, LOOKING_TO = timedelta(hours=23), timedelta(hours=1)
"""Before a round, when everybody is looked up."""
AGAIN_FROM, AGAIN_TO = timedelta(minutes=45), timedelta(minutes=15)
"""Before a round, when those are that joined since, or about whom the platform did not answer."""
_STUCK = timedelta(hours=1)
_WATCH = timedelta(hours=6)
_COUNTING = timedelta(days=3)
"""After the end of its last pair a round's answers are counted."""
WORTH_SAYING = timedelta(days=3)


def plan(ctx: Context, pool: Pool, *, after: datetime | None = None) -> None:
    """Sees to it that the pool has a next round, if it has anybody in it. Any number of times."""
    if not pool.running or not pools.members_in(ctx.tx, pool.id):
        return
    if (waiting := store.planned(ctx.tx, pool.id)) is not None:
        _carry_on(ctx, pool, waiting)
        return
    zone = communities.get(ctx.tx, pool.community).zone
    announcing = key("announce", pool.id)
    if pools.next_at(pool, zone, ctx.now + AHEAD - LATE) < ctx.now + AHEAD and _waits(ctx, announcing):
        return  # it is overdue and about to be announced
    earliest = ctx.now + AHEAD - timedelta(seconds=1)
    at = pools.next_at(pool, zone, max(earliest, after) if after else earliest)
    ctx.later(max(ctx.now, at - AHEAD), steps.announce(pool.id, at), key=announcing)


def _waits(ctx: Context, key: str) -> bool:
    return jobs.waits(ctx.tx, f"{ctx.community}:{key}")


def _carry_on(ctx: Context, pool: Pool, round: Round) -> None:
    """Somebody joined, or an organiser changed something, while a round is under way; or it is watched."""
    match round.state:
        case RoundState.ANNOUNCED:
            heads_up_now(ctx, round)
        case RoundState.MATCHING:
            _watch(ctx, pool, round)
        case RoundState.OPENING if ctx.now > round.at + APPROVAL + _STUCK:
            _open(ctx, round)
        case _:
            pass


def heads_up_now(ctx: Context, round: Round) -> bool:
    """Whether it was put off, for there was nobody to be paired with, and is said now."""
    if not _waits(ctx, key("alone", round.id)):
        return False
    ctx.cancel(key("alone", round.id))
    ctx.later(ctx.now, steps.heads_up(round.id), key=key("heads", round.id))
    return True


def _watch(ctx: Context, pool: Pool, round: Round) -> None:
    """A round that is not worked out in time is started again, and given up when it is too late for it."""
    if round.digest:
        ctx.later(ctx.now, steps.worked_out(round.id), key=key("worked-out", round.id))
    elif ctx.now > round.at + LATE:
        call_off(ctx, pool, round)
        return
    elif ctx.now > round.at + _STUCK:
        ctx.start(steps.work_out(round.id), key=key("work-out", round.id))
    ctx.later(ctx.now + _WATCH, calls.check(pool.id), key=key("watch", pool.id))


def announce(ctx: Context, pool: Pool, at: datetime) -> Round | None:
    """Makes the round, once: two at a time are one. None when there will be none at that time."""
    if not pool.running or store.planned(ctx.tx, pool.id) is not None:
        return None
    zone = communities.get(ctx.tx, pool.community).zone
    if ctx.now > at - AHEAD + LATE or pools.next_at(pool, zone, at - timedelta(seconds=1)) != at:
        plan(ctx, pool)  # too late, or organisers changed the time
        return None
    if communities.away(ctx.tx, pool.community) or not people.anybody(ctx.tx, pool.id, at):
        plan(ctx, pool, after=at)
        return None
    return _announced(ctx, pool, at)


def _announced(ctx: Context, pool: Pool, at: datetime) -> Round:
    round = store.add(ctx.tx, pool.id, at, pool.seed, RoundState.ANNOUNCED)
    ctx.later(ctx.now, steps.heads_up(round.id), key=key("heads", round.id))
    ctx.later(max(ctx.now, at - LOOKING_FROM), steps.look(round.id), key=key("look", round.id))
    ctx.later(at, steps.match(round.id), key=key("match", round.id))
    return round


def run_now(ctx: Context, pool: Pool) -> Round | None:
    """A round a day from now; the one that is under way already, if there is; None with fewer than two people."""
    if (waiting := store.planned(ctx.tx, pool.id)) is not None:
        return waiting
    at = moment(seconds(ctx.now)) + AHEAD
    if not pool.running or people.several(ctx.tx, pool.id, at) < 2:
        return None
    ctx = ctx.unowned()
    ctx.cancel(key("announce", pool.id))  # the next one is planned when this one has begun
    return _announced(ctx, pool, at)


def begin(ctx: Context, pool: Pool, round: Round) -> None:
    """It is time. What was to be said or asked before is not any more."""
    told = not _waits(ctx, key("alone", round.id))
    for what in ("heads", "alone", "look"):
        ctx.cancel(key(what, round.id))
    if not pool.running or ctx.now > round.at + LATE or communities.away(ctx.tx, pool.community):
        call_off(ctx, pool, round, told=told)
    elif store.move(ctx.tx, round.id, RoundState.ANNOUNCED, RoundState.MATCHING):
        ctx.start(steps.work_out(round.id), key=key("work-out", round.id))
        ctx.later(ctx.now + _WATCH, calls.check(pool.id), key=key("watch", pool.id))


def call_off(ctx: Context, pool: Pool, round: Round, *, told: bool = True) -> None:
    """Whoever was told of it hears that it is not."""
    if store.move(ctx.tx, round.id, round.state, RoundState.DROPPED):
        if told:
            ctx.later(ctx.now, steps.tell_off(round.id), key=key("off", round.id))
        plan(ctx, pool)


def worked_out(ctx: Context, pool: Pool, round: Round) -> None:
    """The pairs are known. The next round gets a seed of its own."""
    if round.state is not RoundState.MATCHING or not round.digest:
        return
    pools.set_seed(ctx.tx, pool.id, ctx.tx.keyed_hash("buddies seed", round.id) >> 10)
    if not store.places(ctx.tx, round.id, 0, 1):  # everybody left
        store.move(ctx.tx, round.id, RoundState.MATCHING, RoundState.DROPPED)
        plan(ctx, pool)
    elif pool.approve and store.groups(ctx.tx, round.id, 0, 1):
        store.move(ctx.tx, round.id, RoundState.MATCHING, RoundState.PROPOSED)
        until = round.at + APPROVAL
        ctx.later(until, steps.unapproved(round.id), key=key("approval", round.id))
        if (organiser := communities.get(ctx.tx, ctx.community).organiser) is not None:
            call = Call("round.waits", (round.id,))
            ctx.notify(organiser, Kind.NOTICE, call, due=ctx.now, expires=until, key=key("approve", round.id))
    elif store.move(ctx.tx, round.id, RoundState.MATCHING, RoundState.OPENING):
        _open(ctx, round)


def approve(ctx: Context, round: Round) -> bool:
    """False when it does not wait (any more)."""
    ctx = ctx.unowned()
    if not store.move(ctx.tx, round.id, RoundState.PROPOSED, RoundState.OPENING):
        return False
    ctx.cancel(key("approval", round.id))
    ctx.cancel(key("approve", round.id))
    _open(ctx, round)
    return True


def unapproved(ctx: Context, pool: Pool, round: Round) -> None:
    """Nobody looked at it in time: it runs by itself, unless the pool was switched off or it is far too late."""
    if round.state is not RoundState.PROPOSED:
        return
    if not pool.running or ctx.now > round.at + APPROVAL + LATE:
        call_off(ctx, pool, round)
    else:
        approve(ctx, round)


def _open(ctx: Context, round: Round) -> None:
    ctx.later(ctx.now, steps.open_pairs(round.id), key=key("open", round.id))
    ctx.later(ctx.now, steps.tell(round.id), key=key("tell", round.id))


def opened(ctx: Context, pool: Pool, round: Round) -> None:
    """Every pair was told to begin."""
    if not store.move(ctx.tx, round.id, RoundState.OPENING, RoundState.OPEN):
        return
    ctx.cancel(key("watch", pool.id))
    if (end := store.last_end(ctx.tx, round.id)) is not None:
        ctx.later(max(ctx.now, end) + _COUNTING, steps.count(round.id), key=key("count", round.id))
    plan(ctx, pool)


# What organisers ask for


def preview(ctx: Context, pool: Pool) -> Round:
    """The pairs of the coming round as they would be now, with its seed. Older previews go."""
    coming = store.planned(ctx.tx, pool.id)
    zone = communities.get(ctx.tx, pool.community).zone
    if coming is not None and coming.state is RoundState.ANNOUNCED:
        at, seed = coming.at, coming.seed
    else:
        at, seed = pools.next_at(pool, zone, ctx.now + AHEAD - timedelta(seconds=1)), pool.seed
    round = store.add(ctx.tx, pool.id, at, seed, RoundState.PREVIEW)
    ctx.start(steps.work_out(round.id), key=key("preview", pool.id))
    return round


def replay(ctx: Context, round: Round) -> None:
    """Works a round out again from what is stored of it."""
    store.set_replayed(ctx.tx, round.id, None)
    ctx.start(steps.work_out_again(round.id, ctx.member), key=key("again", round.id))


def tell_asker(ctx: Context, round: Round) -> None:
    """Who asked for a replay hears what came of it."""
    call = Call("round.replayed", (round.id,))
    due = ctx.now
    ctx.notify(ctx.member, Kind.ASKED, call, due=due, expires=due + WORTH_SAYING, key=key("replayed", round.id))
