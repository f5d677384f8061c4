"""With the whole database, everybody's ids and this program, but no key: no author is found more often than by chance.

The chance that one of these tests fails though nothing leaks is below one in a million; see `attack/guessing.py`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.people import anonymity
from bot.scheduling.clock import SteppedClock
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from tests.cogs.anonymous.attack import guessing, hashing
from tests.cogs.anonymous.attack.copying import NAMELESS, Copy
from tests.cogs.anonymous.attack.town import Loot, robbed
from tests.cogs.conftest import PLATFORMS, RUNS
from tests.stage import Stage
from tests.stage.stage import START


@dataclass(frozen=True)
class Robbed:
    loot: Loot
    keys: tuple[bytes, ...]
    """Those of that day, which the thief doesn't have."""
    later: tuple[bytes, ...]
    """What the files of the keys hold, and all that follows from it, when the days of these posts are over."""


_ROBBED: dict[str, Robbed] = {}
"""A town takes seconds: one for each platform serves all tests."""


@pytest.fixture(params=RUNS)
async def robbed_town(request: pytest.FixtureRequest, tmp_path: Path) -> Robbed:
    platform, kind = request.param
    name = f"{platform} {kind}"
    if name not in _ROBBED:
        ring = KeyRing.load(tmp_path / "keys.json")
        db = await open_database(request.getfixturevalue(f"{kind}_copy"), ring)
        clock = SteppedClock(START)
        async with Stage.open(PLATFORMS[platform](clock), db, clock) as stage:
            if platform == "memory":
                loot = await robbed(stage, people=40, authors=36, twice=18, second_team=True)
            else:
                loot = await robbed(stage, people=18, authors=16, twice=0, second_team=False)
            keys = _keys(tmp_path)
            later = anonymity.today(stage.now) + 2  # as a batch does, so many days later
            await db.run(lambda tx: tx.drop_day_keys(later))
            _ROBBED[name] = Robbed(loot, keys, _keys(tmp_path))
        await db.close()
    return _ROBBED[name]


def _keys(folder: Path) -> tuple[bytes, ...]:
    ring = json.loads((folder / "keys.json").read_text())
    chain = json.loads((folder / "keys.days.json").read_text())
    keys = [base64.b64decode(ring["hash"]), *(base64.b64decode(key) for key in ring["seal"].values())]
    day = base64.b64decode(chain["key"])
    for _ in range(2 * anonymity.RIGHTS + 5):
        keys.append(day)
        day = hashlib.sha256(b"the day after" + day).digest()
    return tuple(keys)


def _copies(loot: Loot) -> Mapping[str, Copy]:
    return {"before a batch": loot.before, "after one": loot.waiting, "in the end": loot.final}


def _are_chance(loot: Loot, copy: Copy, guesses: Sequence[guessing.Guess], when: str) -> None:
    best, most = guessing.best(guesses), guessing.most_by_chance(loot, copy, len(guesses))
    print(f"{when}: {len(guesses)} guesses, at best {best.right} right by {best.name}; {most} are chance")
    assert best.right <= most, f"{when}: {best.right} right by {best.name}; {most} are chance"


def _are_more(loot: Loot, copy: Copy, guesses: Sequence[guessing.Guess]) -> None:
    assert guessing.best(guesses).right > guessing.most_by_chance(loot, copy, len(guesses))


