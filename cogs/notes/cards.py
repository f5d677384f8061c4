"""The card of a note, which both cogs answer with."""

from __future__ import annotations

from bot.context import Context
from bot.people import accounts
from bot.ui.card import Button, Card, Style
from cogs.notes import calls, store, views
from cogs.notes.model import Written


def shown(ctx: Context, id: int) -> Card:
    one = store.get(ctx.tx, ctx.member, id)
    return note(ctx, one) if one else views.gone()


def note(ctx: Context, one: Written) -> Card:
    id, waits = one.id, one.remind_at is not None and one.remind_at > ctx.now
    words = [
        Button("Another wording", calls.of(calls.REWORD, id)),
        Button("Change details", calls.of(calls.CHANGE, id)),
        Button("As a text file", calls.of(calls.FILE, id)),
    ]
    then = [] if one.kept else [Button("Keep it", calls.of(calls.KEEP, id), Style.PRIMARY)]
    if not one.sent:
        then += [] if waits else [Button("Remind me today", calls.of(calls.REMIND, id))]
        then.append(Button("I sent it", calls.of(calls.SENT, id)))
    elif not one.ask_at and not one.answer:
        then.append(Button("Ask me about a reply", calls.of(calls.SENT, id)))
    if one.sent:
        then.append(Button("A reply came", calls.of(calls.REPLIED, id)))
    if one.kept:
        then += [Button("Delete", calls.of(calls.ASK_DELETE, id)), Button("My notes", calls.MINE)]
    retone = calls.of(calls.RETONE, id)
    return views.note(one, ctx.now, retone=retone, rows=(tuple(words), tuple(then)), held=_held(ctx, one))


def _held(ctx: Context, one: Written) -> bool:
    account = accounts.get(ctx.tx, ctx.account)
    due = max((at for at in (one.remind_at, one.ask_at) if at), default=ctx.now)
    resting = account.rest_until is not None and account.rest_until > due
    return resting or not account.by_dm or account.untried or account.dm_closed or not account.daily
