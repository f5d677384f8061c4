"""What a post in the support room asks for, whichever feature made it, what it is careful with, and how people answer
it by a press. Values are stored: never renamed."""

from __future__ import annotations

from enum import StrEnum


class Wish(StrEnum):
    """What would help. The title of the post says it."""

    LISTEN = "listen"
    ENCOURAGEMENT = "encouragement"
    ADVICE = "advice"
    BEEN_THERE = "been-there"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def headline(self) -> str:
        """Of a public post."""
        return _HEADLINES[self]

    @property
    def told(self) -> str:
        """To whoever reads the post."""
        return _TOLD[self]


_LABELS = {
    Wish.LISTEN: "Just listen",
    Wish.ENCOURAGEMENT: "Encouragement",
    Wish.ADVICE: "Advice",
    Wish.BEEN_THERE: "Someone who's been there",
}
_HEADLINES = {
    Wish.LISTEN: "Just listening, please",
    Wish.ENCOURAGEMENT: "Encouragement welcome",
    Wish.ADVICE: "Advice welcome",
    Wish.BEEN_THERE: "Who has been there?",
}
_TOLD = {
    Wish.LISTEN: "They would like to be heard. Advice can wait.",
    Wish.ENCOURAGEMENT: "They would like a kind word.",
    Wish.ADVICE: "They would like ideas.",
    Wish.BEEN_THERE: "They would like to hear from someone who knows this.",
}


class ContentNote(StrEnum):
    """What hides the text of a post until somebody presses."""

    NONE = "none"
    REJECTION = "rejection"
    LAYOFF = "layoff"
    MONEY = "money"
    HEALTH = "health"
    DISCRIMINATION = "discrimination"
    OTHER = "other"

    @property
    def label(self) -> str:
        return "None, show it at once" if self is ContentNote.NONE else self.value.capitalize()


class Support(StrEnum):
    """An answer by a press: each once, and it can be taken back."""

    WITH_YOU = "with-you"
    BEEN_THERE = "been-there"

    @property
    def label(self) -> str:
        return {Support.WITH_YOU: "I'm with you", Support.BEEN_THERE: "Been there"}[self]

    @property
    def pressed_before(self) -> str:
        """To whoever presses it again."""
        return {Support.WITH_YOU: "You are with them already", Support.BEEN_THERE: "You said so already"}[self]
