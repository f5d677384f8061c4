from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from bot.storage.database import SealError
from bot.storage.seal import KeyRing


def test_what_is_sealed_is_not_readable_and_opens_again() -> None:
    keys = KeyRing.fresh()
    for text in ("", "an offer at last ☃", "x" * 10_000):
        sealed = keys.seal("win", "story", 7, text)
        assert text.encode() not in sealed or not text
        assert keys.open("win", "story", 7, sealed) == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    keys = KeyRing.fresh()
    assert keys.seal("win", "story", 7, "same") != keys.seal("win", "story", 7, "same")


@pytest.mark.parametrize("place", [("win", "story", 8), ("win", "title", 7), ("rejection", "story", 7)])
def test_text_that_is_moved_elsewhere_does_not_open(place: tuple[str, str, int]) -> None:
    keys = KeyRing.fresh()
    with pytest.raises(SealError):
        keys.open(*place, keys.seal("win", "story", 7, "mine"))


@pytest.mark.parametrize("kept", [0, 1, 5, 14, 20, -1])
def test_text_that_was_cut_does_not_open(kept: int) -> None:
    keys = KeyRing.fresh()
    with pytest.raises(SealError):
        keys.open("win", "story", 7, keys.seal("win", "story", 7, "mine")[:kept])


def test_the_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    first = KeyRing.load(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]
    sealed = first.seal("win", "story", 7, "kept")
    again = KeyRing.load(path)
    assert again.open("win", "story", 7, sealed) == "kept"
    assert again.keyed_hash("nonce", 7) == first.keyed_hash("nonce", 7)


def test_after_rotation_the_new_key_seals_and_all_keys_open(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    ring, elsewhere = KeyRing.load(path), KeyRing.load(path)
    old = ring.seal("win", "story", 7, "old")
    hashed = ring.keyed_hash("nonce", 7)
    ring.rotate()
    new = ring.seal("win", "story", 7, "new")
    assert old[:2] != new[:2]
    for keys in (ring, elsewhere, KeyRing.load(path)):
        assert keys.open("win", "story", 7, old) == "old"
        assert keys.open("win", "story", 7, new) == "new"
        assert keys.keyed_hash("nonce", 7) == hashed
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_that_is_gone_is_named(tmp_path: Path) -> None:
    ring = KeyRing.fresh()
    ring.rotate()
    with pytest.raises(SealError, match="key 2"):
        KeyRing.fresh().open("win", "story", 7, ring.seal("win", "story", 7, "lost"))


def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KeyRing.load(path)
    path.chmod(0o640)
    with pytest.raises(SealError, match="chmod 600"):
        KeyRing.load(path)


@pytest.mark.parametrize(
    "said", ["", "{}", "[1]", '{"seal": {}, "hash": ""}', '{"seal": {"1": "AAAA"}, "hash": "AAAA"}']
)
def test_a_file_that_is_no_key_ring_is_refused(tmp_path: Path, said: str) -> None:
    path = tmp_path / "keys.json"
    path.touch(0o600)
    path.write_text(said)
    with pytest.raises(SealError):
        KeyRing.load(path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SealError, match="can't be written"):
        KeyRing.load(tmp_path / "missing" / "keys.json")


def test_keyed_hashes_keep_purposes_and_parts_apart() -> None:
    keys = KeyRing.fresh()
    hashes = [
        keys.keyed_hash("nonce", 1),
        keys.keyed_hash("nonce", 2),
        keys.keyed_hash("container", 1),
        keys.keyed_hash("nonce", "a", "bc"),
        keys.keyed_hash("nonce", "ab", "c"),
        KeyRing.fresh().keyed_hash("nonce", 1),
    ]
    assert len(set(hashes)) == len(hashes)
    assert all(0 <= value < 2**63 for value in hashes)


def test_the_file_holds_every_key_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    KeyRing.load(path).rotate()
    assert set(json.loads(path.read_text())["seal"]) == {"1", "2"}
