"""What nobody can see of an anonymous answer: who, when, and that there is one at all."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.start import all_migrations
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.storage.migrate import migrate
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from cogs.checkins.digest import said_store
from cogs.checkins.digest.said_store import Said, padded, read
from cogs.checkins.model import WORDS
from tests.cogs.checkins.circle import ROOM, Circle
from tests.cogs.checkins.saying import (
    FIVE,
    a_circle,
    before,
    comes_out,
    form,
    kept,
    published,
    say,
    say_all,
    shown,
)
from tests.stage import Stage
from tests.stage.memory import MemoryPlatform
from tests.stage.stage import START
from tests.stage.tables import changed, dump

WORDS_OF = ["Tired.", "Hopeful, since Monday.", "It is slow.", "x" * WORDS, "\N{WAVING HAND SIGN} fine"]
TOUCHED = {"checkin_said", "inbox"}
"""All that a sent answer may change: the answer itself, and that an event of some number was handled."""


def values(rows: Sequence[tuple[Any, ...]]) -> str:
    return repr(rows)


async def test_sending_an_answer_touches_no_row_of_its_author(stage: Stage) -> None:
    circle = await a_circle(stage)
    wren = circle.actors["wren"]
    asked = await form(circle, wren)
    stage.clock.step(timedelta(minutes=3))
    was = await dump(stage)
    done = await wren.submit(asked, words="Nobody knows")
    now = await dump(stage)
    assert changed(was, now) == TOUCHED
    stage.clock.step(timedelta(minutes=3))
    again = await wren.press(done, "Change it")
    await wren.submit(again, words="Other words")
    assert changed(now, await dump(stage)) == TOUCHED
    await wren.press(done, "Take it back")
    assert changed(was, await dump(stage)) == {"inbox"}


async def test_opening_the_card_and_the_form_touches_none_either(stage: Stage) -> None:
    circle = await a_circle(stage)
    seen = await before(circle, circle.actors["wren"])
    was = await dump(stage)
    await circle.actors["wren"].press(seen, "Write")
    assert changed(was, await dump(stage)) == {"inbox"}


async def test_no_new_row_says_who_or_what(stage: Stage) -> None:
    circle = await a_circle(stage)
    wren, member = circle.actors["wren"], circle.people["wren"]
    asked = await form(circle, wren)
    was = await dump(stage)
    await wren.submit(asked, words="Nobody knows")
    now = await dump(stage)
    new = [row for table in TOUCHED for row in now[table] if row not in was[table]]
    assert len(new) == 2
    account = next(row for row in now["account"] if wren.id in row)[0]
    for of_theirs in (str(member), str(account), wren.id, wren.name, "Nobody knows"):
        assert of_theirs not in values(new)


async def test_rows_are_of_few_lengths_and_their_ids_tell_no_order(stage: Stage) -> None:
    circle = await a_circle(stage)

    def keep(tx: Tx) -> list[int]:
        ids: list[int] = []
        for n in range(60):
            said_store.keep(tx, circle.checkin.id, circle.week.day, n + 1, Said(3, "y" * (n + 1)))
            ids += [id for (id,) in tx.all("SELECT id FROM checkin_said") if id not in ids]
        return ids

    ids = await stage.db.run(keep)
    assert len(ids) == 60
    assert ids != sorted(ids)
    assert sum(id > new_id() for id in ids) > 40, "they don't grow with the time"
    rows = await kept(stage)
    assert len({len(row[-1]) for row in rows}) == 1
    assert len({row[-2] for row in rows}) == 1, "the time of their deletion is the same for all"


@given(st.integers(1, 10_000), st.text(max_size=WORDS))
def test_what_is_sealed_has_a_length_of_whole_steps_and_reads_back(question: int, words: str) -> None:
    text = padded(Said(question, words))
    assert len(text.encode()) % 512 == 0
    assert read(text) == Said(question, words)


@given(st.text(alphabet=st.characters(max_codepoint=127, exclude_characters='"\\', min_codepoint=32), max_size=WORDS))
def test_plain_answers_are_all_of_one_or_two_lengths(words: str) -> None:
    assert len(padded(Said(3, words)).encode()) in (512, 1024)


def test_ones_tag_differs_by_day_and_check_in_and_needs_the_key() -> None:
    one, other = KeyRing.fresh(), KeyRing.fresh()
    tags = {
        ring.keyed_hash("checkin said", checkin, day, 5)
        for ring in (one, other)
        for checkin in (1, 2)
        for day in (date(2026, 3, 2).toordinal(), date(2026, 3, 9).toordinal())
    }
    assert len(tags) == 8


# Two communities in which everything is alike but who said what, and when


@asynccontextmanager
async def a_stage(tmp_path: Path, name: str) -> AsyncGenerator[Stage]:
    db = await open_database(f"sqlite:///{tmp_path}/{name}.db", KeyRing.fresh())
    await migrate(db, all_migrations(), now=START)
    clock = SteppedClock(START)
    async with Stage.open(MemoryPlatform(clock), db, clock) as opened:
        yield opened
    await db.close()


async def looks(stage: Stage, circle: Circle) -> list[str]:
    """Everything that anybody can read: the rooms, messages, Home, and one's own export but for what one said."""
    seen = [post.text for room in (ROOM, "wins") for post in await stage.posts(room)]
    for actor in circle.actors.values():
        seen += [dm.text for dm in await stage.dms(actor)]
        seen += [post.text for room in await stage.rooms(actor) for post in room.posts]
        seen.append((await actor.home()).text)
    return seen


