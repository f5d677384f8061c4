"""A database with a community of some size: everybody has agreed, and the rooms are chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.people import accounts, communities, consent, members
from bot.runtime.start import all_migrations
from bot.storage.database import Database, Tx
from bot.storage.migrate import migrate
from bot.storage.open import open_database
from bot.storage.seal import KeyRing

_AT_ONCE = 1000


async def founded(
    url: str, keys: KeyRing, platform: str, tenant: str, team: str, room: str, people: Iterable[str], now: datetime
) -> Database:
    """Open, migrated and filled; the caller closes it."""
    db = await open_database(url, keys)
    await migrate(db, all_migrations(), now=now)

    def found(tx: Tx) -> None:
        community = communities.ensure(tx, platform, team)
        for kind in ("wins", "support"):
            communities.choose_room(tx, community, kind, room)

    await db.run(found)

    await join_all(db, platform, tenant, team, people, now)
    return db


async def join_all(db: Database, platform: str, tenant: str, team: str, people: Iterable[str], now: datetime) -> None:
    """They agreed, and are members from now on."""

    def join(tx: Tx, some: list[str]) -> None:
        community = communities.ensure(tx, platform, team)
        for person in some:
            account = accounts.agree(
                tx, platform, tenant, person, version=consent.VERSION, name="Wren", locale="en", now=now
            )
            members.join(tx, account, community, now)

    everybody = list(people)
    for start in range(0, len(everybody), _AT_ONCE):
        some = everybody[start : start + _AT_ONCE]
        await db.run(lambda tx, some=some: join(tx, some))
