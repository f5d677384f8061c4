"""What the people of the simulation are like, and what they press when a card reaches them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

from bot.ui.card import Call, Card, calls_in
from cogs.buddies.choices import Field, Language, Medium, Part, Stage

ZONES = (
    "Europe/London", "Europe/Berlin", "Europe/Lisbon", "Europe/Istanbul", "America/New_York", "America/Chicago",
    "America/Los_Angeles", "America/Sao_Paulo", "Africa/Lagos", "Africa/Nairobi", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland", "UTC",
)  # fmt: skip
_LANGUAGES = (Language.EN, Language.ES, Language.DE, Language.HI)
_SHARES = (80, 10, 7, 3)


class Habit(Enum):
    STEADY = "steady"
    GHOST = "ghost"
    """Joins and never presses anything again."""


@dataclass
class Someone:
    external: str
    habit: Habit
    zone: str
    language: Language
    parts: frozenset[Part]
    field: Field
    stage: Stage
    cadence: int
    medium: Medium
    rounds_away: int = 0
    """Rounds until they come back from a pause."""
    talks: bool = True


def someone(number: int, dice: random.Random) -> Someone:
    return Someone(
        f"p{number}",
        Habit.GHOST if number % 14 == 5 else Habit.STEADY,
        dice.choice(ZONES),
        dice.choices(_LANGUAGES, _SHARES)[0],
        frozenset(dice.sample(list(Part), dice.randint(1, 4))) if dice.random() < 0.8 else frozenset(),
        dice.choice(list(Field)),
        dice.choice(list(Stage)),
        dice.choices((1, 2, 4), (60, 25, 15))[0],
        dice.choice(list(Medium)),
    )


@dataclass
class Presses:
    """Chooses at most one button of a card. Names of handlers stand for what their buttons say."""

    dice: random.Random
    made: Counter[str] = field(default_factory=Counter[str])

    def of(self, person: Someone, card: Card) -> list[Call]:
        if person.habit is Habit.GHOST:
            return []
        offered = {call.name: call for call in calls_in(card)}
        chosen = self._chosen(offered, card)
        for call in chosen:
            self.made[call.name] += 1
        return chosen

    def _chosen(self, offered: dict[str, Call], card: Card) -> list[Call]:
        roll = self.dice.random()
        if "buddy.skip_round" in offered:
            return [offered["buddy.skip_round"]] if roll < 0.05 else [offered["buddy.stay"]] if roll < 0.5 else []
        if "pair.talked" in offered:
            if roll < 0.03:
                return [Call("pair.step_out", offered["pair.talked"].args)]
            return [offered["pair.talked"]] if roll < 0.75 else [offered["pair.not_yet"]] if roll < 0.9 else []
        if "kindnote.met" in offered:
            answers = [call for call in calls_in(card) if call.name == "kindnote.met"]
            return [self.dice.choices(answers, (8, 1, 1)[: len(answers)])[0]] if roll < 0.8 else []
        if "buddy.come_back" in offered:
            return [offered["buddy.come_back"]] if roll < 0.7 else []
        return []
