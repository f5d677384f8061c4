"""Another look at a mute: asked without a name by whoever is muted, decided once by moderators who don't learn who."""

from __future__ import annotations

from bot.cog import Cog, action, submit
from bot.context import Context, Json
from bot.people.roles import STAFF
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.anonymous import muting, pleas, store, views_plea, views_review
from cogs.anonymous.model import PleaAnswer, PleaForm, key_of
from cogs.anonymous.pleas import Plea
from cogs.posts import api as posts
from cogs.posts.api import Act, ContentNote


class AnonymousPlea(Cog, name="anonymousplea"):
    """It keeps nothing; see `Anonymous`."""

    # Whoever is muted: nothing here leaves a trace of who pressed

    @action(unrecorded=True)
    def ask(self, ctx: Context, mute: int) -> Outcome:
        found = self._askable(ctx, mute, "")
        return Update(found) if isinstance(found, Card) else self.asked.open(None, mute)

    @submit(unrecorded=True)
    def asked(self, ctx: Context, form: PleaForm, mute: int) -> Outcome:
        words = form.words.strip()
        found = self._askable(ctx, mute, words)
        if isinstance(found, Card):
            return Reply(found)
        if not words:
            return Invalid({"words": views_plea.NO_WORDS})
        if why := posts.nameless_hindrance(words):
            return Invalid({"words": why})
        pleas.ask(ctx, mute, words)
        return Update(views_plea.asked())

    # Moderators

    @action(staff=STAFF)
    def look(self, ctx: Context, mute: int) -> Outcome:
        found = self._waiting(ctx, mute)
        if isinstance(found, Card):
            return Update(found)
        return Update(
            views_plea.plea(found, _about(ctx, found.post), lift=self.lift.bind(mute), stays=self.ask_why.bind(mute))
        )

    @action(staff=STAFF)
    def lift(self, ctx: Context, mute: int) -> Outcome:
        found = self._waiting(ctx, mute)
        if isinstance(found, Card):
            return Update(found)
        if not pleas.lift(ctx.tx, ctx.community, mute):
            return Update(views_plea.decided(views_plea.BEFORE))
        posts.audit(ctx, Act.NAMELESS_LIFTED, key=key_of(found.post))
        return Update(views_plea.decided(views_plea.LIFTED))

    @action(staff=STAFF)
    def ask_why(self, ctx: Context, mute: int) -> Outcome:
        found = self._waiting(ctx, mute)
        return Update(found) if isinstance(found, Card) else self.stays.open(None, mute)

    @submit(staff=STAFF)
    def stays(self, ctx: Context, form: PleaAnswer, mute: int) -> Outcome:
        found = self._waiting(ctx, mute)
        if isinstance(found, Card):
            return Update(found)
        if not pleas.stay(ctx.tx, ctx.community, mute, form.reason.strip()):
            return Update(views_plea.decided(views_plea.BEFORE))
        posts.audit(ctx, Act.NAMELESS_MUTE_STAYS, key=key_of(found.post))
        return Update(views_plea.decided(views_plea.STAYS))

    # What the handlers share

    def _askable(self, ctx: Context, mute: int, words: str) -> Plea | Card:
        """A mute of theirs that they have not asked about, or what to say instead."""
        found = next((one for one in pleas.mine(ctx) if one.id == mute), None)
        if found is None:
            return views_plea.not_asked(views_plea.GONE, words)
        if found.asked:
            return views_plea.asked_before(found)
        return found if pleas.may_ask(ctx) else views_plea.not_asked(views_plea.CLOSED, words)

    def _waiting(self, ctx: Context, mute: int) -> Plea | Card:
        """Something that this moderator may decide about now, or what to say instead."""
        if muting.is_mine(ctx, mute):
            return views_review.yours()
        found = pleas.get(ctx, mute)
        return found if found is not None and found.waits else views_plea.decided(views_plea.BEFORE)

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _about(ctx: Context, post: int) -> str | None:
    """A content note of the post hides its answers too."""
    found = store.get(ctx.tx, ctx.community, post)
    root = store.get(ctx.tx, ctx.community, found.thread) if found else None
    return found.said.words if found and root and root.said.note is ContentNote.NONE else None
