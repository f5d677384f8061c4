"""Handlers of the two cogs of answers, by name: each cog's cards lead to the other."""

from __future__ import annotations

from bot.ui.card import Call


def show(week: int, hidden: bool) -> Call:
    """The private check-in card, in place of the card. `hidden`: the plan is left out of what the circle sees."""
    return Call("checkinanswer.show", (week, hidden))


def said(week: int, hidden: bool, line: int, outcome: str) -> Call:
    """How a line of last week's plan went."""
    return Call("checkinanswer.said", (week, hidden, line, outcome))


def add(week: int, hidden: bool) -> Call:
    """Opens the form for a line of this week's plan."""
    return Call("checkinanswer.add", (week, hidden))


def keep(week: int, hidden: bool) -> Call:
    """A `@pick` of a line of last week's plan."""
    return Call("checkinanswer.keep", (week, hidden))


def write(week: int, hidden: bool) -> Call:
    """Opens the form, or posts where nothing is typed."""
    return Call("checkinanswer.write", (week, hidden))


def rest(week: int) -> Call:
    """As `calls.rest`, in place of the card."""
    return Call("checkinanswer.rest_here", (week,))


def turn(week: int, page: int) -> Call:
    """Of what the circle said."""
    return Call("checkinanswer.turn", (week, page))


def own(answer: int) -> Call:
    """One's own answer, in place of the card."""
    return Call("checkinpost.look", (answer,))


def appear(answer: int) -> Call:
    return Call("checkinpost.appear", (answer,))


def more(answer: int) -> Call:
    return Call("checkinpost.more", (answer,))


def retry(answer: int) -> Call:
    return Call("checkinpost.retry", (answer,))


def ask_delete(answer: int) -> Call:
    return Call("checkinpost.ask_delete", (answer,))


def keep_win(answer: int) -> Call:
    return Call("checkinpost.keep_win", (answer,))


def delete(answer: int) -> Call:
    return Call("checkinpost.delete", (answer,))
