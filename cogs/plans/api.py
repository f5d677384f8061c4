"""What other cogs may use of plans. Everything is about the member of the context, on that member's own clock.

this_week     the day on which their week began
lines         this week's lines
last_lines    the plan before this week's
open_lines    what is open of it
set_outcome   done, part, not or resting: each is a full answer
keep          writes a line of it once more, for this week
write         one more line for this week
tidy          a cue and an act without the "When" and "I'll" that a card says itself
away          a rest from messages lies in their weeks until then
rest          the whole week is one of rest, or not after all
why           why they are looking, as one line
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.context import Context
from bot.people import members
from bot.ui.card import Button, Call
from cogs.plans import calls, planning, store, views_why, why_store
from cogs.plans.model import LINES, Kind, Line, LineForm, NewLine, Outcome, tidy

__all__ = [
    "LINES",
    "PLAN",
    "SMALL_STEP",
    "WHY",
    "Kind",
    "Line",
    "LineForm",
    "NewLine",
    "Outcome",
    "away",
    "keep",
    "last_lines",
    "lines",
    "look_back",
    "open_lines",
    "plan_button",
    "rest",
    "resting",
    "set_outcome",
    "step_button",
    "this_week",
    "tidy",
    "why",
    "why_button",
    "write",
]

PLAN = calls.PLAN
SMALL_STEP = calls.STEP
WHY = calls.WHY


def this_week(ctx: Context) -> date:
    return planning.this_week(ctx)


def lines(ctx: Context) -> tuple[Line, ...]:
    """This week's, in the order in which they were written."""
    return store.week(ctx.tx, ctx.member, planning.this_week(ctx)).lines


def last_lines(ctx: Context) -> tuple[Line, ...]:
    """The plan before this week's, done or not. Empty when it is long ago."""
    last = planning.last(ctx)
    return () if last is None else last.lines


def open_lines(ctx: Context) -> tuple[Line, ...]:
    """Of the plan before this week's, what was not done and not carried or dropped. Empty when it is long ago."""
    last = planning.last(ctx)
    return () if last is None else last.open


def keep(ctx: Context, line: int) -> bool:
    """A line of this week goes into the next one. False when that week is full, or the line is gone or somebody else's;
    kept, dropped or done before, nothing is written."""
    found = store.line(ctx.tx, ctx.member, line)
    return found is not None and planning.keep(ctx, found)


def set_outcome(ctx: Context, line: int, outcome: Outcome) -> bool:
    """False for a line that is gone or somebody else's. Saying the same twice changes nothing."""
    return store.say(ctx.tx, ctx.member, line, outcome, ctx.now)


def write(ctx: Context, new: NewLine) -> int | None:
    """The id of a new line in this week's plan; None when the week is full or the line is empty. A week of rest is
    none any more."""
    cue, act = tidy(new.cue, new.act)
    if not cue or not act:
        return None
    return planning.write(ctx, planning.this_week(ctx), NewLine(new.kind, cue, act, new.times))


def rest(ctx: Context, resting: bool = True) -> None:
    planning.rest(ctx, planning.this_week(ctx), resting)


def resting(ctx: Context) -> bool:
    """Whether they rest in this week, or said so of its lines and did none."""
    return store.week(ctx.tx, ctx.member, planning.this_week(ctx)).resting


def away(ctx: Context, until: datetime) -> None:
    """Of the person, wherever they plan. A rest that ends early is said with its new end."""
    for member in members.of_account(ctx.tx, ctx.account):
        planning.away(replace(ctx, member=member), until)


def look_back(began: date) -> Call:
    """Opens the card of a week."""
    return calls.look(began)


def why(ctx: Context) -> str | None:
    """Why they are looking, as one line; None if they never said."""
    found = why_store.get(ctx.tx, ctx.member)
    return None if found is None else views_why.quoted(found)


def why_button() -> Button:
    return Button("Why I'm looking", calls.WHY)


def plan_button() -> Button:
    return Button("My plan", calls.PLAN)


def step_button() -> Button:
    return Button("A small step", calls.STEP)
