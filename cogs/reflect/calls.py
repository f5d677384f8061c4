"""Buttons of one part of this feature on cards of the other, by the names that are frozen."""

from bot.ui.card import Button, Call

REFLECT = Call("reflect.open")
EARLIER = Call("reflect.turn", (0,))
WANTS = Call("wants.show", (0,))


def earlier_button() -> Button:
    return Button("Earlier ones", EARLIER)


def wants_button() -> Button:
    return Button("What I want next", WANTS)
