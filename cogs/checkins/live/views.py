"""The card that everybody who is asked sees, and what they get when they press on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Fields,
    Inline,
    Link,
    Mention,
    Note,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from bot.ui.event import Event
from bot.ui.phrases import cut
from cogs.checkins.live.model import Said, Says, Session, SessionState
from cogs.posts import api as posts

NOBODY = "Nobody leads; the agenda is enough."
LATER = "Somebody who comes. I ask one of you before, in private."
EVENT_PLACE = "The link is on the card in the room of the check-in"
_NAMED = 20
_URL = re.compile(r"https?://(?:[^\s/?#@]*@)*([^\s/?#@]+)\S*")


def say(session: int, says: Says) -> Button:
    match says:
        case Says.YES:
            return Button("I'm coming", Call("liveanswer.say", (session, says.value)), Style.PRIMARY)
        case Says.MAYBE:
            return Button("Maybe", Call("liveanswer.say", (session, says.value)))
        case Says.NO:
            return Button("Can't make it", Call("liveanswer.say", (session, says.value)))
        case Says.NOTHING:
            raise ValueError("no button says nothing")
        case _:
            assert_never(says)


def _say(session: int) -> tuple[Button, ...]:
    return tuple(say(session, says) for says in (Says.YES, Says.MAYBE, Says.NO))


def calendar(session: Session) -> Button:
    label = "Take it out of my calendar" if session.state is SessionState.CALLED_OFF else "Add to calendar"
    return Button(label, Call("liveanswer.calendar", (session.id,)))


def event(session: Session, checkin: str, text: str) -> Event:
    """Everybody of the community reads it: a link, which lets anybody in, stays on the card."""
    place = EVENT_PLACE if posts.has_link(session.place) else session.place
    return Event(title(checkin, session), session.starts_at, session.ends_at, cut(place, limits.EVENT_LINE), text)


def when(session: Session) -> tuple[Inline, ...]:
    return (When(session.starts_at), " to ", When(session.ends_at, WhenStyle.TIME))


def where(place: str) -> Content:
    """An address can be pressed, and says which site it leads to."""
    found = _URL.search(place)
    if found is None:
        return place
    link = Link(f"Open {found[1]}", found[0])
    return tuple(part for part in (place[: found.start()], link, place[found.end() :]) if part)


def details(session: Session) -> Fields:
    return Fields((("When", when(session)), ("Where", where(session.place))))


def agenda(text: str) -> tuple[Block, ...]:
    return (Text((Bold("Agenda"), "\n", text)),) if text else ()


def title(checkin: str, session: Session) -> str:
    return "Live session of your circle" if session.circle else f"Live session: {checkin}"


def private_title(checkin: str, session: Session) -> str:
    """Somebody may be in several circles."""
    return f"Live session of your circle in “{checkin}”" if session.circle else title(checkin, session)


def post(session: Session, checkin: str, said: Said, text: str, now: datetime) -> Card:
    """What all see. Who can't come, and who has not said, stands nowhere on it."""
    heading = title(checkin, session)
    match session.state:
        case SessionState.CALLED_OFF:
            return called_off(session, heading)
        case SessionState.OVER:
            return Card(heading, (Fields((("When", when(session)),)), Text("It is over.")))
        case SessionState.PLANNED | SessionState.WAITING | SessionState.KEPT:
            pass
    body: list[Block] = [details(session), Text((Bold("Who leads"), ": ", _leads(session, said, now))), *agenda(text)]
    for label, members in (("Coming", said.yes), ("Maybe", said.maybe)):
        if members:
            body.append(Text((Bold(label), ": ", *_named(members))))
    more = Button("…", Call("liveanswer.more", (session.id,)))
    body.append(Actions((*_say(session.id), calendar(session), more)))
    body.append(Note("Who can't come is not shown to anybody. You can change your answer until it starts."))
    return Card(heading, tuple(body), Tone.WARM)


