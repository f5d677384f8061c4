"""What other cogs may use: what people say about themselves and when they are free, who is never put together, what
buddies leave each other, and what one shows the other.

Whoever shows something to a pair (`together`) has a job `rejectionpost.follow_pair`: it is called when the pair ends
early or gets another room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.context import Context
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from bot.ui.card import Button
from cogs.buddies import calls
from cogs.buddies.choices import ANY_TIME, Field, Part, Stage, bits, parts_of
from cogs.buddies.hours import slots, week
from cogs.buddies.pairs import notes
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pairs import together as togethers
from cogs.buddies.pairs.together import Together
from cogs.buddies.profile import store as profiles

__all__ = [
    "ANY_TIME",
    "Field",
    "Note",
    "Part",
    "Said",
    "Stage",
    "Together",
    "apart",
    "bits",
    "keep_apart",
    "kind_note",
    "more_button",
    "nevers_of",
    "parts_of",
    "profile_of",
    "room_lost",
    "slots",
    "tell_button",
    "together",
    "together_in",
    "week",
]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says about themselves as a buddy."""

    field: Field
    stage: Stage
    parts: frozenset[Part]
    """Empty: not said, any time of the day."""


def profile_of(ctx: Context) -> Said | None:
    """The member's own; None for somebody who is not in the buddy rounds."""
    profile = profiles.get(ctx.tx, ctx.member)
    return Said(profile.field, profile.stage, profile.parts) if profile else None


def apart(tx: Tx, one: int, other: int) -> bool:
    """Whether these two are never put together: one of them asked for it, or it came of a report. For code that
    chooses who sits with whom; nobody may be able to tell."""
    return profiles.excluded(tx, one, other)


def keep_apart(ctx: Context, other: int) -> None:
    """`ctx.member` reported this person elsewhere: the two are never put together, and nobody is told."""
    profiles.add_never(ctx.tx, ctx.member, other, profiles.REPORT, ctx.now)


def nevers_of(tx: Tx, members: Sequence[int]) -> list[tuple[int, int]]:
    """The same for many: pairs that come of these members themselves, the lower id first. Whoever chooses among some
    people asks for all of them."""
    return profiles.nevers_of(tx, members)


@dataclass(frozen=True, slots=True)
class Note:
    """What a buddy once saw in the member. `writer` is None when they erased themselves."""

    text: str
    writer: int | None
    at: datetime


def kind_note(ctx: Context) -> Note | None:
    """One of the member's own kind notes, the one that was offered longest ago; None where there is none."""
    found = notes.next_offer(ctx.tx, ctx.member, ctx.now)
    return Note(found.text, found.writer, found.at) if found else None


def tell_button(ctx: Context, until: datetime) -> Button | None:
    """For somebody who rests in the middle of a round: tells the buddy until when. None without a buddy."""
    pair = pairs.current(ctx.tx, ctx.member)
    if pair is None or len(pair.members) < 2:
        return None
    label = "Tell my buddy" if len(pair.members) == 2 else "Tell my buddies"
    return Button(label, calls.tell_resting(pair.id, seconds(until)))


def together(tx: Tx, member: int) -> Together | None:
    """Their buddies now, and the room they share. None while there are none: no pair, one that is still being opened,
    one that is over or frozen."""
    return togethers.now(tx, member)


def together_in(tx: Tx, member: int, pair: int) -> Together | None:
    """The same of one pair. None for somebody who is not in it, or not any more."""
    return togethers.within(tx, member, pair)


room_lost = togethers.room_lost
more_button = togethers.more_button
