"""The cards of Home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.context import HomeSection
from bot.people import zones
from bot.people.accounts import Account
from bot.people.communities import Community
from bot.people.zones import Candidate
from bot.ui import limits
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Divider, Note, Option, Select, Text, When, WhenStyle
from cogs.home.api import button as home_button

DAILY = ("None", "One", "Two", "Three")
HELD_AT_ONCE = 5


def page(sections: Sequence[HomeSection]) -> Card:
    """A line and its buttons for each section. With the most sections there is room for nothing else."""
    body: list[Block] = []
    for section in sections[: limits.HOME_SECTIONS]:
        body.append(Text(section.line))
        if section.buttons:
            body.append(Actions(section.buttons))
    if len(body) < limits.CARD_BLOCKS:
        body.insert(0, Note("Only you can see this page."))
    return Card("Home", tuple(body), summary="Your own page")


def settings(messages: Sequence[Block], clock: Sequence[Block], prompts: HomeSection, *, note: str = "") -> Card:
    first = (Text(note),) if note else ()
    own = (Text(prompts.line), Actions(prompts.buttons))
    return Card("Messages and clock", (*first, *messages, Divider(), *clock, Divider(), *own))


# Messages.


def messages_line(account: Account) -> str:
    if not account.by_dm:
        return "Messages: only here, on this page."
    if account.dm_closed:
        return "Messages: your direct messages are closed to me, so everything waits here."
    if account.untried:
        return "Messages: everything waits here until a test message has reached you."
    return f"Messages: {_budget(account.daily)}"


def _budget(daily: int) -> str:
    match daily:
        case 0:
            return "nothing that you did not ask for."
        case 1:
            return "at most one a day that you did not ask for."
        case _:
            return f"at most {daily} a day that you did not ask for."


def messages(account: Account, *, by_dm: Call, here: Call, daily: Call, test: Call) -> Sequence[Block]:
    body: list[Block] = []
    if account.by_dm:
        body.append(Text("What I have to tell you comes as a direct message, several things in one."))
        if account.untried:
            body.append(Text("First a test message has to reach you. Until then everything waits on Home."))
        if account.dm_closed:
            body.append(
                Text(
                    "The last direct message could not be sent: your messages are closed to me. "
                    "What I have to say waits on Home. If you open them, press Send a test message."
                )
            )
        options = tuple(Option(f"{word} a day" if n else "None", str(n)) for n, word in enumerate(DAILY))
        body.append(Select("How many a day that you did not ask for?", options, daily, str(account.daily)))
        body.append(Note("Answers to what you started yourself do not count. Nothing comes while you rest."))
        body.append(Actions((Button("Send a test message", test), Button("Only here, on Home", here))))
    else:
        body.append(Text("I send you no direct messages. What I have to tell you waits on Home."))
        body.append(Actions((Button("By direct message", by_dm),)))
    return body


def test_asked() -> str:
    return "A test message is on its way. In your quiet hours, or while you rest, it waits until they end."


def test_message() -> Card:
    return Card("This is the test message you asked for", (Text("Direct messages from me reach you here."),))


# Quiet hours.


def quiet_line(account: Account, community: Community) -> str:
    return f"Quiet hours: {quiet_hours(account, community)}"


def quiet_hours(account: Account, community: Community) -> str:
    if account.quiet_from is None or account.quiet_to is None:
        theirs = hours(community.quiet_from, community.quiet_to)
        return f"{theirs}, as set for this community."
    return f"{hours(account.quiet_from, account.quiet_to)}."


def hours(start: int, end: int) -> str:
    return "none" if start == end else f"{start:02}:00 to {end:02}:00"


def quiet_kept(account: Account, community: Community, zone: ZoneInfo, *, change: Call) -> Card:
    body = (
        Text(f"Your quiet hours: {quiet_hours(account, community)}"),
        Note(f"On the clock of {zones.place_of(zone.key)}. What falls into them waits until they end."),
        Actions((Button("Change", change), home_button())),
    )
    return Card("Quiet hours are set", body)


# Zone.


def zone_line(account: Account, zone: ZoneInfo, now: datetime) -> str:
    there = f"{zones.place_of(zone.key)}, {now.astimezone(zone):%H:%M} now"
    return f"Time zone: {there}." if account.zone else f"Time zone: not chosen. I use the community's: {there}."


def clock(blocks: Sequence[Block]) -> Card:
    return Card("Your clock", tuple(blocks))


def clock_blocks(lines: Sequence[str], *, offered: tuple[str, Call] | None, zone: Call, quiet: Call) -> Sequence[Block]:
    """`offered` is what the platform's profile says, and how to confirm it."""
    body: list[Block] = [Text(line) for line in lines]
    if offered is not None:
        label, use = offered
        body += [Text(("Your profile says ", Bold(label), ". Is that right?")), Actions((Button("Yes, use it", use),))]
    body.append(Actions((Button("Set time zone", zone), Button("Set quiet hours", quiet), home_button())))
    return body


