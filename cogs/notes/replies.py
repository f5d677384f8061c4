"""What comes after a note, for those who want it: one reminder, and one question for a reply."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cog import Cog, action, notice, submit
from bot.context import Context, Json, Kind
from bot.people import accounts, communities
from bot.storage.database import Tx
from bot.ui.card import Button, Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.notes import calls, cards, store, views
from cogs.notes.model import NO_REPLY, WAITS, ReplyForm, ReplyTag, Written, read, when_today
from cogs.wins import api as wins

_WORTH_SAYING = timedelta(days=2)


class Replies(Cog, name="notereply"):
    @action
    def remind(self, ctx: Context, note: int) -> Outcome:
        one = store.get(ctx.tx, ctx.member, note)
        if one is not None and not (one.remind_at and one.remind_at > ctx.now):
            at = when_today(ctx.now, *_quiet(ctx), ctx.zone)
            store.remind(ctx, note, at)
            _notify(ctx, one.remind_key, self.reminder.bind(note), at)
        return Update(cards.shown(ctx, note))

    @notice
    def reminder(self, ctx: Context, note: int) -> Card | None:
        one = store.get(ctx.tx, ctx.member, note)
        if one is None or one.sent:
            return None
        return views.reminder(
            one, sent=self.sent.bind(note), show=calls.of(calls.SHOW, note), skip=self.skip.bind(note)
        )

    @action
    def skip(self, ctx: Context, note: int) -> Outcome:
        return Update(views.fine())

    @action
    def sent(self, ctx: Context, note: int) -> Outcome:
        store.sent(ctx, note)
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Update(views.gone())
        ctx.cancel(one.remind_key)
        if one.answer or one.ask_at:
            return Update(cards.note(ctx, one))
        later = [self.ask_later.bind(note, days) for days in WAITS]
        return Update(views.sent(one, later=later, skip=self.skip.bind(note), win=self._win(ctx, one)))

    @action
    def ask_later(self, ctx: Context, note: int, days: int) -> Outcome:
        """Once: who was asked already is not asked again."""
        one = store.get(ctx.tx, ctx.member, note)
        if one is None or days not in WAITS:
            return Update(views.gone())
        if not one.answer and not one.ask_at:
            at = ctx.now + timedelta(days=days)
            store.ask(ctx, note, at)
            _notify(ctx, one.ask_key, self.any_reply.bind(note), at)
        return Update(cards.shown(ctx, note))

    @notice
    def any_reply(self, ctx: Context, note: int) -> Card | None:
        one = store.get(ctx.tx, ctx.member, note)
        if one is None or one.answer:
            return None
        return views.any_reply(
            one, yes=self.replied.bind(note), no=self.no_reply.bind(note), show=calls.of(calls.SHOW, note)
        )

    @action
    def replied(self, ctx: Context, note: int) -> Outcome:
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Update(views.gone())
        known = ReplyForm(tag=read(ReplyTag, one.answer) or ReplyTag.USEFUL, gist=one.gist)
        return self.keep_reply.open(known, note)

    @submit
    def keep_reply(self, ctx: Context, form: ReplyForm, note: int) -> Outcome:
        store.answer(ctx, note, form.tag.value, form.gist.strip())
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Update(views.gone())
        return Update(views.replied(one, show=calls.of(calls.SHOW, note), win=self._win(ctx, one)))

    @action
    def no_reply(self, ctx: Context, note: int) -> Outcome:
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Update(views.gone())
        if one.answer not in ("", NO_REPLY):
            return Update(cards.note(ctx, one))
        store.answer(ctx, note, NO_REPLY, "")
        return Update(views.no_reply(one, show=calls.of(calls.SHOW, note), win=self._win(ctx, one)))

    @action
    def win(self, ctx: Context, note: int) -> Outcome:
        """Asking counts. Once for a note, and not for those who hide wins."""
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Reply(views.gone())
        kept = None if wins.hidden(ctx) or not store.won(ctx, note) else wins.keep(ctx, one.kind.win)
        return Reply(views.won(wins.look_button(kept)) if kept else views.not_won())

    def forget(self, tx: Tx, member: int) -> None:
        """It keeps nothing apart from the notes."""

    def export(self, tx: Tx, member: int) -> Json:
        return None

    def _win(self, ctx: Context, one: Written) -> Button | None:
        return None if one.won or wins.hidden(ctx) else Button("Keep it as a small win", self.win.bind(one.id))


def _notify(ctx: Context, key: str, render: Call, at: datetime) -> None:
    ctx.notify(ctx.member, Kind.NOTICE, render, due=at, expires=at + _WORTH_SAYING, key=key)


def _quiet(ctx: Context) -> tuple[int, int]:
    own, community = accounts.get(ctx.tx, ctx.account), communities.get(ctx.tx, ctx.community)
    if own.quiet_from is not None and own.quiet_to is not None:
        return own.quiet_from, own.quiet_to
    return community.quiet_from, community.quiet_to
