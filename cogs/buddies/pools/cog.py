"""Rounds as organisers see them: the coming one, one on request, and those that were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from bot.cog import Cog, action, command, pick
from bot.context import Context, Json
from bot.people import communities, members
from bot.people.roles import ORGANISERS
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.card import Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.buddies.model import AHEAD, GOING_ON, Pool, Round, RoundState
from cogs.buddies.pairs import ending
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import look, store, views, views_rounds
from cogs.buddies.pools.views_rounds import Frame, Turning
from cogs.buddies.rounds import planning
from cogs.buddies.rounds import store as rounds
from cogs.buddies.rounds.figures import figures
from cogs.posts import api as posts

_PAIRS = 10
_ROUNDS = 5


class Page(StrEnum):
    """Pages about one pool, between which its drop-down switches."""

    PREVIEW = "preview"
    RUN = "run"
    HISTORY = "history"


class Pools(Cog, name="pools"):
    """All of it is for organisers, checked on every press."""

    @command("buddies preview", "For organisers: the pairs of the coming round, and why.", staff=ORGANISERS)
    def preview(self, ctx: Context) -> Outcome:
        """Of the pool that waits for approval, if one does."""
        every = store.every(ctx.tx, ctx.community)
        waits = (pool for pool in every if _in_state(ctx, pool, RoundState.PROPOSED))
        return Reply(self._preview(ctx, next(waits, every[0])))

    @command("buddies run", "For organisers: plan a round of buddies for tomorrow.", staff=ORGANISERS)
    def run(self, ctx: Context) -> Outcome:
        return Reply(self._run(ctx, store.first(ctx.tx, ctx.community)))

    @command("buddies history", "For organisers: rounds of buddies that were.", staff=ORGANISERS)
    def history(self, ctx: Context) -> Outcome:
        return Reply(self._history(ctx, store.first(ctx.tx, ctx.community), 0))

    @pick(staff=ORGANISERS)
    def switch(self, ctx: Context, value: str, page: str) -> Outcome:
        pool = next((pool for pool in store.of_community(ctx.tx, ctx.community) if str(pool.id) == value), None)
        if pool is None:
            return self._gone()
        match page:
            case Page.RUN:
                return Update(self._run(ctx, pool))
            case Page.HISTORY:
                return Update(self._history(ctx, pool, 0))
            case _:
                return Update(self._preview(ctx, pool))

    def _gone(self) -> Outcome:
        return Update(views.pool_gone())

    def _frame(self, ctx: Context, pool: Pool, page: Page) -> Frame:
        return Frame(pool, store.every(ctx.tx, ctx.community), self.switch.bind(page.value))

    # The coming round

    @action(staff=ORGANISERS)
    def look(self, ctx: Context, pool: int, skip: int) -> Outcome:
        """A page of the pairs that wait, else of the last preview."""
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else Update(self._preview(ctx, found, skip, fresh=False))

    @action(staff=ORGANISERS)
    def look_again(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else Update(self._preview(ctx, found))

    def _preview(self, ctx: Context, pool: Pool, skip: int = 0, *, fresh: bool = True) -> Card:
        """`fresh`: works it out anew, where no real one waits."""
        at = self._frame(ctx, pool, Page.PREVIEW)
        planned = rounds.planned(ctx.tx, pool.id)
        if planned and planned.state is RoundState.PROPOSED:
            return self._pairs(ctx, at, planned, skip)
        if planned and planned.state in (RoundState.MATCHING, RoundState.OPENING):
            return views_rounds.in_progress("Pairs of the coming round", at, self.look_again.bind(pool.id))
        joined = store.members_in(ctx.tx, pool.id)
        if joined < 2:
            return views_rounds.too_few("Pairs of the coming round", at, joined)
        show = self.look.bind(pool.id, 0)
        found = rounds.preview(ctx.tx, pool.id)
        if fresh or found is None:
            planning.preview(ctx, pool)
            return views_rounds.working(at, show)
        return self._pairs(ctx, at, found, skip) if found.digest else views_rounds.working(at, show)

    def _pairs(self, ctx: Context, at: Frame, round: Round, skip: int) -> Card:
        """Ten at a time: the pairs first, then who has no buddy."""
        count = look.counted(ctx.tx, round.id)
        skip = max(0, skip)
        shown = look.couples(ctx.tx, round, skip, _PAIRS)
        left = look.unmatched(ctx.tx, round.id, max(0, skip - count.pairs), _PAIRS - len(shown))
        total = count.pairs + count.without
        waits = round.state is RoundState.PROPOSED
        return views_rounds.pairs(
            at,
            round,
            count,
            shown,
            left if len(shown) < _PAIRS else (),
            _turning(skip, total, lambda to: self.look.bind(at.pool.id, to)),
            approve=self.approve.bind(round.id) if waits else None,
            again=None if waits else self.look_again.bind(at.pool.id),
        )

    @action(staff=ORGANISERS)
    def approve(self, ctx: Context, round: int) -> Outcome:
        found = rounds.get(ctx.tx, ctx.community, round)
        pool = store.get(ctx.tx, ctx.community, found.pool) if found else None
        if found is None or pool is None:
            return Update(views_rounds.round_gone(self.history.bind()))
        fresh = planning.approve(ctx, found)
        if fresh:
            posts.audit(ctx, posts.Act.BUDDY_APPROVED)
        return Update(views_rounds.approved(self._frame(ctx, pool, Page.PREVIEW), fresh))

    # A round on request

    @action(staff=ORGANISERS)
    def plan(self, ctx: Context, pool: int) -> Outcome:
        """Where one is planned already, that one stays: pressed twice, or by two organisers, there is one."""
        found = store.get(ctx.tx, ctx.community, pool)
        if found is None:
            return self._gone()
        if not found.running or rounds.planned(ctx.tx, pool) or store.members_in(ctx.tx, pool) < 2:
            return Update(self._run(ctx, found))
        if planning.run_now(ctx, found) is None:
            return Update(views_rounds.not_now(self._frame(ctx, found, Page.RUN)))
        communities.answers_for(ctx.tx, ctx.community, ctx.member)
        posts.audit(ctx, posts.Act.BUDDY_ROUND)
        return Update(self._run(ctx, found))

    def _run(self, ctx: Context, pool: Pool) -> Card:
        at = self._frame(ctx, pool, Page.RUN)
        planned = rounds.planned(ctx.tx, pool.id)
        preview = self.look_again.bind(pool.id)
        match planned.state if planned else None:
            case RoundState.ANNOUNCED if planned:
                return views_rounds.announced(at, planned, preview)
            case RoundState.PROPOSED if planned:
                count = look.counted(ctx.tx, planned.id)
                return views_rounds.waiting(at, count, approve=self.approve.bind(planned.id), preview=preview)
            case None:
                pass
            case _:
                return views_rounds.in_progress("A round of buddies", at, preview)
        joined = store.members_in(ctx.tx, pool.id)
        if not pool.running:
            return views_rounds.off(at)
        if joined < 2:
            return views_rounds.too_few("A round of buddies", at, joined)
        usual = store.next_at(pool, communities.get(ctx.tx, ctx.community).zone, ctx.now + AHEAD - timedelta(seconds=1))
        return views_rounds.ask_run(at, ctx.now + AHEAD, usual, self.plan.bind(pool.id))

    # Rounds that were

    @action(staff=ORGANISERS)
    def rounds(self, ctx: Context, pool: int, skip: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else Update(self._history(ctx, found, max(0, skip)))

    def _history(self, ctx: Context, pool: Pool, skip: int) -> Card:
        held = look.held(ctx.tx, pool.id, skip, _ROUNDS + 1)
        shown = [(round, figures(ctx.tx, round.id)) for round in held[:_ROUNDS]]
        turning = _turning(skip, skip + len(held), lambda to: self.rounds.bind(pool.id, to), _ROUNDS)
        zone = communities.get(ctx.tx, ctx.community).zone
        return views_rounds.history(
            self._frame(ctx, pool, Page.HISTORY), shown, turning, zone=zone, open=self.pick_round.bind()
        )

    @pick(staff=ORGANISERS)
    def pick_round(self, ctx: Context, value: str) -> Outcome:
        return self._open(ctx, chosen(value), 0)

    @action(staff=ORGANISERS)
    def round(self, ctx: Context, round: int, skip: int) -> Outcome:
        return self._open(ctx, round, max(0, skip))

    def _open(self, ctx: Context, round: int, skip: int) -> Outcome:
        found = rounds.get(ctx.tx, ctx.community, round)
        if found is None:
            return Update(views_rounds.round_gone(self.history.bind()))
        listed = look.couples(ctx.tx, found, skip, _PAIRS + 1, going_on=True)
        shown = listed[:_PAIRS]
        known = members.known(ctx.tx, {member for couple in shown for member in couple.members})
        return Update(
            views_rounds.one_round(
                found,
                figures(ctx.tx, round),
                rounds.replayed(ctx.tx, round),
                shown,
                {member: one.name or one.external for member, one in known.items()},
                _turning(skip, skip + len(listed), lambda to: self.round.bind(round, to)),
                zone=communities.get(ctx.tx, ctx.community).zone,
                open=self.pick_pair.bind(),
                replay=self.replay.bind(round),
                back=self.rounds.bind(found.pool, 0),
            )
        )

    @action(staff=ORGANISERS)
    def replay(self, ctx: Context, round: int) -> Outcome:
        found = rounds.get(ctx.tx, ctx.community, round)
        if found is None or found.state not in (RoundState.OPENING, RoundState.OPEN):
            return Update(views_rounds.round_gone(self.history.bind()))
        planning.replay(ctx, found)
        return Update(views_rounds.replaying(self.came.bind(round)))

    @action(staff=ORGANISERS)
    def came(self, ctx: Context, round: int) -> Outcome:
        """What came of a replay, on the round's own card."""
        if rounds.get(ctx.tx, ctx.community, round) and rounds.replayed(ctx.tx, round) is None:
            return Update(views_rounds.replaying(self.came.bind(round)))
        return self._open(ctx, round, 0)

    # A pair that is to end

    @pick(staff=ORGANISERS)
    def pick_pair(self, ctx: Context, value: str) -> Outcome:
        return self._ask_end(ctx, chosen(value))

    def _ask_end(self, ctx: Context, pair: int) -> Outcome:
        found = pairs.get(ctx.tx, ctx.community, pair)
        if found is None or found.round is None:
            return Update(views_rounds.round_gone(self.history.bind()))
        back = self.round.bind(found.round, 0)
        if found.state not in GOING_ON:
            return Update(views_rounds.pair_over(False, back))
        return Update(views_rounds.ask_end(found.members, end=self.end.bind(pair), keep=back))

    @action(staff=ORGANISERS)
    def end(self, ctx: Context, pair: int) -> Outcome:
        found = pairs.get(ctx.tx, ctx.community, pair)
        if found is None or found.round is None:
            return Update(views_rounds.round_gone(self.history.bind()))
        fresh = found.state in GOING_ON
        if fresh:
            ending.end(ctx, found, by=None)
            for member in found.members:
                posts.audit(ctx, posts.Act.BUDDY_ENDED, member=member, key=f"buddies:{pair}")
        return Update(views_rounds.pair_over(fresh, self.round.bind(found.round, 0)))

    def forget(self, tx: Tx, member: int) -> None:
        """Stores nothing of its own."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _in_state(ctx: Context, pool: Pool, state: RoundState) -> bool:
    planned = rounds.planned(ctx.tx, pool.id)
    return planned is not None and planned.state is state


def _turning(skip: int, total: int, to: Callable[[int], Call], most: int = _PAIRS) -> Turning:
    newer = to(max(0, skip - most)) if skip else None
    return Turning(newer, to(skip + most) if total > skip + most else None)
