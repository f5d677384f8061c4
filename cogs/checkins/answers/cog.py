"""Answering a check-in: the private card with last week's lines, this week's plan and the questions, or rest."""

from __future__ import annotations

from functools import partial

from bot.cog import Cog, action, command, pick, submit
from bot.context import Context, Json
from bot.people import members
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui import limits
from bot.ui.card import Card
from bot.ui.outcome import Asked, Invalid, OpenForm, Outcome, Reply, Update
from cogs.checkins.answers import cards, posting, rules, store, views, views_posts
from cogs.checkins.answers.rules import FIELDS, Answers, Here
from cogs.checkins.circles import store as circles
from cogs.checkins.model import (
    KEPT,
    AnswerState,
    Belonging,
    Checkin,
    Question,
    QuestionKind,
    Standing,
    WeekState,
    Words,
)
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import planning
from cogs.checkins.weeks import store as weeks
from cogs.plans import api as plans
from cogs.posts import api as posts


class CheckinAnswers(Cog, name="checkinanswer"):
    """Everything here is about the member who presses, and about weeks of the circle that they are in now."""

    kept = (Kept("What you said to your circle in check-ins", ("checkin_answer",), KEPT.days, "at"),)

    # Which week

    @command("checkin answer", "Answer your circle's check-in, or rest this week.")
    def start(self, ctx: Context) -> Outcome:
        match found := [one for one in map(partial(_going_on, ctx), circles.of_member(ctx.tx, ctx.member)) if one]:
            case []:
                return Reply(views.none())
            case [only]:
                return Reply(self._next(ctx, only.id))
            case _:
                return Reply(views.choose(found, self.chosen.bind()))

    @pick
    def chosen(self, ctx: Context, value: str) -> Outcome:
        return Update(self._next(ctx, chosen(value)))

    @action
    def answer(self, ctx: Context, week: int) -> Outcome:
        return Reply(self._opened(ctx, week))

    @action
    def answer_next(self, ctx: Context, checkin: int) -> Outcome:
        return Reply(self._next(ctx, checkin))

    def _opened(self, ctx: Context, week: int, before: int = 0) -> Card:
        here = rules.here(ctx, week)
        if here is not None and here.inside:
            circles.pressed(ctx.tx, here.checkin.id, ctx.member, ctx.now)
        return cards.week(ctx, week, before=before)

    def _next(self, ctx: Context, checkin: int) -> Card:
        """The week that is open, else the next one, early."""
        found = organising.get(ctx.tx, ctx.community, checkin)
        place = circles.belonging(ctx.tx, checkin, ctx.member)
        if found is None or place is None:
            return views.none()
        circle = circles.circle(ctx.tx, ctx.community, place.circle) if place.circle else None
        if circle is None:
            return views.waiting(found)
        latest = weeks.current(ctx.tx, circle.id)
        if latest is not None and (latest.state is WeekState.OPEN or not found.running):
            return self._opened(ctx, latest.id)
        if not found.running:
            return views.nothing(found)
        circles.pressed(ctx.tx, checkin, ctx.member, ctx.now)  # before the week is made: it counts who is active
        next = planning.upcoming(ctx.unowned(), found, circle)
        late = latest is not None and store.of(ctx.tx, latest.id, ctx.member) is None
        return cards.week(ctx, next.id, before=latest.id if latest and late else 0)

    # The card

    @action
    def show(self, ctx: Context, week: int, hidden: bool) -> Outcome:
        return Update(cards.checkin(ctx, week, hidden))

    @action
    def said(self, ctx: Context, week: int, hidden: bool, line: int, outcome: str) -> Outcome:
        """How a line of last week's plan went."""
        known = outcome in set(plans.Outcome) and plans.set_outcome(ctx, line, plans.Outcome(outcome))
        return Update(cards.checkin(ctx, week, hidden, "" if known else views.GONE_LINE))

    @pick
    def keep(self, ctx: Context, value: str, week: int, hidden: bool) -> Outcome:
        kept = plans.keep(ctx, chosen(value))
        return Update(cards.checkin(ctx, week, hidden, views.KEPT_LINE if kept else views.FULL_NOTE))

    @action
    def add(self, ctx: Context, week: int, hidden: bool) -> Outcome:
        return self.added.open({"times": 1}, week, hidden)

    @submit
    def added(self, ctx: Context, form: plans.LineForm, week: int, hidden: bool) -> Outcome:
        if len(plans.lines(ctx)) >= plans.LINES:
            return Invalid({"": views.FULL})
        if plans.write(ctx, plans.NewLine(form.kind, form.cue, form.act, form.times or 1)) is None:
            return Invalid({"": views.BLANK_LINE})
        return Update(cards.checkin(ctx, week, hidden))

    # Saying it

    @action
    def write(self, ctx: Context, week: int, hidden: bool) -> Outcome:
        here = rules.here(ctx, week)
        if here is None or not here.may_write(ctx.now):
            return Update(cards.week(ctx, week))
        typed = here.checkin.typed[: len(FIELDS)]
        if not typed:
            return self._posted(ctx, here, {}, rules.plan(ctx, here, hidden), {})
        said = here.mine.words.said if here.mine is not None else {}
        first = here.mine is None or here.mine.resting
        prefill = {field: said.get(one.n, "") for field, one in zip(FIELDS, typed, strict=False)}
        form: OpenForm = self.post.open(prefill, week, hidden, first, rules.numbers(typed))
        return form.asking(
            {field: _asked(n, one) for n, (field, one) in enumerate(zip(FIELDS, typed, strict=False), 1)}
            | {"sure": Asked(posts.SURE, posts.ASKS)}
        )

    @submit
    def post(self, ctx: Context, form: Answers, week: int, hidden: bool, first: bool, asked: str) -> Outcome:
        """`first`: nothing was said when the form opened. `asked`: the questions that its fields stand for."""
        here = rules.here(ctx, week)
        if here is None or not here.may_write(ctx.now):
            return Update(cards.week(ctx, week))
        questions = rules.asked(here.checkin, asked)
        fields = {one.n: field for field, one in zip(FIELDS, questions, strict=False)}
        typed = {n: str(getattr(form, field)).strip() for n, field in fields.items()}
        said = {n: words for n, words in typed.items() if words}
        mine = here.mine
        if first and mine is not None and not mine.resting and said and said != mine.words.said:
            return Update(views.stands(list(said.values()), mine.id))
        return self._posted(ctx, here, said, rules.plan(ctx, here, hidden), fields, sure=form.sure)

    def _posted(
        self,
        ctx: Context,
        here: Here,
        said: dict[int, str],
        plan: tuple[str, ...],
        fields: dict[int, str],
        *,
        sure: bool = False,
    ) -> Outcome:
        if errors := _errors(ctx, said, plan, fields) or _meant(ctx, said, plan, fields, sure=sure):
            return Invalid(errors) if fields else Reply(views.refused(" ".join(errors.values())))
        mine = here.mine
        if mine is not None and rules.rested(ctx, mine):
            plans.rest(ctx, resting=False)
        kinds = {one.kind for one in map(here.checkin.question, said) if one is not None}
        words = Words(said, plan, mine.words.win if mine is not None else 0)
        asks = QuestionKind.ASK in kinds
        self._keep(ctx, here, words, resting=False, asks=asks)
        return Update(cards.week(ctx, here.week.id))

    def _keep(self, ctx: Context, here: Here, words: Words, *, resting: bool, asks: bool) -> None:
        week = here.week
        id = store.save(ctx.tx, week.id, ctx.member, words, resting=resting, asks=asks, now=ctx.now)
        circles.pressed(ctx.tx, week.checkin, ctx.member, ctx.now)
        if members.stopped(ctx.tx, ctx.member, ctx.now):  # only a rest comes here: it is theirs alone
            store.move(ctx.tx, ctx.community, id, AnswerState.KEPT)
            return
        posting.send(ctx, week, id, ctx.member)
        posting.changed(ctx, week)

    # Resting

    @action
    def rest(self, ctx: Context, week: int) -> Outcome:
        return Reply(self._rest(ctx, week))

    @action
    def rest_here(self, ctx: Context, week: int) -> Outcome:
        return Update(self._rest(ctx, week))

    def _rest(self, ctx: Context, week: int) -> Card:
        here = rules.here(ctx, week)
        if here is None:
            return views.gone()
        if here.mine is not None and not here.mine.resting:
            return cards.own(ctx, here, views_posts.RESTS_NOT)
        if here.mine is None and here.may_write(ctx.now):
            self._keep(ctx, here, Words(), resting=True, asks=False)
            if not rules.ahead(ctx, here.week):
                plans.rest(ctx)
        return cards.week(ctx, week)

    # What the circle said

    @action
    def read(self, ctx: Context, week: int) -> Outcome:
        return Reply(cards.circle(ctx, week, 0))

    @action
    def turn(self, ctx: Context, week: int, page: int) -> Outcome:
        return Update(cards.circle(ctx, week, page))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)


