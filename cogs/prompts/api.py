"""What other cogs may use of prompts: a line for the settings on Home, the names of its rooms, and changed clocks."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.context import Context, HomeSection
from bot.people import members
from bot.ui.card import Button
from cogs.prompts import calls, timing
from cogs.prompts.model import ROOMS
from cogs.prompts.own import asking, store, views
from cogs.prompts.schedules import posting
from cogs.prompts.schedules import store as schedules

__all__ = ["ROOMS", "clock_changed", "community_clock_changed", "line"]


def line(ctx: Context) -> HomeSection:
    """Whether the member has prompts of their own, and where they change it."""
    return HomeSection(views.line(store.get(ctx.tx, ctx.member)), Button("Prompts for me", calls.OWN))


def clock_changed(ctx: Context, zone: ZoneInfo) -> None:
    """The person chose another zone: their own prompts, in every community, come at the same hour there."""
    for member in members.of_account(ctx.tx, ctx.account):
        own = store.get(ctx.tx, member)
        if own is not None and own.running:
            there = replace(ctx, member=member, community=members.get(ctx.tx, member).community, zone=zone)
            kept = store.save(there, timing.from_now(own.rhythm, zone, ctx.now), running=True)
            asking.plan(there, kept, calls.OWN_DUE)


def community_clock_changed(ctx: Context) -> None:
    """An organiser chose another zone for the community: its schedules follow."""
    for schedule in schedules.of_community(ctx.tx, ctx.community):
        if schedule.running:
            moved = posting.settled(ctx, schedule)
            schedules.save(ctx.tx, moved)
            posting.plan(ctx, moved)
