"""Looking back at one's own wins, and at the list of what one is proud of. Only their author sees either."""

from __future__ import annotations

from datetime import date, timedelta, timezone
from typing import Annotated

from bot.cog import Cog, action, command, pick, submit
from bot.cog import Option as Opt
from bot.context import Context, Json
from bot.scheduling.recurrence import on_wall
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.wins import calls, store, views, views_list
from cogs.wins.model import Brag, WinKind
from cogs.wins.receipts import receipt

_PAGE = 5
_LATEST = timezone(timedelta(hours=14))
"""Kiribati's clock: a day is in the future only if it is so everywhere."""


class WinList(Cog, name="winlist"):
    """Its rows are named, exported and erased by `wins`."""

    @command("wins", "Look back at your own wins. Only you will see them.")
    def mine(
        self,
        ctx: Context,
        kind: Annotated[WinKind | None, Opt("Show one kind only")] = None,
        since: Annotated[date | None, Opt("The first day, like 2026-03-01")] = None,
        until: Annotated[date | None, Opt("The last day, like 2026-03-31")] = None,
    ) -> Outcome:
        latest = ctx.now.astimezone(_LATEST).date()
        for name, day in (("since", since), ("until", until)):
            if day and day > latest:
                return Reply(views_list.day_to_come(name))
        if since and until and since > until:
            return Reply(views_list.days_swapped())
        first, last = (day.toordinal() if day else 0 for day in (since, until))
        return Reply(self._list(ctx, kind.value if kind else "", first, last, 0))

    @action
    def page(self, ctx: Context, kind: str, since: int, until: int, skip: int) -> Outcome:
        return Update(self._list(ctx, kind, since, until, skip))

    @pick
    def one_kind(self, ctx: Context, value: str, since: int, until: int) -> Outcome:
        return Update(self._list(ctx, value, since, until, 0))

    @pick
    def open(self, ctx: Context, value: str) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, chosen(value))
        return Update(views.gone() if mine is None else receipt(mine, heading="Your win"))

    def _list(self, ctx: Context, kind_value: str, since: int, until: int, skip: int) -> Card:
        kind = WinKind(kind_value) if kind_value in set(WinKind) else None
        name = kind.value if kind else ""
        first, last = _day(since), _day(until)
        skip = max(skip, 0)
        found = store.page(
            ctx.tx,
            ctx.member,
            kind=kind,
            since=on_wall(first, 0, 0, ctx.zone) if first else None,
            before=on_wall(last + timedelta(days=1), 0, 0, ctx.zone) if last else None,
            skip=skip,
            most=_PAGE + 1,
        )
        hidden = store.hides(ctx.tx, ctx.member)
        ways = views_list.Ways(
            open=self.open.bind(),
            filter=self.one_kind.bind(since, until),
            write=calls.WRITE,
            other=self.proud_of.bind(0),
            hide=self.unhide.bind() if hidden else self.hide.bind(),
            newer=self.page.bind(name, since, until, max(skip - _PAGE, 0)) if skip else None,
            older=self.page.bind(name, since, until, skip + _PAGE) if len(found) > _PAGE else None,
        )
        filtered = bool(kind or first or last)
        return views_list.wins(found[:_PAGE], ways, kind=kind, hidden=hidden, filtered=filtered, first=not skip)

    @action
    def proud_of(self, ctx: Context, skip: int) -> Outcome:
        return Update(self._brags(ctx, max(skip, 0)))

    @action
    def add_brag(self, ctx: Context) -> Outcome:
        return self.save_brag.open(None, 0)

    @action
    def edit_brag(self, ctx: Context, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None or not mine.brag:
            return Update(views.gone())
        return self.save_brag.open({"text": mine.story}, win)

    @submit
    def save_brag(self, ctx: Context, form: Brag, win: int) -> Outcome:
        """`win` is 0 for a new one."""
        text = form.text.strip()
        if not text:
            return Invalid({"text": "Please write a few words."})
        if not win:
            store.add(ctx, WinKind.OTHER, text, brag=True)
        elif not store.rewrite_brag(ctx, win, text):
            return Reply(views.gone())
        return Update(self._brags(ctx, 0))

    def _brags(self, ctx: Context, skip: int) -> Card:
        found = store.page(ctx.tx, ctx.member, brag=True, skip=skip, most=_PAGE + 1)
        ways = views_list.Ways(
            open=self.open.bind(),
            filter=self.one_kind.bind(0, 0),
            write=self.add_brag.bind(),
            other=self.page.bind("", 0, 0, 0),
            hide=self.hide.bind(),
            newer=self.proud_of.bind(max(skip - _PAGE, 0)) if skip else None,
            older=self.proud_of.bind(skip + _PAGE) if len(found) > _PAGE else None,
        )
        return views_list.brags(found[:_PAGE], ways, first=not skip)

    @action
    def hide(self, ctx: Context) -> Outcome:
        store.hide(ctx.tx, ctx.member, True)
        return Update(views.hidden(ctx.platform, show=self.unhide.bind()))

    @action
    def unhide(self, ctx: Context) -> Outcome:
        store.hide(ctx.tx, ctx.member, False)
        return Update(views.shown_again(hide=self.hide.bind()))

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _day(ordinal: int) -> date | None:
    """None for 0, and for what no button of ours carries."""
    return date.fromordinal(ordinal) if 0 < ordinal < date.max.toordinal() - 1 else None
