"""Asking a platform how members stand. A question is a row; its answer becomes a job for `then`."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapter import AccountRef
from bot.context import Standing, Standings
from bot.delivery.results import tell
from bot.delivery.turns import names
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from bot.ui.wire import dump_args

PATIENCE = timedelta(minutes=10)
"""After this the answer is `unanswered`: whoever asked goes on without."""


@dataclass(frozen=True, slots=True)
class Question:
    id: int
    platform: str
    team: str
    people: tuple[tuple[int, AccountRef], ...]
    """Members and how the platform knows them; erased ones are left out."""
    asked: datetime
    attempts: int
    owner: str


def ask(
    tx: Tx,
    members: Sequence[int],
    then: Call,
    *,
    platform: str,
    community: int,
    member: int | None,
    now: datetime,
) -> None:
    id = new_id()
    tx.run(
        "INSERT INTO task (id, key, call, args, then_call, then_args, platform, community_id, member_id, run_at)"
        " VALUES (:id, :key, '', :args, :then_call, :then_args, :platform, :community, :member, :now)",
        {
            "id": id,
            "key": f"look:{id}",
            "args": json.dumps({"of": list(members), "asked": seconds(now)}),
            "then_call": then.name,
            "then_args": dump_args(then.args),
            "platform": platform,
            "community": community or None,
            "member": member,
            "now": seconds(now),
        },
    )


def claim(tx: Tx, platforms: Collection[str], owner: str, now: datetime, lease: timedelta, most: int) -> list[Question]:
    """What is due and nobody else is asking, until `lease` from now."""
    if not platforms:
        return []
    locked = " FOR UPDATE SKIP LOCKED" if tx.dialect == "postgres" else ""
    listed, params = names("p", platforms)
    rows = tx.all(
        "SELECT id, platform, community_id, args, attempts FROM task"  # noqa: S608 -- constants
        f" WHERE run_at <= :now AND lease_until <= :now AND call = '' AND platform IN ({listed})"
        f" ORDER BY run_at LIMIT :most{locked}",
        {**params, "now": seconds(now), "most": most},
    )
    claimed: list[Question] = []
    for id, platform, community, args, attempts in rows:
        question = json.loads(args)
        team = tx.one("SELECT external FROM community WHERE id = :id", {"id": community}) if community else None
        people = tuple(_refs(tx, question["of"]))
        tx.run(
            "UPDATE task SET owner = :owner, lease_until = :until, attempts = attempts + 1 WHERE id = :id",
            {"owner": owner, "until": seconds(now + lease), "id": id},
        )
        asked = moment(question["asked"])
        claimed.append(Question(id, platform, team[0] if team else "", people, asked, attempts + 1, owner))
    return claimed


def _refs(tx: Tx, members: Sequence[int]) -> list[tuple[int, AccountRef]]:
    found: list[tuple[int, AccountRef]] = []
    for member in members:
        row = tx.one(
            "SELECT a.platform, a.tenant, a.external FROM member m JOIN account a ON a.id = m.account_id"
            " WHERE m.id = :id",
            {"id": member},
        )
        if row:
            found.append((member, AccountRef(*row)))
    return found


def answer(tx: Tx, question: Question, told: Sequence[Standing | None], now: datetime, *, again_at: datetime) -> bool:
    """Records what the platform said, in the order of `question.people`; fewer means that it could not be asked.

    Until everybody is answered for, or the patience is over, it is asked again at `again_at`: then False.
    """
    standings = [
        replace(standing, member=member)
        for (member, _), standing in zip(question.people, told, strict=False)
        if standing is not None
    ]
    complete = len(standings) == len(question.people)
    over = complete or now - question.asked >= PATIENCE
    if not over:
        tx.run(
            "UPDATE task SET run_at = :again, lease_until = 0 WHERE id = :id AND owner = :owner",
            {"again": seconds(again_at), "id": question.id, "owner": question.owner},
        )
        return False
    row = tx.one(
        "SELECT key, then_call, then_args, community_id, member_id FROM task WHERE id = :id", {"id": question.id}
    )
    if row is None:  # somebody else was told, or the asker was erased
        return True
    key, call, args, community, member = row
    tx.run("DELETE FROM task WHERE id = :id", {"id": question.id})
    for standing in standings:
        if standing.name:
            tx.run(
                "UPDATE account SET name = :name WHERE id = (SELECT account_id FROM member WHERE id = :member)"
                " AND name <> :name",
                {"name": standing.name, "member": standing.member},
            )
    result = Standings(tuple(standings), unanswered=not complete)
    tell(tx, key, call, args, result, community=community, member=member, now=now)
    return True
