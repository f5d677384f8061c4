"""Organisers decide whether people can share without a name here, and whether moderators read it first."""

from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action
from bot.context import Context, Json
from bot.people.roles import ORGANISERS
from bot.storage.database import Tx
from bot.ui.card import Button, Call
from bot.ui.outcome import Outcome, Update
from cogs.anonymous import batch, calls, store, views_settings
from cogs.anonymous.model import ROOM, Terms
from cogs.posts import api as posts

_BACK = Call("setup.care")


def setup_part(ctx: Context) -> tuple[str, Button]:
    """How it is set now, and the way to change it, for organisers alone."""
    return views_settings.set_now(store.terms(ctx.tx, ctx.community)), Button(views_settings.TITLE, calls.SETTINGS)


class AnonymousSettings(Cog, name="anonymoussettings"):
    """It keeps nothing about people; see `Anonymous`."""

    @action(staff=ORGANISERS)
    def settings(self, ctx: Context) -> Outcome:
        return self._settings(ctx)

    @action(staff=ORGANISERS)
    def switch(self, ctx: Context, active: bool) -> Outcome:
        """The button carries what it leads to, so that a double press changes nothing more."""
        if active and posts.place(ctx, ROOM) is None:
            return self._settings(ctx, views_settings.NO_ROOM)
        return self._choose(ctx, replace(store.terms(ctx.tx, ctx.community), active=active))

    @action(staff=ORGANISERS)
    def read_first(self, ctx: Context, reviewed: bool) -> Outcome:
        return self._choose(ctx, replace(store.terms(ctx.tx, ctx.community), reviewed=reviewed))

    def _choose(self, ctx: Context, terms: Terms) -> Outcome:
        """Nothing that was sent before is touched: what waits to be read is read, what was accepted appears."""
        if terms != store.terms(ctx.tx, ctx.community):
            batch.begin(ctx)
            store.choose(ctx.tx, ctx.community, terms)
            posts.audit(ctx, posts.Act.NAMELESS_RULES)
        return self._settings(ctx)

    def _settings(self, ctx: Context, note: str = "") -> Outcome:
        terms = store.terms(ctx.tx, ctx.community)
        return Update(
            views_settings.settings(
                terms,
                switch=self.switch.bind(not terms.active),
                review=self.read_first.bind(not terms.reviewed),
                mutes=calls.MUTES,
                back=_BACK,
                note=note,
            )
        )

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}
