from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.cog import Cog, action, command, home, job, notice, pick, submit
from bot.context import Context, HomeSection, Json, Kind
from bot.people import members
from bot.safety.personal_data import Kept
from bot.scheduling.clock import seconds
from bot.scheduling.recurrence import on_wall
from bot.storage.database import Tx
from bot.ui.card import Button, Card, Content
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies import calls
from cogs.buddies.pairs import ending, notes
from cogs.buddies.pairs import store as pairs
from cogs.buddies.profile import stand, store, views, views_status
from cogs.buddies.profile.forms import LONGEST, NeverForm, PauseForm
from cogs.buddies.profile.planning import plan
from cogs.buddies.profile.stand import Stand

_MORNING = 9
"""The hour of their day at which somebody hears that their pause is over."""
_WORTH_SAYING = timedelta(days=7)


class Buddy(Cog, name="buddy"):
    """Where a member stands. Everything here reads and changes the own rows alone."""

    kept = (Kept("What you say about yourself as a buddy, and who you never want as one", ("buddy", "buddy_never")),)

    @command("buddy status", "Where you stand with buddies: skip, pause, change your profile, leave.")
    def status(self, ctx: Context) -> Outcome:
        return Reply(self._status(ctx))

    @action
    def stand(self, ctx: Context) -> Outcome:
        return Update(self._status(ctx))

    @home(order=35)
    def section(self, ctx: Context) -> HomeSection | None:
        """Kind notes are behind the status, also for somebody who left the rounds."""
        mine = stand.of(ctx)
        kind = notes.any_of(ctx.tx, ctx.member)
        if mine is None and not kind:
            return HomeSection(views_status.NOT_IN, Button("Get a buddy", calls.JOIN))
        line = views_status.NOT_IN if mine is None else views_status.section(mine, ctx.zone)
        return HomeSection(views_status.with_notes(line) if kind else line, Button("Buddies", calls.STATUS))

    # One round

    @action
    def skip_next(self, ctx: Context, at: int) -> Outcome:
        """`at` is the time of the round that the card named: an old button skips no other."""
        mine = stand.of(ctx)
        if mine is None:
            return Update(self._out(ctx))
        store.heard(ctx.tx, ctx.member)
        if seconds(mine.next_at) != at:
            return Update(self._status(ctx, views_status.too_late(mine.pair.id if mine.pair else None)))
        store.skip(ctx.tx, ctx.member, mine.next_at)
        return Update(self._status(ctx, (views_status.SKIPPED,)))

    @action
    def take_back_skip(self, ctx: Context) -> Outcome:
        store.heard(ctx.tx, ctx.member)
        store.skip(ctx.tx, ctx.member, None)
        return Update(self._status(ctx, (views_status.TAKEN_BACK,)))

    @action
    def stay(self, ctx: Context, round: int) -> Outcome:
        """From the message before a round. Somebody who skipped it or paused since is back in it."""
        mine = stand.of(ctx)
        announced = stand.announced(ctx, round)
        if mine is None:
            return Update(self._out(ctx))
        store.heard(ctx.tx, ctx.member)
        if announced is None:
            return Update(self._status(ctx, (views_status.MATCHED,)))
        if store.skips(mine.profile, announced):
            store.skip(ctx.tx, ctx.member, None)
        if store.paused(mine.profile, announced):
            self._resume(ctx, mine)
        return Update(self._status(ctx, (views_status.STAYED,)))

    @action
    def skip_round(self, ctx: Context, round: int) -> Outcome:
        mine = stand.of(ctx)
        announced = stand.announced(ctx, round)
        if mine is None:
            return Update(self._out(ctx))
        store.heard(ctx.tx, ctx.member)
        if announced is None:
            return Update(self._status(ctx, views_status.too_late(mine.pair.id if mine.pair else None)))
        store.skip(ctx.tx, ctx.member, announced)
        return Update(self._status(ctx, (views_status.SKIPPED,)))

    # A pause. `pair` on a button is the one that the card said it ends: never one that began since.

    @action
    def ask_pause(self, ctx: Context) -> Outcome:
        store.heard(ctx.tx, ctx.member)
        mine = stand.of(ctx)
        if mine is None:
            return Update(self._out(ctx))
        pair = mine.pair.id if mine.pair else 0
        return Update(
            views_status.ask_pause(
                mine,
                ctx.now,
                day=self.ask_day.bind(pair),
                open_end=self.pause_open.bind(pair),
                skip=self.skip_next.bind(seconds(mine.next_at)),
            )
        )

    @action
    def ask_day(self, ctx: Context, pair: int) -> Outcome:
        return self.pause_until.open(None, pair)

    @submit
    def pause_until(self, ctx: Context, form: PauseForm, pair: int) -> Outcome:
        if form.day is None or form.day <= ctx.today:
            return Invalid({"day": views_status.day_over()})
        if (form.day - ctx.today).days > LONGEST:
            return Invalid({"day": views_status.day_too_far(LONGEST)})
        return self._pause(ctx, pair, on_wall(form.day, 0, 0, ctx.zone), form.day)

    @action
    def pause_open(self, ctx: Context, pair: int) -> Outcome:
        return self._pause(ctx, pair, store.PAUSED_UNTIL_BACK, None)

    def _pause(self, ctx: Context, pair: int, until: datetime, day: date | None) -> Outcome:
        mine = stand.of(ctx)
        if mine is None:
            return Update(self._out(ctx))
        if mine.pair is not None and mine.pair.id != pair:
            return self.ask_pause(ctx)
        store.heard(ctx.tx, ctx.member)
        store.pause(ctx.tx, ctx.member, until)
        if mine.pair is not None:
            ending.end(ctx, mine.pair, by=ctx.member)
        ctx.cancel(_over_key(ctx.member))
        if day is not None:
            ctx.later(until, self.pause_over.bind(seconds(until)), key=_pause_key(ctx.member))
        else:
            ctx.cancel(_pause_key(ctx.member))
        return Update(self._status(ctx))

    @action
    def come_back(self, ctx: Context) -> Outcome:
        """Also "Stay in", on the message at the end of a pause."""
        mine = stand.of(ctx)
        if mine is None:
            return Update(self._out(ctx))
        store.heard(ctx.tx, ctx.member)
        if mine.paused:
            self._resume(ctx, mine)
        return Update(self._status(ctx, (views_status.CAME_BACK,)))

    def _resume(self, ctx: Context, mine: Stand) -> None:
        store.pause(ctx.tx, ctx.member, None)
        ctx.cancel(_pause_key(ctx.member))
        plan(ctx, mine.pool.id)

    @job
    def pause_over(self, ctx: Context, until: int) -> None:
        """Only for the pause it was made for, which is over on its own; this says so. They asked for that day."""
        profile = store.get(ctx.tx, ctx.member)
        if profile is None or profile.paused_until is None or seconds(profile.paused_until) != until:
            return
        store.pause(ctx.tx, ctx.member, None)
        plan(ctx, profile.pool)
        morning = on_wall(ctx.today, _MORNING, 0, ctx.zone)
        due = max(ctx.now, morning)
        ctx.notify(
            ctx.member, Kind.ASKED, self.back.bind(), due=due, expires=due + _WORTH_SAYING, key=_over_key(ctx.member)
        )

    @notice
    def back(self, ctx: Context) -> Card | None:
        """Nothing to say to somebody who paused again or left."""
        mine = stand.of(ctx)
        if mine is None or mine.paused:
            return None
        return views_status.back(
            mine.next_at if mine.pool.running else None,
            stay=self.come_back.bind(),
            pause=self.ask_pause.bind(),
            leave=self.ask_leave.bind(),
        )

    # Never with. What is shown and said depends on the own list alone.

    @action
    def never(self, ctx: Context, skip: int = 0) -> Outcome:
        if store.get(ctx.tx, ctx.member) is None:
            return Update(self._out(ctx))
        return Update(self._nevers(ctx, skip))

    @action
    def add_never(self, ctx: Context) -> Outcome:
        return self.keep_never.open()

    @submit
    def keep_never(self, ctx: Context, form: NeverForm) -> Outcome:
        if store.get(ctx.tx, ctx.member) is None:
            return Update(self._out(ctx))
        other = members.by_external(ctx.tx, ctx.community, form.person or "")
        if other is None:
            return Invalid({"person": views_status.UNKNOWN})
        if other == ctx.member:
            return Invalid({"person": views_status.ONESELF})
        store.add_never(ctx.tx, ctx.member, other, store.ASKED, ctx.now)
        pair = pairs.current(ctx.tx, ctx.member)
        together = pair.id if pair is not None and other in pair.members else None
        return Update(views_status.added(other, together, back=self.never.bind(0)))

    @pick
    def take_back_never(self, ctx: Context, value: str) -> Outcome:
        if value.isascii() and value.isdigit() and len(value) < 19:
            store.take_back_never(ctx.tx, ctx.member, int(value))
        return self.never(ctx)

    def _nevers(self, ctx: Context, skip: int) -> Card:
        most = views_status.NEVERS
        mine = store.asked_never(ctx.tx, ctx.member)
        skip = skip if 0 <= skip < len(mine) else 0  # from a button, or of a list that was longer
        page = mine[skip : skip + most]
        known = members.known(ctx.tx, page)
        return views_status.nevers(
            [(other, known[other].name or known[other].external) for other in page],
            skip=skip,
            more=len(mine) > skip + most,
            add=self.add_never.bind(),
            take_back=self.take_back_never.bind(),
            newer=self.never.bind(max(skip - most, 0)),
            older=self.never.bind(skip + most),
        )

    # Leaving

    @action
    def ask_leave(self, ctx: Context) -> Outcome:
        mine = stand.of(ctx)
        if mine is None:
            return Update(self._out(ctx))
        return Update(
            views_status.ask_leave(
                mine,
                leave=self.leave.bind(mine.pair.id if mine.pair else 0),
                pause=self.ask_pause.bind(),
                skip=self.skip_next.bind(seconds(mine.next_at)),
            )
        )

    @action
    def leave(self, ctx: Context, pair: int) -> Outcome:
        mine = stand.of(ctx)
        if mine is None:
            return Update(views_status.left())
        if mine.pair is not None:
            if mine.pair.id != pair:
                return self.ask_leave(ctx)
            ending.end(ctx, mine.pair, by=ctx.member)
        ctx.cancel(_pause_key(ctx.member))
        ctx.cancel(_over_key(ctx.member))
        store.leave(ctx.tx, ctx.member)
        return Update(views_status.left())

    def _status(self, ctx: Context, lead: tuple[Content, ...] = ()) -> Card:
        mine = stand.of(ctx)
        if mine is None:
            return self._out(ctx)
        do = views_status.Doing(
            skip=self.skip_next.bind(seconds(mine.next_at)),
            take_back=self.take_back_skip.bind(),
            pause=self.ask_pause.bind(),
            come_back=self.come_back.bind(),
            never=self.never.bind(0),
            leave=self.ask_leave.bind(),
        )
        return views_status.status(mine, do, ctx.now, dms=stand.unreached(ctx), lead=lead)

    def _out(self, ctx: Context) -> Card:
        return views.no_profile(notes=notes.any_of(ctx.tx, ctx.member))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)


def _pause_key(member: int) -> str:
    return f"buddies:pause:{member}"


def _over_key(member: int) -> str:
    return f"buddies:back:{member}"
