"""Who holds a role here: everybody with a role of the platform, or people on a list kept here."""

from __future__ import annotations

from bot.context import Context
from bot.people import members, roles
from bot.people.roles import Role
from bot.ui.card import Content, Mention

GIVEN = (Role.MODERATOR, Role.LISTENER, Role.FACILITATOR)
"""Roles that organisers give. Who is an organiser the platform says."""


def known_role(value: str) -> Role | None:
    """From a button, so it may be anything; an organiser is made on the platform alone."""
    return next((role for role in GIVEN if role.value == value), None)


def platform_roles(ctx: Context, role: Role) -> list[str]:
    return [ours for given, ours in roles.mapped(ctx.tx, ctx.community) if given is role]


def use_platform_role(ctx: Context, role: Role, chosen: str | None) -> None:
    """One role; choosing another replaces it, choosing none removes it."""
    for before in platform_roles(ctx, role):
        roles.unmap_role(ctx.tx, ctx.community, role, before)
    if chosen:
        roles.map_role(ctx.tx, ctx.community, role, chosen)


def listed(ctx: Context, role: Role) -> list[tuple[int, str]]:
    """The people on our list, each with the name the platform shows."""
    holders = roles.holders(ctx.tx, ctx.community, role)
    known = members.known(ctx.tx, holders)
    return [(member, known[member].name or known[member].external) for member in holders]


def who(ctx: Context, role: Role, nobody: str) -> Content:
    """A role of the platform has a name that only the platform knows; people are named."""
    if platform_roles(ctx, role):
        return "everybody with the role you chose"
    holders = roles.holders(ctx.tx, ctx.community, role)
    if not holders:
        return nobody
    named = tuple(part for member in holders[:10] for part in (", ", Mention(member)))[1:]
    return named if len(holders) <= 10 else (*named, " and others")
