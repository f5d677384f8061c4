"""Who may do what on the staff side. Feature code asks `Role.MODERATOR in ctx.roles`."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from bot.storage.database import Tx


class Role(StrEnum):
    ORGANISER = "organiser"
    MODERATOR = "moderator"
    LISTENER = "listener"
    FACILITATOR = "facilitator"


ORGANISERS = frozenset({Role.ORGANISER})
STAFF = frozenset({Role.ORGANISER, Role.MODERATOR})


def held(tx: Tx, community: int, member: int, platform_roles: Collection[str]) -> frozenset[Role]:
    """Roles through the platform's own roles, and by the list kept here (Slack has no roles)."""
    found = {
        Role(role)
        for role, platform_role in tx.all(
            "SELECT role, platform_role FROM community_role WHERE community_id = :id", {"id": community}
        )
        if platform_role in platform_roles
    }
    found |= {Role(row[0]) for row in tx.all("SELECT role FROM member_role WHERE member_id = :id", {"id": member})}
    return frozenset(found)


def map_role(tx: Tx, community: int, role: Role, platform_role: str) -> None:
    tx.run(
        "INSERT INTO community_role (community_id, role, platform_role) VALUES (:community, :role, :platform_role)"
        " ON CONFLICT DO NOTHING",
        {"community": community, "role": role.value, "platform_role": platform_role},
    )


def unmap_role(tx: Tx, community: int, role: Role, platform_role: str) -> None:
    tx.run(
        "DELETE FROM community_role"
        " WHERE community_id = :community AND role = :role AND platform_role = :platform_role",
        {"community": community, "role": role.value, "platform_role": platform_role},
    )


def mapped(tx: Tx, community: int) -> list[tuple[Role, str]]:
    rows = tx.all(
        "SELECT role, platform_role FROM community_role WHERE community_id = :id ORDER BY role", {"id": community}
    )
    return [(Role(role), platform_role) for role, platform_role in rows]


def give(tx: Tx, member: int, role: Role) -> None:
    tx.run(
        "INSERT INTO member_role (member_id, role) VALUES (:member, :role) ON CONFLICT DO NOTHING",
        {"member": member, "role": role.value},
    )


def take(tx: Tx, member: int, role: Role) -> None:
    tx.run("DELETE FROM member_role WHERE member_id = :member AND role = :role", {"member": member, "role": role.value})


def holders(tx: Tx, community: int, role: Role) -> list[int]:
    """Members of the community who hold the role by the list kept here."""
    rows = tx.all(
        "SELECT member_role.member_id FROM member_role JOIN member ON member.id = member_role.member_id"
        " WHERE member.community_id = :community AND member_role.role = :role ORDER BY member_role.member_id",
        {"community": community, "role": role.value},
    )
    return [row[0] for row in rows]
