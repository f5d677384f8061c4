"""An account is one person on one platform: their zone, quiet hours, cool-off and how messages reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.scheduling.clock import moment, seconds
from bot.storage.database import Tx
from bot.storage.ids import new_id


class ByDm(IntEnum):
    """As in the schema. UNTRIED: direct messages were wished for, and none has arrived since."""

    NO = 0
    YES = 1
    UNTRIED = 2


@dataclass(frozen=True, slots=True)
class Account:
    id: int
    platform: str
    tenant: str
    external: str
    name: str
    zone: str | None
    """IANA name; None until the person confirmed one."""
    locale: str
    quiet_from: int | None
    """Hours of the day, 0-23; None means the community's."""
    quiet_to: int | None
    rest_until: datetime | None
    """End of the cool-off. Whoever compares it with now decides whether it is over."""
    daily: int
    """How many messages a day the bot may send unasked."""
    by_dm: bool
    """False: everything waits on Home."""
    untried: bool
    """Nothing but the test message is sent yet."""
    dm_closed: bool
    country: str
    """For help lines; chosen, never guessed."""
    consent_version: int
    consent_at: datetime


_COLUMNS = (
    "id, platform, tenant, external, name, zone, locale, quiet_from, quiet_to, rest_until, daily, by_dm, dm_closed,"
    " country, consent_version, consent_at"
)


def get(tx: Tx, account: int) -> Account:
    row = tx.one(f"SELECT {_COLUMNS} FROM account WHERE id = :id", {"id": account})  # noqa: S608 -- constant
    if row is None:
        raise LookupError(f"no account {account}")
    (id, platform, tenant, external, name, zone, locale, quiet_from, quiet_to, rest_until, *rest) = row
    daily, by_dm, dm_closed, country, version, at = rest
    return Account(
        id,
        platform,
        tenant,
        external,
        name,
        zone,
        locale,
        quiet_from,
        quiet_to,
        None if rest_until is None else moment(rest_until),
        daily,
        by_dm != ByDm.NO,
        by_dm == ByDm.UNTRIED,
        bool(dm_closed),
        country,
        version,
        moment(at),
    )


def find(tx: Tx, platform: str, tenant: str, external: str) -> int | None:
    row = tx.one(
        "SELECT id FROM account WHERE platform = :platform AND tenant = :tenant AND external = :external",
        {"platform": platform, "tenant": tenant, "external": external},
    )
    return row[0] if row else None


def agree(
    tx: Tx,
    platform: str,
    tenant: str,
    external: str,
    *,
    version: int,
    name: str,
    locale: str,
    now: datetime,
    by_dm: bool = True,
) -> int:
    """Makes the account, or renews its consent; its id. `by_dm` is for a new account; an old one keeps its wish."""
    tx.run(
        "INSERT INTO account (id, platform, tenant, external, name, locale, by_dm, consent_version, consent_at)"
        " VALUES (:id, :platform, :tenant, :external, :name, :locale, :by_dm, :version, :now)"
        " ON CONFLICT (platform, tenant, external)"
        " DO UPDATE SET consent_version = excluded.consent_version, consent_at = excluded.consent_at",
        {
            "id": new_id(),
            "platform": platform,
            "tenant": tenant,
            "external": external,
            "name": name,
            "locale": locale,
            "by_dm": (ByDm.YES if by_dm else ByDm.NO).value,
            "version": version,
            "now": seconds(now),
        },
    )
    found = find(tx, platform, tenant, external)
    assert found is not None
    return found


def set_zone(tx: Tx, account: int, zone: str) -> None:
    tx.run("UPDATE account SET zone = :zone WHERE id = :id", {"zone": zone, "id": account})


def set_quiet_hours(tx: Tx, account: int, quiet_from: int | None, quiet_to: int | None) -> None:
    tx.run(
        "UPDATE account SET quiet_from = :from_, quiet_to = :to_ WHERE id = :id",
        {"from_": quiet_from, "to_": quiet_to, "id": account},
    )


def set_daily(tx: Tx, account: int, daily: int) -> None:
    tx.run("UPDATE account SET daily = :daily WHERE id = :id", {"daily": daily, "id": account})


def wish_dms(tx: Tx, account: int) -> None:
    """Where they don't arrive already, a new wish is a new try: the mark of closed direct messages goes."""
    tx.run(
        "UPDATE account SET by_dm = CASE WHEN by_dm = 1 AND dm_closed = 0 THEN 1 ELSE 2 END, dm_closed = 0"
        " WHERE id = :id",
        {"id": account},
    )


def no_dms(tx: Tx, account: int) -> None:
    tx.run("UPDATE account SET by_dm = 0, dm_closed = 0 WHERE id = :id", {"id": account})


def reached(tx: Tx, account: int, channel: str) -> None:
    """A direct message arrived; `channel` is its id where the platform told."""
    tx.run(
        "UPDATE account SET dm = CASE WHEN :dm = '' THEN dm ELSE :dm END, by_dm = CASE WHEN by_dm = 2 THEN 1 ELSE by_dm"
        " END WHERE id = :id AND (by_dm = 2 OR (:dm <> '' AND dm <> :dm))",
        {"dm": channel, "id": account},
    )


def refused(tx: Tx, account: int) -> None:
    """Direct messages are closed. It is not tried again before the person wishes it."""
    tx.run("UPDATE account SET dm_closed = 1 WHERE id = :id", {"id": account})


def set_country(tx: Tx, account: int, country: str) -> None:
    tx.run("UPDATE account SET country = :country WHERE id = :id", {"country": country, "id": account})


def rest_until(tx: Tx, account: int, until: datetime | None) -> None:
    tx.run(
        "UPDATE account SET rest_until = :until WHERE id = :id",
        {"until": None if until is None else seconds(until), "id": account},
    )
