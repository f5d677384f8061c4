"""Reports about somebody one was paired with: the pair is frozen at once, moderators decide, and nobody learns who."""

from __future__ import annotations

from bot.cog import Cog, action, submit
from bot.context import Context, Json
from bot.people import members
from bot.storage.database import Tx
from bot.ui.card import Call
from bot.ui.outcome import Outcome, Reply, Update
from cogs.buddies.model import Pair, room_key
from cogs.buddies.pairs import ending, intro, notes, store, views
from cogs.buddies.pairs.pressing import others_of, pressed
from cogs.buddies.profile import store as profiles
from cogs.posts import api as posts


class Reports(Cog, name="pairreport"):
    """Also for a pair that is over, and for somebody who left a group of three."""

    @action
    def ask(self, ctx: Context, pair: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        others = others_of(ctx, found) if found else ()
        if not others:
            return Update(views.gone())
        if len(others) == 1:
            return self.reported.open(None, pair, others[0])
        known = members.known(ctx.tx, others)
        return Update(views.whom(pair, others, [intro.short(known[other].name) for other in others]))

    @action
    def report(self, ctx: Context, pair: int, whom: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        if found is None or whom not in others_of(ctx, found):
            return Update(views.gone())
        return self.reported.open(None, pair, whom)

    @submit
    def reported(self, ctx: Context, form: posts.PersonReport, pair: int, whom: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        if found is None or whom not in others_of(ctx, found):
            return Reply(views.gone())
        pressed(ctx, pair)
        _freeze(ctx, found, whom, form)
        return Update(views.reported())

    def forget(self, tx: Tx, member: int) -> None:
        """Nothing of its own: reports are kept with those about posts."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _freeze(ctx: Context, pair: Pair, whom: int, form: posts.PersonReport) -> None:
    """Staff see what the reporter wrote, never the room."""
    profiles.add_never(ctx.tx, ctx.member, whom, profiles.REPORT, ctx.now)
    posts.report_person(ctx, form, key=f"{room_key(pair.id)}:person:{whom}", title="A buddy", whom=whom)
    ending.end(ctx, pair, by=ctx.member, frozen=True)
    now = store.current(ctx.tx, ctx.member)
    if now is not None and whom in now.members:  # they were matched again before the report
        ending.end(ctx, now, by=ctx.member, frozen=True)


def note(ctx: Context, note: int) -> Outcome | None:
    """What `…` offers for every post; None when there is nothing to report."""
    found = notes.get(ctx.tx, ctx.member, note)
    if found is None or found.writer is None:
        return None
    removed = Call("kindnote.note_removed", (note,))
    post = posts.Post(f"buddies:note:{note}", found.writer, "A kind note", found.text, removed)
    return posts.more(ctx, post, edit=None, delete=Call("kindnote.ask_remove", (note, 0)))
