"""What is stored about somebody who writes without a name: nothing that leads to them without a key.

Rows carry random ids, the day alone, and words padded before they are sealed. Whose a row is shows only in a hash that
the author's own press makes again, with the key of the row's day (`Tx.day_hash`). That key is destroyed after
`RIGHTS` days: from then on nobody, its author included, can say whose the row was. A mute is hashed with the key that
stays.

A person is known here by how the platform knows them, so that a mute outlives leaving and coming back.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources

from bot.storage.chain import LASTS
from bot.storage.database import Tx

RIGHTS = LASTS
"""For so many days an author can answer, withdraw and read decisions."""
_STEP = 512


def today(now: datetime) -> int:
    """The day of a row, in UTC: a zone of its own would say something about its author."""
    return now.astimezone(UTC).toordinal()


def person(tx: Tx, account: int) -> str:
    row = tx.one("SELECT platform, tenant, external FROM account WHERE id = :id", {"id": account})
    if row is None:
        raise LookupError(f"no account {account}")
    return _person(*row)


def persons(tx: Tx, community: int) -> Iterator[str]:
    """Everybody who uses Cairn in a community: who may have written, tried one by one and in memory alone."""
    for row in tx.all(
        "SELECT a.platform, a.tenant, a.external FROM member m JOIN account a ON a.id = m.account_id"
        " WHERE m.community_id = :community",
        {"community": community},
    ):
        yield _person(*row)


def _person(platform: str, tenant: str, external: str) -> str:
    return f"{len(platform)}.{len(tenant)}.{platform}{tenant}{external}"


def author(tx: Tx, day: int, person: str, row: int) -> str | None:
    """Marks a row as this person's; None when the day's key is gone."""
    return tx.day_hash(day, "author", person, row)


def pseudonym(tx: Tx, day: int, person: str, thread: int) -> str | None:
    """Who somebody is in one thread that began on that day, and in no other one."""
    return tx.day_hash(day, "thread", person, thread)


def name(pseudonym: str) -> str:
    """A pseudonym as people read it: "Quiet Heron 41". Two may read alike; what counts are its 128 bits."""
    words = _words()
    bits, number = divmod(int(pseudonym, 16), 90)
    bits, second = divmod(bits, len(words["second"]))
    return f"{words['first'][bits % len(words['first'])]} {words['second'][second]} {number + 10}"


@cache
def _words() -> Mapping[str, list[str]]:
    return tomllib.loads((resources.files("bot.people") / "pseudonyms.toml").read_text("utf-8"))


def uses(tx: Tx, day: int, person: str, community: int, what: str, most: int) -> list[str]:
    """A hash for each time a day that somebody may do something. No two of them can be told to be one person's."""
    found = (tx.day_hash(day, "use", person, community, what, n) for n in range(most))
    return [tag for tag in found if tag]


def mute(tx: Tx, person: str, mute: int) -> int:
    """What a mute knows somebody by; another mute of the same person knows them by another hash."""
    return tx.keyed_hash("mute", person, mute)


def random_id() -> int:
    """Other ids grow with time. As large as a button takes it."""
    return secrets.randbelow(9 * 10**18 - 1) + 1


def padded(text: str) -> str:
    """As it is sealed: with blanks behind it up to the next whole step, so that the size tells little."""
    return text + " " * (-len(text.encode()) % _STEP)
