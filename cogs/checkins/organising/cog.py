"""Check-ins as organisers set them: new ones, their time and room, pausing and ending."""

from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action, command, pick, submit
from bot.context import Context, Json
from bot.people import communities
from bot.people.roles import ORGANISERS
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.form import Place
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from bot.ui.phrases import one_line
from cogs.checkins import calls
from cogs.checkins.model import Checkin, ClockKind, Standing
from cogs.checkins.organising import look, planning, store, views, views_invitation
from cogs.checkins.organising.forms import DEFAULT_NAME, ChangeForm, NewForm
from cogs.posts import api as posts


class Organising(Cog, name="checkin"):
    """All of it is for organisers, checked on every press."""

    kept = (Kept("Which check-ins you changed last, if you are an organiser", ("checkin",)),)

    @command("checkin manage", "For organisers: check-ins, their times and questions.", staff=ORGANISERS, inspect=True)
    def manage(self, ctx: Context) -> Outcome:
        return Reply(look.every(ctx))

    @command("checkin new", "For organisers: set up a weekly check-in in small circles.", staff=ORGANISERS)
    def new(self, ctx: Context) -> Outcome:
        return Reply(views.enough(look.LIST)) if self._full(ctx) else self._ask(ctx)

    @action(staff=ORGANISERS, inspect=True)
    def show_list(self, ctx: Context) -> Outcome:
        return Update(look.every(ctx))

    @action(staff=ORGANISERS)
    def ask_new(self, ctx: Context) -> Outcome:
        return Update(views.enough(look.LIST)) if self._full(ctx) else self._ask(ctx)

    def _ask(self, ctx: Context) -> Outcome:
        taken = {checkin.name.casefold() for checkin in store.of_community(ctx.tx, ctx.community)}
        names = (DEFAULT_NAME, *(f"{DEFAULT_NAME} {n}" for n in range(2, views.MOST_CHECKINS + 1)))
        return self.make.open({"name": next(name for name in names if name.casefold() not in taken)})

    @submit(staff=ORGANISERS, inspect=True)
    def make(self, ctx: Context, form: NewForm) -> Outcome:
        name = one_line(form.name)
        wrong = _wrong(ctx, name, form.room, form.hour, 0)
        if wrong:
            return wrong
        if self._full(ctx):
            return Reply(views.enough(look.LIST))
        assert form.hour is not None
        assert form.room is not None
        weekday, questions = int(form.weekday), form.template.questions
        made = store.add(ctx.tx, ctx.community, ctx.member, name, weekday, form.hour, ClockKind.OWN, questions)
        communities.answers_for(ctx.tx, ctx.community, ctx.member)
        self._choose_room(ctx, made, form.room)
        look.keep(ctx, planning.set_out(ctx, made))
        note = views.MADE_WAITS if form.room.missing else views.MADE
        return look.shown(ctx, made.id, note)

    def _full(self, ctx: Context) -> bool:
        return len(store.of_community(ctx.tx, ctx.community)) >= views.MOST_CHECKINS

    @pick(staff=ORGANISERS, inspect=True)
    def pick_one(self, ctx: Context, value: str) -> Outcome:
        return look.shown(ctx, chosen(value))

    @action(staff=ORGANISERS, inspect=True)
    def show(self, ctx: Context, checkin: int) -> Outcome:
        return look.shown(ctx, checkin)

    # One check-in: each button carries what it leads to, so that a double press changes nothing more.

    @action(staff=ORGANISERS)
    def ask_change(self, ctx: Context, checkin: int) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        room = communities.room(ctx.tx, ctx.community, found.room)
        known = {
            "name": found.name,
            "room": room.remote if room else None,
            "weekday": str(found.weekday),
            "hour": found.hour,
            "clock": found.clock.value,
        }
        return self.change.open(known, checkin)

    @submit(staff=ORGANISERS, inspect=True)
    def change(self, ctx: Context, form: ChangeForm, checkin: int) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        name = one_line(form.name)
        wrong = _wrong(ctx, name, form.room, form.hour, checkin)
        if wrong:
            return wrong
        assert form.hour is not None
        assert form.room is not None
        moved = self._choose_room(ctx, found, form.room)
        after = replace(found, name=name, weekday=int(form.weekday), hour=form.hour, clock=form.clock)
        if (after.weekday, after.hour) != (found.weekday, found.hour):
            after = planning.set_out(ctx, after)
        look.keep(ctx, after, moved=moved)
        return look.shown(ctx, checkin, views.SAVED)

    def _choose_room(self, ctx: Context, checkin: Checkin, room: Place) -> bool:
        """Whether it is another one than before. One in which something is missing is kept too: what is posted there
        waits until it is granted."""
        before = communities.room(ctx.tx, ctx.community, checkin.room)
        communities.choose_room(ctx.tx, ctx.community, checkin.room, room.external, ", ".join(room.missing))
        return before is not None and before.remote != room.external

    @action(staff=ORGANISERS, inspect=True)
    def turn(self, ctx: Context, checkin: int, on: bool) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        if found.running == on:
            return look.shown(ctx, checkin)
        if on:
            look.keep(ctx, planning.set_out(ctx, replace(found, standing=Standing.RUNNING)))
            planning.go_on(ctx, found)
        else:
            look.keep(ctx, replace(found, standing=Standing.PAUSED))
        return look.shown(ctx, checkin, views.SAVED)

    @action(staff=ORGANISERS, inspect=True)
    def post_again(self, ctx: Context, checkin: int, posted: int) -> Outcome:
        """`posted`: how often it was when the button was shown."""
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        if found.posted == posted:
            look.keep(ctx, found, moved=True)
        return look.shown(ctx, checkin, views.AGAIN)

    @action(staff=ORGANISERS, inspect=True)
    def preview(self, ctx: Context, checkin: int) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        card = views_invitation.invitation(found, ctx.platform, calls.join(checkin))
        return Update(views.preview(look.look(ctx, found), invitation=card, back=calls.manage(checkin)))

    @action(staff=ORGANISERS)
    def ask_end(self, ctx: Context, checkin: int) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        return Update(views.ask_end(found, end=self.end.bind(checkin), keep=calls.manage(checkin)))

    @action(staff=ORGANISERS)
    def end(self, ctx: Context, checkin: int) -> Outcome:
        """Its rows stay for the weeks that are open, and until what people wrote is deleted."""
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        look.keep(ctx, replace(found, standing=Standing.ENDED))
        planning.call_off_sessions(ctx, found)
        return Update(views.ended(look.LIST))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {"check-ins you changed last": [*store.set_up_by(tx, member)]}


def _wrong(ctx: Context, name: str, room: Place | None, hour: int | None, checkin: int) -> Invalid | None:
    """`checkin`: the one that may have the name already."""
    wrong: dict[str, str] = {}
    namesake = store.named(ctx.tx, ctx.community, name)
    if posts.has_link(name):
        wrong["name"] = views.NO_LINKS
    elif namesake is not None and namesake.id != checkin:
        wrong["name"] = views.TAKEN
    if room is None:
        wrong["room"] = views.NO_ROOM
    if hour is None:
        wrong["hour"] = views.NO_HOUR
    return Invalid(wrong) if wrong else None
