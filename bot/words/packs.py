"""Texts as data: sets of short texts in TOML, of which a member gets none twice until the set is used up.

A set stands in `<package>/content/<locale>.toml` as a list of tables:

    [[rejection]]
    id = "rejection-01"
    text = "..."
    tags = ["low"]          # where a feature fits texts to somebody; may be left out

Ids are frozen: they are what the database remembers, and a translation carries the id of its original. A text may be
edited, added or taken out at any time; nothing is ever drawn by its position.
"""

from __future__ import annotations

import json
import random
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NotRequired, TypedDict, cast

from bot.storage.database import Tx
from bot.words.locale import choose


@dataclass(frozen=True, slots=True)
class Item:
    id: str
    text: str
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pack:
    """`name` is what the database remembers the set by: the same in every language."""

    name: str
    items: tuple[Item, ...]

    def __post_init__(self) -> None:
        ids = {item.id for item in self.items}
        if not self.items or len(ids) != len(self.items) or "" in ids:
            raise ValueError(f"{self.name}: a set needs texts, each with an id of its own")


class _Row(TypedDict):
    id: str
    text: str
    tags: NotRequired[list[str]]


@cache
def load(package: str, name: str, locale: str) -> Pack:
    """The set `name` of a package, e.g. `load("cogs.rejections", "rejection", "de")`, in the nearest language."""
    found = choose(locale, tuple(have for have in locales(package) if name in _file(package, have)))
    rows = _file(package, found)[name]
    items = tuple(Item(row["id"], row["text"], frozenset(row.get("tags", ()))) for row in rows)
    return Pack(f"{package.rpartition('.')[2]}.{name}", items)


@cache
def locales(package: str) -> tuple[str, ...]:
    """The languages that a package has texts in."""
    content = resources.files(package) / "content"
    if not content.is_dir():
        return ()
    return tuple(sorted(f.name.removesuffix(".toml") for f in content.iterdir() if f.name.endswith(".toml")))


def names(package: str, locale: str) -> tuple[str, ...]:
    """The sets that a package has in a language."""
    return tuple(_file(package, locale))


@cache
def _file(package: str, locale: str) -> dict[str, list[_Row]]:
    text = (resources.files(package) / "content" / f"{locale}.toml").read_text("utf-8")
    return cast("dict[str, list[_Row]]", tomllib.loads(text))


def draw(tx: Tx, member: int, pack: Pack) -> Item:
    """The next text for a member. None comes twice before all have come; new ones join the current turn."""
    item, used = pull(pack.items, _used(tx, member, pack))
    _keep(tx, member, pack, used)
    return item


def draw_some(tx: Tx, member: int, pack: Pack, fitting: Sequence[Item], count: int) -> list[Item]:
    """Some texts at once, of those of the set that fit: different ones, and none twice before all that fit have come.
    Fewer where fewer fit."""
    used = _used(tx, member, pack)
    fresh = [item for item in fitting if item.id not in used]
    drawn = random.sample(fresh, min(count, len(fresh)))
    if len(drawn) < count:  # a new turn of those that fit, which does not begin with the latest
        again = sorted((item for item in fitting if item.id in used), key=lambda item: used.index(item.id))
        drawn += random.sample(again[: max(len(again) // 2, count)], min(count - len(drawn), len(again)))
        used = [id for id in used if id not in {item.id for item in fitting}]
    chosen = [item.id for item in drawn]
    _keep(tx, member, pack, [*(id for id in used if id not in chosen), *chosen])
    return drawn


def draw_together(tx: Tx, members: Sequence[int], pack: Pack) -> Item:
    """One text for several members: new to each of them while there is such a one, else to the first of them."""
    used = {member: _used(tx, member, pack) for member in members}
    fresh = [item for item in pack.items if not any(item.id in gone for gone in used.values())]
    item = random.choice(fresh) if fresh else pull(pack.items, used[members[0]])[0]
    for member, gone in used.items():
        turn = gone if any(one.id not in gone for one in pack.items) else []  # used up: a new turn starts
        _keep(tx, member, pack, [*(id for id in turn if id != item.id), item.id])
    return item


def latest(tx: Tx, member: int, pack: Pack) -> Item | None:
    """The text they had last, if it is still there."""
    used = _used(tx, member, pack)
    return next((item for item in pack.items if used and item.id == used[-1]), None)


def _used(tx: Tx, member: int, pack: Pack) -> list[str]:
    row = tx.one(
        "SELECT used FROM shuffle_bag WHERE member_id = :member AND pack = :pack",
        {"member": member, "pack": pack.name},
    )
    return _ids(row[0]) if row else []


def _keep(tx: Tx, member: int, pack: Pack, used: Sequence[str]) -> None:
    tx.run(
        "INSERT INTO shuffle_bag (member_id, pack, used) VALUES (:member, :pack, :used)"
        " ON CONFLICT (member_id, pack) DO UPDATE SET used = excluded.used",
        {"member": member, "pack": pack.name, "used": json.dumps(list(used), separators=(",", ":"))},
    )


def pull(items: Sequence[Item], used: Sequence[str]) -> tuple[Item, list[str]]:
    """One text at random among those not used yet, and the ids that are used now, the latest last.

    When all are used a new turn starts, and it does not start with the text that ended the last one.
    """
    gone = set(used)
    fresh = [item for item in items if item.id not in gone]
    if not fresh:
        last, used = used[-1], ()
        fresh = [item for item in items if item.id != last] or list(items)
    item = random.choice(fresh)
    return item, [*used, item.id]


def _ids(text: str) -> list[str]:
    ids: Any = json.loads(text)
    return [str(id) for id in ids]
