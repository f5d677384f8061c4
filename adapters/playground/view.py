"""Everything one member sees now, as JSON: the page draws itself from this and from nothing else."""

from __future__ import annotations

from typing import cast

from adapters.playground import cards, commands
from adapters.playground.acts import Acts, may_remove
from adapters.playground.cards import Json
from adapters.playground.world import BOT, COMMUNITY, COMMUNITY_NAME, ROLES, Member, Post, Room, World
from bot.adapter import Scene

LATEST = 200
"""So many posts of a place are shown."""


async def view_of(acts: Acts, member: Member) -> Json:
    world, registry = acts.world, acts.core.registry
    due = await acts.next_event()
    dm, home = f"dm-{member.id}", f"home-{member.id}"
    places: list[Json] = [
        *(_room(world, room) for room in world.rooms_of(member.id)),
        {"id": dm, "name": "Cairn", "topic": "Direct messages between you and Cairn", "kind": "dm"},
        {"id": home, "name": "Home", "topic": "Your own page. Only you see it.", "kind": "home"},
    ]
    for place in places:
        ref = place["id"]
        place["unread"] = world.unread(member.id, ref)
        place["items"] = [_item(world, member, post) for post in world.seen_by(member.id, ref)[-LATEST:]]
    at_home = world.homes.get(member.id)
    return {
        "version": world.version,
        "community": {"id": COMMUNITY, "name": COMMUNITY_NAME},
        "me": _person(member),
        "members": [_person(m) for m in world.members.values()],
        "now": acts.clock.now().isoformat(),
        "next": due.isoformat() if due else None,
        "commands": commands.render(registry, world),
        "menus": sorted(registry.menus),
        "home": _item(world, member, at_home) if at_home else None,
        "faults": _faults(world, member),
        "places": places,
    }


def _room(world: World, room: Room) -> Json:
    shown: Json = {"id": room.id, "name": room.name, "topic": room.topic}
    if room.people is None:
        return shown | {"kind": "room"}
    here = [person for person in room.people if person in world.members and person not in world.faults.left]
    names = [world.members[person].name for person in here]
    topic = f"Only {', '.join(names)} and Cairn can read this"
    return shown | {"kind": "private", "people": names, "topic": topic}


def _faults(world: World, member: Member) -> Json:
    """What goes wrong on purpose, as far as this member can switch it."""
    faults = world.faults
    return {
        "closed_dms": member.id in faults.closed_dms,
        "timed_out": member.id in faults.timed_out,
        "left": member.id in faults.left,
        "lost_rooms": sorted(faults.lost_rooms),
        "no_rooms": faults.no_rooms,
    }


def _person(member: Member) -> Json:
    return {
        "id": member.id,
        "name": member.name,
        "zone": member.zone,
        "organiser": member.organiser,
        "roles": [ROLES[role] for role in sorted(member.roles)],
    }


def _item(world: World, member: Member, post: Post) -> Json:
    author = world.members.get(post.author)
    return {
        "id": post.id,
        "rev": post.rev,
        "at": post.at.isoformat(),
        "author": {"id": post.author, "name": author.name if author else "Cairn", "bot": post.author == BOT},
        "private": bool(post.viewer),
        "mine": post.author == member.id,
        "removable": may_remove(member, post),
        "text": post.text,
        "card": cards.render(post.card, cast("Scene", post.scene)) if post.card else None,
    }
