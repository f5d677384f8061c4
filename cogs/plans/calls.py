"""Handlers of one of these cogs that another one's cards lead to."""

from __future__ import annotations

from datetime import date

from bot.ui.card import Call

PLAN = Call("plans.plan")
OPEN = Call("plans.open")
"""The same, in place of the card that the button is on."""
WRITE = Call("plans.write")
MORE = Call("plans.more")
RHYTHM = Call("plans.rhythm")
STEP = Call("smallstep.small_step")
WHY = Call("why.show")


def tick(line: int, done: int) -> Call:
    """One more than `done`, the count on the card."""
    return Call("plans.tick", (line, done))


def undo(line: int, done: int) -> Call:
    return Call("plans.undo", (line, done))


def edit(line: int) -> Call:
    return Call("plans.edit", (line,))


def remove(line: int) -> Call:
    return Call("plans.remove", (line,))


def obstacle(began: date) -> Call:
    return Call("plans.obstacle", (began.toordinal(),))


def rest(began: date) -> Call:
    return Call("plans.rest", (began.toordinal(),))


def plan_after_all(began: date) -> Call:
    return Call("plans.plan_after_all", (began.toordinal(),))


def keep(line: int) -> Call:
    return Call("lookback.keep", (line,))


def smaller(line: int) -> Call:
    return Call("lookback.smaller", (line,))


def drop(line: int) -> Call:
    return Call("lookback.drop", (line,))


def reopen(line: int) -> Call:
    return Call("lookback.reopen", (line,))


def smaller_plan(began: date) -> Call:
    return Call("lookback.smaller_plan", (began.toordinal(),))


def look(began: date) -> Call:
    """Looks back at a week."""
    return Call("lookback.look", (began.toordinal(),))


def week_end(began: date) -> Call:
    """A job: tells the member that a week of theirs ends."""
    return Call("lookback.week_end", (began.toordinal(),))