def _going_on(ctx: Context, place: Belonging) -> Checkin | None:
    """Also one that has ended while its last week is open."""
    found = organising.get(ctx.tx, ctx.community, place.checkin)
    if found is None or found.standing is not Standing.ENDED:
        return found
    last = weeks.current(ctx.tx, place.circle) if place.circle else None
    return found if last is not None and last.state is WeekState.OPEN else None


def _asked(n: int, question: Question) -> Asked:
    short = len(question.text) <= limits.FIELD_LABEL
    return Asked(question.text) if short else Asked(f"Question {n}", question.text)


def _errors(ctx: Context, said: dict[int, str], plan: tuple[str, ...], fields: dict[int, str]) -> dict[str, str]:
    if members.stopped(ctx.tx, ctx.member, ctx.now):
        return {"": posts.STOPPED}
    if not said and not plan:
        return {"": views.EMPTY}
    found = {fields[n]: why for n, words in said.items() if (why := posts.link_hindrance(ctx, words))}
    if posts.link_hindrance(ctx, *plan):
        found[""] = views.LINK_IN_PLAN
    return found


def _meant(
    ctx: Context, said: dict[int, str], plan: tuple[str, ...], fields: dict[int, str], *, sure: bool
) -> dict[str, str]:
    """Where the words tell how to reach them: that is asked beside the field. Without a field there is nothing to tick:
    the card before shows the plan as the circle reads it."""
    if not fields:
        return {}
    found = {fields[n]: posts.look_again(ctx, words, sure=sure, named=True) for n, words in said.items()}
    found[""] = posts.look_again(ctx, *plan, sure=sure, named=True)
    return {field: why for field, why in found.items() if why}
