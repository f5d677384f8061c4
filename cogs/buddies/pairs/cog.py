from __future__ import annotations

from bot.cog import Cog, action, job, notice, submit, then
from bot.context import Context, Json, Kind, Receipt, Result, Standings
from bot.people import accounts, members
from bot.safety.personal_data import Kept
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies.model import GOING_ON, Pair, PairState, room_key
from cogs.buddies.pairs import course, ending, intro, opening, store, views
from cogs.buddies.pairs.forms import Plan, parts_of, sentence
from cogs.buddies.pairs.pressing import others_of, pressed, refused
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.posts import api as posts


class Pairs(Cog, name="pair"):
    """Presses come from cards in a room, from messages and from the buddy page: a pair's id proves nothing, so each
    one is looked up by who presses."""

    kept = (
        Kept("The pairs you were in, and when", ("buddy_pair",), 365, "ended_at"),
        Kept("Your plan and your answers in a pair", ("buddy_in_pair",), until="365 days after the pair ended"),
    )

    # The beginning

    @job
    def begin(self, ctx: Context, pair: int) -> None:
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state in (PairState.PROPOSED, PairState.OPENING):
            opening.begin(ctx.unowned(), found)

    @then
    def opened(self, ctx: Context, receipt: Receipt, pair: int) -> None:
        """Only a pair that is being opened cares."""
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state is PairState.OPENING:
            opening.opened(ctx.unowned(), found, receipt)

    @then
    def moved(self, ctx: Context, receipt: Receipt, pair: int) -> None:
        found = self._open(ctx, pair)
        if found and not found.room:
            opening.moved(ctx.unowned(), found, receipt)

    @then
    def looked_again(self, ctx: Context, standings: Standings, pair: int, why: str) -> None:
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state is PairState.OPENING:
            opening.looked_again(ctx.unowned(), found, standings, why)

    @then
    def intro_posted(self, ctx: Context, receipt: Receipt, pair: int) -> None:
        """Where even the intro can't be read, the room is none. One that somebody deleted stays deleted."""
        found = store.get(ctx.tx, ctx.community, pair)
        if found is None or found.state is not PairState.OPEN or found.room != receipt.room:
            return
        if receipt.result is not Result.DONE and receipt.reason != posts.REMOVED_BY_HAND:
            opening.by_message(ctx.unowned(), found, receipt.reason)

    @notice
    def introduced(self, ctx: Context, pair: int) -> Card | None:
        found = self._going_on(ctx, pair)
        return intro.draw(ctx, found) if found else None

    @job
    def redraw(self, ctx: Context, pair: int) -> None:
        """Somebody left a group of three."""
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state in GOING_ON:
            opening.move(ctx.unowned(), found)

    @job
    def forget_mark(self, ctx: Context) -> None:
        """While this waits, an organiser knows that rooms can't be made, or a buddy of a rest."""

    @notice
    def no_rooms(self, ctx: Context, pool: int, why: str) -> Card | None:
        found = pools.get(ctx.tx, ctx.community, pool)
        return views.no_rooms(found.label, why) if found else None

    # The plan

    @action
    def write_plan(self, ctx: Context, pair: int) -> Outcome:
        if self._going_on(ctx, pair) is None:
            return Reply(views.gone())
        seat = store.seat(ctx.tx, ctx.member, pair)
        when, what = parts_of(seat.plan) if seat else ("", "")
        return self.keep_plan.open(Plan(when=when, what=what) if what else None, pair)

    @submit
    def keep_plan(self, ctx: Context, form: Plan, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        if found is None:
            return Reply(views.gone())
        when, what = (" ".join(text.split()) for text in (form.when, form.what))
        if not when or not what:
            return Invalid({"what" if when else "when": views.NOTHING})
        if why := refused(ctx, when, what):
            return Invalid({"what": why})
        store.plan(ctx.tx, pair, ctx.member, f"{when}\n{what}")
        pressed(ctx, pair)
        text, others = sentence(when, what), others_of(ctx, found)
        if found.room:
            opening.show_plan(ctx, pair, found.room, ctx.member, text)
        else:
            self._tell_plan(ctx, found, others)
        return Reply(views.plan_kept(text, others))

    @then
    def plan_posted(self, ctx: Context, receipt: Receipt, pair: int) -> None:
        """The room is lost since: from now on they hear by message."""
        found = self._going_on(ctx, pair)
        here = found is not None and found.room == receipt.room
        if found and here and receipt.result is not Result.DONE and receipt.reason != posts.REMOVED_BY_HAND:
            store.opened(ctx.tx, pair, 0)
            self._tell_plan(ctx, found, others_of(ctx, found))

    @notice
    def plan_came(self, ctx: Context, pair: int) -> Card | None:
        if self._going_on(ctx, pair) is None:
            return None
        written = [
            (seat.member, sentence(*parts_of(seat.plan)))
            for seat in store.seats(ctx.tx, pair)
            if seat.plan and seat.member != ctx.member
        ]
        return views.plans(written, pair) if written else None

    # On the way

    @job
    def half(self, ctx: Context, pair: int) -> None:
        if found := self._open(ctx, pair):
            course.half(ctx.unowned(), found)

    @notice
    def half_notice(self, ctx: Context, pair: int) -> Card | None:
        found = self._going_on(ctx, pair)
        return views.nudge(pair, others_of(ctx, found)) if found else None

    @action
    def talked(self, ctx: Context, pair: int) -> Outcome:
        if self._going_on(ctx, pair) is None:
            return Update(views.gone())
        store.talked(ctx.tx, pair, ctx.member, yes=True)
        pressed(ctx, pair)
        return Update(views.talked(pair))

    @action
    def not_yet(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        if found is None:
            return Update(views.gone())
        store.talked(ctx.tx, pair, ctx.member, yes=False)
        pressed(ctx, pair)
        who = intro.people(ctx.tx, found.members)
        slots = [slot for slot in intro.free(who, ctx.now) if slot < found.ends_at] if len(who) > 1 else []
        slot = ("One time that suits: ", *intro.slot_line(who, slots[0]), ".") if slots else None
        return Update(views.not_yet(pair, others_of(ctx, found), slot))

    @action
    def stay(self, ctx: Context, pair: int) -> Outcome:
        if self._going_on(ctx, pair) is None:
            return Update(views.gone())
        pressed(ctx, pair)
        return Update(views.stayed())

    @job
    def silence(self, ctx: Context, pair: int) -> None:
        if found := self._open(ctx, pair):
            course.silence(ctx.unowned(), found)

    @notice
    def quiet_notice(self, ctx: Context, pair: int) -> Card | None:
        return views.quiet(pair) if self._going_on(ctx, pair) else None

    @action
    def tell_resting(self, ctx: Context, pair: int, until: int) -> Outcome:
        """`until` is what the button was made for; what is told is the rest as it is now, once for each."""
        found = self._going_on(ctx, pair)
        if found is None:
            return Reply(views.gone())
        rest = accounts.get(ctx.tx, ctx.account).rest_until
        if rest is None or rest <= ctx.now:
            return Reply(views.not_resting())
        mark = f"{room_key(pair)}:resting:{ctx.member}"
        if jobs.waits(ctx.tx, f"{ctx.community}:{mark}"):
            return Reply(views.resting_told_before())
        ctx.later(rest, self.forget_mark.bind(), key=mark)
        pressed(ctx, pair)
        others = others_of(ctx, found)
        for other in others:
            self._tell(ctx, found, ending.rest_key(pair, ctx.member, other), other, self.rests.bind(pair, ctx.member))
        return Reply(views.resting_told(others))

    @notice
    def rests(self, ctx: Context, pair: int, who: int) -> Card | None:
        found = self._going_on(ctx, pair)
        if found is None or who not in found.members:
            return None
        rest = accounts.get(ctx.tx, members.get(ctx.tx, who).account).rest_until
        return views.resting(who, rest) if rest and rest > ctx.now else None

    # Stepping out

    @action
    def more(self, ctx: Context, pair: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        if found is None:
            return Reply(views.gone())
        return Reply(views.more(pair, going_on=self._going_on(ctx, pair) is not None))

    @action
    def ask_step_out(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        return Update(views.ask_step_out(pair, others_of(ctx, found), swap=False) if found else views.gone())

    @action
    def ask_swap(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        return Update(views.ask_step_out(pair, others_of(ctx, found), swap=True) if found else views.gone())

    @action
    def step_out(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        if found is None:
            return Update(views.gone())
        pressed(ctx, pair)
        ending.end(ctx, found, by=ctx.member)
        return Update(views.stepped_out())

    @notice
    def over(self, ctx: Context) -> Card | None:
        return views.over()

    @notice
    def fewer(self, ctx: Context) -> Card | None:
        return views.fewer()

    @job
    def gone(self, ctx: Context, pair: int) -> None:
        """Somebody in it erased themselves."""
        if found := store.get(ctx.tx, ctx.community, pair):
            ending.settle(ctx.unowned(), found)

    # The end

    @job
    def end(self, ctx: Context, pair: int) -> None:
        if found := self._open(ctx, pair):
            course.end(ctx.unowned(), found)

    @notice
    def paused(self, ctx: Context) -> Card | None:
        profile = profiles.get(ctx.tx, ctx.member)
        return views.paused() if profile and profiles.paused(profile, ctx.now) else None

    # Leaving

    def forget(self, tx: Tx, member: int) -> None:
        """What others are told, and the room, come from a job: it runs when the member's rows are gone."""
        if not members.exists(tx, member):
            return
        community = members.get(tx, member).community
        for pair in store.going_on(tx, member):
            key = f"{community}:{room_key(pair.id)}:gone"
            jobs.put(tx, key, self.gone.bind(pair.id), pair.started_at, community=community)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    # What the handlers share

    def _open(self, ctx: Context, pair: int) -> Pair | None:
        found = store.get(ctx.tx, ctx.community, pair)
        return found if found and found.state is PairState.OPEN else None

    def _going_on(self, ctx: Context, pair: int) -> Pair | None:
        """The member's own."""
        found = store.mine(ctx.tx, ctx.member, pair)
        return found if found and found.state in GOING_ON else None

    def _tell_plan(self, ctx: Context, pair: Pair, others: tuple[int, ...]) -> None:
        for other in others:
            self._tell(ctx, pair, ending.notice_key(pair.id, "plan", other), other, self.plan_came.bind(pair.id))

    def _tell(self, ctx: Context, pair: Pair, key: str, member: int, render: Call) -> None:
        ctx.notify(member, Kind.NOTICE, render, due=ctx.now, expires=pair.ends_at, key=key)
