"""Live sessions for those who plan them: what is planned, a new one, changes, calling off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.cog import Cog, action, command, pick, submit
from bot.context import Context, Json
from bot.people import members
from bot.safety.personal_data import Kept
from bot.scheduling import jobs
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.card import Call, Card
from bot.ui.form import Raw
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from bot.ui.phrases import one_line
from cogs.checkins.circles import store as circles
from cogs.checkins.live import agendas, leading, rights, rsvps, showing, store, times, views
from cogs.checkins.live import views_private as private
from cogs.checkins.live.model import AHEAD, HOSTS, Says, Session, SessionForm, SessionState
from cogs.checkins.model import Checkin
from cogs.checkins.organising import store as checkins

_LISTED = 5
_OPTIONS = 25


class Live(Cog, name="live"):
    kept = (
        Kept("Live sessions you planned or lead, and where they are", ("checkin_session",), 180, "starts_at"),
        Kept(
            "What you said to live sessions, and that you would rather not lead",
            ("checkin_rsvp",),
            until="until 180 days after the session",
        ),
    )

    # What is planned

    @command("checkin live", "Meet live: with your circle, or with everybody in a check-in.", profile=True)
    def live(self, ctx: Context) -> Outcome:
        found = self._checkins(ctx)
        match found:
            case []:
                return Reply(private.in_none())
            case [one]:
                return Reply(self._listing(ctx, one))
            case _:
                return Reply(private.which(found[:_OPTIONS]))

    @pick(profile=True)
    def choose(self, ctx: Context, value: str) -> Outcome:
        return self._show(ctx, chosen(value))

    @action(profile=True)
    def show(self, ctx: Context, checkin: int) -> Outcome:
        return self._show(ctx, checkin)

    @pick(profile=True)
    def open(self, ctx: Context, value: str) -> Outcome:
        return self._look(ctx, chosen(value))

    @action(profile=True)
    def look(self, ctx: Context, session: int) -> Outcome:
        return self._look(ctx, session)

    # A new one

    @action(profile=True)
    def plan(self, ctx: Context, checkin: int, wide: bool, at: int = 0) -> Outcome:
        """`at`: a suggested time, in seconds."""
        found, circle = self._whose(ctx, checkin, wide=wide)
        if found is None:
            return Reply(private.in_none())
        why = rights.hindrance(ctx, found, circle=circle)
        if why:
            return Reply(private.refused(why))
        fits = ctx.now < moment(min(max(at, 0), 10**10)) < ctx.now + AHEAD
        prefill: dict[str, Raw] = times.filled(moment(at), ctx.zone) if fits else times.usual()
        return self.planned.open(prefill, checkin, wide).asking(private.asks(ctx.zone, links=rights.may_link(ctx)))

    @submit(profile=True)
    def planned(self, ctx: Context, form: SessionForm, checkin: int, wide: bool) -> Outcome:
        found, circle = self._whose(ctx, checkin, wide=wide)
        if found is None:
            return Reply(private.in_none())
        why = rights.hindrance(ctx, found, circle=circle)
        if why:
            return Invalid({"": why})
        at = self._wrong_or_time(ctx, form)
        if isinstance(at, Invalid):
            return at
        assert form.minutes is not None, "it has a default"
        taken = store.at(ctx.tx, found.id, circle, at)
        if taken is None:
            session = self._add(ctx, found.id, circle, at, form.minutes, one_line(form.place))
            return Update(self._one(ctx, session, private.PLANNED))
        if taken.planner == ctx.member:  # sent twice
            return Update(self._one(ctx, taken, private.THERE_ALREADY))
        return Invalid({"hour": private.TAKEN})

    @action(profile=True)
    def again(self, ctx: Context, session: int) -> Outcome:
        """The same, a week later."""
        last = store.get(ctx.tx, ctx.community, session)
        if last is None or not rights.may_change(ctx, last):
            return Reply(views.over())
        found, circle = self._whose(ctx, last.checkin, wide=last.circle is None)
        if found is None or circle != last.circle or last.state is not SessionState.OVER:
            return Reply(views.over())
        at = times.a_week_later(last, ctx.zone, ctx.now)
        taken = store.at(ctx.tx, found.id, circle, at)
        if taken is not None:
            return Update(self._one(ctx, taken, private.THERE_ALREADY))
        why = rights.hindrance(ctx, found, circle=circle) or rights.link_hindrance(ctx, last.place)
        if why:
            return Reply(private.refused(why))
        if not last.place:  # whoever planned it is erased, and took their words along
            asks = private.asks(ctx.zone, links=rights.may_link(ctx))
            return self.planned.open(times.filled(at, ctx.zone), found.id, last.circle is None).asking(asks)
        made = self._add(ctx, found.id, circle, at, last.minutes, last.place)
        return Update(self._one(ctx, made, private.PLANNED))

    @action(profile=True)
    def retry(self, ctx: Context, session: int) -> Outcome:
        """After it could not be shown."""
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or found.planner != ctx.member or found.starts_at <= ctx.now:
            return Reply(views.over())
        if not rights.goes_on(ctx, found):
            return Reply(private.refused(rights.ENDED))
        if found.state is SessionState.KEPT:
            store.save(ctx.tx, replace(found, state=SessionState.WAITING))
            ctx.look_up([ctx.member], then=Call("livecourse.appear", (session,)))
        return Update(self._one(ctx, found, private.PLANNED))

    # Changing it

    @action(profile=True)
    def change(self, ctx: Context, session: int) -> Outcome:
        found = self._mine(ctx, session)
        if found is None:
            return Reply(views.over())
        prefill = times.filled_from(found, ctx.zone)
        return self.changed.open(prefill, session).asking(private.asks(ctx.zone, links=rights.may_link(ctx)))

    @submit(profile=True)
    def changed(self, ctx: Context, form: SessionForm, session: int) -> Outcome:
        found = self._mine(ctx, session)
        if found is None:
            return Reply(views.over())
        at = self._wrong_or_time(ctx, form)
        if isinstance(at, Invalid):
            return at
        assert form.minutes is not None, "it has a default"
        taken = store.at(ctx.tx, found.checkin, found.circle, at)
        if taken is not None and taken.id != found.id:
            return Invalid({"hour": private.TAKEN})
        after = replace(found, starts_at=at, minutes=form.minutes, place=one_line(form.place))
        if after == found:
            return Update(self._one(ctx, found, private.SAME))
        lead_at = found.lead_at if found.lead_at <= ctx.now else leading.settled_at(at, ctx.now)
        after = store.save(ctx.tx, replace(after, version=found.version + 1, lead_at=lead_at))
        showing.moved(ctx, after, but=ctx.member)
        return Update(self._one(ctx, after, private.CHANGED))

    @action(profile=True)
    def ask_off(self, ctx: Context, session: int) -> Outcome:
        found = self._mine(ctx, session)
        return Reply(views.over()) if found is None else Update(private.ask_off(found, showing.name(ctx, found)))

    @action(profile=True)
    def call_off(self, ctx: Context, session: int) -> Outcome:
        found = self._mine(ctx, session)
        if found is None:
            return Update(views.over())
        return Update(private.is_off(showing.call_off(ctx, found, but=ctx.member)))

    def forget(self, tx: Tx, member: int) -> None:
        """What others see and hear comes from jobs: they run when the member's rows are gone."""
        if not members.exists(tx, member):
            return
        community = members.get(tx, member).community
        for session, called_off in store.forget(tx, member):
            call = Call("livecourse.gone", (session, called_off))
            jobs.put(tx, f"{community}:checkin:session:{session}:gone", call, moment(0), community=community)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    # What the handlers share

    def _checkins(self, ctx: Context) -> list[Checkin]:
        """What they are in, and what they run."""
        mine = [checkins.get(ctx.tx, ctx.community, one.checkin) for one in circles.of_member(ctx.tx, ctx.member)]
        found = [one for one in mine if one is not None]
        if ctx.roles & HOSTS:
            found += [one for one in checkins.of_community(ctx.tx, ctx.community) if one not in found]
        return found

    def _show(self, ctx: Context, checkin: int) -> Outcome:
        found = next((one for one in self._checkins(ctx) if one.id == checkin), None)
        return Update(private.in_none() if found is None else self._listing(ctx, found))

    def _listing(self, ctx: Context, checkin: Checkin) -> Card:
        mine = circles.belonging(ctx.tx, checkin.id, ctx.member)
        circle = mine.circle if mine else None
        return private.listing(
            checkin,
            store.to_come(ctx.tx, checkin.id, circle, ctx.now, _LISTED),
            times.suggested(ctx, circle) if circle else [],
            zone=ctx.zone,
            circle=circle,
            waits=mine is not None and circle is None,
            host=bool(ctx.roles & HOSTS),
        )

    def _look(self, ctx: Context, session: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or not found.to_come(ctx.now) or not rights.may_see(ctx, found):
            return Update(views.over())
        return Update(self._one(ctx, found))

    def _one(self, ctx: Context, session: Session, note: str = "") -> Card:
        return private.one(
            session,
            showing.name(ctx, session),
            agendas.text(ctx, session),
            says=rsvps.said_by(ctx.tx, session.id, ctx.member).says,
            asked=rights.is_asked(ctx, session),
            changes=rights.may_change(ctx, session),
            note=note,
        )

    def _whose(self, ctx: Context, checkin: int, *, wide: bool) -> tuple[Checkin | None, int | None]:
        """The check-in, and for whom of it they plan: their circle, or (None) everybody. No check-in: they may not."""
        found = checkins.get(ctx.tx, ctx.community, checkin)
        if wide:
            return (found if ctx.roles & HOSTS else None), None
        mine = circles.belonging(ctx.tx, checkin, ctx.member)
        if mine is None or mine.circle is None:
            return None, None
        return found, mine.circle

    def _wrong_or_time(self, ctx: Context, form: SessionForm) -> datetime | Invalid:
        at = times.starts_at(form, ctx.zone, ctx.now)
        why = rights.link_hindrance(ctx, form.place)
        errors = {**(at if isinstance(at, dict) else {}), **({"place": why} if why else {})}
        if errors or isinstance(at, dict):
            return Invalid(errors)
        return at

    def _add(self, ctx: Context, checkin: int, circle: int | None, at: datetime, minutes: int, place: str) -> Session:
        """Nobody hears of it before its planner's standing is looked up."""
        session = store.add(
            ctx.tx,
            ctx.community,
            checkin,
            circle,
            ctx.member,
            starts_at=at,
            minutes=minutes,
            place=place,
            lead_at=leading.settled_at(at, ctx.now),
            agenda=agendas.draw(ctx, checkin, circle),
        )
        if circle is not None:  # who plans to meet comes
            rsvps.say(ctx.tx, session.id, ctx.member, Says.YES)
        circles.pressed(ctx.tx, checkin, ctx.member, ctx.now)
        ctx.look_up([ctx.member], then=Call("livecourse.appear", (session.id,)))
        return session

    def _mine(self, ctx: Context, session: int) -> Session | None:
        """One that they may change, and that has not begun."""
        found = store.get(ctx.tx, ctx.community, session)
        return found if found and found.to_come(ctx.now) and rights.may_change(ctx, found) else None
