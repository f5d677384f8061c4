"""Listening as organisers set it: whether it is on, who may listen, after how long somebody is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.cog import Cog, action, submit
from bot.context import Context, Json
from bot.people.roles import ORGANISERS
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Update
from cogs.listening import calls, store, views
from cogs.listening.model import Choice, SettingsForm, Who
from cogs.posts import api as posts


class ListeningSettings(Cog, name="listeningsettings"):
    """Its row is nobody's."""

    @action(staff=ORGANISERS)
    def settings(self, ctx: Context) -> Outcome:
        return Update(self._settings(ctx))

    @action(staff=ORGANISERS)
    def change(self, ctx: Context) -> Outcome:
        choice = store.choice(ctx.tx, ctx.community)
        return self.keep.open(SettingsForm(hours=choice.hours, who=Who.ROLE if choice.role_only else Who.EVERYBODY))

    @submit(staff=ORGANISERS)
    def keep(self, ctx: Context, form: SettingsForm) -> Outcome:
        if form.hours is None:
            return Invalid({"hours": "Please choose a number."})
        now = store.choice(ctx.tx, ctx.community)
        return self._set(ctx, replace(now, hours=form.hours, role_only=form.who is Who.ROLE))

    @action(staff=ORGANISERS)
    def switch(self, ctx: Context, active: bool) -> Outcome:
        """The button carries what it leads to, so that a double press changes nothing more."""
        return self._set(ctx, replace(store.choice(ctx.tx, ctx.community), active=active))

    def _set(self, ctx: Context, choice: Choice) -> Outcome:
        if choice != store.choice(ctx.tx, ctx.community):
            store.choose(ctx, choice)
            posts.audit(ctx, posts.Act.SETTINGS, key="posts without an answer")
        return Update(self._settings(ctx))

    def _settings(self, ctx: Context) -> Card:
        choice = store.choice(ctx.tx, ctx.community)
        switch = self.switch.bind(not choice.active)
        return views.settings(choice, change=self.change.bind(), switch=switch, back=calls.SETUP)

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}
