"""Every button, list and form that exists, pressed by somebody who was never shown it.

The ids are real ones: what the people of a community pressed before, and the newest rows of each feature.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

import pytest

from bot.people import accounts, communities, consent, members
from bot.runtime.all_cogs import load
from bot.storage.database import Row, Tx
from tests.safety.forging import Forge, Rows, ids, press, rows
from tests.safety.life import begun
from tests.safety.meant import FOR_EVERYBODY
from tests.safety.walking import TOKEN
from tests.safety.watching import Watch
from tests.stage import Actor, Stage
from tests.stage.memory import MemoryPlatform

pytestmark = pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=["memory"])

LEFT = {
    "cheer": "a cheer is given to somebody else's win",
    "rejection_support": "support is given to somebody else's post",
    "anonymous_support": "support is given to somebody else's post",
    "report": "a report is about somebody else's post",
    "thanks": "thanks go to somebody else",
    "thanks_given": "thanks go to somebody else",
    "notice": "who got a cheer, support or thanks hears of it",
    "job": "what was pressed for somebody is told, or shown, a little later",
    "message": "a post shows how many cheered",
    "listening_post": "somebody answered it by a button",
    "post": "what a report would be about is noted when the card with the button for it opens",
}
"""Tables in which a press by another member may leave something that names its owner, and why."""
REPLACED = {
    "message": "a post shows how many cheered",
    "listening_post": "somebody answered it by a button",
    "post": "it is noted anew each time that the card opens",
    "notice": "cheers of a day are told together",
    "job": "cheers of a day are told together",
}
"""Tables in which such a press may replace what names its owner, and why."""
SHOWN = {
    "rejectionpost.reveal": "behind the content note of a post in the support room",
    "rejectionpost.read": "a post in the support room, from the list of those that nobody answered",
    "anonymouspost.reveal": "behind the content note of a post in the support room",
    "live.choose": "a session to which everybody is invited",
}
"""Handlers that show a member what somebody else wrote, and why."""


async def test_nobody_reaches_into_another_community_or_into_what_is_anothers(stage: Stage, watch: Watch) -> None:
    life = await begun(stage, watch)
    await life.walk(life.wren, life.robin, life.ash)
    await stage.step(days=3, hours=9)
    await life.walk(life.wren, life.robin, life.ash)
    ivy = await stage.member("ivy")
    before = await stage.db.read(rows)
    forge = Forge(watch, before, life.planted)
    platform = stage.platform
    assert isinstance(platform, MemoryPlatform)

    heron, there = await _elsewhere(stage, platform)
    platform.team = "elsewhere"
    shown = await _press_all(stage, heron, forge, there)
    after = await stage.db.read(rows)
    assert shown == {}, "somebody of another community reads it"
    assert _gone(before, after) == {}, "somebody of another community changes it"
    assert _naming(before, after, ids(before)) == {}, "somebody of another community is tied to it"

    platform.team = "harbour"
    before = after
    shown = await _press_all(stage, ivy, forge, stage.community, {*SHOWN})
    after = await stage.db.read(rows)
    people = await _people_but(stage, "ivy", "heron")
    theirs = {table: [row for row in kept if people & set(row)] for table, kept in before.items()}
    assert shown == {}, "another member reads it"
    assert {table: row for table, row in _gone(theirs, after).items() if table not in REPLACED} == {}
    new = _naming(before, after, people)
    assert {table: row for table, row in new.items() if table not in LEFT} == {}
    assert "notice" in new, "nothing that is meant for others worked"


async def _press_all(
    stage: Stage, actor: Actor, forge: Forge, community: int, may_show: Set[str] = frozenset()
) -> dict[str, str]:
    """Answers that hold what somebody else typed for few, by handler."""
    shown: dict[str, str] = {}
    count = 0
    for handler, what in forge.pressed(load()):
        said = await press(stage, actor, handler, what, community)
        assert "on my side" not in said, f"{handler.name} {what} fails"
        fields = {forge.planted.field(token) for token in TOKEN.findall(said)} - set(FOR_EVERYBODY)
        if community != stage.community:
            fields = set(TOKEN.findall(said))
        if fields and handler.name not in may_show:
            shown[handler.name] = f"{what}: {said[:200]}"
        count += 1
    await stage.settle()
    assert count > 1500
    return shown


async def _elsewhere(stage: Stage, platform: MemoryPlatform) -> tuple[Actor, int]:
    """Somebody who runs another community."""
    heron = Actor(stage, "heron", platform.person("heron", organiser=True))

    def found(tx: Tx) -> int:
        community = communities.ensure(tx, platform.name, "elsewhere")
        version = consent.VERSION
        account = accounts.agree(
            tx, platform.name, "", heron.id, version=version, name="heron", locale="en", now=stage.now
        )
        members.join(tx, account, community, stage.now)
        return community

    return heron, await stage.db.run(found)


async def _people_but(stage: Stage, *names: str) -> frozenset[int]:
    """Ids of everybody else, as members and as accounts."""
    found = await stage.db.read(
        lambda tx: tx.all("SELECT name, member.id, account.id FROM member JOIN account ON account.id = account_id")
    )
    return frozenset(id for name, *ids in found if name not in names for id in ids)


def _gone(before: dict[str, list[Row]] | Rows, after: Rows) -> dict[str, list[Row]]:
    """Rows that are no longer as they were."""
    found = {table: [row for row in kept if row not in after[table]] for table, kept in before.items()}
    return {table: gone for table, gone in found.items() if gone}


def _naming(before: Rows, after: Rows, named: frozenset[int]) -> dict[str, list[Row]]:
    """New rows that hold one of these ids."""

    def new() -> Iterator[tuple[str, list[Row]]]:
        for table, kept in after.items():
            yield table, [row for row in kept - before[table] if named & {v for v in row if type(v) is int}]

    return {table: found for table, found in new() if found}