def test_no_hash_of_anybodys_ids_is_stored(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    for when, copy in _copies(loot).items():
        assert not hashing.found(loot, copy), when
    assert not hashing.found_with_values(loot, loot.final, people=8)


def test_the_files_of_the_database_hold_no_words(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    for words in loot.words.values():
        assert words[:40].encode() not in loot.final.raw


def test_no_order_and_no_nearness_tells_authors_better_than_chance(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    for when, copy in {"after a batch": loot.waiting, "in the end": loot.final}.items():
        guesses = guessing.by_order(loot, copy)
        _are_chance(loot, copy, guesses, when)
    early = guessing.by_order(loot, loot.before, places=False)
    _are_chance(loot, loot.before, early, "before a batch")


def test_no_value_stands_beside_a_post_and_beside_its_author(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    for when, copy in _copies(loot).items():
        guesses = guessing.by_value(loot, copy)
        _are_chance(loot, copy, guesses, when)


def test_no_two_rows_of_one_person_share_what_others_do_not(robbed_town: Robbed) -> None:
    for when, copy in _copies(robbed_town.loot).items():
        assert guessing.links(copy) == [], when


def test_nothing_is_stored_finer_than_a_day(robbed_town: Robbed) -> None:
    """Of the numbers in the rows that sending writes, none is a time near the sending; one may look so by chance."""
    loot = robbed_town.loot
    near = [*loot.before.tables["anonymous_post"], *loot.before.tables["anonymous_use"]]
    assert len(near) == 2 * len(loot.before.tables["anonymous_post"])
    for row in near:
        for column, value in row.values.items():
            assert not _is_a_time(value, loot), f"{column} of {row.values}"


def _is_a_time(value: Any, loot: Loot) -> bool:
    if not isinstance(value, int):
        return False
    first, last = min(loot.sent_at.values()) - 86_400, max(loot.sent_at.values()) + 86_400
    return any(first < value / unit < last and value % (86_400 * unit) for unit in (1, 10**3, 10**6, 10**9))


def test_sizes_say_a_step_and_no_more(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    sizes: dict[int, set[int]] = {}
    for row in loot.before.tables["anonymous_post"]:
        said = json.dumps([loot.words[row.id], "listen", "none"], ensure_ascii=False, separators=(",", ":"))
        sizes.setdefault(-(-len(said.encode()) // 512), set()).add(len(row.values["words"]))
    assert len(sizes) > 1
    assert sizes == {step: {2 + 12 + 16 + 512 * step} for step in sizes}


def test_once_the_days_keys_are_gone_nobody_with_all_keys_finds_more_than_who_is_muted(robbed_town: Robbed) -> None:
    """A mute is found by whoever holds the keys as long as it lasts; the card before writing says so."""
    loot = robbed_town.loot
    assert hashing.found(loot, loot.final, keys=robbed_town.later) == set(loot.muted)


# The same attacks find whom they should when something leaks


def test_with_the_days_key_the_attack_finds_every_author(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    there = {row.id for table in NAMELESS for row in loot.final.tables[table]}
    assert hashing.found(loot, loot.final, keys=robbed_town.keys) >= there & {*loot.truth, *loot.muted}


def _author(loot: Loot, post: int) -> Any:
    return loot.people[loot.truth[post]]


def test_an_unkeyed_hash_is_found(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    hashes = {id: hashlib.sha256(f"{_author(loot, id).account}|{id}".encode()).hexdigest()[:32] for id in loot.order}
    copy = loot.before.planted("anonymous_post", "author", hashes)
    assert hashing.found(loot, copy) >= {row.id for row in copy.tables["anonymous_post"]}


def test_a_hash_with_a_key_that_is_stored_is_found(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    key = str(loot.final.tables["community"][0].id).encode()
    hashes = {
        id: hmac.digest(key, f"{_author(loot, id).account}|{id}".encode(), "sha256").hex()[:32] for id in loot.order
    }
    assert hashing.found_with_values(loot, loot.final.planted("anonymous_post", "author", hashes), people=8)


@pytest.mark.parametrize("column", ["account", "member"])
def test_an_id_beside_a_post_is_found(robbed_town: Robbed, column: str) -> None:
    loot = robbed_town.loot
    ids = {id: _author(loot, id).account if column == "account" else _author(loot, id).members[0] for id in loot.order}
    copy = loot.waiting.planted("anonymous_post", "whose", ids)
    _are_more(loot, copy, guessing.by_value(loot, copy))


def test_the_second_of_sending_is_found(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    copy = loot.waiting.planted("anonymous_post", "at", loot.sent_at)
    _are_more(loot, copy, guessing.by_order(loot, copy))
    assert all(_is_a_time(at, loot) for at in loot.sent_at.values())


def test_ids_that_count_up_are_found(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    numbers = {id: n for n, id in enumerate(loot.order)}
    copy = loot.waiting.planted("anonymous_post", "number", numbers)
    _are_more(loot, copy, guessing.by_order(loot, copy))


def test_a_hash_of_the_person_alone_links_their_posts(robbed_town: Robbed) -> None:
    loot = robbed_town.loot
    same = {id: f"{loot.truth[id] // 2:032x}" for id in loot.order}  # two people with one hash, or one with two posts
    assert guessing.links(loot.before.planted("anonymous_post", "author", same)) != []


@pytest.mark.postgres
@pytest.mark.parametrize("robbed_town", [RUNS[-1].values[0]], ids=["memory-postgres"], indirect=True)
def test_before_the_next_batch_postgres_itself_knows_the_order(robbed_town: Robbed) -> None:
    """What the batch is for, and what a copy of the running database tells until then (docs/anonymity.md)."""
    loot = robbed_town.loot
    _are_more(loot, loot.before, guessing.by_order(loot, loot.before))
