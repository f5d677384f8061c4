"""What is asked before a pause, another circle and leaving."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.card import Actions, Block, Button, Call, Card, Note, Style, Text, Tone, When
from cogs.checkins import calls
from cogs.checkins.circles.place import Place
from cogs.checkins.circles.views import MINE
from cogs.checkins.model import KEPT, Checkin


def ask_pause(place: Place, weeks: Sequence[tuple[str, Call]]) -> Card:
    body: list[Block] = [
        Text("While you pause, nobody asks or reminds you, and nothing says that you are away."),
    ]
    if place.circle is not None:
        body.append(Text("Your place in the circle stays. You can still read and write there."))
    rows = [Button(label, call) for label, call in weeks]
    body += [Actions(tuple(rows)), Actions((Button("Back", calls.belonging(place.checkin.id)),))]
    return Card("Pause this check-in", tuple(body), Tone.CARE)


def ask_another(place: Place, move: Call, *, ahead: bool) -> Card:
    """`ahead`: they answered a week that has not opened yet."""
    body: list[Block] = [
        Text("You leave this circle and wait for another one. No reason is asked, and none is told."),
        Text(("The next circles are made by ", When(place.made_at), ". You hear from me then.")),
        Text("What you wrote stays with this circle. To take an answer back, press “…” under it before you go."),
        *((Text("What you wrote ahead for the next week is shown to nobody then."),) if ahead else ()),
        Note("This week’s thread stays open to you until the next one begins."),
        Actions(
            (Button("Yes, another circle", move, Style.PRIMARY), Button("Stay", calls.belonging(place.checkin.id)))
        ),
    ]
    return Card("Another circle?", tuple(body), Tone.CARE)


def ask_leave(place: Place, leave: Call, pause: Call) -> Card:
    body: list[Block] = [
        Text("Leaving deletes what you chose here, and your place in the circle. You can join again at any time."),
        Text(
            f"Answers that you gave stay in the circle’s threads, and with me for {KEPT.days} days."
            " To take one back, press “…” under it before you leave. Erasing your data with /forget-me takes back all."
        ),
    ]
    row = [Button("Leave", leave, Style.DANGER)]
    if not place.paused:
        row.append(Button("Pause instead", pause))
    row.append(Button("Back", calls.belonging(place.checkin.id)))
    return Card("Leave this check-in?", (*body, Actions(tuple(row))), Tone.CARE)


def left(checkin: Checkin) -> Card:
    body = (
        Text("You are no longer in this check-in. Nobody asks you there any more."),
        Actions((Button("Join again", calls.join(checkin.id)), MINE)),
    )
    return Card(f"You have left: {checkin.name}", body, Tone.CARE)
