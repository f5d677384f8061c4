"""The rows of features.md as invariants, looked at before and after each round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from zoneinfo import ZoneInfo

import rustworkx

from bot.scheduling.clock import seconds
from bot.storage.database import Database, Tx
from bot.ui.card import Card, Text, contents, inlines
from cogs.buddies import hours
from cogs.buddies.model import SILENT_ROUNDS

_LEAST_HOURS = 2
"""The rule of a pool that no organiser changed."""
_EXACT = 256
"""Up to so many people the matching is exact; above it works in blocks."""
_CONSTRAINTS = {"hours", "language", "both"}


@dataclass(frozen=True)
class Buddy:
    """What decides whether somebody may be matched, a minute before the round."""

    external: str
    free: bool
    """Not paused, not skipping, not resting, and without a buddy for longer."""
    language: str
    week: int
    silent: int


@dataclass
class Record:
    everybody: set[str] = field(default_factory=set[str])
    going_on: dict[str, int] = field(default_factory=dict[str, int])
    """Person and their pair."""
    rounds: int = 0
    pairs: int = 0
    trios: int = 0
    met: Counter[bool] = field(default_factory=Counter[bool])
    repeats: int = 0
    repeats_by_need: int = 0
    """Without them fewer people would have had a buddy."""
    reasons: Counter[str] = field(default_factory=Counter[str])
    waits: Counter[int] = field(default_factory=Counter[int])
    """How many rounds in a row somebody had no buddy."""
    paused_for_silence: int = 0
    neutral_notes: int = 0
    most_messages: int = 0
    heard: set[str] = field(default_factory=set[str])
    """Who read that they have no buddy this time."""

    def read(self, external: str, card: Card) -> None:
        text = " ".join(_said(card))
        if "no match for you" in text:
            self.heard.add(external)
        self.neutral_notes += "pairing has ended" in text

    def __str__(self) -> str:
        answered = self.met[True] + self.met[False]
        waits = ", ".join(f"{n} in a row: {count}" for n, count in sorted(self.waits.items())) or "none"
        return "\n".join(
            (
                f"rounds {self.rounds}, pairs {self.pairs}, of them trios {self.trios}",
                f"met-rate {self.met[True] / answered:.0%} of {answered} pairs that answered"
                if answered
                else "no answers",
                f"repeats {self.repeats}, of them by need {self.repeats_by_need}",
                f"without a buddy, by reason: {dict(self.reasons)}",
                f"waits: {waits}",
                f"paused after {SILENT_ROUNDS} silent rounds {self.paused_for_silence}",
                f"neutral notes {self.neutral_notes}",
                f"most messages to one person in one day {self.most_messages}",
            )
        )


def _said(card: Card) -> list[str]:
    """Titles and texts; several notices may have come as one message."""
    found = [card.title]
    for content in contents(card):
        found += [part for part in inlines(content) if isinstance(part, str)]
    for block in card.body:
        if isinstance(block, Text) and not isinstance(block.content, str):
            found += [str(getattr(part, "text", "")) for part in inlines(block.content)]
    return found


class Ledger:
    def __init__(self, db: Database, community: int, record: Record) -> None:
        self._db = db
        self._community = community
        self._record = record
        self._met: set[frozenset[str]] = set()
        self._waiting: Counter[str] = Counter()
        self._numbers: set[str] = set()
        self._unmatched: set[str] = set()

    async def before(self, at: datetime) -> dict[int, Buddy]:
        return await self._db.read(lambda tx: _buddies(tx, at))

    async def after(self, at: datetime, before: dict[int, Buddy]) -> None:
        pairs, places, nevers = await self._db.read(lambda tx: _outcome(tx, at))
        record = self._record
        record.rounds += 1
        matched: set[int] = set()
        for members in pairs:
            record.pairs += 1
            record.trios += len(members) == 3
            assert len(members) in (2, 3), members
            for member in members:
                assert member in before, "matched without having opted in"
                assert before[member].free, "matched while paused, skipping, resting or with a buddy"
                assert before[member].silent < SILENT_ROUNDS, "matched after three silent rounds"
                assert member not in matched, "in two pairs"
                matched.add(member)
            for a, b in combinations(members, 2):
                self._together(before, a, b, nevers)
        self._without(places, before, matched)
        self._repeats(pairs, places, before, nevers)
        record.paused_for_silence = await self._db.read(_paused)
        record.going_on = await self._db.read(_going_on)

    def _together(self, before: dict[int, Buddy], a: int, b: int, nevers: set[frozenset[int]]) -> None:
        assert frozenset((a, b)) not in nevers, "two people who never wanted to meet"
        one, other = before[a], before[b]
        assert one.language == other.language, "no language in common"
        assert hours.hours(one.week & other.week) >= _LEAST_HOURS, "too few hours in common"

    def _without(self, places: dict[int, str], before: dict[int, Buddy], matched: set[int]) -> None:
        took_part = {member for member, buddy in before.items() if buddy.free}
        assert matched <= set(places), "matched outside the round"
        assert took_part >= set(places), "took part without being free"
        numbers: set[str] = set()
        self._unmatched = set()
        for member, reason in places.items():
            person = before[member].external
            assert (member in matched) == (reason == ""), (member, reason)
            if member in matched:
                if self._waiting[person]:
                    self._record.waits[self._waiting.pop(person)] += 1
                continue
            self._record.reasons[reason] += 1
            self._waiting[person] += 1
            self._unmatched.add(person)
            if reason not in _CONSTRAINTS:
                numbers.add(person)
        assert not numbers & self._numbers, "left out twice running although somebody fits"
        self._numbers = numbers

    def _repeats(
        self,
        pairs: list[tuple[int, ...]],
        places: Collection[int],
        before: dict[int, Buddy],
        nevers: set[frozenset[int]],
    ) -> None:
        """Who speaks a language is matched by itself. In such a group a pair comes again only if without a repeat
        fewer people would have a buddy."""
        again: Counter[str] = Counter()
        made: Counter[str] = Counter()
        for members in pairs:
            met = [frozenset((before[a].external, before[b].external)) for a, b in combinations(members, 2)]
            made[before[members[0]].language] += 1
            again[before[members[0]].language] += any(both in self._met for both in met) if len(members) == 2 else 0
        for language, count in again.items():
            if count:
                group = [member for member in places if before[member].language == language]
                need = len(self._without_repeats(group, before, nevers)) < made[language]
                assert need or len(places) > _EXACT, "somebody meets the same person again without need"
                self._record.repeats += count
                self._record.repeats_by_need += count if need else 0
        for members in pairs:
            self._met |= {frozenset((before[a].external, before[b].external)) for a, b in combinations(members, 2)}

    def _without_repeats(
        self, group: list[int], before: dict[int, Buddy], nevers: set[frozenset[int]]
    ) -> set[tuple[int, int]]:
        graph: rustworkx.PyGraph[int, int] = rustworkx.PyGraph()
        graph.add_nodes_from(group)
        for (a, one), (b, other) in combinations([(n, before[member]) for n, member in enumerate(group)], 2):
            if (
                hours.hours(one.week & other.week) >= _LEAST_HOURS
                and frozenset((one.external, other.external)) not in self._met
                and frozenset((group[a], group[b])) not in nevers
            ):
                graph.add_edge(a, b, 1)
        return rustworkx.max_weight_matching(graph, max_cardinality=True)

    def unmatched_were_told(self, heard: set[str]) -> None:
        """A day later; who rests or was not awake yet finds it on Home or hears it later."""
        told = len(self._unmatched & heard)
        assert told >= len(self._unmatched) * 0.8, f"{told} of {len(self._unmatched)} were told why"
        heard.clear()


def _buddies(tx: Tx, at: datetime) -> dict[int, Buddy]:
    rows = tx.all(
        "SELECT b.member_id, a.external, a.zone, b.parts, b.language, COALESCE(b.paused_until, 0),"
        " COALESCE(b.skipped, 0), COALESCE(a.rest_until, 0), b.silent FROM buddy b"
        " JOIN member m ON m.id = b.member_id JOIN account a ON a.id = m.account_id"
    )
    busy = {
        row[0]
        for row in tx.all(
            "SELECT i.member_id FROM buddy_in_pair i JOIN buddy_pair p ON p.id = i.pair_id"
            " WHERE i.left_at IS NULL AND p.state IN (1, 2) AND p.ends_at > :at",
            {"at": seconds(at)},
        )
    }
    found: dict[int, Buddy] = {}
    for member, external, zone, parts, language, paused, skipped, rest, silent in rows:
        free = max(paused, rest) <= seconds(at) and skipped != seconds(at) and member not in busy
        week = hours.week(parts, ZoneInfo(zone), at)
        found[member] = Buddy(external, free, language, week, silent)
    return found


def _outcome(tx: Tx, at: datetime) -> tuple[list[tuple[int, ...]], dict[int, str], set[frozenset[int]]]:
    row = tx.one("SELECT id FROM buddy_round WHERE at = :at AND state IN (4, 5)", {"at": seconds(at)})
    assert row is not None, f"no round at {at}"
    of: dict[int, list[int]] = defaultdict(list)
    for pair, member in tx.all(
        "SELECT p.id, i.member_id FROM buddy_pair p JOIN buddy_in_pair i ON i.pair_id = p.id"
        " WHERE p.round_id = :round AND p.state IN (0, 1, 2)",
        {"round": row[0]},
    ):
        of[pair].append(member)
    places = dict(tx.all("SELECT member_id, reason FROM buddy_place WHERE round_id = :round", {"round": row[0]}))
    nevers = {frozenset((a, b)) for a, b in tx.all("SELECT member_id, other_id FROM buddy_never")}
    return [tuple(members) for members in of.values()], places, nevers


def answers(tx: Tx) -> Counter[bool]:
    """Of all pairs that answered: did one of them say that they met."""
    rows = tx.all("SELECT pair_id, MAX(met) FROM buddy_in_pair WHERE met IS NOT NULL GROUP BY pair_id")
    return Counter(bool(met) for _, met in rows)


def _paused(tx: Tx) -> int:
    row = tx.one(
        "SELECT COUNT(*) FROM buddy WHERE silent >= :most AND paused_until IS NOT NULL", {"most": SILENT_ROUNDS}
    )
    assert row is not None
    return row[0]


def _going_on(tx: Tx) -> dict[str, int]:
    rows = tx.all(
        "SELECT a.external, p.id FROM buddy_pair p JOIN buddy_in_pair i ON i.pair_id = p.id"
        " JOIN member m ON m.id = i.member_id JOIN account a ON a.id = m.account_id"
        " WHERE p.state IN (1, 2) AND i.left_at IS NULL"
    )
    return dict(rows)
