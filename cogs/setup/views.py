"""The cards of set-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.people import zones
from bot.people.communities import Community, Room
from bot.people.roles import Role
from bot.people.zones import Candidate
from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Content,
    Divider,
    Fields,
    Inline,
    Mention,
    Note,
    Option,
    Select,
    Text,
    Tone,
)
from bot.ui.form import Place
from bot.words.where import to_grant
from cogs.setup.model import Purpose


@dataclass(frozen=True, slots=True)
class Board:
    """All that the set-up card shows."""

    community: Community
    platform: str
    rooms: Mapping[Purpose, Room]
    places: Mapping[str, Place]
    """By the platform's id: the chosen rooms as the bot finds them now."""
    under: Sequence[Place]
    """Where the rooms of pairs are made, as the bot finds it now."""
    circles: Sequence[Place]
    """The rooms of check-ins, as the bot finds them now."""
    moderators: Content
    now: datetime


@dataclass(frozen=True, slots=True)
class Moves:
    rooms: Mapping[Purpose, Call]
    zone: Call
    quiet: Call
    links: Call
    moderators: Call
    care: Call
    again: Call
    test: Call


def board(at: Board, do: Moves, note: str = "") -> Card:
    rows: list[tuple[str, Content]] = [(p.label, _room(at, p)) for p in Purpose]
    zone = at.community.zone
    rows += [
        ("Time zone", f"{zones.place_of(zone.key)}, {at.now.astimezone(zone):%H:%M} now"),
        ("Quiet hours", hours(at.community.quiet_from, at.community.quiet_to)),
        ("Links in posts", "allowed" if at.community.links_allowed else "refused"),
        ("Moderators", at.moderators),
    ]
    problems = [problem for p in Purpose for problem in _problem(at, p)]
    problems += _lost_to_circles(at)
    body: list[Block] = [Text(note)] if note else []
    body.append(Fields(tuple(rows)))
    body += problems
    if not problems and all(p in at.rooms for p in Purpose if p.needed):
        body.append(Text("Everything is in place. Members can start with /win and /rejection."))
    body += _private_rooms("Buddy rooms", at.under, "I introduce buddies without a room", at.platform)
    circles = [place for place in at.circles if not place.missing]
    body += _private_rooms("Check-in threads", circles, "circles are asked by private message", at.platform)
    body.append(Actions(tuple(Button(p.label, call) for p, call in do.rooms.items())))
    links = "Refuse links" if at.community.links_allowed else "Allow links"
    body.append(Actions((Button("Time zone", do.zone), Button("Quiet hours", do.quiet), Button(links, do.links))))
    body.append(Actions((Button("Moderators", do.moderators), Button("Care", do.care))))
    tests = (Button("Send a test post", do.test),) if at.rooms else ()
    body.append(Actions((Button("Check again", do.again), *tests)))
    return Card("Set up Cairn", tuple(body), Tone.WARNING if problems else Tone.PLAIN)


def _room(at: Board, purpose: Purpose) -> Content:
    room = at.rooms.get(purpose)
    if room is None:
        return "not chosen yet" if purpose.needed else "none: I tell moderators privately"
    return name_of(at.places.get(room.remote, Place(room.remote)))


def name_of(place: Place) -> str:
    """A room has no name here when the platform told none, which it also does for a room that is hidden."""
    return place.name or ("a room I can't see" if place.missing else "the room you chose")


def _problem(at: Board, purpose: Purpose) -> Sequence[Block]:
    room = at.rooms.get(purpose)
    if room is None:
        return ()
    place = at.places.get(room.remote)
    if place is None:
        return ()
    if place.missing:
        return missing(place, at.platform)
    if room.broken:
        return (Text((Bold(name_of(place)), ": a post could not appear here before. Press Check again to go on.")),)
    return ()


def missing(place: Place, platform: str) -> Sequence[Block]:
    return (Text((*_lacks("In ", place, place.missing), ".")), Note(to_grant(platform)))


def _lacks(start: str, place: Place, permissions: Sequence[str]) -> Sequence[Inline]:
    words: list[Inline] = [start, Bold(name_of(place)), " I am missing: "]
    for n, permission in enumerate(permissions):
        words += [", " if n else "", Bold(permission)]
    return words


def _lost_to_circles(at: Board) -> Sequence[Block]:
    """In one block, however many check-ins there are."""
    lost = [place for place in at.circles if place.missing]
    if not lost:
        return ()
    words: list[Inline] = []
    for place in lost:
        words += ["\n" if words else "", *_lacks("Check-ins: in ", place, place.missing), "."]
    return (Text(tuple(words)), Note(to_grant(at.platform)))


def _private_rooms(what: str, places: Sequence[Place], until: str, platform: str) -> Sequence[Block]:
    """No problem of posts: without these permissions people meet all the same."""
    words: list[Inline] = []
    for place in places:
        if place.rooms_missing:
            words += ["\n" if words else "", *_lacks(f"{what}: in ", place, place.rooms_missing)]
            words.append(f". Until then {until}.")
    return (Text(tuple(words)), Note(to_grant(platform))) if words else ()


def hours(start: int, end: int) -> str:
    return "none" if start == end else f"{start:02}:00 to {end:02}:00"


