"""Asking the members of a circle that became small about joining another one. Whom it suits, decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.cog import Cog, action, job, notice
from bot.context import Context, Json, Kind, Lane
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from bot.ui.outcome import Outcome, Reply
from cogs.checkins import timing
from cogs.checkins.circles import people, settling, store, views_news
from cogs.checkins.model import Checkin, Circle, Week, WeekState
from cogs.checkins.organising import planning
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks

_AGAIN = 28
"""Days after which a circle that stayed small may be asked once more."""
_WORTH_ASKING = timedelta(days=3)


def consider(ctx: Context, week: Week) -> None:
    """A week is closed: a circle with few who take part is asked, in its thread or each by message."""
    circle = store.circle(ctx.tx, ctx.community, week.circle)
    checkin = organising.get(ctx.tx, ctx.community, week.checkin)
    if circle is None or checkin is None or not circle.going_on or not checkin.running:
        return
    day = week.day.toordinal()
    if circle.merge_asked and day < circle.merge_asked + _AGAIN:
        return
    if not store.has_another(ctx.tx, circle):
        return  # who joins next comes to this one
    inside = people.of_circle(ctx.tx, circle.id, ctx.now)
    if not settling.few(inside):
        return
    store.ask_merge(ctx.tx, circle.id, day)
    there = ctx.unowned()
    if week.room:
        card = views_news.ask_merge(circle, checkin)
        there.show(f"{week.room_key}:merge", week.room, card, lane=Lane.ROOM, under=week.head)
        return
    for seat in inside:
        if seat.active:
            call, key = Call("merging.asked", (circle.id,)), f"checkin:{circle.id}:merge:{seat.member}"
            there.notify(seat.member, Kind.NOTICE, call, due=ctx.now, expires=ctx.now + _WORTH_ASKING, key=key)


class Merging(Cog, name="merging"):
    @action
    def say(self, ctx: Context, circle: int, wanted: bool) -> Outcome:
        """Until circles are made the next time. Nobody else sees it."""
        found, checkin = _asked(ctx, circle)
        if found is None or checkin is None:
            return Reply(views_news.not_asked())
        store.pressed(ctx.tx, checkin.id, ctx.member, ctx.now)
        store.set_merge(ctx.tx, checkin.id, ctx.member, wanted)
        until = timing.plan_at(checkin, planning.next_day(checkin, ctx.now))
        return Reply(views_news.said(found, checkin, wanted=wanted, until=until))

    @notice
    def asked(self, ctx: Context, circle: int) -> Card | None:
        found, checkin = _asked(ctx, circle)
        return views_news.ask_merge(found, checkin) if found and checkin else None

    @job
    def ended(self, ctx: Context, circle: int) -> None:
        """The last thread of a circle that is no more is closed; one whose week still runs, when that is over."""
        week = weeks.current(ctx.tx, circle)
        found = store.circle(ctx.tx, ctx.community, circle)
        if week is None or found is None or found.going_on:
            return
        if week.state is WeekState.OPEN:
            again = max(ctx.now, week.closes_at) + timedelta(hours=1)
            ctx.later(again, self.ended.bind(circle), key=f"checkin:ended:{circle}")
            return
        weeks.save(ctx.tx, replace(week, state=WeekState.OVER))
        if week.room:
            ctx.close_room(week.room_key)

    def forget(self, tx: Tx, member: int) -> None:
        """What somebody answered goes with what `Circles` keeps."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _asked(ctx: Context, circle: int) -> tuple[Circle | None, Checkin | None]:
    """For members of a circle that is asked now. Once the next weeks are planned, circles have been made."""
    found = store.circle(ctx.tx, ctx.community, circle)
    checkin = organising.get(ctx.tx, ctx.community, found.checkin) if found else None
    if found is None or checkin is None or not found.going_on or not store.is_in(ctx.tx, circle, ctx.member):
        return None, None
    if not found.merge_asked or checkin.planned_day > found.merge_asked:
        return None, None
    return found, checkin
