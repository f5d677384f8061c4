"""Sealed text and keyed hashes. The keys live in a file outside the database, so that neither a copy of the
database nor a backup can be read alone.

Sealed: two bytes of key id, twelve of nonce, then AES-256-GCM of the text. Table, column and row are authenticated
with it: text that is copied into another row does not open.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage import private_file
from bot.storage.chain import KeyChain
from bot.storage.database import SealError

_KEY = 32
_WHAT = "the key ring"
_ID = 2
_NONCE = 12
_NEWEST_ID = 0xFFFF


class KeyRing:
    """The newest key seals, every key opens. The hash key stays the same for good. `days` holds keys that don't."""

    def __init__(self, keys: Mapping[int, bytes], hash_key: bytes, path: Path | None = None) -> None:
        self._path = path
        self.days = KeyChain() if path is None else KeyChain.load(path.with_suffix(".days.json"))
        self._take(keys, hash_key)

    def _take(self, keys: Mapping[int, bytes], hash_key: bytes) -> None:
        if not keys or min(keys) < 1 or max(keys) > _NEWEST_ID:
            raise SealError("the key ring holds no usable key")
        if any(len(key) != _KEY for key in (*keys.values(), hash_key)):
            raise SealError("a key in the key ring has the wrong length")
        self._keys = dict(keys)
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}
        self._hash = hmac.new(hash_key, digestmod="sha256")
        self._hash_key = hash_key
        newest = max(keys)
        self._newest = newest.to_bytes(_ID), self._ciphers[newest]  # one value: other threads seal meanwhile

    @classmethod
    def fresh(cls) -> Self:
        """New keys that are kept nowhere."""
        return cls({1: secrets.token_bytes(_KEY)}, secrets.token_bytes(_KEY))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads the ring, or makes it on first use, readable by its owner alone. Raises `SealError` when others
        could read it or when it is not a key ring."""
        if not path.exists():
            new = cls.fresh()
            new._path = path
            new._write(first=True)
        return cls(*_read(path), path)

    def rotate(self) -> None:
        """Adds a key that seals from now on. Other processes find it as soon as they meet it."""
        if self._path is not None:
            self._take(*_read(self._path))
        self._take({**self._keys, max(self._keys) + 1: secrets.token_bytes(_KEY)}, self._hash_key)
        if self._path is not None:
            self._write(first=False)

    def seal(self, table: str, column: str, row: int, text: str) -> bytes:
        prefix, cipher = self._newest
        nonce = os.urandom(_NONCE)
        place = f"{table}|{column}|{row}".encode()
        return prefix + nonce + cipher.encrypt(nonce, text.encode(), place)

    def open(self, table: str, column: str, row: int, sealed: bytes) -> str:
        """Raises `SealError` when it was sealed for another place, was changed, or its key is not in the ring."""
        cipher = self._cipher(int.from_bytes(sealed[:_ID]))
        nonce = sealed[_ID : _ID + _NONCE]
        place = f"{table}|{column}|{row}".encode()
        try:
            return cipher.decrypt(nonce, sealed[_ID + _NONCE :], place).decode()
        except (InvalidTag, ValueError):
            raise SealError(
                f"{table}.{column} of row {row} does not open: it was changed or sealed elsewhere"
            ) from None

    def keyed_hash(self, purpose: str, *parts: str | int) -> int:
        """63 bits that only this ring can make, the same every time; different for each purpose."""
        mac = self._hash.copy()
        for part in (purpose, *parts):
            said = str(part).encode()
            mac.update(b"%d:" % len(said) + said)
        return int.from_bytes(mac.digest()[:8]) >> 1

    def _cipher(self, number: int) -> AESGCM:
        found = self._ciphers.get(number)
        if found is None and self._path is not None:
            self._take(*_read(self._path))
            found = self._ciphers.get(number)
        if found is None:
            raise SealError(f"key {number} is not in the key ring")
        return found

    def _write(self, *, first: bool) -> None:
        """A lost key is lost text."""
        assert self._path is not None
        said = json.dumps(
            {
                "hash": base64.b64encode(self._hash_key).decode(),
                "seal": {str(number): base64.b64encode(key).decode() for number, key in self._keys.items()},
            },
            indent=1,
        )
        private_file.write(self._path, _WHAT, said, first=first)


def _read(path: Path) -> tuple[dict[int, bytes], bytes]:
    try:
        said = cast("dict[str, Any]", json.loads(private_file.read(path, _WHAT)))
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in said["seal"].items()}
        return keys, base64.b64decode(said["hash"], validate=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SealError(f"{path} is not a key ring") from None