def checked(mended: int, wrong: int) -> str:
    if wrong:
        return "I checked. Something is still missing; posts wait until it is there."
    if mended:
        return "I checked. It works again, and the posts that waited go out now."
    return "I checked. Nothing is missing."


def candidates(found: Sequence[Candidate], now: datetime, pick: Call, ask: Call) -> Card:
    options = tuple(Option(f"{c.zone}: {c.label(now)[-9:-4]}"[: limits.OPTION_LABEL], c.zone) for c in found)
    body = (
        Text("Which of these has your community's time now?"),
        Select("Choose a place", options, pick),
        Actions((Button("Type something else", ask),)),
    )
    return Card("Pick the community's zone", body)


def unknown_place(typed: str) -> str:
    return f"I found no place for “{typed}”. Try a large city, the time on your clock (14:35), or UTC+2."


# People with a role, where the platform has no roles.

_MAY = {
    Role.MODERATOR: (
        "Moderators",
        "Moderators can remove any post I made, and stop a person from posting for a while.",
        "There are none yet. Organisers can do all of it too.",
    ),
    Role.LISTENER: (
        "Listeners",
        "Listeners hear of posts that nobody has answered, when they are on duty. Each decides that with /listen.",
        "There are none yet.",
    ),
    Role.FACILITATOR: (
        "Facilitators",
        "Facilitators see in /mod queue what was reported in a circle they sit in, and decide about it. Nothing else.",
        "There are none yet. Moderators and organisers decide about circles too.",
    ),
}
"""Title, what they may do, and what is said while there are none."""


def people(
    role: Role, listed: Sequence[tuple[int, str]], *, add: Call, remove: Call, back: Call, note: str = ""
) -> Card:
    title, may, nobody = _MAY[role]
    body: list[Block] = [Text(note)] if note else []
    body.append(Text(may))
    if listed:
        names: list[Inline] = []
        for n, (member, _) in enumerate(listed):
            names += [", " if n else "", Mention(member)]
        body.append(Fields((("Now", tuple(names)),)))
        options = tuple(Option(name[: limits.OPTION_LABEL], str(member)) for member, name in listed)
        body.append(Select("Remove somebody", options[: limits.SELECT_OPTIONS], remove))
    else:
        body.append(Text(nobody))
    body += [Divider(), Actions((Button("Add a person", add), Button("Back", back)))]
    return Card(title, tuple(body))


NOT_HERE_YET = (
    "This person has not used Cairn here yet, so I may not store anything about them. "
    "Ask them to send /home and agree first. Then add them."
)
NOT_OF_HERE = "Nothing changed: that person did not have this role here."


# Posts in rooms, and the notice about a lost one.


def test_post(purpose: Purpose) -> Card:
    what = {
        Purpose.WINS: "Wins that members share will appear in this room.",
        Purpose.SUPPORT: "Posts that ask for support, and that members share, will appear in this room.",
        Purpose.STAFF: "I say in this room when something has been waiting for moderators for more than a day.",
    }[purpose]
    return Card("This is a test post", (Text(what), Note("It goes away by itself within an hour.")))


def test_sent(places: Sequence[str], remove: Call, back: Call) -> Card:
    body = (
        Text(f"A test post is on its way to {' and '.join(places)}. It goes away by itself within an hour."),
        Actions((Button("Remove the test post", remove), Button("Back", back))),
    )
    return Card("Look in the room", body)


def nowhere_to_test(back: Call) -> Card:
    text = "No room that I can post in is chosen yet, or something is missing. Choose a room or check again first."
    return Card("There is no room to test", (Text(text), Actions((Button("Back", back),))))


_FOR = {Purpose.STAFF.value: "moderators"}


def room_lost(purpose: str, reason: str, platform: str, again: Call) -> Card:
    """No button on Discord: a direct message there does not tell who is an organiser of the server."""
    here = platform != "discord"
    grant = to_grant(platform) if here else to_grant(platform, "send /setup in the server and press Check again")
    body = (
        Text(f"I can't post in the room for {_FOR.get(purpose, purpose)} any more ({reason})."),
        Text("Nothing is lost: posts wait until it works again. I won't write about this room again."),
        Note(f"{grant} If the room is gone, choose another with /setup."),
        *((Actions((Button("Check again", again),)),) if here else ()),
    )
    return Card("A room needs your help", body, Tone.WARNING)


def prompts_lost(reason: str) -> Card:
    """A schedule of prompts pauses by itself when its room is lost."""
    body = (
        Text(f"I can't post in the room for prompts any more ({reason})."),
        Text("Its prompts pause, and none is lost. I won't write about this room again."),
        Note("When I can post there again, send /prompts list in the community and press Resume."),
    )
    return Card("A room needs your help", body, Tone.WARNING)


def checkins_lost(reason: str, platform: str) -> Card:
    body = (
        Text(f"I can't post in the room of a check-in any more ({reason})."),
        Text("Nobody loses what they wrote, and its circles can still be asked by private message."),
        Note("I won't write about this room again."),
        Note(to_grant(platform, "send /checkin manage in the community and open the check-in")),
    )
    return Card("A room needs your help", body, Tone.WARNING)
