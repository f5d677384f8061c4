"""What everybody reads of a post without a name and its answers, and what follows a press on them."""

from __future__ import annotations

from bot.people import anonymity
from bot.ui.card import Actions, Block, Bold, Button, Card, Hidden, Note, Text, Tone
from bot.ui.phrases import cut
from cogs.anonymous import calls
from cogs.anonymous.model import Nameless
from cogs.anonymous.views import DAYS
from cogs.posts.api import ContentNote, Support

_ABOUT = 80
"""Characters of a post that an answer repeats, so that people see what it is about."""


def post(post: Nameless) -> Card:
    """In the room."""
    presses = tuple(Button(kind.label, calls.support(post.id, kind.value)) for kind in Support)
    return Card(
        post.said.wish.headline,
        (
            Text((Bold(anonymity.name(post.pseudonym)), " writes without a name.")),
            _words(post, post.said.note),
            Note(post.said.wish.told),
            Actions(
                (
                    *presses,
                    Button("Answer without a name", calls.answer(post.id)),
                    Button("…", calls.more(post.id)),
                )
            ),
        ),
        Tone.CARE,
    )


def answer(answer: Nameless, root: Nameless) -> Card:
    """In the room, below `root`. A content note of the post hides its answers too."""
    hidden = root.said.note is not ContentNote.NONE
    wrote = " (wrote the post)" if answer.pseudonym == root.pseudonym else ""
    about = () if hidden else (Note(f"The post: “{cut(root.said.words, _ABOUT)}”"),)
    return Card(
        title(answer),
        (
            Text((Bold(anonymity.name(answer.pseudonym)), f"{wrote} answers {_whose(answer, root)}.")),
            *about,
            _words(answer, root.said.note),
            Actions((Button("…", calls.more(answer.id)),)),
        ),
        Tone.CARE,
    )


def _whose(answer: Nameless, root: Nameless) -> str:
    return "in this thread" if answer.pseudonym == root.pseudonym else anonymity.name(root.pseudonym)


def _words(one: Nameless, note: ContentNote) -> Block:
    if note is ContentNote.NONE:
        return Text(one.said.words)
    return Hidden(f"Content note: {note.value}", one.said.words, calls.reveal(one.id))


def revealed(one: Nameless, note: ContentNote) -> Card:
    return Card(f"Content note: {note.value}", (Text(one.said.words), Note("Only you see this copy.")), Tone.CARE)


def title(one: Nameless) -> str:
    """What it is, in words of ours: staff read it."""
    return "An answer without a name" if one.answer else "A post without a name"


def note(root: Nameless) -> str:
    return "" if root.said.note is ContentNote.NONE else root.said.note.value


# What follows a press, for whoever pressed


def pressed() -> Card:
    return Card("Thank you", (Text("Whoever wrote it sees your name when they look. Nobody else does."),), Tone.CARE)


def pressed_already(post: Nameless, kind: Support) -> Card:
    back = Button("Take it back", calls.take_back(post.id, kind.value))
    return Card(
        kind.pressed_before, (Text("One time is enough. If you want, take it back."), Actions((back,))), Tone.CARE
    )


def taken_back() -> Card:
    return Card("Taken back", (Text("Whoever wrote it sees it no longer."),), Tone.CARE)


def your_own(post: Nameless) -> Card:
    body = (
        Text("Others can press it, and you see who did. Nothing of this press is kept."),
        Actions((Button("Look at it", calls.own(post.id)),)),
    )
    return Card("This one is yours", body, Tone.CARE)


def gone() -> Card:
    text = f"It was taken down, or it is older than {DAYS} days. Nothing was changed."
    return Card("Nothing to press here any more", (Text(text),), Tone.CARE)
