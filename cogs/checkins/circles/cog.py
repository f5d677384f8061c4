"""Joining a check-in, and one's own place in it."""

from __future__ import annotations

from datetime import timedelta

from bot.cog import Cog, action, command, home, pick, submit
from bot.context import Context, HomeSection, Json
from bot.safety.personal_data import Kept
from bot.scheduling.recurrence import on_wall
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.card import Block, Button, Card, Content
from bot.ui.outcome import Outcome, Reply, Update
from cogs.buddies import api as buddies
from cogs.checkins import calls
from cogs.checkins.circles import exporting, place, store, telling, views, views_steps
from cogs.checkins.circles.forms import AboutForm
from cogs.checkins.circles.place import Place
from cogs.checkins.circles.store import About
from cogs.checkins.model import PAUSED_UNTIL_BACK, Standing
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import planning

_PAUSES = (1, 2, 4)
"""Weeks."""


class Circles(Cog, name="circle"):
    """Everything here is about the member who presses, whatever the ids on the button say."""

    kept = (Kept("Which check-ins you are in, with whom, and what you chose there", ("checkin_member",)),)

    # Joining

    @action
    def join(self, ctx: Context, checkin: int) -> Outcome:
        """At once, with what they said as a buddy. Pressed again it shows their place."""
        found = organising.get(ctx.tx, ctx.community, checkin)
        if found is None or found.standing is Standing.ENDED:
            return Reply(views.gone())
        if store.belonging(ctx.tx, checkin, ctx.member) is not None:
            return Reply(self._settings(ctx, checkin))
        if (until := place.stopped_until(ctx)) is not None:
            return Reply(views.stopped(until))
        said = buddies.profile_of(ctx)
        about = About(said.field.value, said.stage.value, buddies.bits(said.parts)) if said else About()
        store.join(ctx.tx, checkin, ctx.member, about, ctx.now)
        mine = place.of(ctx, checkin)
        if mine is None:
            return Reply(views.gone())
        return Reply(views.joined(mine, self._doing(checkin), ctx.platform, dms=self._unreached(ctx)))

    # One's check-ins

    @command("checkin mine", "Your check-ins: your circle, your settings, pause or leave.")
    def mine(self, ctx: Context) -> Outcome:
        return Reply(self._mine(ctx))

    @action
    def mine_here(self, ctx: Context) -> Outcome:
        return Update(self._mine(ctx))

    @home(order=16)
    def section(self, ctx: Context) -> HomeSection | None:
        """Left out where no check-in runs."""
        places = place.all_of(ctx)
        if not places and not organising.of_community(ctx.tx, ctx.community):
            return None
        return HomeSection(views.section(places), Button("Check-ins", calls.MINE))

    @action
    def show(self, ctx: Context, checkin: int) -> Outcome:
        return Update(self._settings(ctx, checkin))

    def _mine(self, ctx: Context) -> Card:
        places = place.all_of(ctx)
        inside = {one.checkin.id for one in places}
        others = [one for one in organising.of_community(ctx.tx, ctx.community) if one.running and one.id not in inside]
        return views.mine(places, others, self.open_one.bind())

    @pick
    def open_one(self, ctx: Context, value: str) -> Outcome:
        checkin = chosen(value)
        return Update(self._settings(ctx, checkin) if checkin else self._mine(ctx))

    # Settings

    @action
    def say_more(self, ctx: Context, checkin: int) -> Outcome:
        mine = store.belonging(ctx.tx, checkin, ctx.member)
        if mine is None:
            return self._after(ctx, checkin)
        known = AboutForm(
            parts=buddies.parts_of(mine.parts), stage=buddies.Stage(mine.stage), field=buddies.Field(mine.field)
        )
        return self.keep_about.open(known, checkin)

    @submit
    def keep_about(self, ctx: Context, form: AboutForm, checkin: int) -> Outcome:
        about = About(form.field.value, form.stage.value, buddies.bits(form.parts))
        store.say_about(ctx.tx, checkin, ctx.member, about)
        return self._after(ctx, checkin, views.SAID)

    @action
    def by_dm(self, ctx: Context, checkin: int, wanted: bool) -> Outcome:
        store.set_by_dm(ctx.tx, checkin, ctx.member, wanted)
        if not wanted:
            return self._after(ctx, checkin, views.IN_THREAD)
        return self._after(ctx, checkin, views.BY_DM, dms=self._unreached(ctx))

    @action
    def remind(self, ctx: Context, checkin: int, wanted: bool) -> Outcome:
        store.set_remind(ctx.tx, checkin, ctx.member, wanted)
        if not wanted:
            return self._after(ctx, checkin, views.NO_REMINDER)
        return self._after(ctx, checkin, views.REMIND, dms=self._unreached(ctx))

    def _unreached(self, ctx: Context) -> tuple[Block, ...]:
        return () if place.reached(ctx) else views.not_reached()

    # A pause

    @action
    def ask_pause(self, ctx: Context, checkin: int) -> Outcome:
        mine = place.of(ctx, checkin)
        if mine is None:
            return self._after(ctx, checkin)
        weeks = [("1 week" if n == 1 else f"{n} weeks", self.pause.bind(checkin, n)) for n in _PAUSES]
        return Update(views_steps.ask_pause(mine, [*weeks, ("Until I’m back", self.pause.bind(checkin, 0))]))

    @action
    def pause(self, ctx: Context, checkin: int, weeks: int) -> Outcome:
        """0 weeks: until they come back."""
        mine = place.of(ctx, checkin)
        if mine is None or weeks not in (0, *_PAUSES):
            return self._after(ctx, checkin)
        day = ctx.today + timedelta(weeks=weeks)
        until = on_wall(day, 0, 0, ctx.zone) if weeks else PAUSED_UNTIL_BACK
        store.pause(ctx.tx, checkin, ctx.member, until)
        return Update(self._settings(ctx, checkin, views.PAUSED if mine.circle else views.PAUSED_WAITING))

    @action
    def come_back(self, ctx: Context, checkin: int) -> Outcome:
        store.pause(ctx.tx, checkin, ctx.member, None)
        mine = place.of(ctx, checkin)
        if mine is not None and mine.circle is not None:
            planning.came_back(ctx, mine.circle.id)
        return self._after(ctx, checkin, views.CAME_BACK)

    # Another circle, and leaving. `circle` on a button is the one that the card spoke of: never one they came to since.

    @action
    def ask_another(self, ctx: Context, checkin: int) -> Outcome:
        mine = place.of(ctx, checkin)
        if mine is None or mine.circle is None:
            return self._after(ctx, checkin)
        ahead = place.wrote_ahead(ctx, mine.circle.id)
        return Update(views_steps.ask_another(mine, self.another.bind(checkin, mine.circle.id), ahead=ahead))

    @action
    def another(self, ctx: Context, checkin: int, circle: int) -> Outcome:
        if not store.is_in(ctx.tx, circle, ctx.member):
            return self._after(ctx, checkin)
        store.take_out(ctx.tx, checkin, ctx.member)
        self._left(ctx, checkin, circle)
        return self._after(ctx, checkin, views.NOW_WAITING)

    @action
    def ask_leave(self, ctx: Context, checkin: int) -> Outcome:
        mine = place.of(ctx, checkin)
        if mine is None:
            return self._after(ctx, checkin)
        return Update(views_steps.ask_leave(mine, self.leave.bind(checkin), self.ask_pause.bind(checkin)))

    @action
    def leave(self, ctx: Context, checkin: int) -> Outcome:
        found = organising.get(ctx.tx, ctx.community, checkin)
        mine = store.belonging(ctx.tx, checkin, ctx.member)
        if found is None:
            return Update(views.gone())
        store.leave(ctx.tx, checkin, ctx.member)
        if mine is not None:
            self._left(ctx, checkin, mine.circle)
        return Update(views_steps.left(found))

    def _left(self, ctx: Context, checkin: int, circle: int | None) -> None:
        telling.left(ctx.tx, ctx.community, checkin, ctx.member, ctx.now)
        if circle is not None and store.end_if_empty(ctx.tx, circle):
            telling.ended(ctx.tx, ctx.community, circle, ctx.now)

    # Cards

    def _after(self, ctx: Context, checkin: int, lead: str = "", dms: tuple[Block, ...] = ()) -> Outcome:
        """A press of somebody who is in: they are active."""
        store.pressed(ctx.tx, checkin, ctx.member, ctx.now)
        return Update(self._settings(ctx, checkin, lead, dms))

    def _settings(self, ctx: Context, checkin: int, lead: str = "", dms: tuple[Block, ...] = ()) -> Card:
        mine = place.of(ctx, checkin)
        if mine is None:
            found = organising.get(ctx.tx, ctx.community, checkin)
            if found is None or found.standing is Standing.ENDED:
                return views.gone()
            return views.not_in(found, calls.join(checkin))
        said: tuple[Content, ...] = (lead,) if lead else ()
        return views.settings(mine, self._doing(checkin, mine), ctx.platform, lead=said, dms=dms)

    def _doing(self, checkin: int, mine: Place | None = None) -> views.Doing:
        return views.Doing(
            say_more=self.say_more.bind(checkin),
            by_dm=self.by_dm.bind(checkin, not (mine and mine.mine.by_dm)),
            remind=self.remind.bind(checkin, not (mine and mine.mine.remind)),
            pause=self.ask_pause.bind(checkin),
            come_back=self.come_back.bind(checkin),
            another=self.ask_another.bind(checkin),
            leave=self.ask_leave.bind(checkin),
        )

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return exporting.export(tx, member)
