"""The way through a look back. Every part can be skipped, left and come back to; nothing is sent by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from bot.cog import Cog, action, command, pick, submit
from bot.context import Context, Json
from bot.safety.personal_data import Kept
from bot.storage import ids
from bot.storage.database import Tx
from bot.ui.card import Button, Call, Card
from bot.ui.outcome import Asked, Invalid, Outcome, Reply, Update
from bot.words import packs
from cogs.plans import api as plans
from cogs.reflect import store, views, want_store
from cogs.reflect.model import (
    OPEN_DAYS,
    Answer,
    Kind,
    KinderForm,
    Reflection,
    Step,
    WantsForm,
    WellForm,
)
from cogs.rejections import api as rejections
from cogs.rejections.api import Stage
from cogs.wins import api as wins

_PAGE = 10
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""
_LINE = {
    "cue": Asked("When … (time or place)", "For example: it is Tuesday after lunch"),
    "act": Asked("… I'll", "For example: practise one answer out loud"),
}


class Reflect(Cog, name="reflect"):
    """Everything here reads and changes the own rows alone."""

    kept = (
        Kept("A look back that is not finished", ("reflection",), OPEN_DAYS, "touched_at", "finished_at IS NULL"),
        Kept("Looks back that you kept", ("reflection",)),
    )

    # The beginning

    @command("reflect", "Look back on an application, a talk or a no. It begins with what went well. Only you see it.")
    def reflect(self, ctx: Context) -> Outcome:
        return Reply(self._now(ctx))

    @action
    def open(self, ctx: Context) -> Outcome:
        return Update(self._now(ctx))

    @action
    def look_back(self, ctx: Context, rejection: int) -> Outcome:
        """From the card of a logged no, which stays."""
        return Reply(self._about(ctx, rejection))

    @pick
    def about(self, ctx: Context, chosen: str) -> Outcome:
        return Update(self._about(ctx, ids.chosen(chosen)))

    @pick
    def stage(self, ctx: Context, chosen: str, rejection: int) -> Outcome:
        """`rejection` is 0 for none in particular."""
        if chosen not in views.STAGES or (rejection and rejections.heard(ctx.tx, ctx.member, rejection) is None):
            return Update(views.gone())
        return Update(self._begin(ctx, Stage(chosen), rejection))

    @action
    def instead(self, ctx: Context, stage: str, rejection: int) -> Outcome:
        """What is open is kept as it is; when it is empty, it goes."""
        if stage not in views.STAGES or (rejection and rejections.heard(ctx.tx, ctx.member, rejection) is None):
            return Update(views.gone())
        opened = store.unfinished(ctx.tx, ctx.member)
        if opened and not _same(opened, Stage(stage), rejection):
            self._close(ctx, opened)
        return Update(self._begin(ctx, Stage(stage), rejection))

    # The parts

    @action
    def go(self, ctx: Context, reflection: int, step: str) -> Outcome:
        if step not in list(Step):
            return Update(views.gone())
        return self._go(ctx, reflection, Step(step))

    @pick
    def part(self, ctx: Context, chosen: str, reflection: int) -> Outcome:
        return self.go(ctx, reflection, chosen)

    @action
    def write(self, ctx: Context, reflection: int, step: str) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None:
            return Reply(views.gone())
        match step:
            case Step.WELL:
                return self.save_well.open(WellForm(well=found.well), reflection)
            case Step.WANTS:
                told = {want.kind: want.text for want in want_store.of(ctx.tx, ctx.member, reflection)}
                more, other, next = (told.get(kind, "") for kind in (Kind.MORE, Kind.OTHER, Kind.NEXT))
                return self.save_wants.open(WantsForm(more=more, other=other, next=next), reflection)
            case Step.KINDER:
                return self.save_kinder.open(KinderForm(thought=found.thought, kinder=found.kinder), reflection)
            case Step.PLAN if found.line is None:
                return self.save_plan.open({"cue": found.cue, "act": found.act}, reflection).asking(_LINE)
            case _:
                return Update(self._card(ctx, found))

    @submit
    def save_well(self, ctx: Context, form: WellForm, reflection: int) -> Outcome:
        store.write(ctx.tx, ctx.member, reflection, ctx.now, well=form.well.strip())
        return self._go(ctx, reflection, Step.CHECKS)

    @submit
    def save_wants(self, ctx: Context, form: WantsForm, reflection: int) -> Outcome:
        if store.get(ctx.tx, ctx.member, reflection) is None:
            return Update(views.gone())
        for kind, text in ((Kind.MORE, form.more), (Kind.OTHER, form.other), (Kind.NEXT, form.next)):
            want_store.keep(ctx, reflection, kind, text.strip())
        return self._go(ctx, reflection, Step.KINDER)

    @submit
    def save_kinder(self, ctx: Context, form: KinderForm, reflection: int) -> Outcome:
        texts = {"thought": form.thought.strip(), "kinder": form.kinder.strip()}
        store.write(ctx.tx, ctx.member, reflection, ctx.now, **texts)
        return self._go(ctx, reflection, Step.PLAN)

    @submit
    def save_plan(self, ctx: Context, form: plans.LineForm, reflection: int) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None:
            return Update(views.gone())
        cue, act = plans.tidy(form.cue, form.act)
        blank = {"cue": "" if cue else views.BLANK_CUE, "act": "" if act else views.BLANK_ACT}
        if wrong := {name: why for name, why in blank.items() if why}:
            return Invalid(wrong)
        if found.line is not None:  # sent twice; what is in a plan is changed there
            return Update(self._card(ctx, found))
        store.write(ctx.tx, ctx.member, reflection, ctx.now, cue=cue, act=act)
        if plans.resting(ctx):
            return self._told(ctx, reflection, views.RESTING)
        return self._told(ctx, reflection, "" if self._put(ctx, reflection) else views.FULL)

    @action
    def put(self, ctx: Context, reflection: int) -> Outcome:
        """An idea goes into this week's plan after all."""
        if store.get(ctx.tx, ctx.member, reflection) is None:
            return Update(views.gone())
        return self._told(ctx, reflection, views.IN_THE_PLAN if self._put(ctx, reflection) else views.FULL)

    # The list of the stage

    @action
    def see(self, ctx: Context, reflection: int, n: int) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None or found.finished:
            return self._gone_or_entry(ctx, found)
        if not 0 <= n < len(self._items(ctx, found)):
            return self._go(ctx, reflection, Step.WANTS)
        store.go(ctx.tx, ctx.member, reflection, Step.CHECKS, ctx.now)
        return Update(self._check(ctx, self._seen(ctx, found), n))

    @action
    def tick(self, ctx: Context, reflection: int, item: str, answer: str) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None or found.finished:
            return self._gone_or_entry(ctx, found)
        ids = [one.id for one in self._items(ctx, found)]
        if item not in ids or answer not in list(Answer):
            return Update(self._card(ctx, found))
        store.check(ctx.tx, ctx.member, found, item, Answer(answer), ctx.now)
        return self.see(ctx, reflection, ids.index(item) + 1)

    # The end

    @action
    def keep(self, ctx: Context, reflection: int) -> Outcome:
        store.finish(ctx.tx, ctx.member, reflection, ctx.now)
        return self._gone_or_entry(ctx, store.get(ctx.tx, ctx.member, reflection))

    @action
    def save_win(self, ctx: Context, reflection: int, page: int) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None:
            return Update(views.gone())
        if found.well and found.win is None and (win := wins.keep(ctx, found.well)) is not None:
            store.won(ctx.tx, ctx.member, reflection, win)
        return self.show(ctx, reflection, page)

    @action
    def stop(self, ctx: Context, reflection: int) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None or found.finished:
            return self._gone_or_entry(ctx, found)
        store.go(ctx.tx, ctx.member, reflection, found.step, ctx.now)  # the days count from now
        return Update(
            views.stopped(
                ctx.today + timedelta(days=OPEN_DAYS),
                go_on=self.open.bind(),
                delete=self.ask_delete.bind(reflection, 0),
            )
        )

    @action
    def ask_delete(self, ctx: Context, reflection: int, page: int) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None:
            return Update(views.gone())
        seen = self._seen(ctx, found)
        if seen.blank:
            return self.delete(ctx, reflection)
        keep = self.show.bind(reflection, page)
        return Update(views.ask_delete(seen, delete=self.delete.bind(reflection), keep=keep))

    @action
    def delete(self, ctx: Context, reflection: int) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None:
            return Update(views.gone())
        store.delete(ctx.tx, ctx.member, reflection)
        return Update(views.closed() if found.blank else views.deleted())

    # Earlier ones

    @command("reflections", "What you looked back on, and what you want next. Only you see it.")
    def reflections(self, ctx: Context) -> Outcome:
        return Reply(self._earlier(ctx, 0))

    @action
    def turn(self, ctx: Context, page: int) -> Outcome:
        return Update(self._earlier(ctx, page))

    @pick
    def open_entry(self, ctx: Context, chosen: str, page: int) -> Outcome:
        return self.show(ctx, ids.chosen(chosen), page)

    @action
    def show(self, ctx: Context, reflection: int, page: int) -> Outcome:
        return self._gone_or_entry(ctx, store.get(ctx.tx, ctx.member, reflection), page)

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    # What the handlers share

    def _now(self, ctx: Context) -> Card:
        opened = store.unfinished(ctx.tx, ctx.member)
        if opened:
            return self._card(ctx, opened)
        return views.start(rejections.recent(ctx), about=self.about.bind(), stage=self.stage.bind(0))

    def _about(self, ctx: Context, rejection: int) -> Card:
        heard = rejections.heard(ctx.tx, ctx.member, rejection)
        if heard is None:
            return views.gone()
        opened = store.unfinished(ctx.tx, ctx.member)
        if opened and opened.rejection == rejection:
            return self._card(ctx, opened)
        if heard.stage is Stage.UNSAID:
            return views.ask_stage(heard, stage=self.stage.bind(rejection))
        return self._begin(ctx, heard.stage, rejection)

    def _begin(self, ctx: Context, stage: Stage, rejection: int) -> Card:
        found = store.begin(ctx, stage, rejection or None)
        if _same(found, stage, rejection):
            return self._card(ctx, found)
        instead = self.instead.bind(stage.value, rejection)
        return views.busy(self._seen(ctx, found), go_on=self.open.bind(), instead=instead)

    def _close(self, ctx: Context, opened: Reflection) -> None:
        if self._seen(ctx, opened).blank:
            store.delete(ctx.tx, ctx.member, opened.id)
        else:
            store.finish(ctx.tx, ctx.member, opened.id, ctx.now)

    def _go(self, ctx: Context, reflection: int, step: Step) -> Outcome:
        store.go(ctx.tx, ctx.member, reflection, step, ctx.now)
        return self._gone_or_entry(ctx, store.get(ctx.tx, ctx.member, reflection))

    def _gone_or_entry(self, ctx: Context, found: Reflection | None, page: int = 0) -> Outcome:
        return Update(views.gone() if found is None else self._card(ctx, found, page=page))

    def _told(self, ctx: Context, reflection: int, note: str) -> Outcome:
        found = store.get(ctx.tx, ctx.member, reflection)
        return Update(self._card(ctx, found, note=note) if found else views.gone())

    def _put(self, ctx: Context, reflection: int) -> bool:
        """Whether it stands in the plan now; once there, it is not written again."""
        found = store.get(ctx.tx, ctx.member, reflection)
        if found is None or not found.cue or found.line is not None:
            return found is not None and found.line is not None
        line = plans.write(ctx, plans.NewLine(plans.Kind.OWN, found.cue, found.act))
        if line is not None:
            store.planned(ctx.tx, ctx.member, reflection, line)
        return line is not None

    def _items(self, ctx: Context, one: Reflection) -> tuple[packs.Item, ...]:
        return packs.load("cogs.reflect", one.stage.value, ctx.locale).items

    def _seen(self, ctx: Context, one: Reflection) -> views.Seen:
        heard = rejections.heard(ctx.tx, ctx.member, one.rejection) if one.rejection else None
        told = want_store.of(ctx.tx, ctx.member, one.id)
        return views.Seen(one, heard.company if heard else "", told, self._items(ctx, one))

    def _card(self, ctx: Context, one: Reflection, *, page: int = 0, note: str = "") -> Card:
        """Where it is now."""
        seen = self._seen(ctx, one)
        if one.finished:
            back, delete = self.turn.bind(page), self.ask_delete.bind(one.id, page)
            return views.entry(seen, offers=self._offers(ctx, one, page), delete=delete, back=back, note=note)
        way = self._way(one)
        match one.step:
            case Step.WELL:
                return views.well(seen, way)
            case Step.CHECKS:
                left = (n for n, item in enumerate(seen.items) if item.id not in one.checks)
                return self._check(ctx, seen, next(left, 0))
            case Step.WANTS:
                return views.wants(seen, way)
            case Step.KINDER:
                return views.kinder(seen, way)
            case Step.PLAN:
                return views.plan(seen, way, put=self.put.bind(one.id), my_plan=plans.plan_button(), note=note)
            case Step.END:
                return views.end(
                    seen,
                    keep=self.keep.bind(one.id),
                    offers=self._offers(ctx, one, page),
                    part=self.part.bind(one.id),
                    delete=self.ask_delete.bind(one.id, page),
                    stop=self.stop.bind(one.id),
                    note=note,
                )
            case _:
                assert_never(one.step)

    def _way(self, one: Reflection) -> views.Way:
        back = None if one.step is Step.WELL else self.go.bind(one.id, one.step.before.value)
        forward = self.go.bind(one.id, one.step.next.value)
        return views.Way(self.write.bind(one.id, one.step.value), forward, back, self.stop.bind(one.id))

    def _check(self, ctx: Context, seen: views.Seen, n: int) -> Card:
        id, item = seen.one.id, seen.items[n]
        back = self.see.bind(id, n - 1) if n else self.go.bind(id, Step.WELL.value)
        way = views.Way(self.write.bind(id, Step.CHECKS.value), self.see.bind(id, n + 1), back, self.stop.bind(id))
        answers: dict[Answer, Call] = {answer: self.tick.bind(id, item.id, answer.value) for answer in Answer}
        return views.check(seen, n, answers=answers, way=way, skip_all=self.go.bind(id, Step.WANTS.value))

    def _offers(self, ctx: Context, one: Reflection, page: int) -> tuple[Button, ...]:
        offers: list[Button] = []
        if one.win is not None:
            offers.append(Button("See the win", wins.look_button(one.win).call))
        elif one.well and not wins.hidden(ctx):
            offers.append(Button("Save what went well as a win", self.save_win.bind(one.id, page)))
        if one.cue and one.line is None:
            offers.append(Button("Put it into my plan", self.put.bind(one.id)))
        return tuple(offers)

    def _earlier(self, ctx: Context, page: int) -> Card:
        page = min(max(page, 0), _PAGES)
        found = store.finished(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        opened = store.unfinished(ctx.tx, ctx.member)
        return views.earlier(
            [self._seen(ctx, one) for one in found[:_PAGE]],
            self._seen(ctx, opened) if opened else None,
            open=self.open_entry.bind(page),
            go_on=self.open.bind(),
            newer=self.turn.bind(page - 1) if page else None,
            older=self.turn.bind(page + 1) if len(found) > _PAGE else None,
        )


def _same(one: Reflection, stage: Stage, rejection: int) -> bool:
    return one.rejection == rejection if rejection else one.rejection is None and one.stage is stage
