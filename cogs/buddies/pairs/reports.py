"""Reports about somebody one was paired with: the pair is frozen at once, moderators decide, and nobody learns who."""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Call
from bot.ui.outcome import Outcome
from cogs.buddies.model import Pair, room_key
from cogs.buddies.pairs import ending, notes
from cogs.buddies.profile import store as profiles
from cogs.posts import api as posts


def person(ctx: Context, pair: Pair, whom: int, form: posts.PersonReport) -> None:
    """Staff see what the reporter wrote, never the room."""
    profiles.add_never(ctx.tx, ctx.member, whom, profiles.REPORT, ctx.now)
    posts.report_person(ctx, form, key=f"{room_key(pair.id)}:person:{whom}", title="A buddy", whom=whom)
    ending.end(ctx, pair, by=ctx.member, frozen=True)


def note(ctx: Context, note: int) -> Outcome | None:
    """What `…` offers for every post; None when there is nothing to report."""
    found = notes.get(ctx.tx, ctx.member, note)
    if found is None or found.writer is None:
        return None
    removed = Call("pair.note_removed", (note,))
    post = posts.Post(f"buddies:note:{note}", found.writer, "A kind note", found.text, removed)
    return posts.more(ctx, post, edit=None, delete=Call("pair.ask_remove", (note, 0)))
