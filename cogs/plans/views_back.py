"""Looking back at a week, and what becomes of its open lines."""

from __future__ import annotations

from bot.ui.card import Actions, Block, Button, Card, Note, Text
from cogs.plans import calls
from cogs.plans.model import Carried, Line, Week
from cogs.plans.views import carry_buttons, day, in_the_way, plural, smaller_offer, tick_button, wording

NEXT_FULL = "The new week has three lines already. Remove one there first, if you want this one in it."


def look_back(week: Week, *, note: str = "", quiet: bool) -> Card:
    """`quiet`: a smaller plan may fit better."""
    body: list[Block] = [Note(f"The week from {day(week.began)}. Only you see it.")]
    if note:
        body.append(Text(note))
    if week.resting:
        body.append(Text("You rested in this week. That is a full answer."))
    for n, line in enumerate(week.lines, 1):
        body.append(Text((*wording(n, line), _carried(line))))
        if buttons := _buttons(n, line):
            body.append(Actions(buttons))
    if not week.lines and not week.resting:
        body.append(Text("Nothing was planned."))
    if week.open and not week.resting:
        body.append(Note("Keeping a line, making it smaller and dropping it are equally fine."))
    if week.obstacle or week.answer:
        body.append(in_the_way(week))
    if quiet:
        body += smaller_offer(week.began)
    body.append(Actions((Button("My plan", calls.OPEN), Button("My rhythm", calls.RHYTHM))))
    return Card("Looking back", tuple(body))


def _carried(line: Line) -> str:
    match line.carried:
        case Carried.OPEN:
            return ""
        case Carried.KEEP:
            return " · kept for the new week"
        case Carried.SMALLER:
            return " · smaller in the new week"
        case Carried.DROP:
            return " · dropped"


def _buttons(n: int, line: Line) -> tuple[Button, ...]:
    if line.carried is Carried.DROP:
        return (Button(f"Open line {n} again", calls.reopen(line.id)),)
    if not line.open:
        return ()
    return (tick_button(n, line), *carry_buttons(n, line))


def week_ended(week: Week) -> Card:
    """The one message at the end of a week with a plan. It may be read a day later."""
    lines = plural(len(week.lines), "line", "lines")
    choose = " and choose what goes along into the new week" if week.open else ""
    body = (
        Text(f"Your plan had {lines}. If you want, look back{choose}."),
        Note("No answer is needed."),
        Actions((Button("Look back", calls.look(week.began)),)),
    )
    return Card("A look back at your week", body)
