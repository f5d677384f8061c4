"""The cards of organisers: which lines of their countries are shown, why, and who stands behind the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from bot.safety.helplines import Evidence
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Content, Fields, Link, Note, Option, Select, Text
from bot.ui.phrases import cut, day_in_full
from cogs.help.model import Entry
from cogs.help.views import Countries, select

_EVIDENCE = {
    Evidence.OPERATOR: "a page of the service itself",
    Evidence.OFFICIAL: "a page of a government or of public health",
    Evidence.TWO_SOURCES: "two sources that agree",
    Evidence.ONE_SOURCE: "one source alone, so it is shown after you confirm it",
}
_ALWAYS = "The emergency number and Find A Helpline always stay."
_MOST = 280


def countries(looked_at: Sequence[str], groups: Sequence[tuple[Countries, Call]], *, back: Call) -> Card:
    named = cut(", ".join(looked_at), _MOST)
    return Card(
        "Help lines of your countries",
        (
            Text("The lines that come with me were checked against stored pages. Nobody called them."),
            Text("Please ask those of your countries, and confirm or change what is shown here."),
            *((Text(("You decided about: ", Bold(named))),) if named else ()),
            *(select(part, call) for part, call in groups),
            Note(_ALWAYS),
            Actions((Button("Back to set-up", back),)),
        ),
    )


def lines(country: str, entries: Sequence[tuple[Entry, bool]], *, choose: Call, buttons: Sequence[Button]) -> Card:
    body: list[Block] = []
    for entry, shown in entries:
        said = "" if shown else " · hidden" if entry.hidden else " · not shown"
        body.append(Text((Bold(cut(entry.line.name, 80)), f" · {cut(_way(entry), 60)}{said}")))
    if entries:
        options = tuple(Option(cut(entry.line.name, 70), entry.ref) for entry, _ in entries)
        body.append(Select("Open a line", options, choose))
    return Card(f"Help lines: {country}", (*body, Note(_ALWAYS), Actions(tuple(buttons))))


def _way(entry: Entry) -> str:
    return entry.line.phone or entry.line.text or entry.line.url


def line(country: str, entry: Entry, shown: bool, now: datetime, buttons: tuple[Button, ...]) -> Card:
    one = entry.line
    rows: list[tuple[str, Content]] = [
        ("Call", one.phone),
        ("Text", one.text),
        ("Open", one.hours),
        ("Languages", one.languages),
        ("Web", Link(one.url, one.url) if one.url else ""),
    ]
    if not entry.own_words:
        rows += [
            ("Behind the number", _EVIDENCE[one.evidence]),
            ("Source", Link(urlsplit(one.source).hostname or "the page", one.source) if one.source else ""),
            ("Checked on", day_in_full(one.checked_on)),
        ]
    if entry.decision and not entry.hidden:
        rows.append(("Confirmed here on", day_in_full(entry.decision.at.date())))
    return Card(
        cut(f"{country}: {one.name}", 150),
        (
            Text(_state(entry, shown, now)),
            Fields(tuple((label, content) for label, content in rows if content)),
            Note("“Confirm” says that you asked the service today. It holds for a year."),
            Actions(buttons),
        ),
    )


def _state(entry: Entry, shown: bool, now: datetime) -> str:
    if entry.hidden:
        return "Hidden here. Members don't see it."
    if not shown:
        return "Not shown to members until you confirm it."
    if entry.stays:
        return "Members see it, at all times."
    return "Members see it, because you confirmed it." if entry.confirmed(now) else "Members see it."
