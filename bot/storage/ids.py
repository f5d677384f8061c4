"""Row ids that are made before the row: 63 bits, ordered by time, never used twice.

An id is needed before INSERT because it is part of what seals the row's text (`seal.py`), and an id must not come
back after an erasure, because old buttons still carry it. Layout: milliseconds since 2025 in the upper 41 bits, 22
bits below that start at random each millisecond and count up.
"""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
_LOW = 22
_lock = threading.Lock()
_last = 0


def chosen(value: str) -> int:
    """The id that an option in a list stands for. 0, which is nobody's, where it stands for none."""
    return int(value) if value.isascii() and value.isdecimal() and (len(value), value) < (19, "9") else 0


def new_id() -> int:
    """By the machine's own clock and not the steppable one: two runs of a stepped test must not meet either."""
    global _last  # one counter per process is the point
    now = (time.time_ns() // 1_000_000 - _EPOCH_MS) << _LOW
    with _lock:
        # A clock that was put back, or a millisecond that is used up, counts on from the last one.
        _last = now | secrets.randbits(_LOW - 1) if now > _last else _last + 1
        return _last
