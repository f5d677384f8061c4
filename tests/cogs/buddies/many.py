"""A large problem as a real community might have it, from a seed."""

from __future__ import annotations

import random
from array import array
from datetime import timedelta

from cogs.buddies.choices import WISHES, Cadence, Field, Language, Medium, Part, Stage
from cogs.buddies.model import Rules
from cogs.buddies.problem import Problem
from tests.cogs.buddies.problems import AT, FROM, WEEK

_ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Europe/London",
    "Asia/Kolkata",
    "Europe/Berlin",
    "America/Toronto",
    "America/Denver",
    "Europe/Paris",
    "Australia/Sydney",
    "America/Sao_Paulo",
    "Europe/Madrid",
    "Africa/Lagos",
    "Asia/Singapore",
    "Europe/Warsaw",
    "Europe/Amsterdam",
    "America/Mexico_City",
    "Asia/Manila",
    "Africa/Johannesburg",
    "Europe/Rome",
    "Asia/Dubai",
    "Europe/Istanbul",
    "America/Bogota",
    "Pacific/Auckland",
    "Asia/Tokyo",
    "Africa/Nairobi",
    "Europe/Kyiv",
    "America/Vancouver",
    "Asia/Karachi",
    "Europe/Lisbon",
    "America/Argentina/Buenos_Aires",
    "Europe/Athens",
    "Africa/Cairo",
    "Asia/Jakarta",
    "Asia/Dhaka",
    "America/Halifax",
    "America/St_Johns",
    "Australia/Adelaide",
    "Asia/Kathmandu",
    "Asia/Seoul",
]
_LANGUAGES = {Language.EN: 85, Language.ES: 10, Language.DE: 5}
_ROUNDS = 12


def many(count: int, seed: int = 1) -> Problem:
    """40 zones, three languages, a dozen rounds before; two in a hundred asked not to be paired with somebody."""
    chance = random.Random(seed)
    words = sorted({*_ZONES, *Field, *Stage, *Medium, *_LANGUAGES})
    place = {word: n for n, word in enumerate(words)}
    at = AT + seed * timedelta(days=1)
    made = Problem(int(at.timestamp()), seed, Rules(2, True, WISHES), [str(word) for word in words])
    made.member = array("q", range(FROM, FROM + count))
    made.zone.extend(place[z] for z in chance.choices(_ZONES, [1 / (n + 2) for n in range(len(_ZONES))], k=count))
    made.parts.extend(_parts(chance) for _ in range(count))
    made.field.extend(place[field] for field in chance.choices(list(Field), k=count))
    made.stage.extend(place[stage] for stage in chance.choices(list(Stage), k=count))
    made.language.extend(place[word] for word in chance.choices(list(_LANGUAGES), list(_LANGUAGES.values()), k=count))
    made.cadence.extend(cadence.weeks for cadence in chance.choices(list(Cadence), (5, 3, 2), k=count))
    made.medium.extend(place[medium] for medium in chance.choices(list(Medium), k=count))
    made.first.extend(int(chance.random() < 0.03) for _ in range(count))
    for turn in range(_ROUNDS):
        here = [member for member in made.member if chance.random() < 0.6]
        chance.shuffle(here)
        for one, two in zip(here[::2], here[1::2], strict=False):
            made.past.extend((one, two, int((at - (turn + 1) * WEEK).timestamp())))
    for _ in range(count // 50):
        made.never.extend(chance.sample(made.member, 2))
    return made


def _parts(chance: random.Random) -> int:
    if chance.random() < 0.3:
        return 0
    return sum(part.bit for part in chance.sample(list(Part), chance.choice((1, 2, 2, 3, 4))))
