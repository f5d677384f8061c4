"""Which card shows a week now."""

from __future__ import annotations

from datetime import date

from bot.context import Context
from bot.ui.card import Card
from cogs.plans import choice_store, planning, store, views, views_back


def plan(ctx: Context, note: str = "") -> Card:
    began = planning.this_week(ctx)
    if not store.any_of(ctx.tx, ctx.member):
        return views.first(began)
    week = store.week(ctx.tx, ctx.member, began)
    if week.rest:
        return views.resting(week)
    last = planning.last(ctx)
    quiet = last is not None and planning.long_quiet(ctx, last.began)
    return views.plan(week, last, note=note, quiet=quiet, rhythm=_rhythm(ctx))


def _rhythm(ctx: Context) -> str:
    shown = planning.rhythm_of(ctx)
    if shown is None or choice_store.get(ctx.tx, ctx.member).hidden:
        return ""
    return views.active(shown)


def look_back(ctx: Context, began: date, note: str = "") -> Card:
    week = store.week(ctx.tx, ctx.member, began)
    return views_back.look_back(week, note=note, quiet=planning.long_quiet(ctx, began) and bool(week.lines))


def of(ctx: Context, began: date, note: str = "") -> Card:
    """The plan for this week's, a look back for one before."""
    return plan(ctx, note) if began >= planning.this_week(ctx) else look_back(ctx, began, note)
