"""A key for each day that disappears 30 days later, so that what it hashed can't be worked out again by anybody.

Each day's key is a hash of the one before. The file holds the oldest that still counts: every process makes the same
later keys from it, and moving it forward destroys the earlier ones for good. It must be in no backup.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
from pathlib import Path
from typing import Any, Self, cast

from bot.storage import private_file
from bot.storage.database import SealError

_KEY = 32
_WHAT = "the day keys"
LASTS = 30
"""Days after its own that a day's key is kept."""


class KeyChain:
    """`path` None: the keys are kept nowhere."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._lock = threading.Lock()  # databases ask from threads of their own
        self._keys: dict[int, bytes] = {}

    @classmethod
    def load(cls, path: Path) -> Self:
        """Nothing is made before a key is first asked for. Raises `SealError` when others could read the file."""
        chain = cls(path)
        if path.exists():
            chain._start(*_read(path))
        return chain

    def hash(self, day: int, purpose: str, *parts: str | int) -> str | None:
        """128 bits in hexadecimal; None when the key of that day is gone. `day` is an ordinal, in UTC."""
        with self._lock:
            key = self._key(day)
        if key is None:
            return None
        mac = hmac.new(key, digestmod="sha256")
        for part in (purpose, *parts):
            said = str(part).encode()
            mac.update(b"%d:" % len(said) + said)
        return mac.hexdigest()[:32]

    def drop(self, before: int) -> None:
        """Destroys the keys of earlier days."""
        with self._lock:
            if not self._keys or min(self._keys) >= before:
                return
            key = self._key(before)
            assert key is not None
            if self._path is not None:
                _write(self._path, before, key, first=False)
            self._keys = {day: kept for day, kept in self._keys.items() if day >= before}

    def _key(self, day: int) -> bytes | None:
        if not self._keys:
            self._begin(day - LASTS)
        if day < min(self._keys):
            return None
        at = max(known for known in self._keys if known <= day)
        while at < day:
            self._keys[at + 1] = hashlib.sha256(b"the day after" + self._keys[at]).digest()
            at += 1
        return self._keys[day]

    def _begin(self, day: int) -> None:
        key = secrets.token_bytes(_KEY)
        if self._path is not None:
            _write(self._path, day, key, first=True)
            day, key = _read(self._path)  # another process may have been first: its chain holds
        self._start(day, key)

    def _start(self, day: int, key: bytes) -> None:
        self._keys = {day: key}


def _read(path: Path) -> tuple[int, bytes]:
    try:
        said = cast("dict[str, Any]", json.loads(private_file.read(path, _WHAT)))
        day, key = int(said["day"]), base64.b64decode(said["key"], validate=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise SealError(f"{path} holds no day keys") from None
    if len(key) != _KEY:
        raise SealError(f"{path} holds no day keys")
    return day, key


def _write(path: Path, day: int, key: bytes, *, first: bool) -> None:
    said = json.dumps({"day": day, "key": base64.b64encode(key).decode()})
    private_file.write(path, _WHAT, said, first=first)
