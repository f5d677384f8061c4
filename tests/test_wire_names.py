"""Wire names are frozen: buttons on old messages, waiting jobs and stored calls must keep working after an upgrade.

A rename keeps an alias. When you add a handler, add its name here; when this test fails for a name that is gone,
people hold buttons that no longer work.
"""

from __future__ import annotations

from pathlib import Path

from bot.cog import Entry
from bot.runtime.all_cogs import load

SNAPSHOT = Path(__file__).parent / "wire_names.txt"


def test_every_wire_name_is_the_one_that_was_frozen() -> None:
    durable = {Entry.ACTION, Entry.PICK, Entry.SUBMIT, Entry.JOB, Entry.THEN, Entry.NOTICE, Entry.TASK, Entry.COMMAND}
    names = sorted(f"{h.entry.value} {name}" for name, h in load().handlers.items() if h.entry in durable)
    assert names == SNAPSHOT.read_text().splitlines()
