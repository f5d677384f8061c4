"""Handlers of one of these cogs that another one's cards lead to."""

from __future__ import annotations

from bot.ui.card import Call

STATUS = Call("buddy.status")
STAND = Call("buddy.stand")
"""The same, in place of the card that the button is on."""
PAUSE = Call("buddy.ask_pause")
JOIN = Call("profile.join")
PROFILE = Call("profile.show")
COME_BACK = Call("buddy.come_back")
NOTES = Call("kindnote.notes")
"""The kind notes that buddies left them."""


def write_plan(pair: int) -> Call:
    return Call("pair.write_plan", (pair,))


def step_out(pair: int) -> Call:
    return Call("pair.ask_step_out", (pair,))


def more(pair: int) -> Call:
    """What one may do about a pair: step out, report."""
    return Call("pair.more", (pair,))


def stay(round: int) -> Call:
    return Call("buddy.stay", (round,))


def skip(round: int) -> Call:
    """Sits out this round, and no other."""
    return Call("buddy.skip_round", (round,))


def tell_resting(pair: int, until: int) -> Call:
    """Tells the others of the pair, once, until when the member rests; `until` in seconds."""
    return Call("pair.tell_resting", (pair, until))


def begin(pair: int) -> Call:
    """A job: opens the pair's room, if everybody in it can still take part."""
    return Call("pair.begin", (pair,))


def check(pool: int) -> Call:
    """A job: plans the pool's next round, if it has none and somebody to match."""
    return Call("round.plan", (pool,))


def follow(pair: int) -> Call:
    """A job of a feature that shows things to pairs: this one is over, or it has another room."""
    return Call("rejectionpost.follow_pair", (pair,))
