"""What happens to a session by itself, and what is said about it privately."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.cog import Cog, job, notice, then
from bot.context import Context, Json, Kind, Receipt, Result, Standings
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from cogs.checkins.live import agendas, leading, rights, rsvps, showing, store, views
from cogs.checkins.live import views_private as private
from cogs.checkins.live.model import Says, Session, SessionState
from cogs.checkins.live.showing import Step
from cogs.checkins.weeks import store as weeks
from cogs.posts import api as posts

CHUNK = 100
_OFF_AT_ONCE = 10
_WHY = 120
_ASKED_FOR = timedelta(days=5)
"""How long its planner hears after a session that there may be another one."""


class Course(Cog, name="livecourse"):
    # Showing it

    @then
    def appear(self, ctx: Context, standings: Standings, session: int) -> None:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or found.state is not SessionState.WAITING or found.planner is None:
            return
        again = Call("live.retry", (session,))
        allowed = posts.may_appear(ctx, standings, author=found.planner, what="session", again=again)
        if not allowed or found.starts_at <= ctx.now or not rights.goes_on(ctx, found):
            store.save(ctx.tx, replace(found, state=SessionState.KEPT))
            return
        showing.publish(ctx, store.save(ctx.tx, replace(found, state=SessionState.PLANNED)))

    @then
    def posted(self, ctx: Context, receipt: Receipt, session: int, shown_in: int) -> None:
        """Where its card can't stand, the circle hears of it by message; for everybody there is only the room."""
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or receipt.result is Result.DONE or found.shown_in != shown_in or not found.ahead:
            return
        if found.circle is not None:
            if receipt.reason != posts.REMOVED_BY_HAND:
                showing.invite(ctx, store.save(ctx.tx, replace(found, shown_in=0)))
            return
        again = Call("live.retry", (session,))
        if found.planner is not None:
            posts.fate(ctx, receipt, author=found.planner, what="session", again=again)
        showing.keep(ctx, found)

    @then
    def announced(self, ctx: Context, receipt: Receipt, session: int) -> None:
        """Its planner finds on their own card why it is not in the calendar."""
        found = store.get(ctx.tx, ctx.community, session)
        if found is not None:
            why = receipt.reason[:_WHY] if receipt.result is Result.BLOCKED else ""
            store.save(ctx.tx, replace(found, event=why))

    @job
    def carry(self, ctx: Context, week: int) -> None:
        """The circle's new thread is there."""
        found = weeks.get(ctx.tx, ctx.community, week)
        if found is None or not found.room:
            return
        for session in store.of_circle(ctx.tx, found.circle, ctx.now):
            showing.carry(ctx, session, week)

    # Its course

    @job
    def go(self, ctx: Context, session: int, step: int) -> None:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or not found.ahead:
            return
        now = Step(step)
        match now:
            case Step.LEAD:
                showing.refresh(ctx, leading.settle(ctx, found))
            case Step.REMIND:
                settled = leading.settle(ctx, found)
                if settled != found:
                    showing.refresh(ctx, settled)
                showing.tell_all(ctx, found, "reminder")
            case Step.START:
                if found.leader and rsvps.said_by(ctx.tx, session, found.leader).says is Says.YES:
                    circles.led(ctx.tx, found.checkin, found.leader, found.starts_at)
            case Step.END:
                self._end(ctx, store.save(ctx.tx, replace(found, state=SessionState.OVER)))
                return
        showing.sleep(ctx, found, Step(step + 1))

    def _end(self, ctx: Context, session: Session) -> None:
        showing.refresh(ctx, session)
        if session.planner is not None:
            ctx.notify(
                session.planner,
                Kind.NOTICE,
                self.took_place.bind(session.id),
                due=ctx.now,
                expires=ctx.now + _ASKED_FOR,
                key=f"{session.name}:over",
            )

    @job
    def tell(self, ctx: Context, session: int, what: str, but: int, after: int) -> None:
        """Everybody whom it concerns, some at a time."""
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or found.starts_at <= ctx.now:
            return
        waiting = [member for member in showing.hears(ctx, found, what) if member > after]
        for member in waiting[:CHUNK]:
            if member != but:
                showing.tell(ctx, found, member, what)
        if len(waiting) > CHUNK:
            again = self.tell.bind(session, what, but, waiting[CHUNK - 1])
            ctx.later(ctx.now, again, key=f"{found.name}:tell:{what}")

    # Somebody is gone, or all of it

    @job
    def checkin_ended(self, ctx: Context, checkin: int) -> None:
        """Some at a time: what is called off is not found again."""
        found = store.of_checkin(ctx.tx, checkin, ctx.now, _OFF_AT_ONCE)
        for session in found:
            showing.call_off(ctx, session)
        if len(found) == _OFF_AT_ONCE:
            ctx.later(ctx.now, calls.sessions_off(checkin), key=calls.sessions_off_key(checkin))

    @job
    def left(self, ctx: Context, checkin: int, member: int) -> None:
        """They left their circle or the check-in. A circle that is over meets no more."""
        for session in store.not_theirs(ctx.tx, checkin, member, ctx.now):
            circle = circles.circle(ctx.tx, ctx.community, session.circle) if session.circle else None
            if circle is not None and not circle.going_on:
                showing.call_off(ctx, session)
                continue
            rsvps.take_out(ctx.tx, session.id, member)
            if session.circle and session.planner == member:
                session = store.save(ctx.tx, replace(session, planner=None))
            showing.refresh(ctx, leading.settle(ctx, session))

    @job
    def gone(self, ctx: Context, session: int, called_off: bool) -> None:
        """Somebody erased themselves; with their own words it is called off already."""
        found = store.get(ctx.tx, ctx.community, session)
        if found is None:
            return
        if called_off:
            showing.call_off(ctx, found)
        else:
            showing.refresh(ctx, leading.settle(ctx, found))

    @job
    def removed(self, ctx: Context, session: int) -> None:
        """Staff removed the card."""
        found = store.get(ctx.tx, ctx.community, session)
        if found is not None and found.to_come(ctx.now):
            showing.call_off(ctx, found, but=found.planner or 0, shown=False)

    # Said privately. Whoever pauses their check-in hears of nothing.

    @notice
    def invited(self, ctx: Context, session: int) -> Card | None:
        found = self._heard(ctx, session)
        if found is None or not rights.is_asked(ctx, found) or _says(ctx, found) is not Says.NOTHING:
            return None
        return views.invited(found, showing.name(ctx, found), found.planner, agendas.text(ctx, found))

    @notice
    def changed(self, ctx: Context, session: int) -> Card | None:
        found = self._heard(ctx, session)
        if found is None or _says(ctx, found) not in (Says.YES, Says.MAYBE):
            return None
        return views.changed(found, showing.name(ctx, found))

    @notice
    def called_off(self, ctx: Context, session: int) -> Card | None:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or found.state is not SessionState.CALLED_OFF or found.starts_at <= ctx.now:
            return None
        if rsvps.paused(ctx.tx, found.checkin, ctx.member, ctx.now):
            return None
        return views.called_off(found, views.private_title(showing.name(ctx, found), found))

    @notice
    def reminder(self, ctx: Context, session: int) -> Card | None:
        found = self._heard(ctx, session)
        if found is None or _says(ctx, found) is not Says.YES:
            return None
        leads = Call("liveanswer.pass_on", (session,)) if found.leader == ctx.member else None
        return views.reminder(found, showing.name(ctx, found), agendas.text(ctx, found), leads=leads)

    @notice
    def lead(self, ctx: Context, session: int) -> Card | None:
        found = self._heard(ctx, session)
        if found is None or found.leader != ctx.member:
            return None
        return views.lead(
            found,
            showing.name(ctx, found),
            agendas.text(ctx, found),
            comes=_says(ctx, found) is Says.YES,
            pass_on=Call("liveanswer.pass_on", (session,)),
        )

    @notice
    def took_place(self, ctx: Context, session: int) -> Card | None:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or found.state is not SessionState.OVER or found.planner != ctx.member:
            return None
        if rsvps.paused(ctx.tx, found.checkin, ctx.member, ctx.now) or not rights.may_see(ctx, found):
            return None
        return private.took_place(found, Call("live.again", (session,)))

    def _heard(self, ctx: Context, session: int) -> Session | None:
        """None when there is nothing to say any more, or not to them now."""
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or not found.to_come(ctx.now):
            return None
        return None if rsvps.paused(ctx.tx, found.checkin, ctx.member, ctx.now) else found

    def forget(self, tx: Tx, member: int) -> None:
        """Holds nothing of its own."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _says(ctx: Context, session: Session) -> Says:
    return rsvps.said_by(ctx.tx, session.id, ctx.member).says