async def spoke(circle: Circle, order: Sequence[str], words: Sequence[str]) -> None:
    for name, one in zip(order, words, strict=False):
        await say(circle, circle.actors[name], one)
        circle.stage.clock.step(timedelta(minutes=7))


async def test_who_said_what_in_which_order_makes_no_difference_to_what_is_shown(tmp_path: Path) -> None:
    orders = (FIVE, ("fern", "robin", "wren", "ivy", "ash"))
    said = (WORDS_OF, [WORDS_OF[n] for n in (3, 0, 4, 2, 1)])
    found: list[tuple[str, list[str], list[int]]] = []
    for n, (order, words) in enumerate(zip(orders, said, strict=True)):
        async with a_stage(tmp_path, f"db{n}") as stage:
            circle = await a_circle(stage)
            await spoke(circle, order, words)
            await comes_out(circle)
            (post,) = await published(stage)
            around = [line for line in post.text.split("\n") if not line.startswith("“")]
            sizes = [len(rows) for table, rows in sorted((await dump(stage)).items()) if table != "inbox"]
            found.append(("\n".join(around), sorted(shown(post)), sizes))
    assert found[0] == found[1]


async def test_up_to_four_answers_look_like_none_at_every_moment(tmp_path: Path) -> None:
    timeline: list[list[list[str]]] = []
    for number in (0, 1, 4):
        async with a_stage(tmp_path, f"few{number}") as stage:
            circle = await a_circle(stage)
            for _ in range(4):  # the same acts take the same time, whatever is sent
                await before(circle, circle.actors["wren"])
            await say_all(circle, WORDS_OF[:number])
            moments: list[list[str]] = []
            for act in (None, circle.closes, lambda circle=circle: comes_out(circle)):
                if act is not None:
                    await act()
                moments.append([text for text in await looks(stage, circle) if "A button" not in text])
            timeline.append(moments)
    assert timeline[0] == timeline[1] == timeline[2]


async def test_five_answers_look_like_none_until_they_are_shown(tmp_path: Path) -> None:
    seen: list[list[str]] = []
    for number in (0, 5):
        async with a_stage(tmp_path, f"five{number}") as stage:
            circle = await a_circle(stage)
            await say_all(circle, WORDS_OF[:number])
            await circle.closes()
            seen.append([text for text in await looks(stage, circle) if "A button" not in text])
    assert seen[0] == seen[1]


async def test_what_one_is_answered_does_not_depend_on_how_many_wrote(tmp_path: Path) -> None:
    async with a_stage(tmp_path, "answers") as stage:
        circle = await a_circle(stage)
        told = {(await say(circle, actor, "Some words")).text for actor in circle.actors.values()}
        assert len(told) == 1
        cards = {(await before(circle, actor)).text for actor in circle.actors.values()}
        assert len(cards) == 1
