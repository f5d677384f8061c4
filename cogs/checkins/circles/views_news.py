"""What members hear of their circle: that it is made, that they wait, that it became small."""

from __future__ import annotations

from datetime import datetime

from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Inline, Note, Style, Text, Tone, When
from bot.ui.phrases import named
from cogs.checkins import calls
from cogs.checkins.circles.place import Place
from cogs.checkins.circles.views import MINE, settings_button
from cogs.checkins.model import Checkin, Circle


def placed(place: Place, *, moved: bool, ahead: bool) -> Card:
    """`ahead`: they had answered the next week of the circle before."""
    people: tuple[Inline, ...] = (Bold(place.checkin.name), ": you, ", *named(place.others), ".")
    first: tuple[Inline, ...] = ("Your first check-in with them: ", When(place.asked_at), ".")
    body: list[Block] = [Text(people), Text(first)]
    if place.mine.by_dm:
        body.append(Note("I ask you by message, as you chose."))
    if ahead:
        body.append(
            Text("What you wrote ahead was for your old circle, so nobody sees it. You can write anew for this one.")
        )
    body.append(Actions((settings_button(place.checkin.id), MINE)))
    return Card("You are in another circle now" if moved else "Your circle is made", tuple(body), Tone.WARM)


def waiting(place: Place) -> Card:
    """Neutral: the same for everybody, whatever the reason is."""
    body = (
        Text((Bold(place.checkin.name), ": no circle came together for you this time.")),
        Text(("I try again each week. The next circles are made by ", When(place.made_at), ".")),
        Note("This is the one message about it. You hear from me when your circle is made."),
        Actions((settings_button(place.checkin.id), MINE)),
    )
    return Card("You wait for a circle", body)


def paused(place: Place, come_back: Call) -> Card:
    """Their circle is no more; nothing says that they were quiet."""
    body = (
        Text((Bold(place.checkin.name), ": your circle has ended, and nobody asks you for now.")),
        Text("If you want to go on, one press is enough. You get another circle then."),
        Actions(
            (Button("Come back", come_back, Style.PRIMARY), Button("Leave it so", calls.belonging(place.checkin.id)))
        ),
    )
    return Card("Your circle has ended", body, Tone.CARE)


def stays(place: Place, another: Call) -> Card:
    body = (
        Text((Bold(place.checkin.name), ": your circle stays as it is for now.")),
        Text("Whoever joins next can come to you. If you want another circle for yourself, it is one press away."),
        Actions((Button("Another circle", another), MINE)),
    )
    return Card("Your circle goes on", body)


# A circle that became small


def ask_merge(circle: Circle, checkin: Checkin) -> Card:
    body = (
        Text("This circle has become small. Would you like to join another one together?"),
        Text(
            "That happens only if all who are active here say yes. You can change your answer until the next circles"
            " are made."
        ),
        Actions(
            (
                Button("Yes, join another circle", calls.merge(circle.id, wanted=True)),
                Button("Stay as we are", calls.merge(circle.id, wanted=False)),
            )
        ),
        Note("Nobody sees what the others said."),
    )
    return Card(f"{checkin.name}: how shall this circle go on?", body)


def said(circle: Circle, checkin: Checkin, *, wanted: bool, until: datetime) -> Card:
    if wanted:
        text = "Noted: you would join another circle. If all who are active say so, it happens, and you hear where."
        other = Button("Stay after all", calls.merge(circle.id, wanted=False))
    else:
        text = "Noted: you would stay as you are. Your circle goes on then."
        other = Button("Join another circle after all", calls.merge(circle.id, wanted=True))
    body = (
        Text(text),
        Text(("You can change your answer until ", When(until), ".")),
        Actions((other, settings_button(checkin.id))),
    )
    return Card(checkin.name, body)


def not_asked() -> Card:
    return Card(
        "Nothing is asked here now", (Text("Circles have been made since, or this is not yours."), Actions((MINE,)))
    )
