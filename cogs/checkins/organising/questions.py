"""What a check-in asks, as organisers set it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.cog import Cog, action, pick, submit
from bot.context import Context, Json
from bot.people.roles import ORGANISERS
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.outcome import Invalid, Outcome, Update
from bot.ui.phrases import one_line
from cogs.checkins import calls
from cogs.checkins.model import ONCE, QUESTIONS, Checkin, Question, QuestionKind, Template
from cogs.checkins.organising import look, store, views, views_questions
from cogs.checkins.organising.forms import QuestionForm
from cogs.posts import api as posts


class Questions(Cog, name="checkinquestions"):
    """Buttons name a question by its number, which it keeps: two organisers never change another one than they see."""

    @action(staff=ORGANISERS)
    def show(self, ctx: Context, checkin: int) -> Outcome:
        return self._shown(ctx, checkin)

    @pick(staff=ORGANISERS)
    def pick_one(self, ctx: Context, value: str, checkin: int) -> Outcome:
        return self._one(ctx, checkin, chosen(value))

    def _one(self, ctx: Context, checkin: int, n: int, note: str = "") -> Outcome:
        found, question = _found(ctx, checkin, n)
        if found is None:
            return look.gone()
        if question is None:
            return self._shown(ctx, checkin, views_questions.CHANGED)
        at = found.questions.index(question)
        moves = views_questions.Moves(
            change=self.ask_change.bind(checkin, n),
            up=self.move.bind(checkin, n, at - 1) if at else None,
            down=self.move.bind(checkin, n, at + 1) if at + 1 < len(found.questions) else None,
            remove=self.remove.bind(checkin, n),
            back=self.show.bind(checkin),
        )
        return Update(views_questions.one(question, at + 1, moves, note))

    @action(staff=ORGANISERS)
    def move(self, ctx: Context, checkin: int, n: int, to: int) -> Outcome:
        """`to` is a place and no direction, so that a double press moves once."""
        found, question = _found(ctx, checkin, n)
        if found is None or question is None:
            return self._one(ctx, checkin, n)
        others = [other for other in found.questions if other != question]
        to = max(0, min(to, len(others)))
        _keep(ctx, found, (*others[:to], question, *others[to:]))
        return self._one(ctx, checkin, n, views.SAVED)

    @action(staff=ORGANISERS)
    def remove(self, ctx: Context, checkin: int, n: int) -> Outcome:
        found, question = _found(ctx, checkin, n)
        if found is None or question is None:
            return self._one(ctx, checkin, n)
        others = tuple(other for other in found.questions if other != question)
        if not _enough(others):
            return self._one(ctx, checkin, n, views_questions.LAST)
        _keep(ctx, found, others)
        return self._shown(ctx, checkin, views.SAVED)

    @action(staff=ORGANISERS)
    def ask_add(self, ctx: Context, checkin: int) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        if len(found.questions) >= QUESTIONS:
            return self._shown(ctx, checkin, views_questions.FULL)
        return self.add.open({"kind": QuestionKind.OPEN.value}, checkin)

    @submit(staff=ORGANISERS)
    def add(self, ctx: Context, form: QuestionForm, checkin: int) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        wanted = Question(0, form.kind, one_line(form.words))
        if _asked(found.questions, wanted):
            return self._shown(ctx, checkin, views.SAVED)
        if wrong := _wrong(found.questions, wanted):
            return wrong
        if len(found.questions) >= QUESTIONS:
            return Invalid({"words": views_questions.FULL})
        _keep(ctx, found, (*found.questions, wanted))
        return self._shown(ctx, checkin, views.SAVED)

    @action(staff=ORGANISERS)
    def ask_change(self, ctx: Context, checkin: int, n: int) -> Outcome:
        found, question = _found(ctx, checkin, n)
        if found is None or question is None:
            return self._one(ctx, checkin, n)
        return self.change.open({"kind": question.kind.value, "words": question.own}, checkin, n)

    @submit(staff=ORGANISERS)
    def change(self, ctx: Context, form: QuestionForm, checkin: int, n: int) -> Outcome:
        """In other words it is another question: earlier answers stay with the words that they answered."""
        found, question = _found(ctx, checkin, n)
        if found is None:
            return look.gone()
        wanted = Question(0, form.kind, one_line(form.words))
        if _asked(found.questions, wanted):
            return self._shown(ctx, checkin, views.SAVED)
        if question is None:
            return Invalid({"words": views_questions.CHANGED_SINCE})
        others = tuple(other for other in found.questions if other != question)
        if wrong := _wrong(others, wanted):
            return wrong
        if not _enough((*others, wanted)):
            return Invalid({"kind": views_questions.LAST})
        _keep(ctx, found, tuple(wanted if other == question else other for other in found.questions))
        return self._shown(ctx, checkin, views.SAVED)

    @pick(staff=ORGANISERS)
    def pick_template(self, ctx: Context, value: str, checkin: int) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        if value not in set(Template):
            return self._shown(ctx, checkin)
        template = Template(value)
        if not any(question.own for question in found.questions):
            return self._use(ctx, found, template)
        use, back = self.use.bind(checkin, template.value), self.show.bind(checkin)
        return Update(views_questions.ask_template(found, template, use=use, back=back))

    @action(staff=ORGANISERS)
    def use(self, ctx: Context, checkin: int, template: str) -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        return self._use(ctx, found, Template(template)) if template in set(Template) else self._shown(ctx, checkin)

    def _use(self, ctx: Context, checkin: Checkin, template: Template) -> Outcome:
        _keep(ctx, checkin, template.questions)
        return self._shown(ctx, checkin.id, views.SAVED)

    def _shown(self, ctx: Context, checkin: int, note: str = "") -> Outcome:
        found = look.found(ctx, checkin)
        if found is None:
            return look.gone()
        card = views_questions.questions(
            found,
            pick=self.pick_one.bind(checkin),
            add=self.ask_add.bind(checkin) if len(found.questions) < QUESTIONS else None,
            template=self.pick_template.bind(checkin),
            back=calls.manage(checkin),
            note=note,
        )
        return Update(card)

    def forget(self, tx: Tx, member: int) -> None:
        """Questions say nothing about a member."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _found(ctx: Context, checkin: int, n: int) -> tuple[Checkin | None, Question | None]:
    found = look.found(ctx, checkin)
    if found is None:
        return None, None
    return found, next((question for question in found.questions if question.n == n), None)


