"""What somebody wants next: a short private list that looking back fills, to be read and changed by itself."""

from __future__ import annotations

from bot.cog import Cog, action, pick, submit
from bot.context import Context, Json
from bot.safety.personal_data import Kept
from bot.storage import ids
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.reflect import views_wants, want_store
from cogs.reflect.model import WantForm

_PAGE = 10
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""


class Wants(Cog, name="wants"):
    kept = (Kept("What you want next, from looking back", ("reflection_want",)),)

    @action
    def show(self, ctx: Context, page: int) -> Outcome:
        return Update(self._page(ctx, page))

    @pick
    def open(self, ctx: Context, chosen: str, page: int) -> Outcome:
        return self.look(ctx, ids.chosen(chosen), page)

    @action
    def look(self, ctx: Context, want: int, page: int) -> Outcome:
        found = want_store.get(ctx.tx, ctx.member, want)
        if found is None:
            return Update(self._gone())
        change, delete = self.change.bind(want, page), self.ask_delete.bind(want, page)
        return Update(views_wants.one(found, change=change, delete=delete, back=self.show.bind(page)))

    @action
    def add(self, ctx: Context) -> Outcome:
        return self.keep.open(None, 0, 0)

    @action
    def change(self, ctx: Context, want: int, page: int) -> Outcome:
        found = want_store.get(ctx.tx, ctx.member, want)
        if found is None:
            return Reply(self._gone())
        return self.keep.open(WantForm(text=found.text), want, page)

    @submit
    def keep(self, ctx: Context, form: WantForm, want: int, page: int) -> Outcome:
        """`want` is 0 for a new one."""
        text = form.text.strip()
        if not text:
            return Invalid({"text": views_wants.BLANK})
        if not want:
            want_store.add(ctx, text)
        elif want_store.get(ctx.tx, ctx.member, want) is None:
            return Update(self._gone())
        else:
            want_store.rewrite(ctx.tx, ctx.member, want, text)
        return Update(self._page(ctx, page))

    @action
    def ask_delete(self, ctx: Context, want: int, page: int) -> Outcome:
        found = want_store.get(ctx.tx, ctx.member, want)
        if found is None:
            return Update(self._gone())
        delete, keep = self.delete.bind(want, page), self.look.bind(want, page)
        return Update(views_wants.ask_delete(found, delete=delete, keep=keep))

    @action
    def delete(self, ctx: Context, want: int, page: int) -> Outcome:
        want_store.delete(ctx.tx, ctx.member, want)
        return Update(self._page(ctx, page))

    def forget(self, tx: Tx, member: int) -> None:
        want_store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return want_store.export(tx, member)

    def _gone(self) -> Card:
        return views_wants.gone(back=self.show.bind(0))

    def _page(self, ctx: Context, page: int) -> Card:
        page = min(max(page, 0), _PAGES)
        found = want_store.page(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        return views_wants.page(
            found[:_PAGE],
            open=self.open.bind(page),
            add=self.add.bind(),
            newer=self.show.bind(page - 1) if page else None,
            older=self.show.bind(page + 1) if len(found) > _PAGE else None,
        )
