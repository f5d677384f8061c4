"""How a rhythm stands in a table: the same columns for a room and for one person."""

from __future__ import annotations

import json
import secrets
from typing import Any

from bot.storage.database import Value
from cogs.prompts.model import Bag, Rhythm, Topic

COLUMNS = "days, hour, topic, last_day, posted, seed, turn, used"
SET = "days = :days, hour = :hour, topic = :topic, last_day = :last_day, posted = :posted, turn = :turn, used = :used"
_SEED_BITS = 53


def fresh(days: int, hour: int, topic: Topic) -> Rhythm:
    return Rhythm(days, hour, topic, 0, 0, Bag(secrets.randbits(_SEED_BITS)))


def rhythm(row: tuple[Any, ...]) -> Rhythm:
    days, hour, topic, last_day, posted, seed, turn, used = row
    return Rhythm(days, hour, Topic(topic), last_day, posted, Bag(seed, turn, tuple(map(str, json.loads(used)))))


def values(of: Rhythm) -> dict[str, Value]:
    return {
        "days": of.days,
        "hour": of.hour,
        "topic": of.topic.value,
        "last_day": of.last_day,
        "posted": of.posted,
        "turn": of.bag.turn,
        "used": json.dumps(of.bag.used, separators=(",", ":")),
    }
