from __future__ import annotations

import math

from bot.cog import Cog, job, notice, task, then
from bot.context import Context, Json, Kind, Standing, Standings, TaskContext
from bot.safety.personal_data import Kept
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.ui.card import Card
from cogs.buddies import calls
from cogs.buddies.model import AHEAD, APPROVAL, Pool, Reason, Round, RoundState, room_key
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import figures, people, planning, steps, store, views, working
from cogs.buddies.rounds.people import Candidate
from cogs.buddies.rounds.solving import TOOK_PART
from cogs.buddies.rounds.steps import key

_TOLD = 50
"""Notices written in one go."""
_LOOKED = 20
_BEGUN = 25
_OUT = tuple(reason for reason in Reason if reason not in TOOK_PART)


class Rounds(Cog, name="round"):
    """A round from its plan to the beginning of its pairs. Each step is a job that goes on piece by piece."""

    kept = (
        Kept("When buddy rounds were, with their figures", ("buddy_round",), 365, "at"),
        Kept(
            "Rounds you took part in, with what I knew of you then, and why you had no buddy",
            ("buddy_place",),
            until="365 days",
        ),
    )

    # Before it

    @job
    def plan(self, ctx: Context, pool: int) -> None:
        if (found := pools.get(ctx.tx, ctx.community, pool)) is not None:
            planning.plan(ctx, found)

    @job
    def announce(self, ctx: Context, pool: int, at: int) -> None:
        if (found := pools.get(ctx.tx, ctx.community, pool)) is not None:
            planning.announce(ctx, found, moment(at))

    @job
    def heads_up(self, ctx: Context, round: int, after: int) -> None:
        """Nobody is told of a match for which there is nobody else; it waits for somebody to join."""
        found = self._announced(ctx, round)
        if found is None:
            return
        if not after and people.several(ctx.tx, found.pool, found.at) < 2:
            ctx.later(found.at + AHEAD, steps.heads_up(round), key=key("alone", round))
            return
        some, rest = people.candidates(ctx.tx, found.pool, found.at, after, _TOLD)
        for one in some:
            if one.takes_part:
                self._say_ahead(ctx, found, one.member)
        if rest is not None:
            ctx.later(ctx.now, steps.heads_up(round, rest), key=key("heads", round))

    @notice
    def ahead(self, ctx: Context, round: int) -> Card | None:
        found = self._announced(ctx, round)
        if found is None:
            return None
        one = people.candidate(ctx.tx, found.pool, found.at, ctx.member)
        if one is None or not one.takes_part:
            return None
        return views.ahead(found.at, stay=calls.stay(round), skip=calls.skip(round), pause=calls.PAUSE)

    @job
    def look(self, ctx: Context, round: int, after: int, last: bool) -> None:
        """Spread evenly over the time there is. The `last` ones joined since, or were not answered for."""
        found = self._announced(ctx, round)
        if found is None:
            return
        since = found.at - AHEAD
        some, rest, left = people.to_look_up(ctx.tx, found.pool, found.at, since, after, _LOOKED)
        if some:
            ctx.look_up(some, then=steps.looked(round))
        if rest is not None and left:
            end = found.at - (planning.AGAIN_TO if last else planning.LOOKING_TO)
            pause = max(end - ctx.now, end - end) / math.ceil(left / _LOOKED)
            ctx.later(ctx.now + pause, steps.look(round, rest, last), key=key("look", round))
        elif not last:
            again = max(ctx.now, found.at - planning.AGAIN_FROM)
            ctx.later(again, steps.look(round, 0, last=True), key=key("look", round))

    @then
    def looked(self, ctx: Context, standings: Standings, round: int) -> None:
        """About whom the platform did not answer, what was known holds; an answer that comes after the match is for
        the next time."""
        found = self._announced(ctx, round)
        pool = pools.get(ctx.tx, ctx.community, found.pool) if found else None
        if found is None or pool is None:
            return
        for standing in standings.of:
            one = people.candidate(ctx.tx, pool.id, found.at, standing.member)
            if one is not None:
                self._judge(ctx, found, one, _keeps_out(pool, one, standing))

    def _judge(self, ctx: Context, round: Round, one: Candidate, reason: Reason) -> None:
        """Whom something keeps out hears of it once; who is well again hears of the match, as everybody did."""
        profiles.set_standing(ctx.tx, one.member, reason.value, ctx.now)
        if reason is Reason.MATCHED:
            if one.standing and not planning.heads_up_now(ctx, round):
                self._say_ahead(ctx, round, one.member)
        elif reason.value != one.standing:
            self._say_left_out(ctx, one.member, reason)

    def _say_ahead(self, ctx: Context, round: Round, member: int) -> None:
        due, call = ctx.now, self.ahead.bind(round.id)
        ctx.notify(member, Kind.NOTICE, call, due=due, expires=round.at, key=f"{key('heads', round.id)}:{member}")

    def _say_left_out(self, ctx: Context, member: int, reason: Reason) -> None:
        if reason in (Reason.LEFT, Reason.BOT):
            return
        due, call = ctx.now, self.left_out.bind(reason.value)
        ctx.notify(member, Kind.NOTICE, call, due=due, expires=due + planning.WORTH_SAYING, key=key("out", member))

    @notice
    def left_out(self, ctx: Context, reason: str) -> Card | None:
        profile = profiles.get(ctx.tx, ctx.member)
        if profile is None or profile.standing != reason:
            return None
        return views.left_out(Reason(reason))

    # At its time

    @job
    def match(self, ctx: Context, round: int) -> None:
        found = self._announced(ctx, round)
        pool = pools.get(ctx.tx, ctx.community, found.pool) if found else None
        if found is not None and pool is not None:
            planning.begin(ctx, pool, found)

    @task
    async def work_out(self, ctx: TaskContext, round: int) -> None:
        await working.work_out(ctx, round)

    @job
    def worked_out(self, ctx: Context, round: int) -> None:
        if (found := self._found(ctx, round)) is not None:
            planning.worked_out(ctx, *found)

    @notice
    def waits(self, ctx: Context, round: int) -> Card | None:
        found = store.get(ctx.tx, ctx.community, round)
        if found is None or found.state is not RoundState.PROPOSED:
            return None
        return views.waits(found.at, found.at + APPROVAL)

    @job
    def unapproved(self, ctx: Context, round: int) -> None:
        if (found := self._found(ctx, round)) is not None:
            planning.unapproved(ctx, *found)

    @job
    def open_pairs(self, ctx: Context, round: int, after: int) -> None:
        """Each pair begins by a job of its own. It clears first place, so that a pair that can't begin gives it
        back."""
        found = self._found(ctx, round)
        if found is None or found[1].state is not RoundState.OPENING:
            return
        some = store.proposed(ctx.tx, round, after, _BEGUN)
        for pair, members in some:
            for member in members:
                profiles.clear_first(ctx.tx, member)
            ctx.later(ctx.now, calls.begin(pair), key=f"{room_key(pair)}:begin")
        if len(some) == _BEGUN:
            ctx.later(ctx.now, steps.open_pairs(round, some[-1][0]), key=key("open", round))
        else:
            planning.opened(ctx, *found)

    @job
    def tell(self, ctx: Context, round: int, after: int) -> None:
        """Everybody without a buddy hears why."""
        some = store.unmatched(ctx.tx, round, (*TOOK_PART[1:], *_OUT), after, _TOLD)
        for member, reason in some:
            profile = profiles.get(ctx.tx, member)
            if profile is None:
                continue
            if reason not in TOOK_PART:
                if profile.standing != reason.value:  # since the look-up
                    profiles.set_standing(ctx.tx, member, reason.value, ctx.now)
                    self._say_left_out(ctx, member, reason)
                continue
            profiles.give_first(ctx.tx, member)
            due, call = ctx.now, self.unmatched.bind(round)
            until = due + planning.WORTH_SAYING
            ctx.notify(member, Kind.NOTICE, call, due=due, expires=until, key=f"{key('why', round)}:{member}")
        if len(some) == _TOLD:
            ctx.later(ctx.now, steps.tell(round, some[-1][0]), key=key("tell", round))

    @notice
    def unmatched(self, ctx: Context, round: int) -> Card | None:
        """By the rules of that round; nothing to somebody who is not in any more."""
        reason, rules = store.reason(ctx.tx, round, ctx.member), store.rules(ctx.tx, round)
        profile = profiles.get(ctx.tx, ctx.member)
        if reason is None or profile is None or not rules:
            return None
        return views.unmatched(reason, working.rules_of(rules), profile.language.value)

    @job
    def tell_off(self, ctx: Context, round: int, after: int) -> None:
        found = store.get(ctx.tx, ctx.community, round)
        if found is None:
            return
        some, rest = people.candidates(ctx.tx, found.pool, found.at, after, _TOLD)
        for one in some:
            if one.takes_part:
                due, call = ctx.now, self.called_off.bind(round)
                until = due + planning.WORTH_SAYING
                ctx.notify(
                    one.member, Kind.NOTICE, call, due=due, expires=until, key=f"{key('off', round)}:{one.member}"
                )
        if rest is not None:
            ctx.later(ctx.now, steps.tell_off(round, rest), key=key("off", round))

    @notice
    def called_off(self, ctx: Context, round: int) -> Card | None:
        found = store.get(ctx.tx, ctx.community, round)
        if found is None or profiles.get(ctx.tx, ctx.member) is None:
            return None
        return views.called_off(found.at)

    # After it

    @job
    def count(self, ctx: Context, round: int) -> None:
        if store.get(ctx.tx, ctx.community, round) is not None:
            figures.fix_answers(ctx.tx, round)

    # What organisers ask for

    @task
    async def work_out_again(self, ctx: TaskContext, round: int, asker: int) -> None:
        await working.work_out_again(ctx, round, asker)

    @job
    def tell_asker(self, ctx: Context, round: int) -> None:
        if (found := store.get(ctx.tx, ctx.community, round)) is not None:
            planning.tell_asker(ctx, found)

    @notice
    def replayed(self, ctx: Context, round: int) -> Card | None:
        found, came = store.get(ctx.tx, ctx.community, round), store.replayed(ctx.tx, round)
        return None if found is None or came is None else views.replayed(found.at, came)

    # Leaving

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {"rounds": store.export(tx, member)}

    def _announced(self, ctx: Context, round: int) -> Round | None:
        """Only while its time is ahead or now, and nothing was matched yet."""
        found = store.get(ctx.tx, ctx.community, round)
        return found if found is not None and found.state is RoundState.ANNOUNCED else None

    def _found(self, ctx: Context, round: int) -> tuple[Pool, Round] | None:
        found = store.get(ctx.tx, ctx.community, round)
        pool = pools.get(ctx.tx, ctx.community, found.pool) if found else None
        return None if found is None or pool is None else (pool, found)


def _keeps_out(pool: Pool, one: Candidate, standing: Standing) -> Reason:
    """What the platform says now, and what staff here decided."""
    checks = (
        (not standing.here, Reason.LEFT),
        (standing.bot, Reason.BOT),
        (one.place.reason is Reason.STOPPED, Reason.STOPPED),
        (standing.timed_out, Reason.TIMED_OUT),
        (standing.guest and not pool.guests, Reason.GUEST),
        (bool(pool.platform_role) and pool.platform_role not in standing.role_ids, Reason.ROLE),
        (standing.new, Reason.NEW_ACCOUNT),
    )
    return next((reason for holds, reason in checks if holds), Reason.MATCHED)
