"""Day keys: the same in every process that holds the file, and gone for good when their time is over."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from bot.storage.chain import LASTS, KeyChain
from bot.storage.database import SealError

DAY = 739_000


def made(path: Path) -> str | None:
    return KeyChain.load(path).hash(DAY, "author", "somebody", 7)


def test_every_process_makes_the_same_hashes_from_one_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.days.json"
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(made, [path] * 6)
    assert len(set(found)) == 1
    assert found[0]


def test_each_day_purpose_and_part_makes_another_hash() -> None:
    chain = KeyChain()
    found = [
        chain.hash(DAY, "author", "a", 1),
        chain.hash(DAY + 1, "author", "a", 1),
        chain.hash(DAY, "thread", "a", 1),
        chain.hash(DAY, "author", "b", 1),
        chain.hash(DAY, "author", "a", 2),
        chain.hash(DAY, "author", "a1"),
    ]
    assert len(set(found)) == len(found)
    assert all(one and len(one) == 32 for one in found)
    assert found[0] == chain.hash(DAY, "author", "a", 1)


def test_a_dropped_day_can_be_hashed_by_nobody_who_holds_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "keys.days.json"
    chain = KeyChain.load(path)
    old, young = chain.hash(DAY, "author", "a"), chain.hash(DAY + 5, "author", "a")
    chain.drop(before=DAY + 1)
    for left in (chain, KeyChain.load(path)):
        assert left.hash(DAY, "author", "a") is None
        assert left.hash(DAY + 5, "author", "a") == young
    assert old != young
    assert json.loads(path.read_text())["day"] == DAY + 1
    assert list(tmp_path.iterdir()) == [path]


def test_dropping_twice_or_nothing_changes_nothing(tmp_path: Path) -> None:
    chain = KeyChain.load(tmp_path / "keys.days.json")
    chain.drop(before=DAY)  # before any key was asked for
    assert list(tmp_path.iterdir()) == []
    first = chain.hash(DAY, "author", "a")
    chain.drop(before=DAY - LASTS - 5)
    chain.drop(before=DAY)
    chain.drop(before=DAY)
    assert chain.hash(DAY, "author", "a") == first


def test_a_month_back_from_the_first_day_is_there(tmp_path: Path) -> None:
    """Two processes whose clocks differ a little, or a day that ends while somebody writes."""
    chain = KeyChain.load(tmp_path / "keys.days.json")
    assert chain.hash(DAY, "author", "a")
    assert chain.hash(DAY - LASTS, "author", "a")
    assert chain.hash(DAY - LASTS - 1, "author", "a") is None


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.days.json"
    made(path)
    path.chmod(0o644)
    with pytest.raises(SealError, match="chmod 600"):
        KeyChain.load(path)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"day": 1, "key": "AA=="}', '{"day": "x", "key": 5}'])
def test_a_file_that_holds_no_keys_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "keys.days.json"
    path.touch(0o600)
    path.write_text(text)
    with pytest.raises(SealError, match="no day keys"):
        KeyChain.load(path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SealError, match="can't be written"):
        KeyChain(tmp_path / "missing" / "keys.days.json").hash(DAY, "author", "a")