def candidates(found: Sequence[Candidate], now: datetime, *, pick: Call, ask: Call) -> Card:
    options = tuple(Option(c.label(now)[: limits.OPTION_LABEL], c.zone) for c in found)
    body = (
        Text("Which of these has the time on your clock?"),
        Select("Choose a place", _distinct(options), pick),
        Actions((Button("Type something else", ask),)),
    )
    return Card("Pick your time zone", body)


def _distinct(options: Sequence[Option]) -> tuple[Option, ...]:
    """Two places of one name are told apart by their zone."""
    labels = [o.label for o in options]
    return tuple(
        o if labels.count(o.label) == 1 else Option(f"{o.value} ({o.label[-9:-4]})"[: limits.OPTION_LABEL], o.value)
        for o in options
    )


def zone_kept(zone: ZoneInfo, now: datetime, *, change: Call) -> Card:
    body = (
        Text((Bold(zones.place_of(zone.key)), f": it is {now.astimezone(zone):%H:%M} there now.")),
        Note("Days, quiet hours and reminders follow this clock. It changes with daylight saving by itself."),
        Actions((Button("That is not right", change), home_button())),
    )
    return Card("Your time zone is set", body)


def zone_unknown(typed: str, *, ask: Call) -> Card:
    body = (Text(unknown_place(typed)), Actions((Button("Try again", ask), home_button())))
    return Card("I don't know that place", body)


def unknown_place(typed: str) -> str:
    return (
        f"I found no place for “{typed}”. Try the largest city near you, the time on your clock (14:35), "
        "or the distance from UTC (UTC+2)."
    )


# What was held back.


def held_line(count: int) -> str:
    return "One message waits for you." if count == 1 else f"{count} messages wait for you."


def waiting_line(count: int, *, decision: bool, queue: bool) -> str:
    lines = [held_line(count)] if count else []
    if decision:
        lines.append("There is a decision about something you wrote without your name.")
    if queue:
        lines.append("Something waits for a moderator.")
    return " ".join(lines)


def held(rows: Sequence[tuple[str, datetime, Call, Call]], more: int, *, dismiss_all: Call) -> Card:
    """Each row: its title, when it was due, how to read and how to dismiss it."""
    body: list[Block] = [Note("What I did not send you waits here. I will not send it later.")]
    for title, due, read, dismiss in rows:
        body.append(Text((Bold(title), " · ", When(due, WhenStyle.DATE))))
        body.append(Actions((Button("Read", read), Button("Dismiss", dismiss))))
    if more:
        body.append(Note(f"And {more} more."))
    body.append(Actions((Button("Dismiss all", dismiss_all), home_button())))
    return Card("What I held back", tuple(body))


def nothing_held() -> Card:
    return Card("What I held back", (Text("Nothing waits for you."), Actions((home_button(),))))


def read_one(card: Card, dismiss: Call) -> Card:
    """The message as it would have been sent, with a way to be done with it where there is room."""
    row = Actions((Button("Dismiss", dismiss),))
    if len(card.body) >= limits.CARD_BLOCKS:
        return card
    return Card(card.title, (*card.body, row), card.tone, card.summary, card.files)
