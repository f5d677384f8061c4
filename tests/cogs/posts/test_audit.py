"""The audit of what staff did: it only grows, it can be taken along, and it names no reporter."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from bot.people import members
from bot.people.members import Known
from bot.scheduling.clock import moment
from cogs.posts import audit_file
from cogs.posts.model import Audited
from tests.cogs.posts.moderating import appointed, opened, removed
from tests.cogs.queue.test_queue import reported
from tests.stage import Stage

ROOT = Path(__file__).parents[3]


async def test_organisers_take_all_of_it_along_as_a_file(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    robin = await appointed(stage, "robin")
    await reported(stage, wren, ash)
    await removed(robin, await opened(robin))

    listed = await fern.command("mod audit")
    sent = await fern.press(listed, "Download all of it")

    (name,) = sent.files
    assert name == "audit-2026-03-02.csv"
    assert not (await robin.press(listed, "Download all of it")).files


def test_the_file_has_a_line_for_each_act_and_no_formula() -> None:
    people = {1: Known("id-1", "=1+1"), 2: Known("id-2", "")}
    acts = [Audited(1, "removed", 2, "win:7", moment(0)), Audited(None, "prompts", None, "", moment(60))]
    rows = list(csv.reader(io.StringIO(audit_file.table(acts, people))))
    assert rows[1:] == [
        ["1970-01-01 00:00:00", "'=1+1", "removed a post by", "id-2", "win:7"],
        ["1970-01-01 00:01:00", "", "changed prompts", "", ""],
    ]


def test_no_code_changes_or_deletes_what_was_written_down_but_erasure_which_takes_the_names() -> None:
    statement = re.compile(r"\b(UPDATE|DELETE FROM|INSERT INTO|REPLACE INTO)\s+audit\b[^\"]*", re.IGNORECASE)
    found = [
        match[0].strip()
        for folder in ("bot", "cogs", "adapters")
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in (".py", ".sql")
        for match in statement.finditer(file.read_text("utf-8"))
    ]
    assert [one for one in found if not one.startswith("INSERT INTO")] == [
        "UPDATE audit SET actor_id = NULL WHERE actor_id = :member",
        "UPDATE audit SET whom_id = NULL, key = '' WHERE whom_id = :member",
    ]
    assert len(found) == 3, "one place writes it down"


async def test_a_reporter_is_named_in_no_export_but_their_own(stage: Stage) -> None:
    wren, ash, fern = await stage.member("wren"), await stage.member("ash"), await stage.organiser("fern")
    await reported(stage, wren, ash)
    await removed(fern, await opened(fern))
    ids = [
        await stage.db.read(lambda tx, a=a: members.by_external(tx, stage.community, a.id)) for a in (wren, ash, fern)
    ]

    async def export(member: int | None) -> str:
        assert member is not None
        return str(await stage.db.read(lambda tx: stage.app.cogs.export(tx, member)))

    for member in (ids[0], ids[2]):
        assert "This hurts." not in await export(member)
        assert str(ids[1]) not in await export(member)
    assert "This hurts." in await export(ids[1])
