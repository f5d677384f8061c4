"""The first card in a pair's room: what they share, when both are free, and how to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.people import accounts, communities, members
from bot.storage.database import Tx
from bot.ui.card import Actions, Block, Bold, Button, Card, Fields, Inline, Mention, Note, Text, Tone, When
from bot.words import packs
from cogs.buddies import calls, hours
from cogs.buddies.choices import Field, Medium, Stage, bits
from cogs.buddies.model import Pair, Profile
from cogs.buddies.pairs.views import named
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.buddies.profile.views import shown_profile

_SLOTS = 3
_TITLE = 80
_NAME = 24
_READABLE = {
    "discord": "People with the permission Manage Threads can read this room, as on all of this server.",
    "slack": "Owners of this workspace may have ways to export what is written here.",
}


@dataclass(frozen=True, slots=True)
class Someone:
    member: int
    name: str
    zone: ZoneInfo
    profile: Profile


def people(tx: Tx, who: Sequence[int]) -> tuple[Someone, ...]:
    """Those of them who are still here and have a profile."""
    found: list[Someone] = []
    for member in who:
        profile = profiles.get(tx, member)
        if profile is None:
            continue
        name = accounts.get(tx, members.get(tx, member).account).name
        found.append(Someone(member, short(name), members.zone(tx, member), profile))
    return tuple(found)


def short(name: str) -> str:
    name = " ".join(name.split()) or "a buddy"
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def title(who: Sequence[Someone]) -> str:
    return f"Buddies: {_listed([one.name for one in who])}"[:_TITLE]


def _listed(words: Sequence[str]) -> str:
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def free(who: Sequence[Someone], now: datetime) -> list[datetime]:
    """Up to three moments at which all of them have an hour."""
    masks = [hours.week(bits(one.profile.parts), one.zone, now) for one in who]
    mask = reduce(lambda both, one: both & one, masks)
    return [slot for slot in hours.slots(mask, now, _SLOTS + 1) if slot > now][:_SLOTS]


def draw(ctx: Context, pair: Pair) -> Card | None:
    """None when too few are left."""
    who = people(ctx.tx, pair.members)
    if len(who) < 2:
        return None
    pool = pools.get(ctx.tx, ctx.community, pair.pool)
    body: list[Block] = [Text(("Hello ", *named([one.member for one in who]), "."))]
    if not pair.room:
        body.append(Text("There is no room for you this time. You can send each other a direct message."))
    if pool and pool.welcome:
        body += [Text(pool.welcome)]
    common = shared([one.profile for one in who])
    if common:
        body.append(Text((Bold("You share"), f": {', '.join(common)}.")))
    for one in who:
        rows = tuple(row for row in shown_profile(one.profile, one.zone) if row[1] not in common)
        body += [Text(Mention(one.member)), Fields(rows)]
    body.append(Text(_times(who, ctx.now)))
    if ice := packs.latest(ctx.tx, who[0].member, _pack(ctx, "icebreaker")):
        body.append(Text((Bold("To begin"), ": ", ice.text)))
    charter = "".join(f"\n• {item.text}" for item in _pack(ctx, "charter").items)
    body += [
        Text((Bold("What you agree on"), charter)),
        Text(f"Would you each write one plan? “When …, I'll …” is enough. {_seen_by(len(who))}"),
        Actions((Button("Write my plan", calls.write_plan(pair.id)), Button("…", calls.more(pair.id)))),
        Note(("This pairing lasts until ", When(pair.ends_at), ". I don't read what you write to each other.")),
    ]
    if pair.room and ctx.platform in _READABLE:
        body.append(Note(_READABLE[ctx.platform]))
    return Card("Meet your buddy" if len(who) == 2 else "Meet your buddies", tuple(body), Tone.WARM)


def _seen_by(people: int) -> str:
    return "Your buddy sees it." if people == 2 else "Your buddies see it."


def icebreaker(ctx: Context, pair: Pair) -> None:
    """Draws the one that the intro shows from now on: new to each of them."""
    packs.draw_together(ctx.tx, pair.members, _pack(ctx, "icebreaker"))


def _pack(ctx: Context, name: str) -> packs.Pack:
    return packs.load("cogs.buddies", name, communities.get(ctx.tx, ctx.community).locale)


def shared(who: Sequence[Profile]) -> list[str]:
    """What all of them said alike; what somebody left open is not shared."""
    one, *others = who
    found: list[str] = []
    if one.field is not Field.UNSAID and all(other.field is one.field for other in others):
        found.append(one.field.label)
    if one.stage is not Stage.UNSAID and all(other.stage is one.stage for other in others):
        found.append(one.stage.label)
    if all(other.language is one.language for other in others):
        found.append(one.language.label)
    if one.medium is not Medium.UNSAID and all(other.medium is one.medium for other in others):
        found.append(one.medium.label)
    return found


def _times(who: Sequence[Someone], now: datetime) -> tuple[Inline, ...]:
    said: list[Inline] = [Bold("Your clocks"), f": as I write this it is {_on_clocks(who, now)}."]
    slots = free(who, now)
    if not slots:
        return (*said, " I found no hour that suits you all, so messages may be easier than a call.")
    said.append(" These times suit you all:" if len(who) > 2 else " These times suit you both:")
    for slot in slots:
        said += ["\n• ", *slot_line(who, slot)]
    return tuple(said)


def slot_line(who: Sequence[Someone], slot: datetime) -> tuple[Inline, ...]:
    """In words for each of them, and as the reader's own clock says."""
    return (_on_clocks(who, slot), " (for you: ", When(slot), ")")


def _on_clocks(who: Sequence[Someone], at: datetime) -> str:
    """The day is said once, where it is the same for all."""
    days = {f"{at.astimezone(one.zone):%A}" for one in who}
    said: dict[str, list[str]] = {}
    for one in who:
        said.setdefault(f"{at.astimezone(one.zone):{'%H:%M' if len(days) == 1 else '%A %H:%M'}}", []).append(one.name)
    clocks = _listed([f"{local} for {_listed(names)}" for local, names in said.items()])
    return f"{days.pop()}, {clocks}" if len(days) == 1 else clocks
