"""One's own log of no's. What is shared of them is in `sharing/`."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot.cog import Cog, action, command, home, pick, submit
from bot.cog import Option as Opt
from bot.context import Context, HomeSection, Json
from bot.safety.personal_data import Kept
from bot.storage import ids
from bot.storage.database import Tx
from bot.ui.card import Button, Card
from bot.ui.outcome import Outcome, Reply, Update
from bot.words import packs
from cogs.buddies import api as buddies
from cogs.help import api as help_now
from cogs.rejections import api, figure, store, views
from cogs.rejections.model import COMPANY, LESSON, Details, Rejection
from cogs.rejections.sharing import asking, posting
from cogs.rejections.sharing import store as shares
from cogs.rest import api as rest
from cogs.wins import api as wins

_PAGE = 10
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""
_WORTH_SAYING = timedelta(days=3)


class Rejections(Cog, name="rejections"):
    kept = (
        Kept("The rejections you logged, and what you shared of them", ("rejection", "rejection_share")),
        Kept("Posts of others that you pressed “I'm with you” or “Been there” on", ("rejection_support",)),
        Kept(
            "How many people here heard a no in a week, as a rough figure without names",
            ("rejection_figure",),
            until="until the next week",
        ),
    )

    # Logging

    @command("rejection", "Log a rejection. Only you will see it.")
    def rejection(self, ctx: Context, company: Annotated[str, Opt("Who said no? Only you see this.")] = "") -> Outcome:
        typed = company.strip()
        if len(typed) <= COMPANY:
            entry, note = store.add(ctx, company=typed), ""
        else:
            entry = store.add(ctx, lesson=typed[:LESSON])
            note = "Your words are kept under “Anything to remember?”."
            if len(typed) > LESSON:
                note = f"The first {LESSON} characters of your words are kept under “Anything to remember?”."
        line = packs.draw(ctx.tx, ctx.member, packs.load("cogs.rejections", "rejection", ctx.locale))
        mine = [one.text for one in wins.some_of_mine(ctx)]
        kind = buddies.kind_note(ctx)
        offer = None if mine or kind else wins.add_button(ctx)
        shown = figure.last_week(ctx)
        card = views.care(
            line.text, shown, mine, kind.text if kind else "", buttons=self._next(entry), offer=offer, kept=note
        )
        return Reply(card)

    @action
    def details(self, ctx: Context, rejection: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, rejection)
        if entry is None:
            return Reply(views.gone())
        known = Details(stage=entry.stage, day=entry.day, company=entry.company, role=entry.role, lesson=entry.lesson)
        return self.keep.open(known, rejection)

    @submit
    def keep(self, ctx: Context, form: Details, rejection: int) -> Outcome:
        store.keep(ctx.tx, ctx.member, rejection, form)
        entry = store.get(ctx.tx, ctx.member, rejection)
        if entry is None:
            return Reply(views.gone())
        return Update(views.kept(entry, buttons=self._next(entry), after=_after(entry)))

    @action
    def undo(self, ctx: Context, rejection: int) -> Outcome:
        shared = shares.of_rejection(ctx.tx, ctx.member, rejection)
        for one in shared:
            posting.take_down(ctx, one)
        if not store.delete(ctx.tx, ctx.member, rejection):
            return Update(views.gone())
        return Update(views.undone(shared=any(one.public for one in shared)))

    @action
    def share(self, ctx: Context, rejection: int) -> Outcome:
        if store.get(ctx.tx, ctx.member, rejection) is None:
            return Reply(views.gone())
        return Reply(asking.whom(ctx, rejection))

    # The log

    @command("rejections", "The rejections you logged. Only you see them.")
    def rejections(self, ctx: Context) -> Outcome:
        return Reply(self._log(ctx, 0))

    @action
    def turn(self, ctx: Context, page: int) -> Outcome:
        return Update(self._log(ctx, min(max(page, 0), _PAGES)))

    @pick
    def open_entry(self, ctx: Context, chosen: str, page: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, ids.chosen(chosen))
        if entry is None:
            return Update(views.gone())
        return Update(self._entry(entry, page))

    @action
    def show_entry(self, ctx: Context, rejection: int, page: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, rejection)
        return Update(self._entry(entry, page) if entry else views.gone())

    @action
    def ask_delete(self, ctx: Context, rejection: int, page: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, rejection)
        if entry is None:
            return Update(views.gone())
        shared = shares.of_rejection(ctx.tx, ctx.member, rejection)
        return Update(
            views.ask_delete(
                entry,
                shared=any(one.public for one in shared),
                delete=self.undo.bind(rejection),
                keep=self.show_entry.bind(rejection, page),
            )
        )

    @home(order=20)
    def section(self, ctx: Context) -> HomeSection | None:
        """Wins and no's share a section: one's own log of both."""
        line, button = wins.on_home(ctx)
        return HomeSection(views.section(line), button, (Button("My log", api.MY_LOG),))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def companies(self, tx: Tx, member: int) -> list[str]:
        return store.companies(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    # What the handlers share

    def _next(self, entry: Rejection) -> tuple[Button, ...]:
        return (
            Button("Add details", self.details.bind(entry.id)),
            Button("Share", self.share.bind(entry.id)),
            rest.button(),
            help_now.button(),
            Button("Undo", self.undo.bind(entry.id)),
        )

    def _log(self, ctx: Context, page: int) -> Card:
        found = store.page(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        entries = found[:_PAGE]
        return views.log(
            entries,
            shares.shared_among(ctx.tx, ctx.member, [one.id for one in entries]),
            open=self.open_entry.bind(page),
            newer=self.turn.bind(page - 1) if page else None,
            older=self.turn.bind(page + 1) if len(found) > _PAGE else None,
        )

    def _entry(self, entry: Rejection, page: int) -> Card:
        buttons = (
            Button("Add details" if entry.plain else "Change details", self.details.bind(entry.id)),
            Button("Share", self.share.bind(entry.id)),
            help_now.button(),
            Button("Delete", self.ask_delete.bind(entry.id, page)),
        )
        return views.entry(entry, buttons=buttons, after=_after(entry), back=self.turn.bind(page))


def _after(entry: Rejection) -> tuple[Button, ...]:
    return (api.look_back_button(entry.id), api.feedback_button(entry.id))
