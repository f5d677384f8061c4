"""The cards of single wins: the celebration that everybody sees, and what the author sees of it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Fields,
    Inline,
    Mention,
    Note,
    Style,
    Text,
    Tone,
)
from bot.ui.phrases import cut
from bot.words import packs
from cogs.wins.model import STORY, Cheers, State, Win, WinKind

ROOM = "wins"
EXCERPT = 200
_PIECE = 2500


def excerpt(text: str, most: int = EXCERPT) -> str:
    """One line, cut with a visible "…"."""
    return cut(text, most)


def title(win: Win, locale: str = "en") -> str:
    """The same at every drawing: it goes by the win's id."""
    texts = packs.load("cogs.wins", win.kind.value, locale).items
    return texts[win.id % len(texts)].text


def celebration(win: Win, *, cheer: Call, more: Call, locale: str) -> Card:
    """What everybody sees in the wins room."""
    heading = title(win, locale)
    body: list[Block] = [
        Note(Mention(win.member) if win.kind is WinKind.OTHER else (Mention(win.member), f" · {win.kind.label}")),
        Text(win.story),
    ]
    if win.behind:
        body.append(Fields((("Behind the win", win.behind),)))
    body.append(Actions((Button("Cheer", cheer, Style.PRIMARY), Button("…", more))))
    return Card(heading, tuple(body), Tone.WARM, summary=f"{heading}: {excerpt(win.story, 100)}")


# What the author sees

_WHERE = {
    State.PRIVATE: "Only you can see it.",
    State.WAITING: "It will appear in the wins room in a moment, with your name.",
    State.SHOWN: "It is in the wins room, with your name.",
    State.REMOVED: "It was taken out of the wins room. Only you can see it.",
}


def receipt(win: Win, buttons: Sequence[Button], *, note: str = "", heading: str = "Kept") -> Card:
    """The author's own view of a win. `note`: what else there is to say about it."""
    body: list[Block] = [Text("It is on your list of things you're proud of." if win.brag else _WHERE[win.state])]
    if note:
        body.append(Note(note))
    body.append(Text(win.story) if win.brag else Text((Bold(win.kind.noun), f"\n{win.story}")))
    if win.behind:
        body.append(Fields((("Behind the win", win.behind),)))
    body.append(Actions(tuple(buttons)))
    return Card(heading, tuple(body), Tone.WARM)


def not_posted(why: str) -> str:
    return f"It is kept, and it isn't posted. {why}"


def not_changed(why: str) -> str:
    return f"Your new words are kept for a day, and the post stays as it was. {why}"


CUT = f"Your message is longer than a win can be. I kept its first {STORY} characters; the message itself is unchanged."
STAYS_OUT = "It was taken out of the wins room, so it stays with you alone. You can still change or delete it."


def too_long(text: str) -> Card:
    pieces = [Text(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE)]
    return Card(
        "That is a little too long",
        (
            Text(f"A win has room for {STORY} characters, and this has {len(text)}. Nothing was kept yet."),
            Note("Here are your words, so that you can shorten them and send them again:"),
            *pieces[:4],
        ),
        Tone.WARNING,
    )


def gone() -> Card:
    return Card("This win is gone", (Text("It was deleted, or it is somebody else's. Nothing changed."),))


def not_there() -> Card:
    return Card("This post is gone", (Text("It isn't in the wins room any more."),))


def ask_delete(win: Win, *, delete: Call, keep: Call) -> Card:
    told = "Its post and its cheers go too." if win.public else "It can't be brought back."
    return Card(
        "Delete this win?",
        (
            Text(excerpt(win.story)),
            Note(told),
            Actions((Button("Delete it", delete, Style.DANGER), Button("Keep it", keep))),
        ),
    )


def deleted(was_public: bool, mine: Call) -> Card:
    told = "Its post disappears in a moment, and its cheers are gone." if was_public else "It is gone."
    return Card("Deleted", (Text(told), Actions((Button("My wins", mine),))))


def nothing_to_save() -> Card:
    return Card("There is no text in this message", (Text("Choose a message of yours that has some words in it."),))


def not_yours() -> Card:
    return Card(
        "This message is somebody else's",
        (Text("You can keep your own messages as wins. This one belongs to the person who wrote it."),),
    )


# Cheers


def cheered(win: Win) -> Card:
    who: tuple[Inline, ...] = (Mention(win.member), " will hear about it in one message a day, with your name.")
    return Card("Your cheer is on its way", (Text(who),), Tone.WARM)


def cheered_before(win: Win, *, take_back: Call, keep: Call) -> Card:
    return Card(
        "You have cheered this win",
        (
            Text((Mention(win.member), " hears about it in one message a day. You can take it back if you want.")),
            Actions((Button("Take it back", take_back), Button("Keep it", keep))),
        ),
    )


def taken_back() -> Card:
    return Card("Your cheer is taken back", (Text("You can cheer again at any time."),))


def stays() -> Card:
    return Card("Your cheer stays", (Text("Nothing changed."),))


def own_win() -> Card:
    return Card(
        "This win is yours",
        (Text("Others can cheer it. I tell you who did, in one message a day."),),
        Tone.WARM,
    )


def digest(found: Sequence[Cheers], *, more: bool) -> Card:
    """Who cheered. Names and no numbers. `more`: not every win that was cheered fits."""
    body: list[Block] = []
    for cheers in found:
        line: list[Inline] = [excerpt(cheers.win.story, 100), "\nCheered by "]
        for n, member in enumerate(cheers.by):
            line += [", "] if n else []
            line.append(Mention(member))
        line += [" and others"] if cheers.others else []
        body.append(Text(tuple(line)))
    if more:
        body.append(Note("More of your wins were cheered. Thank you for sharing them."))
    return Card("Cheers for your wins", tuple(body), Tone.WARM)


# The round-up


def roundup_more(*, remove: Call | None, mine: Call) -> Card:
    body: list[Block] = [
        Text("A win is in here because its author said yes. To change that for yours, open it under My wins."),
        Note("To report one, press … on its own post in the room."),
        Actions((Button("My wins", mine),)),
    ]
    if remove:
        body += [
            Note("For staff. What you do here is written down."),
            Actions((Button("Remove the round-up", remove, Style.DANGER),)),
        ]
    return Card("The weekly round-up", tuple(body))


def roundup_removed() -> Card:
    return Card("The round-up is removed", (Text("It disappears in a moment. The wins in it stay where they are."),))


# Hiding

_MUTE = {
    "discord": "To quiet the room itself, press and hold its name (or right-click it) and choose Mute.",
    "slack": "To quiet the room itself, open it, press its name and choose Mute channel.",
}


def hidden(platform: str, *, show: Call) -> Card:
    return Card(
        "Wins are hidden",
        (
            Text("I will leave wins out of everything I send you, cheers for your own wins too."),
            Text(_MUTE.get(platform, "To quiet the room itself, mute it in your app.")),
            Note("Your own wins stay yours, under /wins."),
            Actions((Button("Show wins again", show),)),
        ),
    )


def shown_again(*, hide: Call) -> Card:
    return Card(
        "Wins are back",
        (Text("I will tell you again when somebody cheers."), Actions((Button("Hide wins", hide),))),
    )
