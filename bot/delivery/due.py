"""Rows of messages that are due, with what belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.delivery.turns import names
from bot.scheduling.clock import seconds
from bot.storage.database import Tx

_COLUMNS = """
m.id, m.key, m.community_id, m.room_id, m.account_id, m.member_id, m.lane, m.card, m.wanted_version, m.deleted,
m.on_unknown, m.state, m.expires_at, m.attempts, m.first_try_at, m.remote_id, m.then_call, m.then_args, m.under,
m.reply_to,
c.external, c.zone, c.locale, r.remote_id, r.state, r.broken, r.open, a.external, a.dm, a.zone, a.locale
"""


@dataclass(frozen=True, slots=True)
class Live:
    """A due row with what belongs to it, in the order of `_COLUMNS`."""

    id: int
    key: str
    community: int
    room: int | None
    account: int | None
    member: int | None
    lane: int
    card: bytes | None
    version: int
    deleted: int
    on_unknown: str
    state: int
    expires: int | None
    attempts: int
    first_try: int | None
    remote: str | None
    then_call: str
    then_args: str
    under: str
    reply_to: str
    team: str
    zone: str
    locale: str
    place: str | None
    place_state: int | None
    place_broken: str | None
    place_open: int | None
    person: str | None
    dm: str | None
    person_zone: str | None
    person_locale: str | None

    @property
    def calendar(self) -> bool:
        """An event: it goes to no room and to nobody."""
        return self.room is None and self.account is None


def lock(tx: Tx, ids: list[int], now: datetime) -> list[Live]:
    """Those that are still due and that no other process is at, in the order of `ids`."""
    if not ids:
        return []
    listed, params = names("i", ids)
    locked = " FOR UPDATE OF m SKIP LOCKED" if tx.dialect == "postgres" else ""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM message m JOIN community c ON c.id = m.community_id"  # noqa: S608 -- constants
        " LEFT JOIN room r ON r.id = m.room_id LEFT JOIN account a ON a.id = m.account_id"
        f" WHERE m.id IN ({listed}) AND m.state < 2 AND m.visible_at <= :now{locked}",
        {**params, "now": seconds(now)},
    )
    live = {row[0]: Live(*row) for row in rows}
    return [live[id] for id in ids if id in live]