def _keep(ctx: Context, checkin: Checkin, wanted: Sequence[Question]) -> None:
    """Forms that are opened from now on ask these."""
    same = [(question.kind, question.own) for question in checkin.questions]
    if same == [(question.kind, question.own) for question in wanted]:
        return
    after = store.ask(ctx.tx, checkin, _known(checkin, wanted))
    posts.audit(ctx, posts.Act.CHECKINS)
    store.save(ctx.tx, replace(after, organiser=ctx.member))
    look.invite(ctx, after)


def _known(checkin: Checkin, wanted: Sequence[Question]) -> list[Question]:
    """A question that is or was asked in the same words keeps its number."""
    numbers = {(question.kind, question.own): question.n for question in (*checkin.past, *checkin.questions)}
    return [replace(question, n=numbers.get((question.kind, question.own), 0)) for question in wanted]


def _asked(questions: Sequence[Question], wanted: Question) -> bool:
    return any((question.kind, question.own) == (wanted.kind, wanted.own) for question in questions)


def _wrong(others: Sequence[Question], wanted: Question) -> Invalid | None:
    if wanted.kind in ONCE and any(other.kind is wanted.kind for other in others):
        return Invalid({"kind": views_questions.ONLY_ONCE})
    return Invalid({"words": views.NO_LINKS}) if posts.has_link(wanted.own) else None


def _enough(questions: Sequence[Question]) -> bool:
    """What is said without a name is no answer to the circle."""
    return any(question.kind is not QuestionKind.ANONYMOUS for question in questions)
