"""A check-in's weeks: planned, opened, asked, closed. Nobody presses anything here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from bot.cog import Cog, job, notice, then
from bot.context import Context, Json, Receipt, Result, Standings
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from cogs.checkins.model import Checkin, Week, WeekState
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import asking, closing, course, losing, opening, planning, store, views
from cogs.posts import api as posts

_OLD = "checkins:old"


class Weeks(Cog, name="checkinweek"):
    kept = (Kept("In which weeks of a check-in I asked or reminded you", ("checkin_turn",), until="180 days"),)

    # Planning

    @job
    def plan(self, ctx: Context, checkin: int) -> None:
        found = organising.get(ctx.tx, ctx.community, checkin)
        if found is not None:
            planning.plan(ctx, found)

    @job
    def spread(self, ctx: Context, checkin: int, day: int, after: int = 0) -> None:
        found = organising.get(ctx.tx, ctx.community, checkin)
        if found is not None:
            planning.spread(ctx, found, date.fromordinal(day), after)

    @job
    def move(self, ctx: Context, after: int) -> None:
        """The community's clock is another one."""
        planning.move_all(ctx, after)

    # One week

    @job
    def go(self, ctx: Context, week: int) -> None:
        checkin, found = _found(ctx, week)
        if checkin and found:
            course.go(ctx, checkin, found)

    @then
    def opened(self, ctx: Context, receipt: Receipt, week: int, attempt: int) -> None:
        checkin, found = _found(ctx, week)
        if checkin and found and found.state is WeekState.PLANNED and receipt.key == found.room_key:
            opening.opened(ctx, checkin, found, receipt, attempt)

    @then
    def looked_again(self, ctx: Context, standings: Standings, week: int, why: str) -> None:
        checkin, found = _found(ctx, week)
        if checkin and found and found.state is WeekState.PLANNED:
            opening.looked_again(ctx, checkin, found, standings, why)

    @then
    def head_posted(self, ctx: Context, receipt: Receipt, week: int) -> None:
        """Where even the head can't be read, the thread is none. One that somebody deleted stays deleted."""
        checkin, found = _found(ctx, week)
        if checkin is None or found is None or found.state is not WeekState.OPEN or found.room != receipt.room:
            return
        if receipt.result not in (Result.DONE, Result.UNKNOWN) and receipt.reason != posts.REMOVED_BY_HAND:
            opening.by_message(ctx, checkin, found, receipt.reason)

    @then
    def ask_posted(self, ctx: Context, receipt: Receipt, week: int) -> None:
        found = store.get(ctx.tx, ctx.community, week)
        if found is not None and found.state is WeekState.OPEN:
            losing.asked_nobody(ctx, found, receipt)

    @job
    def head(self, ctx: Context, week: int) -> None:
        """Something in the head changed. Words that were taken back leave it however old it is."""
        _, found = _found(ctx, week)
        if found is not None and found.state is not WeekState.PLANNED:
            opening.show_head(ctx, found)

    # What one hears

    @notice
    def asked(self, ctx: Context, week: int) -> Card | None:
        return self._message(ctx, week, views.asked)

    @notice
    def reminded(self, ctx: Context, week: int) -> Card | None:
        return self._message(ctx, week, views.reminder)

    @notice
    def no_rooms(self, ctx: Context, checkin: int, why: str) -> Card | None:
        found = organising.get(ctx.tx, ctx.community, checkin)
        return views.no_rooms(found, why) if found else None

    @job
    def forget_mark(self, ctx: Context) -> None:
        """While this waits, an organiser knows that threads can't be made."""

    def _message(self, ctx: Context, week: int, draw: Callable[[Checkin, Week], Card]) -> Card | None:
        checkin, found = _found(ctx, week)
        if checkin is None or found is None or found.state is not WeekState.OPEN:
            return None
        return draw(checkin, found) if asking.still(ctx, found, store.people(ctx.tx, found, ctx.now)) else None

    # How long things stay

    def first_jobs(self) -> Sequence[tuple[str, Call]]:
        return ((_OLD, self.forget_old.bind()),)

    @job
    def forget_old(self, ctx: Context) -> None:
        """Every day."""
        again = timedelta(minutes=1) if closing.forget_old(ctx) else timedelta(days=1)
        ctx.later(ctx.now + again, self.forget_old.bind(), key=_OLD)

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)


def _found(ctx: Context, week: int) -> tuple[Checkin | None, Week | None]:
    found = store.get(ctx.tx, ctx.community, week)
    return (organising.get(ctx.tx, ctx.community, found.checkin), found) if found else (None, None)
