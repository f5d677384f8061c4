"""Processes for heavy work. Kept apart: each of them loads this module, and nothing else of the core."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import Executor, ProcessPoolExecutor


def pool() -> Executor:
    """Starts a process for the first piece of work. Spawned, not forked: a fork would inherit the lock of the database
    file."""
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(max_workers=1, mp_context=spawn, initializer=end_with_parent)


def end_with_parent() -> None:
    """Who waits for work would wait for ever when the process that would bring it was killed."""
    threading.Thread(target=_watch, name="parent", daemon=True).start()


def _watch() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
