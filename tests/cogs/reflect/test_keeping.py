"""What stays, for whom, and how it goes."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.safety import personal_data
from bot.storage.database import Tx
from bot.storage.ids import chosen
from cogs.reflect.model import Step
from tests.cogs.reflect.people import WELL, begins, exported, keeps, rows, to_the_end, writes_well
from tests.stage import Actor, Seen, Stage


@given(st.sampled_from(Step))
def test_the_way_back_is_the_way_there(step: Step) -> None:
    assert step.next.before is step or step is Step.END
    assert step.before.next is step or step is Step.WELL


@given(st.text() | st.integers().map(str))
def test_whatever_is_picked_the_database_can_take_it(picked: str) -> None:
    assert 0 <= chosen(picked) < 2**63


async def clean(stage: Stage, days: int) -> None:
    """The nightly clean-up, so many days from now."""

    def run(tx: Tx) -> None:
        personal_data.clean_up(tx, stage.app.cogs.kept(), stage.now + timedelta(days=days))

    await stage.db.run(run)


async def test_what_is_not_finished_goes_after_14_days_and_what_is_kept_stays(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    left = await writes_well(wren)
    await keeps(robin)
    await clean(stage, 13)
    assert await rows(stage, "reflection") == 2
    await clean(stage, 15)
    assert await rows(stage, "reflection") == 1
    assert "gone" in (await wren.press(left, "Did that")).text
    assert "It begins with what went well" in (await wren.command("reflect")).text
    assert WELL in (await robin.choose(await robin.command("reflections"), "2 March 2026 · Interviews")).text


async def test_earlier_ones_have_pages_and_can_be_deleted(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    for n in range(11):
        await keeps(wren, f"Well {n}.", stage="Application" if n else "First call")
    first = await wren.command("reflections")
    assert "Older" in first.buttons
    older = await wren.press(first, "Older")
    assert "First call" in older.text
    assert "Newer" in older.buttons
    seen = await wren.choose(older, "2 March 2026 · First call")
    assert "Well 0." in seen.text
    asked = await wren.press(seen, "Delete it")
    assert "gone" in (await robin.press(asked, "Yes, delete it")).text
    assert await rows(stage, "reflection") == 11
    assert "Well 0." in (await wren.press(asked, "Leave it as it is")).text
    assert "It is gone." in (await wren.press(asked, "Yes, delete it")).text
    assert "gone" in (await wren.press(asked, "Yes, delete it")).text
    assert await rows(stage, "reflection") == 10


async def test_what_went_well_can_become_a_win_and_not_for_those_who_hide_wins(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    kept = await keeps(wren)
    saved = await wren.press(kept, "Save what went well as a win")
    assert "Save what went well as a win" not in saved.buttons
    assert WELL in (await wren.press(saved, "See the win")).text
    assert WELL in (await wren.command("wins")).text
    assert "gone" in (await robin.press(kept, "Save what went well as a win")).text
    assert await rows(stage, "win") == 1


async def test_somebody_elses_buttons_show_and_change_nothing(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    cards: list[Seen] = [await begins(wren)]
    form = await wren.press(cards[0], "Write it down")
    cards.append(await wren.submit(form, well=WELL))
    cards.append(await wren.press(cards[-1], "Skip the list"))
    wants = await wren.press(cards[-1], "Write it down")
    cards.append(await wren.submit(wants, more="A small team."))
    cards.append(await wren.press(cards[-1], "Skip this"))
    line = await wren.press(cards[-1], "Write it down")
    cards.append(await wren.submit(line, cue="it is Friday", act="call Ash"))
    cards.append(await wren.press(cards[-1], "Next"))
    before = (await wren.command("reflect")).text
    for card in cards:
        for label in card.buttons:
            if label not in ("Help now", "My plan"):
                told = (await robin.press(card, label)).text
                assert "gone" in told, (card.text, label)
                assert WELL not in told
    assert "gone" in (await robin.choose(cards[-1], "What went well")).text
    for opened, values in ((form, {"well": "x"}), (wants, {"more": "x"}), (line, {"cue": "x", "act": "x"})):
        assert "gone" in (await robin.submit(opened, **values)).text
    assert (await wren.command("reflect")).text == before
    assert await rows(stage, "reflection") == 1
    assert await rows(stage, "reflection_want") == 1
    assert await rows(stage, "plan_line") == 1


async def test_nothing_is_sent_at_any_time_and_nobody_else_sees_it(stage: Stage) -> None:
    wren, fern = await stage.member("wren"), await stage.organiser("fern")
    await wren.press(await wren.command("rest"), "3 days")
    await keeps(wren)
    await writes_well(wren, "Another.", stage="Application")
    await stage.step(days=2)
    assert not await stage.dms(wren)
    for room in ("wins", "support"):
        assert not await stage.posts(room)
    assert not await stage.dms(fern)
    assert WELL not in (await fern.command("reflections")).text


async def wants(actor: Actor) -> Seen:
    return await actor.press(await actor.command("reflections"), "What I want next")


async def test_what_somebody_wants_next_is_a_list_of_its_own(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    seen = await wren.press(await writes_well(wren), "Skip the list")
    form = await wren.press(seen, "Write it down")
    for _ in range(2):
        await wren.submit(form, more="A small team.", other="Shorter days.")
    page = await wants(wren)
    assert "More of this: A small team." in page.text
    assert "Different next time: Shorter days." in page.text
    assert await rows(stage, "reflection_want") == 2
    add = await wren.press(page, "Add one")
    assert (await wren.submit(add, text=" ")).errors
    assert "Near the sea." in (await wren.submit(add, text="Near the sea.")).text
    one = await wren.choose(await wants(wren), "A small team.")
    for label in ("Change it", "Delete it"):
        assert "gone" in (await robin.press(one, label)).text
    changed = await wren.submit(await wren.press(one, "Change it"), text="A calm team.")
    assert "More of this: A calm team." in changed.text
    asked = await wren.press(await wren.choose(changed, "Shorter days."), "Delete it")
    await robin.press(asked, "Yes, delete it")
    assert "Shorter days." in (await wants(wren)).text
    for _ in range(2):
        assert "Shorter days." not in (await wren.press(asked, "Yes, delete it")).text
    assert "A calm team." not in (await wants(robin)).text
    again = await wren.choose(await to_wants(wren), Step.WANTS.label)
    assert "A calm team." in again.text
    form = await wren.press(again, "Change it")
    assert form.prefill["more"] == "A calm team."
    await wren.submit(form, more="")
    assert "A calm team." not in (await wants(wren)).text


async def to_wants(actor: Actor) -> Seen:
    """The end of what is open, from the part after the wants."""
    seen = await actor.command("reflect")
    for _ in range(2):
        seen = await actor.press(seen, "Skip this")
    return seen


async def test_the_list_stays_when_the_look_back_goes(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await writes_well(wren), "Skip the list")
    seen = await wren.submit(await wren.press(seen, "Write it down"), next="Time for people.")
    asked = await wren.press(await wren.press(seen, "Stop for now"), "Delete it")
    assert "stays on its own list" in asked.text
    await wren.press(asked, "Yes, delete it")
    assert await rows(stage, "reflection") == 0
    assert "Time for people." in (await wants(wren)).text


async def test_the_list_has_pages(stage: Stage) -> None:
    wren = await stage.member("wren")
    add = await wren.press(await wants(wren), "Add one")
    for n in range(11):
        await wren.submit(add, text=f"Wish {n}.")
    page = await wants(wren)
    assert "Wish 10." in page.text
    assert "Wish 0." in (await wren.press(page, "Older")).text


async def test_all_of_it_is_handed_out_and_erased(stage: Stage) -> None:
    wren = await stage.member("wren")
    seen = await wren.press(await writes_well(wren), "Did that")
    seen = await wren.press(seen, "Skip the list")
    seen = await wren.submit(await wren.press(seen, "Write it down"), next="Time for people.")
    seen = await wren.submit(await wren.press(seen, "Write it down"), thought="I froze.", kinder="It was hard.")
    await wren.submit(await wren.press(seen, "Write it down"), cue="it is Friday", act="call Ash")
    found = await exported(stage)
    for text in (WELL, "Did that", "Time for people.", "I froze.", "It was hard.", "it is Friday", "call Ash"):
        assert text in found, text
    await wren.press(await wren.press(await wren.command("forget-me"), "Erase my data"), "Yes, erase it")
    for table in ("reflection", "reflection_want"):
        assert await rows(stage, table) == 0


async def test_words_are_locked_in_the_database(stage: Stage) -> None:
    wren = await stage.member("wren")
    await to_the_end(wren, "A secret of mine.")
    found = await stage.db.read(lambda tx: tx.all("SELECT * FROM reflection"))
    assert "A secret of mine." not in str(found)
