"""Every button that exists, with ids that lead nowhere: each gets an answer, and none a fault."""

from __future__ import annotations

import asyncio
import copy
import itertools
from collections.abc import Iterator
from pathlib import Path

from bot.cog import Entry
from bot.runtime.all_cogs import load
from bot.ui.card import Call
from bot.ui.wire import decode_call, encode_call
from tests.end_to_end.harbour import Harbour, Person

VALUES: dict[type, tuple[str | int | bool, ...]] = {
    int: (0, 1, -1, 20_000, 10**17, 2**62),
    str: ("", "wins", "2026-02-31", "Not/A/Zone", "\x00", "a|b"),
    bool: (True, False),
}
_LAST = ("forget", "erase")


def calls(entry: Entry) -> Iterator[Call]:
    """Each value once in every place."""
    handlers = [handler for handler in load().handlers.values() if handler.entry is entry]
    for handler in sorted(handlers, key=lambda handler: any(word in handler.name for word in _LAST)):
        sets = [VALUES[kind] for kind in handler.kinds]
        longest = max((len(values) for values in sets), default=1)
        for args in zip(*(itertools.islice(itertools.cycle(values), longest) for values in sets), strict=True):
            yield Call(handler.name, args)
        if not sets:
            yield Call(handler.name)


async def test_every_button_answers_whatever_it_holds(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        await harbour.start()
        side = harbour.discord
        fern = await harbour.set_up(side)
        robin = await Person(side, "robin").join()
        await robin.command("win", text="One post to press on")
        (post,) = await harbour.posts(side, "wins", 1)
        community = decode_call(harbour.calls_on(side, post)[0])[0]
        wire = [encode_call(call, community)[:100] for call in calls(Entry.ACTION)]
        picks = [encode_call(call, community)[:100] for call in calls(Entry.PICK)]
        shown = post.handle[0]

        async def press(person: Person, custom_id: str, value: str | None) -> str:
            data: dict[str, object] = {"custom_id": custom_id, "component_type": 2}
            if value is not None:
                data |= {"component_type": 3, "values": [value]}
            pending, payload = side.fake.interaction(3, data, person.user, side.guild["wins"], copy.copy(shown))
            await side.fake.gateway.event("INTERACTION_CREATE", payload, side.guild.id)
            answer = await side.fake.answer_to(pending)
            wrong = answer.kind == "none" or "on my side" in answer.text
            return f"{person.name} {custom_id} {value}: {answer.kind} {answer.text}" if wrong else ""

        values = [str(value) for value in VALUES[str]]
        for person in (robin, fern):
            presses = [(id, None) for id in wire] + [(id, value) for id in picks for value in values]
            for start in range(0, len(presses), 32):
                said = await asyncio.gather(*(press(person, *each) for each in presses[start : start + 32]))
                assert not any(said), "\n".join(filter(None, said)) + harbour.bot.log[-6000:]
        assert "Traceback" not in harbour.bot.log
