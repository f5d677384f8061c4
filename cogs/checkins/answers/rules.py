"""Whose week it is, and whether something may still be said in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.context import Context
from bot.ui import form as forms
from bot.ui.form import Form
from cogs.checkins.answers import store
from cogs.checkins.circles import store as circles
from cogs.checkins.model import WORDS, Answer, AnswerState, Checkin, Question, QuestionKind, Standing, Week, WeekState
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks
from cogs.plans import api as plans
from cogs.posts import api as posts


class Answers(Form, title="Your check-in"):
    """Which of them are asked, and what they are called, is said when it opens."""

    first: str = forms.long("Question 1", max=WORDS, default="")
    second: str = forms.long("Question 2", max=WORDS, default="")
    third: str = forms.long("Question 3", max=WORDS, default="")
    fourth: str = forms.long("Question 4", max=WORDS, default="")
    sure: bool = forms.tick(posts.SURE, hint=posts.ASKS)


FIELDS = tuple(Answers.fields)[:4]
"""Those for the questions."""


@dataclass(frozen=True, slots=True)
class Here:
    """A week as the member of the context stands in it."""

    checkin: Checkin
    week: Week
    mine: Answer | None
    inside: bool
    """In the week's circle now. Who is not and answered before sees that answer alone."""

    @property
    def early(self) -> bool:
        return self.week.state is WeekState.PLANNED

    @property
    def ended(self) -> bool:
        """The check-in: its open weeks run to their end, and no other begins."""
        return self.checkin.standing is Standing.ENDED

    def closed(self, now: datetime) -> bool:
        return self.week.state in (WeekState.CLOSED, WeekState.OVER) or now >= self.week.closes_at

    def may_write(self, now: datetime) -> bool:
        """Until the close; who had not written by then may until the next week opens, and change that too."""
        if not self.inside or self.week.state is WeekState.OVER or (self.early and self.ended):
            return False
        if self.mine is None:
            return True
        if self.mine.state is AnswerState.REMOVED:
            return False
        late = self.mine.at >= self.week.closes_at
        return not self.closed(now) or late or self.mine.resting or self.mine.state is AnswerState.KEPT


def here(ctx: Context, week: int) -> Here | None:
    """None for a week that is gone or of other people."""
    found = weeks.get(ctx.tx, ctx.community, week)
    checkin = organising.get(ctx.tx, ctx.community, found.checkin) if found else None
    if found is None or checkin is None:
        return None
    mine = store.of(ctx.tx, found.id, ctx.member)
    inside = circles.is_in(ctx.tx, found.circle, ctx.member)
    return Here(checkin, found, mine, inside) if inside or mine is not None else None


def rested(ctx: Context, answer: Answer) -> bool:
    """Whether they said in this week's plan's week that they rest: a later one rests by their own word alone."""
    return answer.resting and answer.at.astimezone(ctx.zone).date() >= plans.this_week(ctx)


def ahead(ctx: Context, week: Week) -> bool:
    """Answered early, it may lie in a week that nobody plans yet: what they have now is the plan that goes before."""
    return week.day >= plans.this_week(ctx) + timedelta(days=7)


def plan(ctx: Context, here: Here, hidden: bool) -> tuple[str, ...]:
    """The lines that the circle sees."""
    if hidden or here.checkin.asks(QuestionKind.PLAN) is None or ahead(ctx, here.week):
        return ()
    return tuple(line.sentence for line in plans.lines(ctx))


def leaves_out(mine: Answer | None) -> bool:
    """Whether the plan was left out of what stands. Asked again it is not shown without a press."""
    return mine is not None and not mine.resting and not mine.words.plan


# Which question each field of the form asked, on the button: they may be others when it comes back.


def numbers(questions: tuple[Question, ...]) -> str:
    return "-".join(str(question.n) for question in questions)


def asked(checkin: Checkin, numbers: str) -> tuple[Question, ...]:
    found = (checkin.question(int(n)) for n in numbers.split("-")[: len(FIELDS)] if n.isdecimal() and len(n) < 10)
    apart = (QuestionKind.PLAN, QuestionKind.ANONYMOUS)
    return tuple(question for question in found if question is not None and question.kind not in apart)
