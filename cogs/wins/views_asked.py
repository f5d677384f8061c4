"""The question before words are posted that tell how to reach somebody, or where they applied. The member decides."""

from __future__ import annotations

from collections.abc import Sequence

from bot.safety.contacts import Contact, warning
from bot.ui.card import Actions, Block, Button, Card, Fields, Note, Text, Tone


def before_posting(story: str, behind: str, found: Sequence[Contact], buttons: Sequence[Button]) -> Card:
    told = "Nothing is posted yet. Your words are kept, and only you can see them."
    return Card("Before it is posted", _body(story, behind, found, told, buttons), Tone.CARE)


def before_changing(story: str, behind: str, found: Sequence[Contact], buttons: Sequence[Button]) -> Card:
    told = "The post stays as it was until you decide. I keep your new words for a day."
    return Card("Before the post changes", _body(story, behind, found, told, buttons), Tone.CARE)


def _body(story: str, behind: str, found: Sequence[Contact], told: str, buttons: Sequence[Button]) -> tuple[Block, ...]:
    more = (Fields((("Behind the win", behind),)),) if behind else ()
    return (Text(warning(found)), Text(story), *more, Note(told), Actions(tuple(buttons)))
