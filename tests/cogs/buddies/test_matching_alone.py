"""The libraries of the matching stay out of the bot's own process."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from cogs.buddies.worker import pair_up
from tests.cogs.buddies.problems import Person, groups, problem

_LOADED = """
import importlib, pkgutil, sys
import bot.cli, cogs.buddies, cogs.buddies.worker
for found in pkgutil.walk_packages(cogs.buddies.__path__, "cogs.buddies."):
    if ".matching" not in found.name:
        importlib.import_module(found.name)
print(sorted({"numpy", "rustworkx"} & set(sys.modules)))
"""


def test_starting_the_bot_loads_neither_numpy_nor_rustworkx() -> None:
    """They would take more memory than all of the rest."""
    done = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"


def test_a_worker_process_matches() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        result = workers.submit(pair_up, problem([Person()] * 3)).result(60)
    assert groups(result) == [(0, 1, 2)]
