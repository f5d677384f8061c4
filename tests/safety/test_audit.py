"""What staff did stays as it was written: a line of the audit changes only when a person in it is erased."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import bot
from bot.runtime.all_cogs import erase, load
from bot.runtime.start import all_migrations
from bot.storage.database import Database
from tests.bot.safety.conftest import NOW, plant

ROOT = Path(bot.__file__).parents[1]
WRITES = re.compile(r"\b(UPDATE|DELETE\s+FROM|REPLACE\s+INTO|INSERT\s+OR\s+\w+\s+INTO)\s+audit\b", re.IGNORECASE)
ERASURE = {
    "UPDATE audit SET actor_id = NULL WHERE actor_id = :member",
    "UPDATE audit SET whom_id = NULL, key = '' WHERE whom_id = :member",
}
"""All that may ever change a line: whoever is erased is no longer named."""


def written() -> Iterator[tuple[str, str]]:
    """Every text in the code that would change or delete lines, and where it stands."""
    for folder in ("bot", "cogs", "adapters"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text()
            for node in ast.walk(ast.parse(text)) if " audit" in text else ():
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITES.search(node.value):
                    yield " ".join(node.value.split()), path.relative_to(ROOT).as_posix()


def test_lines_of_the_audit_are_only_added() -> None:
    assert {sql for sql, _ in written()} == ERASURE, sorted(written())
    assert {path for _, path in written()} == {"cogs/posts/store.py"}
    assert not [kind for cog in load().cogs for kind in cog.kept if "audit" in kind.tables and kind.days is not None]


def test_no_migration_drops_what_was_written() -> None:
    for migration in all_migrations():
        assert not WRITES.search(migration.sql), migration.name
        assert not re.search(r"DROP TABLE (IF EXISTS )?audit\b", migration.sql), migration.name


async def test_whoever_is_erased_is_left_out_and_the_line_stays(database: Database) -> None:
    wren = await database.run(lambda tx: plant(tx, "wren"))
    robin = await database.run(lambda tx: plant(tx, "robin"))
    await database.run(lambda tx: tx.run("UPDATE audit SET whom_id = :robin", {"robin": robin.member}))
    columns = "id, community_id, act, at"
    before = await database.read(lambda tx: tx.all(f"SELECT {columns} FROM audit ORDER BY id"))
    assert len(before) == 2
    registry = load()
    await database.run(lambda tx: erase(tx, registry, [wren.member], NOW))
    assert await database.read(lambda tx: tx.all(f"SELECT {columns} FROM audit ORDER BY id")) == before
    named = await database.read(lambda tx: tx.all("SELECT actor_id, whom_id FROM audit"))
    assert wren.member not in {one for pair in named for one in pair}
