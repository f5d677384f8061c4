"""The weekly round-up: which week a win belongs to, what goes in, and how it looks.

A week ends on Sunday at 17:00 on the community's clock and is named by that day. Order is by time alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.context import Context, Standings
from bot.people import members
from bot.scheduling.clock import seconds
from bot.scheduling.recurrence import next_weekly, on_wall
from bot.storage.database import Tx
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Inline, Mention, Note, Text, Tone
from cogs.wins.model import State, Win, WinKind
from cogs.wins.store import WIN, win_of
from cogs.wins.views import excerpt

LEAST = 3
_MOST = 24
_PER_KIND = 3
_LINE = 100
_SHORT_LINE = 80
_SUNDAY, _HOUR = 6, 17


@dataclass(frozen=True, slots=True)
class Week:
    day: date
    end: datetime


def week_of(shown_at: datetime, zone: ZoneInfo) -> Week:
    """The week whose round-up speaks of a win shown then. A win at the very end belongs to the next."""
    end = next_weekly(shown_at, _SUNDAY, _HOUR, 0, zone)
    return Week(end.astimezone(zone).date(), end)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    return on_wall(day, _HOUR, 0, zone)


def key(community: int, day: date) -> str:
    return f"roundup:{community}:{day.isoformat()}"


def mark_posted(tx: Tx, community: int, day: date) -> None:
    tx.run(
        "INSERT INTO roundup (community_id, day) VALUES (:community, :day) ON CONFLICT DO NOTHING",
        {"community": community, "day": day.toordinal()},
    )


def was_posted(tx: Tx, community: int, day: date) -> bool:
    return (
        tx.one(
            "SELECT 1 FROM roundup WHERE community_id = :community AND day = :day",
            {"community": community, "day": day.toordinal()},
        )
        is not None
    )


def take_down(tx: Tx, community: int, day: date) -> bool:
    """From then on no change of a win brings it back; False if it was not there."""
    return bool(
        tx.run(
            "DELETE FROM roundup WHERE community_id = :community AND day = :day",
            {"community": community, "day": day.toordinal()},
        )
    )


def authors(wins: Sequence[Win]) -> list[int]:
    return sorted({win.member for win in wins})


def of_those_who_may_post(ctx: Context, wins: Sequence[Win], standings: Standings) -> list[Win]:
    """Leaves out who left, is timed out, or was stopped by staff. Somebody of whom the platform can't tell now stays
    in: their win passed the same look when it was posted."""
    out = {standing.member for standing in standings.of if not standing.may_post}
    out |= {member for member in authors(wins) if members.stopped(ctx.tx, member, ctx.now)}
    return [win for win in wins if win.member not in out]


def wins_of(tx: Tx, community: int, day: date, zone: ZoneInfo) -> list[Win]:
    """The week's wins that are shown and opted in; by kind, then by time. Of a very full week some of each kind."""
    start, end = end_of(day - timedelta(days=7), zone), end_of(day, zone)
    rows = tx.all(
        "SELECT id, kind FROM win WHERE community_id = :community AND state = 2 AND roundup = 1"
        " AND shown_at >= :start AND shown_at < :end ORDER BY shown_at, id",
        {"community": community, "start": seconds(start), "end": seconds(end)},
    )
    of: dict[WinKind, list[int]] = {kind: [] for kind in WinKind}
    for id, kind in rows:
        of[WinKind(kind)].append(id)
    chosen = [id for ids in of.values() for id in (ids[:_PER_KIND] if len(rows) > _MOST else ids)]
    found: list[Win] = []
    for id in chosen:
        row = tx.one(
            f"SELECT {WIN} FROM win WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
            {"id": id, "community": community},
        )
        assert row is not None
        found.append(win_of(tx, row))
    return found


def unnamed(ctx: Context, wins: Sequence[Win]) -> frozenset[int]:
    """Authors who rest or hide wins: their win is shown as they chose, and they are not mentioned."""
    found: set[int] = set()
    for member in {win.member for win in wins}:
        row = ctx.tx.one(
            "SELECT account.rest_until, win_choice.hidden FROM member JOIN account ON account.id = member.account_id"
            " LEFT JOIN win_choice ON win_choice.member_id = member.id"
            " WHERE member.id = :member AND member.community_id = :community",
            {"member": member, "community": ctx.community},
        )
        if row is None or (row[0] is not None and row[0] > seconds(ctx.now)) or row[1]:
            found.add(member)
    return frozenset(found)


def card(wins: Sequence[Win], unnamed: frozenset[int], more: Call) -> Card:
    line = _LINE if len(wins) <= _MOST else _SHORT_LINE
    body: list[Block] = []
    for kind in WinKind:
        here = [win for win in wins if win.kind is kind]
        if not here:
            continue
        text: list[Inline] = [Bold("More wins" if kind is WinKind.OTHER else kind.label)]
        for win in here:
            who: Inline = "Somebody here" if win.member in unnamed else Mention(win.member)
            text += ["\n", who, f": {excerpt(win.story, line)}"]
        body.append(Text(tuple(text)))
    body.append(Note("These are wins whose authors said yes to the round-up. Thank you for sharing them."))
    body.append(Actions((Button("…", more),)))
    return Card("Wins of this week", tuple(body), Tone.WARM)


assert int(State.SHOWN) == 2  # the partial index of the schema names it
