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


def head(week: int) -> Call:
    """Shows the head of a week once more: an ask that came back into it has changed."""
    return Call("checkinweek.head", (week,))


def head_key(week: int) -> str:
    return f"checkin:week:{week}:head"


def digest(week: int) -> Call:
    """The notice with a week's digest, where there is no thread for it."""
    return Call("checkinask.digest", (week,))


def digest_shown(week: int) -> Call:
    """What came of the digest in the thread."""
    return Call("checkinask.shown", (week,))


def digest_again(week: int) -> Call:
    """Shows the digest of a week once more: somebody who is in it was erased."""
    return Call("checkinask.again", (week,))


def digest_again_key(week: int) -> str:
    return f"checkin:week:{week}:digest"


def publish_said(checkin: int, day: int) -> Call:
    """Shows the anonymous answers of a day, if there are enough."""
    return Call("checkinsaid.publish", (checkin, day))


def publish_said_key(checkin: int, day: int) -> str:
    return f"checkin:{checkin}:said:{day}"


def sessions_left(checkin: int, member: int) -> Call:
    """Somebody left their circle, or came into another one: they are taken out of what it planned."""
    return Call("livecourse.left", (checkin, member))


def sessions_left_key(checkin: int, member: int) -> str:
    return f"checkin:{checkin}:left:{member}"


def follow(member: int) -> Call:
    """A job of a feature that shows things to circles: somebody left theirs."""
    return Call("rejectionpost.left_circle", (member,))


def follow_key(member: int) -> str:
    return f"checkin:follow:{member}"


def sessions_off(checkin: int) -> Call:
    """The check-in has ended: no live session that is planned in it takes place."""
    return Call("livecourse.checkin_ended", (checkin,))


def sessions_off_key(checkin: int) -> str:
    return f"checkin:{checkin}:sessions-off"


def carry_sessions(week: int) -> Call:
    """A week's thread is there: what the circle has planned is shown in it from now on."""
    return Call("livecourse.carry", (week,))


def carry_sessions_key(week: int) -> str:
    return f"checkin:week:{week}:sessions"


def answer_again(answer: int) -> Call:
    """Shows an answer's post once more: something about its ask has changed."""
    return Call("checkinpost.again", (answer,))


def answer_again_key(answer: int) -> str:
    return f"checkin:answer:{answer}:again"
