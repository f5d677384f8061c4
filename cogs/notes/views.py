from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Button,
    Call,
    Card,
    Divider,
    Fields,
    File,
    Note,
    Option,
    Select,
    Style,
    Text,
    When,
)
from bot.ui.card import Tone as Mood
from bot.ui.phrases import cut, day_in_full
from cogs.help import api as help_now
from cogs.notes.model import NO_REPLY, WAITS, NoteKind, ReplyTag, Tone, Written
from cogs.rejections.api import Heard, Stage

NONE = "none"
"""The option of whoever writes about no logged rejection."""


def kinds(pick: Call, mine: Button | None) -> Card:
    return Card(
        "Write a note",
        (
            Text("I fill in a short text, and you copy it, change it and send it yourself. You can skip every field."),
            Select("What kind of note?", tuple(Option(kind.label, kind.value) for kind in NoteKind), pick),
            Actions((*((mine,) if mine else ()), help_now.button())),
            Note("Only you see it. I send nothing to anybody."),
        ),
    )


def which(logged: Sequence[Heard], pick: Call) -> Card:
    options = (
        *(Option(cut(_line(one), limits.OPTION_LABEL), str(one.id)) for one in logged),
        Option("None of these", NONE),
    )
    return Card(
        "Which no is it about?",
        (
            Text("I fill in what you logged: company, role and how far you got. You can change it."),
            Select("Choose one", options, pick),
            Note("Only you see this list."),
        ),
    )


def _line(one: Heard) -> str:
    stage = "" if one.stage is Stage.UNSAID else one.stage.label
    return " · ".join(part for part in (day_in_full(one.day), one.company, one.role, stage) if part)


# A note


def note(one: Written, now: datetime, *, retone: Call, rows: Sequence[tuple[Button, ...]], held: bool) -> Card:
    """`held`: its author rests, or gets no direct messages."""
    tones = tuple(Option(f"Tone: {tone.label.lower()}", tone.value) for tone in Tone)
    body: list[Block] = [
        Note("Before you send it, fill in what stands in [brackets]."),
        Divider(),
        Text(one.words),
        Divider(),
        Select("Another tone", tones, retone, one.tone.value),
        *(Actions(row) for row in rows if row),
        *_told(one, now, held=held),
    ]
    stays = "I keep it for 180 days, or until you delete it." if one.kept else "I forget it after a day."
    body.append(Note(f"Only you see this, and I send it to nobody. {stays}"))
    return Card(one.kind.label, tuple(body), summary="Your note")


def _told(one: Written, now: datetime, *, held: bool) -> list[Block]:
    body: list[Block] = []
    waits = " It will wait for you on Home, not in a message." if held else ""
    if one.remind_at and one.remind_at > now and not one.sent:
        body.append(Text(("I remind you of it ", When(one.remind_at), f".{waits}")))
    if one.ask_at and one.ask_at > now and not one.answer:
        body.append(Text(("I ask you once if a reply came: ", When(one.ask_at), f".{waits}")))
    if one.answer == NO_REPLY:
        body.append(Text("No reply came so far."))
    elif one.answer:
        said = (("Their reply", ReplyTag(one.answer).label), *((("What they said", one.gist),) if one.gist else ()))
        body.append(Fields(said))
    return body


def file(one: Written) -> Card:
    body = (Text("The note as plain text, to copy or to change."), Note("Only you see this file."))
    return Card("Your note as a file", body, files=(File("note.txt", "text/plain", one.words.encode()),))


def gone() -> Card:
    return Card(
        "That note is gone",
        (Text("A note that is not kept is deleted after a day. /note writes a new one."),),
    )


def fine() -> Card:
    return Card("That's fine", (Text("I won't ask about it again. /note shows the notes you keep."),))


# Reminder and reply


def reminder(one: Written, *, sent: Call, show: Call, skip: Call) -> Card:
    return Card(
        "The note you wanted to send",
        (
            Text("You asked me to remind you of this one today."),
            Divider(),
            Text(one.words),
            Divider(),
            Actions((Button("I sent it", sent, Style.PRIMARY), Button("Open it", show), Button("Not today", skip))),
            Note("You can skip it. I won't remind you of it again."),
        ),
        summary="A reminder you asked for",
    )


def sent(one: Written, *, later: Sequence[Call], skip: Call, win: Button | None) -> Card:
    """`later`: a call for each of `WAITS`."""
    waits = tuple(Button(f"In {days} days", call) for days, call in zip(WAITS, later, strict=True))
    return Card(
        "You wrote to them",
        (
            *_asking_counts(one, win),
            Text("If you want, I ask you once if a reply came. I keep the note for that."),
            Actions((*waits, Button("No, thanks", skip))),
        ),
        Mood.WARM,
    )


def _asking_counts(one: Written, win: Button | None) -> list[Block]:
    if win is None:
        return [Text("Asking counts, whatever comes back.")]
    return [
        Text(f"Asking counts, whatever comes back. You can keep it as a small win: “{one.kind.win}”"),
        Actions((win,)),
    ]


def any_reply(one: Written, *, yes: Call, no: Call, show: Call) -> Card:
    return Card(
        "Did a reply come?",
        (
            Text((f"To your note: {one.kind.label}. You wanted me to ask.",)),
            Actions((Button("Yes", yes), Button("No", no), Button("Show the note", show))),
            Note("You can skip this. I ask only once."),
        ),
        summary="A question you asked for",
    )


def replied(one: Written, *, show: Call, win: Button | None) -> Card:
    return Card(
        "Kept, only for you",
        (
            Text("You find their reply with your note."),
            *_asking_counts(one, win),
            Actions((Button("Show the note", show),)),
        ),
        Mood.WARM,
    )


def no_reply(one: Written, *, show: Call, win: Button | None) -> Card:
    return Card(
        "No reply so far",
        (
            Text("That says little about your note. Many people mean to answer, and then the day is full."),
            *_asking_counts(one, win),
            Actions((Button("Show the note", show),)),
        ),
        Mood.CARE,
    )


def won(look: Button) -> Card:
    return Card("Kept as a win", (Text("Only you see it. It names nobody."), Actions((look,))), Mood.WARM)


def not_won() -> Card:
    return Card("Nothing changed", (Text("It is among your wins already, or you hide wins."),))


# What is kept


def mine(notes: Sequence[Written], *, write: Call, open: Call, newer: Call | None, older: Call | None) -> Card:
    again = Button("Write a note", write)
    if not notes:
        return Card("Your notes", (Text("None is kept here. A note stays when you press Keep it."), Actions((again,))))
    turn = [Button(label, call) for label, call in (("Newer", newer), ("Older", older)) if call]
    return Card(
        "Your notes",
        (
            *(Text(_title(one)) for one in notes),
            Select(
                "Open one", tuple(Option(cut(_title(one), limits.OPTION_LABEL), str(one.id)) for one in notes), open
            ),
            Actions((*turn, again)),
            Note("Only you see this list."),
        ),
    )


def _title(one: Written) -> str:
    to = one.filling.name or one.filling.company
    return " · ".join(part for part in (day_in_full(one.touched.date()), one.kind.label, to) if part)


def ask_delete(delete: Call, keep: Call) -> Card:
    body = (
        Text("It can't be brought back. What you wrote about a reply goes as well."),
        Actions((Button("Delete it", delete, Style.DANGER), Button("Leave it", keep))),
    )
    return Card("Delete this note?", body)


def deleted() -> Card:
    return Card("Deleted", (Text("There is nothing left of that note here."),))
