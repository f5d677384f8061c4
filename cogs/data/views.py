"""The cards about a person's data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.safety.personal_data import GRACE, Kept
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Content, Fields, File, Note, Style, Text, Tone

SECTION = "Your data and sharing: what you write is yours alone until you share it."


def controls(*, download: Call, forget: Call, privacy: Call, sharing: Call) -> Card:
    body = (
        Text("What you write and choose here is yours. You can read all of it, take it along, or erase it."),
        Text("Nothing is shown to others until you choose to share it, each time."),
        Actions((Button("Get my data", download), Button("What is stored", privacy), Button("Who sees what", sharing))),
        Actions((Button("Erase my data", forget, Style.DANGER),)),
    )
    return Card("Your data", body)


def nothing_stored() -> Card:
    return Card("I store nothing about you", (Text("You have not used me here, or everything is erased already."),))


# Sharing.


def sharing(posts: int) -> Card:
    count = {0: "no posts", 1: "one post"}.get(posts, f"{posts} posts")
    body = (
        Text("Nothing you write is shown to others unless you choose it, each time you write."),
        Fields(
            (
                ("Just for me", "Only you see it. Organisers and moderators can't open it here."),
                ("Shared", "Everybody who can read that room sees it, with your name."),
                ("Weekly round-up", "Takes up a shared win only if its own button says yes."),
            )
        ),
        Text(f"You have {count} in this community's rooms now."),
        Note("To change or delete a post, press … under it. Nobody else can edit what you wrote."),
    )
    return Card("Who sees what", body)


# Export.


def which_export(here: Call, everywhere: Call) -> Card:
    body = (
        Text("You use me in more than one community. Which data do you want?"),
        Actions((Button("This community", here), Button("All communities", everywhere))),
    )
    return Card("Get my data", body)


def export(data: bytes) -> Card:
    body = (
        Text("One file with everything: index.html to read, data.json for other programs."),
        Note("It holds your own words. Keep it where only you can open it."),
    )
    return Card("Your data", body, files=(File("cairn-my-data.zip", "application/zip", data),))


# Erasure.

_ERASED = (
    "What goes: your wins and rejections, your settings, your votes and cheers, what I planned to send you, "
    "and the posts I made for you in rooms."
)
_REMAINS = (
    "What I can't reach: copies that others made, what you wrote yourself in rooms or direct messages, "
    "direct messages from me in your own inbox, and the platform's own records. "
    "Backups of this bot are deleted within 30 days."
)


def ask_forget(*, several: bool, here: Call, everywhere: Call, export: Call) -> Card:
    buttons = [Button("Erase here" if several else "Erase my data", here, Style.DANGER)]
    body: list[Block] = [Text(_ERASED), Text(_REMAINS)]
    if several:
        body.append(Text("You use me in more than one community. You can erase this one, or all of them."))
        buttons.append(Button("Erase everywhere", everywhere, Style.DANGER))
    body.append(Note("I ask once more before I do it. If you want a copy, get it first."))
    body.append(Actions((*buttons, Button("Get my data", export))))
    return Card("Erase my data", tuple(body))


def confirm_forget(*, everywhere: bool, yes: Call, no: Call) -> Card:
    what = "in all communities" if everywhere else "in this community"
    body = (
        Text(("I erase everything about you ", Bold(what), ". This can't be undone.")),
        Actions((Button("Yes, erase it", yes, Style.DANGER), Button("Keep it", no))),
    )
    return Card("Are you sure?", body, Tone.WARNING)


def kept() -> Card:
    return Card("Nothing was erased", (Text("Everything is as it was."),))


def forgotten() -> Card:
    body = (
        Text("It is erased. Your posts disappear from the rooms in a moment."),
        Text("If you use me again, I ask for your agreement first and start with an empty page. I wish you well."),
    )
    return Card("Your data is erased", body)


# Privacy.


_KINDS = 30
"""Kinds of data on one card: all would be too much for a message of Discord."""


def privacy(kept: Sequence[Kept], more: Call) -> Card:
    body: list[Block] = [
        Text("I read no messages. I know what you give me in my own commands, forms, buttons and menus. Nothing else.")
    ]
    body += _fields(kept[:_KINDS])
    if kept[_KINDS:]:
        body.append(Actions((Button("The rest of what is stored", more),)))
    body += [
        Text((Bold("Who can see it: "), "you. What you share is seen by everybody who can read that room.")),
        Text(
            (
                Bold("Who runs me: "),
                "the people who host this bot keep the database. What you write is locked with a key "
                "that is stored apart from it. I send nothing to anybody else.",
            )
        ),
        Text((Bold("If you leave: "), f"your data is erased {GRACE.days} days later. Backups last 30 days at most.")),
        Note("/my-data gives you everything in one file. /forget-me erases it."),
    ]
    return Card("What is stored about you", tuple(body))


def privacy_rest(kept: Sequence[Kept], first: Call) -> Card:
    body = (*_fields(kept[_KINDS:]), Actions((Button("Back", first),)))
    return Card("The rest of what is stored", body)


def _fields(kept: Sequence[Kept]) -> Iterator[Fields]:
    rows = tuple(_rows(kept))
    return (Fields(rows[start : start + 10]) for start in range(0, len(rows), 10))


def _rows(kept: Sequence[Kept]) -> Iterator[tuple[str, Content]]:
    for kind in kept:
        yield kind.what, kind.how_long
