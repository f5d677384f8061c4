"""What one person sees: what is planned, how to plan, and what they may change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.people.zones import place_of
from bot.scheduling.clock import seconds
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    File,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
)
from bot.ui.outcome import Asked
from cogs.checkins import calls
from cogs.checkins.live import views
from cogs.checkins.live.model import Says, Session
from cogs.checkins.model import Checkin

_SAID = {
    Says.NOTHING: "You have not said yet if you come.",
    Says.YES: "You said that you come.",
    Says.MAYBE: "You said maybe.",
    Says.NO: "You said that you can't make it.",
}


def on_clock(at: datetime, zone: ZoneInfo) -> str:
    """For labels of buttons, where no moment of the platform's own fits."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B, %H:%M}"


def asks(zone: ZoneInfo, *, links: bool) -> dict[str, Asked]:
    """The form's words, with the clock it means, and no word of a link where one would be refused."""
    where = "A link to a call, or a place in words." if links else "A place in words. Links are off here."
    return {
        "day": Asked("Day", "Like 2026-03-14."),
        "hour": Asked("Hour", f"On your clock: {place_of(zone.key)}."),
        "past": Asked("Minutes"),
        "minutes": Asked("How many minutes long?", "From 15 to 180."),
        "place": Asked("Where?", f"{where} All who are asked see it."),
    }


def which(checkins: Sequence[Checkin]) -> Card:
    options = tuple(Option(checkin.name, str(checkin.id)) for checkin in checkins)
    body = (Text("Which check-in is it about?"), Select("Choose a check-in", options, Call("live.choose")))
    return Card("Live sessions", body)


def in_none() -> Card:
    body = (
        Text("You are in no check-in yet. People of a check-in can meet live, in their circle or all together."),
        Actions((Button("My check-ins", calls.MINE),)),
    )
    return Card("Live sessions", body)


def listing(
    checkin: Checkin,
    found: Sequence[Session],
    times: Sequence[datetime],
    *,
    zone: ZoneInfo,
    circle: int | None,
    waits: bool,
    host: bool,
) -> Card:
    """`waits`: they are in the check-in and have no circle. `host`: they plan for everybody too."""
    body: list[Block] = []
    for session in found:
        whose = "your circle" if session.circle else "everybody in the check-in"
        body.append(Text((When(session.starts_at), f", {session.minutes} minutes, for {whose}")))
    if found:
        options = tuple(Option(on_clock(session.starts_at, zone), str(session.id)) for session in found)
        body.append(Select("Open one", options, Call("live.open")))
    else:
        body.append(Text("Nothing is planned."))
    if circle is not None:
        another = Button("Choose a time", Call("live.plan", (checkin.id, False)))
        buttons = [Button(on_clock(at, zone), Call("live.plan", (checkin.id, False, seconds(at)))) for at in times]
        said = (
            "To meet with your circle, choose a time. These fit everybody’s hours, as far as I know them:"
            if times
            else "To meet with your circle, choose a time. I know no hour that suits all of you, so ask in your thread."
        )
        body += [Text(said), Actions((*buttons, another))]
    if waits:
        body.append(Text("You have no circle yet. When you do, you can plan to meet with it."))
    if host:
        body.append(Actions((Button("Plan one for everybody", Call("live.plan", (checkin.id, True))),)))
    body.append(Note(f"Times are on your clock: {place_of(zone.key)}."))
    return Card(f"Live sessions: {checkin.name}", tuple(body))


def one(
    session: Session,
    checkin: str,
    text: str,
    *,
    says: Says,
    asked: bool,
    changes: bool,
    note: str = "",
) -> Card:
    """`asked`: it is for them. `changes`: they may change it and call it off."""
    body: list[Block] = [Note(note)] if note else []
    body += [views.details(session), *views.agenda(text)]
    if asked:
        buttons = (views.say(session.id, one) for one in (Says.YES, Says.MAYBE, Says.NO) if one is not says)
        body += [Text(_SAID[says]), Actions((*buttons, views.calendar(session)))]
    if changes:
        change = Button("Change", Call("live.change", (session.id,)))
        off = Button("Call it off", Call("live.ask_off", (session.id,)), Style.DANGER)
        body.append(Actions((change, off)))
        body.append(Note(_who_sees(session)))
    return Card(views.private_title(checkin, session), tuple(body))


def _who_sees(session: Session) -> str:
    if session.circle is not None:
        return "Only your circle sees it. It is in no public calendar."
    if session.event:
        return f"It is not in the calendar that everybody sees: {session.event}."
    return "Where there is a calendar that everybody sees, it stands there too. A link to a call does not."


PLANNED = "It is planned, and on its way to those who are asked."
THERE_ALREADY = "There is one at that time already. This is it."
TAKEN = "There is one at that time already. Please choose another time."
CHANGED = "It is changed. Those who said that they come, or may, are told."
SAME = "Nothing changed."


def refused(why: str) -> Card:
    return Card("This can't be planned now", (Text(why),), Tone.WARNING)


def ask_off(session: Session, checkin: str) -> Card:
    body = (
        views.details(session),
        Text("Those who said that they come, or may, are told. Nobody else is."),
        Actions(
            (
                Button("Yes, call it off", Call("live.call_off", (session.id,)), Style.DANGER),
                Button("Keep it", Call("live.look", (session.id,))),
            )
        ),
    )
    return Card("Call it off?", body)


def is_off(session: Session) -> Card:
    body = (
        Text("It does not take place. Those who said that they come, or may, are told."),
        Actions((views.calendar(session),)),
    )
    return Card("Called off", body)


def with_file(title: str, file: File, *, off: bool) -> Card:
    said = "Open the file, and the entry is taken out." if off else "Open the file, and your calendar takes it up."
    body = (
        Text((Bold(title), f"\n{said}")),
        Note("Can others read your calendar? The entry has this name; you can give it another one there."),
    )
    return Card("For your calendar", body, files=(file,))


def took_place(session: Session, again: Call) -> Card:
    """To its planner, after the end."""
    body = (
        Text(("The session of ", When(session.starts_at), " is over. Would you like to meet again?")),
        Actions((Button("Same time next week", again),)),
    )
    return Card("Meet again?", body)
