from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.cog import Cog, action, command, home, job, then
from bot.context import Context, HomeSection, Json, Standings
from bot.people import communities
from bot.safety import personal_data
from bot.storage.database import Tx
from bot.ui.card import Button, Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.data import archive, store, views

_BATCH = 25
"""Members of a community that are looked up in an hour, or erased in one go."""


class Data(Cog, name="data"):
    """All that people do here is open: who does not agree, or no longer, can still read and erase what is stored."""

    @home(order=80)
    def section(self, ctx: Context) -> HomeSection | None:
        return HomeSection(views.SECTION, Button("Your data", self.controls.bind()))

    @action
    def controls(self, ctx: Context) -> Outcome:
        card = views.controls(
            download=self.download.bind(),
            forget=self.ask.bind(),
            privacy=self.explain.bind(),
            sharing=self.sharing.bind(),
        )
        return Update(card)

    @action
    def sharing(self, ctx: Context) -> Outcome:
        return Update(views.sharing(store.posts_in_rooms(ctx.tx, ctx.community, ctx.member)))

    # Export.

    @command("my-data", "Everything I store about you, in one file.", open=True)
    def my_data(self, ctx: Context) -> Outcome:
        return self._export(ctx)

    @action(open=True)
    def download(self, ctx: Context) -> Outcome:
        return self._export(ctx)

    def _export(self, ctx: Context) -> Outcome:
        if not ctx.member:
            return Reply(views.nothing_stored())
        if len(store.everywhere(ctx.tx, ctx.account, ctx.member)) > 1:
            return Reply(views.which_export(self.export_of.bind(False), self.export_of.bind(True)))
        return Reply(self._packed(ctx, [ctx.member]))

    @action
    def export_of(self, ctx: Context, all_of_it: bool) -> Outcome:
        mine = store.everywhere(ctx.tx, ctx.account, ctx.member) if all_of_it else [ctx.member]
        return Reply(self._packed(ctx, mine))

    def _packed(self, ctx: Context, mine: Sequence[int]) -> Card:
        data: list[Json] = [ctx.cogs.export(ctx.tx, member) for member in mine]
        return views.export(archive.pack(data[0] if len(data) == 1 else {"communities": data}, ctx.now))

    # Erasure: said, confirmed, done.

    @command("forget-me", "Erase everything I store about you. Asks first.", open=True)
    def forget_me(self, ctx: Context) -> Outcome:
        return Reply(self._ask(ctx))

    @action(open=True)
    def ask(self, ctx: Context) -> Outcome:
        return Update(self._ask(ctx))

    def _ask(self, ctx: Context) -> Card:
        if not ctx.member:
            return views.nothing_stored()
        return views.ask_forget(
            several=len(store.everywhere(ctx.tx, ctx.account, ctx.member)) > 1,
            here=self.confirm.bind(False),
            everywhere=self.confirm.bind(True),
            export=self.download.bind(),
        )

    @action(open=True)
    def confirm(self, ctx: Context, everywhere: bool) -> Outcome:
        card = views.confirm_forget(everywhere=everywhere, yes=self.erase.bind(everywhere), no=self.keep.bind())
        return Update(card)

    @action(open=True)
    def keep(self, ctx: Context) -> Outcome:
        return Update(views.kept())

    @action(open=True)
    def erase(self, ctx: Context, everywhere: bool) -> Outcome:
        """A second press finds it done: nobody is asked to agree in order to be forgotten."""
        if ctx.member:
            mine = store.everywhere(ctx.tx, ctx.account, ctx.member) if everywhere else [ctx.member]
            ctx.cogs.forget(ctx, mine)
        return Update(views.forgotten())

    # What is stored, for how long.

    @command("privacy", "What I store about you, for how long, and who can see it.", open=True)
    def privacy(self, ctx: Context) -> Outcome:
        return Reply(views.privacy(ctx.cogs.kept(), self.rest.bind()))

    @action(open=True)
    def explain(self, ctx: Context) -> Outcome:
        return Update(views.privacy(ctx.cogs.kept(), self.rest.bind()))

    @action(open=True)
    def rest(self, ctx: Context) -> Outcome:
        return Update(views.privacy_rest(ctx.cogs.kept(), self.explain.bind()))

    # The clean-up that keeps that word.

    def first_jobs(self) -> Sequence[tuple[str, Call]]:
        return (("retention", self.retention.bind()), ("sweep", self.sweep.bind()))

    @job
    def retention(self, ctx: Context) -> None:
        """Every night: each kind of data for as long as it was said, and communities that removed the bot."""
        more = personal_data.clean_up(ctx.tx, ctx.cogs.kept(), ctx.now)
        for community in communities.left_before(ctx.tx, ctx.now - personal_data.GRACE):
            members = store.some_of(ctx.tx, community, _BATCH)
            ctx.cogs.forget(ctx, members)
            if len(members) == _BATCH:
                more = True
            else:
                communities.delete(ctx.tx, community)
        again = timedelta(minutes=1) if more else timedelta(days=1)
        ctx.later(ctx.now + again, self.retention.bind(), key="retention")

    @job
    def sweep(self, ctx: Context) -> None:
        """Every hour while somebody is due: who left is not announced, so a few members of each community are looked
        up."""
        for (community, platform), members in store.due_for_a_look(ctx.tx, ctx.now, _BATCH).items():
            there = replace(ctx, community=community, platform=platform, member=0, account=0)
            store.asked(ctx.tx, members, ctx.now)
            there.look_up(members, then=self.looked.bind())
        ctx.later(store.next_look(ctx.tx, ctx.now), self.sweep.bind(), key="sweep")

    @then
    def looked(self, ctx: Context, standings: Standings) -> None:
        for standing in standings.of:
            if standing.here:
                store.here(ctx.tx, standing.member, ctx.now)
            elif store.gone(ctx.tx, ctx.community, standing.member, ctx.now):
                ctx.cogs.forget(ctx, [standing.member])

    def forget(self, tx: Tx, member: int) -> None:
        """Holds nothing of its own."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
