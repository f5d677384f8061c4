"""What the parts of prompts call of each other, by name."""

from __future__ import annotations

from bot.ui.card import Call

LIST = Call("prompts.show_list")
MINE = Call("promptanswer.mine_here")
OWN = Call("promptme.show")
OWN_DUE = Call("promptme.due")


def here(post: int) -> Call:
    return Call("promptanswer.here", (post,))


def keep(post: int) -> Call:
    return Call("promptanswer.keep", (post,))


def keep_own(day: int, prompt: str) -> Call:
    return Call("promptanswer.keep_own", (day, prompt))


# For organisers

NEW = Call("prompts.ask_new")
PICK = Call("prompts.pick_one")
ASK_STOP = Call("promptstop.ask_stop")
GO_ON = Call("promptstop.go_on")


def of(name: str, schedule: int, *args: bool) -> Call:
    """Something about one schedule."""
    return Call(name, (schedule, *args))


def due(schedule: int) -> Call:
    return Call("prompts.due", (schedule,))
