"""Handlers of one of these cogs that another one's code leads to, by name."""

from __future__ import annotations

from bot.ui.card import Call

MINE = Call("circle.mine_here")
"""What one has here: check-ins, circles, settings. In place of the card that the button is on."""


# For members


def join(checkin: int) -> Call:
    """On the invitation."""
    return Call("circle.join", (checkin,))


def belonging(checkin: int) -> Call:
    """One's own place in a check-in: circle, settings, pause, leave. In place of the card."""
    return Call("circle.show", (checkin,))


def answer(week: int) -> Call:
    """A new private card: last week's lines, this week's plan, the questions."""
    return Call("checkinanswer.answer", (week,))


def answer_next(checkin: int) -> Call:
    """The same for the week that is open, or else early for the next one."""
    return Call("checkinanswer.answer_next", (checkin,))


def rest(week: int) -> Call:
    """Resting this week: a full answer."""
    return Call("checkinanswer.rest", (week,))


def read(week: int) -> Call:
    """What the circle said in a week, for its members alone."""
    return Call("checkinanswer.read", (week,))


def say(week: int) -> Call:
    """Opens the form of the anonymous question."""
    return Call("checkinsaid.say", (week,))


def help_with(answer: int) -> Call:
    """I can help."""
    return Call("checkinask.help", (answer,))


def merge(circle: int, wanted: bool) -> Call:
    """A member's answer to joining another circle."""
    return Call("merging.say", (circle, wanted))


def live(checkin: int) -> Call:
    """Live sessions of a check-in and of one's own circle."""
    return Call("live.show", (checkin,))


# For organisers


def manage(checkin: int) -> Call:
    return Call("checkin.show", (checkin,))


# Jobs


def plan(checkin: int) -> Call:
    """Plans the next day's weeks: forms circles, then spreads their openings."""
    return Call("checkinweek.plan", (checkin,))


def plan_key(checkin: int) -> str:
    return f"checkin:{checkin}:plan"


def form(checkin: int, day: int) -> Call:
    """Puts who waits into circles; ends with `spread`."""
    return Call("forming.form", (checkin, day))


def spread(checkin: int, day: int, after: int = 0) -> Call:
    """Makes the weeks of the circles behind `after`, some at a time."""
    return Call("checkinweek.spread", (checkin, day, after))


def spread_key(checkin: int) -> str:
    return f"checkin:{checkin}:spread"


def go(week: int) -> Call:
    """Does what is due in a week (open, ask, remind, close) and sleeps until the next of these."""
    return Call("checkinweek.go", (week,))


def go_key(week: int) -> str:
    return f"checkin:week:{week}"


def publish_said(checkin: int, day: int) -> Call:
    """Shows the anonymous answers of a day, if there are enough."""
    return Call("checkinsaid.publish", (checkin, day))
