"""Prompts in rooms, for organisers: off until one of them turns a schedule on."""

from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action, command, job, notice, pick, submit, then
from bot.context import Context, Json, Receipt, Result
from bot.people import communities
from bot.people.roles import ORGANISERS
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.prompts import rows
from cogs.prompts.model import MOST_SCHEDULES, Schedule, ScheduleForm, SkipForm, Standing, mask
from cogs.prompts.schedules import look, posting, store, views


class Schedules(Cog, name="prompts"):
    """Everything but the jobs is for organisers, checked on every press."""

    kept = (Kept("Which schedules of prompts you set up, if you are an organiser", ("prompt_schedule",)),)

    @command(
        "prompts list",
        "For organisers: prompts in rooms, what comes next, and pausing.",
        staff=ORGANISERS,
        inspect=True,
    )
    def every(self, ctx: Context) -> Outcome:
        return Reply(look.every(ctx))

    @command(
        "prompts new", "For organisers: a new schedule of prompts. It stays off until you turn it on.", staff=ORGANISERS
    )
    def new(self, ctx: Context) -> Outcome:
        return Reply(views.enough()) if self._full(ctx) else self.make.open()

    @action(staff=ORGANISERS, inspect=True)
    def show_list(self, ctx: Context) -> Outcome:
        return Update(look.every(ctx))

    @action(staff=ORGANISERS)
    def ask_new(self, ctx: Context) -> Outcome:
        return Update(views.enough()) if self._full(ctx) else self.make.open()

    @submit(staff=ORGANISERS, inspect=True)
    def make(self, ctx: Context, form: ScheduleForm) -> Outcome:
        if wrong := _wrong(form):
            return wrong
        if self._full(ctx):
            return Reply(views.enough())
        assert form.hour is not None
        made = store.add(ctx, rows.fresh(mask(form.days), form.hour, form.topic))
        _choose_room(ctx, made, form)
        return Update(look.board(ctx, made))

    def _full(self, ctx: Context) -> bool:
        return len(store.of_community(ctx.tx, ctx.community)) >= MOST_SCHEDULES

    @pick(staff=ORGANISERS, inspect=True)
    def pick_one(self, ctx: Context, value: str) -> Outcome:
        return look.shown(ctx, chosen(value))

    @action(staff=ORGANISERS, inspect=True)
    def open(self, ctx: Context, schedule: int) -> Outcome:
        return look.shown(ctx, schedule)

    # One schedule: each button carries what it leads to, so that a double press changes nothing more.

    @action(staff=ORGANISERS, inspect=True)
    def turn(self, ctx: Context, schedule: int, on: bool) -> Outcome:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None:
            return look.gone()
        if not on:
            paused = Standing.PAUSED if found.running else found.standing
            return look.keep(ctx, replace(found, standing=paused))
        if not look.mended(ctx, found):
            return Update(look.board(ctx, found, views.UNPLANNED))
        return look.keep(ctx, posting.turn_on(ctx, found))

    @action(staff=ORGANISERS, inspect=True)
    def resume(self, ctx: Context, schedule: int) -> Outcome:
        """From the message that it paused by itself."""
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None or not look.mended(ctx, found):
            return look.shown(ctx, schedule)
        look.keep(ctx, posting.turn_on(ctx, found))
        return Update(views.resumed())

    @action(staff=ORGANISERS)
    def ask_change(self, ctx: Context, schedule: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None:
            return look.gone()
        room = communities.room(ctx.tx, ctx.community, found.room)
        known = {
            "room": room.remote if room else None,
            "days": tuple(day.value for day in found.rhythm.weekdays),
            "hour": found.rhythm.hour,
            "topic": found.rhythm.topic.value,
        }
        return self.change.open(known, schedule)

    @submit(staff=ORGANISERS, inspect=True)
    def change(self, ctx: Context, form: ScheduleForm, schedule: int) -> Outcome:
        if wrong := _wrong(form):
            return wrong
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None:
            return look.gone()
        assert form.hour is not None
        _choose_room(ctx, found, form)
        rhythm = replace(found.rhythm, days=mask(form.days), hour=form.hour, topic=form.topic)
        return look.keep(ctx, posting.settled(ctx, replace(found, rhythm=rhythm)))

    @action(staff=ORGANISERS)
    def ask_skip(self, ctx: Context, schedule: int) -> Outcome:
        return look.gone() if store.get(ctx.tx, ctx.community, schedule) is None else self.skip.open(None, schedule)

    @submit(staff=ORGANISERS, inspect=True)
    def skip(self, ctx: Context, form: SkipForm, schedule: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None:
            return look.gone()
        if form.day is None or form.day < look.today(ctx):
            return Invalid({"day": views.PASSED})
        store.skip(ctx.tx, schedule, form.day.toordinal())
        return look.keep(ctx, found)

    @pick(staff=ORGANISERS, inspect=True)
    def unskip(self, ctx: Context, value: str, schedule: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None:
            return look.gone()
        if value.isdecimal() and len(value) < 9:
            store.unskip(ctx.tx, schedule, int(value))
        return look.keep(ctx, posting.settled(ctx, found))

    @action(staff=ORGANISERS, inspect=True)
    def ask_remove(self, ctx: Context, schedule: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None:
            return look.gone()
        remove, keep = self.remove.bind(schedule), self.open.bind(schedule)
        return Update(views.ask_remove(look.look(ctx, found), remove=remove, keep=keep))

    @action(staff=ORGANISERS, inspect=True)
    def remove(self, ctx: Context, schedule: int) -> Outcome:
        """The row and its room stay: answers to earlier prompts live on in it."""
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is not None:
            look.keep(ctx, replace(found, standing=Standing.REMOVED))
        return Update(look.every(ctx))

    # What comes by itself

    @job
    def due(self, ctx: Context, schedule: int) -> None:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None or not found.running or store.stopped(ctx.tx, ctx.community):
            return
        after = posting.run(ctx, found, self.posted.bind(0))
        if after.standing is Standing.SILENT:
            posting.tell_silent(ctx, after, self.silent.bind(schedule))
        posting.plan(ctx, after)

    @then
    def posted(self, ctx: Context, receipt: Receipt, post: int) -> None:
        found = store.post(ctx.tx, ctx.community, post)
        if found is None:
            return
        if receipt.result is Result.DONE:
            store.was_shown(ctx.tx, post)
        elif receipt.result is not Result.UNKNOWN:
            after = posting.not_seen(ctx, found)
            if after is not None:
                posting.plan(ctx, after)

    @notice
    def silent(self, ctx: Context, schedule: int) -> Card | None:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None or found.standing is not Standing.SILENT:
            return None
        return views.silent(found, None if ctx.platform == "discord" else self.resume.bind(schedule))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {"schedules you set up": [*store.set_up_by(tx, member)]}


def _choose_room(ctx: Context, schedule: Schedule, form: ScheduleForm) -> None:
    assert form.room is not None
    missing = ", ".join(form.room.missing)
    communities.choose_room(ctx.tx, ctx.community, schedule.room, form.room.external, missing)


def _wrong(form: ScheduleForm) -> Invalid | None:
    wrong: dict[str, str] = {}
    if form.room is None:
        wrong["room"] = "Please choose a room."
    if not form.days:
        wrong["days"] = "Please choose one day or more."
    if form.hour is None:
        wrong["hour"] = "Please choose an hour."
    return Invalid(wrong) if wrong else None
