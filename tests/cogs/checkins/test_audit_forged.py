"""Every button, drop-down and form of check-ins with the ids of other people, circles and communities on it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from bot.adapter import ButtonPressed, FormSent, OptionChosen
from bot.handler import Entry
from bot.people import accounts, communities, consent, members
from bot.runtime.all_cogs import load
from bot.storage.database import Row, Tx
from bot.ui.card import Call
from bot.ui.wire import encode_call
from cogs.checkins.circles import store as circles
from tests.bot.safety.conftest import schema
from tests.cogs.checkins.answering import WRITE, add_line
from tests.cogs.checkins.meeting import plan, together
from tests.cogs.checkins.weekly import Weekly, member_of, trio
from tests.stage import Actor, Stage
from tests.stage.memory import MemoryPlatform

COGS = {
    "checkin",
    "checkinquestions",
    "circle",
    "merging",
    "checkinweek",
    "checkinanswer",
    "checkinpost",
    "checkinask",
    "checkinsaid",
    "live",
    "liveanswer",
    "livecourse",
    "forming",
}
WORDS, PLACE, LINE = "A call came back from the harbour.", "The blue room", "write to the lighthouse"
PRESSED = {Entry.ACTION, Entry.PICK, Entry.SUBMIT}
KNOWN: dict[str, tuple[Any, ...]] = {
    "hidden": (False, True),
    "on": (False,),
    "wanted": (True, False),
    "wide": (False, True),
    "outcome": ("done",),
    "n": (1,),
    "to": (1,),
    "template": ("light",),
    "posted": (0,),
    "weeks": (2,),
    "at": (0,),
    "says": ("yes",),
    "page": (0,),
    "asked": ("1-3-4",),
    "first": (True,),
}
TYPED = {
    "first": "Forged",
    "words": "Forged",
    "cue": "now",
    "act": "forge",
    "name": "Forged",
    "kind": "open",
    "hour": 9,
    "place": "Forged",
    "day": "2026-03-12",
    "past": "00",
    "weekday": "1",
    "clock": "own",
    "room": "room-wins",
    "parts": (),
    "stage": "unsaid",
    "field": "unsaid",
}


def forged(ids: dict[str, int]) -> Iterator[tuple[str, Call, str]]:
    for name, handler in sorted(load().handlers.items()):
        if name.partition(".")[0] not in COGS or handler.entry not in PRESSED:
            continue
        wanted = [p for p in inspect.signature(handler.func).parameters if p not in ("ctx", "form", "value")]
        choices = [KNOWN[p] if p in KNOWN else (ids[p],) for p in wanted]
        for args in product(*choices):
            yield handler.entry.name, Call(name, args), name


@pytest.mark.parametrize("who", ["from another circle", "from no circle", "who runs another community"])
async def test_nobody_changes_or_reads_what_is_anothers(stage: Stage, who: str) -> None:
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("buttons are made up here, and this is about what is behind them")
    wren, ash, elm = await trio(stage)
    circle = await together(stage, wren, ash, elm)
    board = await add_line(wren, await wren.command("checkin answer"), act=LINE)
    await wren.submit(await wren.press(board, WRITE), first=WORDS, third="Help me with it.")
    await plan(wren, place=PLACE)
    presser, theirs = await somebody(stage, who, circle)
    ids = await found(stage, circle)
    before = await kept(stage, theirs)
    tried: set[str] = set()
    for entry, call, name in forged(ids):
        tried.add(name)
        text = await acts(stage, presser, entry, call, ids)
        for secret in (WORDS, PLACE, LINE):
            assert secret not in text, f"{call} shows what is not theirs"
        assert "went wrong on my side" not in text, call
        assert await kept(stage, theirs) == before, f"{call} changed what is not theirs"
    assert len(tried) > 60


async def somebody(stage: Stage, who: str, circle: Weekly) -> tuple[Actor, set[int]]:
    """And the ids by which their own rows are known."""
    assert isinstance(stage.platform, MemoryPlatform)
    robin, oak, yew = [await stage.member(name) for name in ("robin", "oak", "yew")]
    if who == "from no circle":
        return robin, {await stage.db.read(lambda tx: member_of(tx, stage, robin))}
    if who == "who runs another community":
        platform, heron = stage.platform, Actor(stage, "heron", stage.platform.person("heron", organiser=True))

        def elsewhere(tx: Tx) -> set[int]:
            community = communities.ensure(tx, platform.name, "elsewhere")
            account = accounts.agree(
                tx, platform.name, "", heron.id, version=consent.VERSION, name="heron", locale="en", now=stage.now
            )
            return {members.join(tx, account, community, stage.now)}

        theirs = await stage.db.run(elsewhere)
        platform.team = "elsewhere"
        return heron, theirs

    def seat(tx: Tx) -> set[int]:
        people = [member_of(tx, stage, one) for one in (robin, oak, yew)]
        for one in people:
            circles.join(tx, circle.checkin, one, circles.About(), stage.now)
        return {circles.make(tx, circle.checkin, "UTC", people, stage.now), people[0]}

    return robin, await stage.db.run(seat)


async def found(stage: Stage, circle: Weekly) -> dict[str, int]:
    def read(tx: Tx) -> dict[str, int]:
        def one(sql: str) -> int:
            row = tx.one(sql)
            assert row is not None
            return row[0]

        return {
            "checkin": circle.checkin,
            "circle": circle.circle,
            "week": one("SELECT id FROM checkin_week"),
            "answer": one("SELECT id FROM checkin_answer"),
            "session": one("SELECT id FROM checkin_session"),
            "line": one("SELECT id FROM plan_line"),
        }

    return await stage.db.read(read)


async def kept(stage: Stage, theirs: set[int]) -> dict[str, list[Row]]:
    """Every row of check-ins and plans, without the presser's own."""

    def read(tx: Tx) -> dict[str, list[Row]]:
        tables = sorted(name for name in schema() if name.startswith(("checkin", "plan")))
        rows = {name: tx.all(f"SELECT * FROM {name} ORDER BY 1, 2") for name in tables}
        return {name: [row for row in all if not theirs.intersection(row)] for name, all in rows.items()}

    return await stage.db.read(read)


async def acts(stage: Stage, actor: Actor, entry: str, call: Call, ids: dict[str, int]) -> str:
    platform = stage.platform
    assert isinstance(platform, MemoryPlatform)
    who, wire = platform.acting(actor.id), encode_call(call, stage.community)
    send = platform._send  # pyright: ignore[reportPrivateUsage]
    match entry:
        case "ACTION":
            shown = [await send(ButtonPressed(**who, call=wire))]
        case "SUBMIT":
            shown = [await send(FormSent(**who, call=wire, values=dict(TYPED)))]
        case _:
            values = [*map(str, ids.values()), "9" * 18, "9" * 19, "-1", "x"]
            shown = [await send(OptionChosen(**platform.acting(actor.id), call=wire, value=value)) for value in values]
    await stage.settle()
    return "\n".join(f"{seen.text} {seen.prefill}" for seen in shown)
