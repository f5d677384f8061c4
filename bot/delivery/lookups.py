"""Asking a platform how members stand, or what came of a post. A question is a row; its answer becomes a job for
`then`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.adapter import AccountRef
from bot.context import Echo, Standing, Standings
from bot.delivery.messages import State
from bot.delivery.results import scoped, tell
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
    about: str = ""
    """The key of a post, as the cog gave it, where the question is about one and not about people."""
    remote: str | None = None
    """The post's remote id; None: it is not shown."""
    gone: bool = False
    """It surely is not there, so that nobody need be asked."""


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
    args = {"of": list(members), "asked": seconds(now)}
    _put(tx, args, then, platform=platform, community=community, member=member, now=now)


def ask_about(
    tx: Tx, key: str, then: Call, *, platform: str, community: int, member: int | None, now: datetime
) -> None:
    args = {"about": key, "asked": seconds(now)}
    _put(tx, args, then, platform=platform, community=community, member=member, now=now)


def _put(
    tx: Tx,
    args: Mapping[str, object],
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
            "args": json.dumps(args),
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
        people = tuple(_refs(tx, question.get("of", ())))
        about = question.get("about", "")
        remote, gone = _post(tx, scoped(community, about)) if about else (None, False)
        tx.run(
            "UPDATE task SET owner = :owner, lease_until = :until, attempts = attempts + 1 WHERE id = :id",
            {"owner": owner, "until": seconds(now + lease), "id": id},
        )
        asked = moment(question["asked"])
        where = team[0] if team else ""
        claimed.append(Question(id, platform, where, people, asked, attempts + 1, owner, about, remote, gone))
    return claimed


def _post(tx: Tx, key: str) -> tuple[str | None, bool]:
    """Its remote id, if it is shown, and whether it surely is not there."""
    row = tx.one("SELECT remote_id, state, deleted FROM message WHERE key = :key", {"key": key})
    if row is None:
        return None, True
    remote, state, deleted = row
    return remote, bool(deleted) or state == State.DEAD


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
    if not complete and _patient(tx, question, now, again_at):
        return False
    for standing in standings:
        if standing.name:
            tx.run(
                "UPDATE account SET name = :name WHERE id = (SELECT account_id FROM member WHERE id = :member)"
                " AND name <> :name",
                {"name": standing.name, "member": standing.member},
            )
    _tell(tx, question, Standings(tuple(standings), unanswered=not complete), now)
    return True


def answer_about(tx: Tx, question: Question, echo: Echo | None, now: datetime, *, again_at: datetime) -> bool:
    """The same for a post; None: it could not be asked."""
    if echo is None and _patient(tx, question, now, again_at):
        return False
    _tell(tx, question, replace(echo or Echo(""), key=question.about), now)
    return True


def _patient(tx: Tx, question: Question, now: datetime, again_at: datetime) -> bool:
    """Whether it is asked once more."""
    if now - question.asked >= PATIENCE:
        return False
    tx.run(
        "UPDATE task SET run_at = :again, lease_until = 0 WHERE id = :id AND owner = :owner",
        {"again": seconds(again_at), "id": question.id, "owner": question.owner},
    )
    return True


def _tell(tx: Tx, question: Question, result: Standings | Echo, now: datetime) -> None:
    """Once: nothing if somebody else was told, or the asker was erased."""
    row = tx.one(
        "SELECT key, then_call, then_args, community_id, member_id FROM task WHERE id = :id", {"id": question.id}
    )
    if row is not None:
        key, call, args, community, member = row
        tx.run("DELETE FROM task WHERE id = :id", {"id": question.id})
        tell(tx, key, call, args, result, community=community, member=member, now=now)