def _leads(session: Session, said: Said, now: datetime) -> Inline:
    """Only who has said themselves that they may come is named."""
    leader = session.leader
    if leader is not None and leader in (*said.yes, *said.maybe):
        return Mention(leader)
    return LATER if session.lead_at > now else NOBODY


def _named(members: Sequence[int]) -> list[Inline]:
    named: list[Inline] = []
    for member in members[:_NAMED]:
        named += [", ", Mention(member)] if named else [Mention(member)]
    if len(members) > _NAMED:
        named.append(" and more")
    return named


def called_off(session: Session, heading: str) -> Card:
    body = (Fields((("When", when(session)),)), Text("It does not take place."), Actions((calendar(session),)))
    return Card(f"Called off: {heading}", body)


# To one person


_SAID = {
    Says.YES: ("You are coming", "All who are asked see your name on the card."),
    Says.MAYBE: ("Maybe, noted", "All who are asked see your name there. You can change it until it starts."),
    Says.NO: ("Thank you for saying", "Nobody is told. If it changes, press “I'm coming”."),
}


def noted(session: Session, says: Says) -> Card:
    heading, text = _SAID[says]
    buttons = () if says is Says.NO else (Actions((calendar(session),)),)
    return Card(heading, (Text(text), details(session), *buttons))


def invited(session: Session, checkin: str, planner: int | None, text: str) -> Card:
    """For a circle without a thread."""
    by = (Mention(planner), " would like to meet.") if planner else ("Your circle would like to meet.",)
    body = (
        Text((*by, " Would you like to come?")),
        details(session),
        *agenda(text),
        Actions((*_say(session.id), calendar(session))),
        Note("Who can't come is not shown to anybody."),
    )
    return Card(private_title(checkin, session), body)


def changed(session: Session, checkin: str) -> Card:
    body = (
        Text("It was changed. This is how it is now:"),
        details(session),
        Actions((*_say(session.id), calendar(session))),
        Note("If you had it in your calendar, add it again: the entry is moved."),
    )
    return Card(f"Changed: {private_title(checkin, session)}", body)


def reminder(session: Session, checkin: str, text: str, *, leads: Call | None) -> Card:
    """`leads`: for the one who leads, passing it on."""
    body: list[Block] = [details(session)]
    buttons = [say(session.id, Says.NO)]
    if leads is not None:
        body += [Text("You lead it. This is the agenda; leave out what does not fit."), *agenda(text)]
        buttons.insert(0, Button("Pass", leads))
    body.append(Actions(tuple(buttons)))
    return Card(f"Soon: {private_title(checkin, session)}", tuple(body))


def lead(session: Session, checkin: str, text: str, *, comes: bool, pass_on: Call) -> Card:
    coming = () if comes else (Text("You have not said if you come. If you do, press “I'm coming”."),)
    buttons = (Button("Pass", pass_on), *(() if comes else (say(session.id, Says.YES),)))
    body = (
        Text("Would you lead this one? It means: say hello, read out the agenda, and watch the time."),
        details(session),
        *coming,
        *agenda(text),
        Note("If you would rather not, press Pass. I ask somebody else, and nobody is told."),
        Actions(buttons),
    )
    return Card(f"You lead: {private_title(checkin, session)}", body)


def behind(session: Session, checkin: str, look: Call) -> Card:
    """`…` for those who may change it."""
    return Card(private_title(checkin, session), (details(session), Actions((Button("Change or call off", look),))))


def passed() -> Card:
    return Card("Passed on", (Text("You don't lead it. Nobody is told."),))


def not_leading() -> Card:
    return Card("You don't lead this one", (Text("Somebody else does, or nobody. Nothing changed."),))


def over() -> Card:
    return Card("This session is over", (Text("It took place, or it was called off. There is nothing to do here."),))


def not_yours(join: Call | None) -> Card:
    if join is None:
        return Card("This session is for its circle", (Text("Only people in that circle can say that they come."),))
    body = (
        Text("It is for people in this check-in. You can join, and come along."),
        Actions((Button("Join", join),)),
    )
    return Card("You are not in this check-in", body)
