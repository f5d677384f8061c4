"""The profile: how its owner sees it, and how a buddy does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.people import zones
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
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
)
from cogs.buddies import calls
from cogs.buddies.choices import PARTS, Field, Language, Stage
from cogs.buddies.model import AHEAD, Pool, Profile
from cogs.buddies.profile.forms import Line

_TEST_DM = Call("home.test")
_NOT_SAID = "Not said"


def shown_profile(profile: Profile, zone: ZoneInfo) -> tuple[tuple[str, Content], ...]:
    """Exactly the lines about somebody that their buddy sees, for `Fields`: in the preview and in a pair's intro."""
    rows: list[tuple[str, Content]] = [
        ("Clock", zones.place_of(zone.key)),
        ("Hours that suit", _hours(profile)),
        ("Language", profile.language.label),
        ("Text or voice", profile.medium.label),
    ]
    if profile.field is not Field.UNSAID:
        rows.append(("Field of work", profile.field.label))
    if profile.stage is not Stage.UNSAID:
        rows.append(("Stage of the search", profile.stage.label))
    if profile.about:
        rows.append(("Good to know", profile.about))
    return tuple(rows)


def _hours(profile: Profile) -> str:
    """As short as it can be said: parts that follow on each other are one stretch of the day."""
    said = [
        f"{name} {', '.join(stretches)}"
        for name, weekend in (("weekdays", False), ("weekends", True))
        if (stretches := _stretches(profile, weekend=weekend))
    ]
    text = "; ".join(said) or "any time"
    return text[0].upper() + text[1:]


def _stretches(profile: Profile, *, weekend: bool) -> list[str]:
    stretches: list[tuple[int, int]] = []
    for part, (on_weekend, _, start, end) in PARTS.items():
        if part not in profile.parts or on_weekend is not weekend:
            continue
        if stretches and stretches[-1][1] == start:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return [f"{start}:00 to {end}:00" for start, end in stretches]


def profile_card(
    profile: Profile,
    zone: ZoneInfo,
    now: datetime,
    pool: Pool,
    *,
    pools: int,
    change: Call,
    lead: Sequence[Content] = (),
    dms: str = "",
) -> Card:
    """`lead` is what happened before it is shown; `pools` how many there are to choose from."""
    rows: list[tuple[str, Content]] = [
        (Line.ZONE.label, f"{zones.place_of(zone.key)}, {now.astimezone(zone):%H:%M} now"),
        (Line.PARTS.label, _hours(profile)),
        (Line.FIELD.label, profile.field.label),
        (Line.STAGE.label, profile.stage.label),
        (Line.LANGUAGE.label, profile.language.label),
        (Line.CADENCE.label, profile.cadence.label),
        (Line.MEDIUM.label, profile.medium.label),
        (Line.ABOUT.label, profile.about or _NOT_SAID),
    ]
    if pools > 1:
        rows.append((Line.POOL.label, pool.label))
    lines = tuple(Option(line.label, line.value) for line in Line if line is not Line.POOL or pools > 1)
    body: list[Block] = [
        *(Text(content) for content in lead),
        Fields(tuple(rows)),
        Select("Change a line", lines, change),
        Divider(),
        Text(Bold("What your buddy sees")),
        Fields(shown_profile(profile, zone)),
        Note("The other lines only help to find somebody who fits."),
        Actions((Button("My buddy page", calls.STAND),)),
        *dm_hint(dms),
    ]
    return Card("Your buddy profile", tuple(body), Tone.WARM)


def dm_hint(why: str) -> tuple[Block, ...]:
    """Where news arrives for somebody whom no direct message reaches."""
    return (Note(why), Actions((Button("Try a direct message", _TEST_DM),))) if why else ()


NO_DMS = "I send you no direct messages. News for you waits on /home."
CLOSED_DMS = "Your direct messages are closed to me, so news for you waits on /home."


def joined(next_at: datetime | None, now: datetime) -> tuple[Content, ...]:
    if next_at is None:
        return ("You're in. No rounds are planned here for now. You hear from me before one begins.",)
    return (
        ("You're in. The next round is ", When(next_at), told_before(next_at, now)),
        "Nothing more is needed. Each line below helps to find somebody who fits.",
    )


def told_before(next_at: datetime, now: datetime) -> str:
    """Who joins or comes back in the last day was not among those who are told a day before."""
    return ". You hear from me a day before." if next_at - now > AHEAD else "."


def changed(line: Line) -> tuple[Content, ...]:
    return (f"Changed: {line.label}.",)


def gone(line: Line) -> tuple[Content, ...]:
    return (f"{line.label}: this is not there to choose any more, so nothing changed.",)


def choose_pool(pools: Sequence[Pool], chosen: int, pick: Call) -> Card:
    options = tuple(Option(pool.label[: limits.OPTION_LABEL], str(pool.id)) for pool in pools[: limits.SELECT_OPTIONS])
    kept = str(chosen) if any(option.value == str(chosen) for option in options) else None
    body = (
        Text("People of one pool are matched with each other. You can be in one of them."),
        Select("Choose a pool", options, pick, kept),
        Actions((Button("Back to my profile", calls.PROFILE),)),
    )
    return Card("Which pool?", body)


# The zone, which is asked before anything else.


def candidates(found: Sequence[Candidate], now: datetime, *, pick: Call, ask: Call) -> Card:
    labels = [candidate.label(now) for candidate in found]
    options = tuple(
        Option((label if labels.count(label) == 1 else f"{c.zone} ({label[-9:-4]})")[: limits.OPTION_LABEL], c.zone)
        for c, label in zip(found, labels, strict=True)
    )
    body = (
        Text("Which of these has the time on your clock?"),
        Select("Choose a place", options, pick),
        Actions((Button("Type something else", ask),)),
    )
    return Card("Pick your time zone", body)


def zone_unknown(typed: str, *, ask: Call) -> Card:
    return Card("I don't know that place", (Text(unknown_place(typed)), Actions((Button("Try again", ask),))))


def unknown_place(typed: str) -> str:
    return (
        f"I found no place for “{typed}”. Try the largest city near you, the time on your clock (14:35), "
        "or the distance from UTC (UTC+2)."
    )


# Not in.


def stopped(until: datetime) -> Card:
    body = Text(("Moderators have paused your posts here until ", When(until), ". You can join after that."))
    return Card("Not for now", (body,), Tone.CARE)


def no_profile(*, notes: bool) -> Card:
    """`notes`: buddies left them kind ones before."""
    row = [Button("Join", calls.JOIN, Style.PRIMARY)]
    row += [Button("Kind notes", calls.NOTES)] if notes else []
    return Card(
        "You are not in the buddy rounds",
        (
            Text("A buddy looks for work too. You two talk with each other for a week or more."),
            Text("You say what suits you, and I look for somebody who fits. Only people who join are matched."),
            Actions(tuple(row)),
        ),
    )


def language(locale: str) -> Language:
    """The community's language, where it is one of those that can be chosen."""
    code = locale.split("-")[0].split("_")[0]
    return Language(code) if code in set(Language) else Language.EN
