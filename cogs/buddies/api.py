"""What other cogs may use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.context import Context
from bot.scheduling.clock import seconds
from bot.ui.card import Button
from cogs.buddies import calls
from cogs.buddies.pairs import notes
from cogs.buddies.pairs import store as pairs


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
