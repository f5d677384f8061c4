from __future__ import annotations

from datetime import timedelta

from tests.stage import Stage


async def test_an_empty_list_says_what_a_win_can_be_and_offers_to_write_one(stage: Stage) -> None:
    wren = await stage.member("wren")

    seen = await wren.command("wins")
    assert "small" in seen.text
    form = await wren.press(seen, "Write down a win")

    assert form.prefill["audience"] == "me"


async def test_pages_go_from_the_newest_back_and_forward_again(stage: Stage) -> None:
    wren = await stage.member("wren")
    for n in range(7):
        await wren.command("win", text=f"Thing {n} done.")
        await stage.step(minutes=1)

    first = await wren.command("wins")
    assert "Thing 6 done." in first.text
    assert "Thing 1 done." not in first.text
    assert "Newer" not in first.buttons

    second = await wren.press(first, "Older")
    assert "Thing 1 done." in second.text
    assert "Thing 0 done." in second.text
    assert "Thing 2 done." not in second.text
    assert "Older" not in second.buttons
    assert (await wren.press(second, "Newer")).text == first.text


async def test_wins_are_filtered_by_kind_and_by_days(stage: Stage) -> None:
    wren = await stage.member("wren")
    await wren.command("win", text="Met with Ada.", kind="interview")
    await stage.step(days=3)
    await wren.command("win", text="Read a chapter.", kind="learning")
    today = stage.now.date()

    assert "Read a chapter." not in (await wren.command("wins", kind="interview")).text
    late = await wren.command("wins", since=today)
    assert "Read a chapter." in late.text
    assert "Met with Ada." not in late.text
    early = await wren.command("wins", until=today - timedelta(days=1))
    assert "Met with Ada." in early.text
    assert "Read a chapter." not in early.text

    picked = await wren.choose(await wren.command("wins"), "Learning")
    assert "Read a chapter." in picked.text
    assert "Met with Ada." not in picked.text
    everything = await wren.choose(picked, "All kinds")
    assert "Met with Ada." in everything.text
    nothing = await wren.command("wins", kind="rest")
    assert "None of your wins match" in nothing.text


async def test_days_that_make_no_sense_are_answered_plainly(stage: Stage) -> None:
    wren = await stage.member("wren")
    today = stage.now.date()

    swapped = await wren.command("wins", since=today, until=today - timedelta(days=1))
    future = await wren.command("wins", since=today + timedelta(days=5))

    assert "other way round" in swapped.text
    assert "not come yet" in future.text


async def test_an_entry_opens_privately_with_what_can_be_done(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    form = await wren.command("win")
    await wren.submit(form, story="A quiet thing.", audience="me")
    page = await wren.command("wins")

    entry = await wren.choose(page, "A quiet thing.")
    assert entry.buttons == ("Post it in the wins room", "Edit", "Delete", "My wins")
    others = await ash.choose(page, "A quiet thing.")
    assert "A quiet thing." not in others.text
    assert "A quiet thing." in (await wren.press(entry, "My wins")).text


async def test_the_list_without_dates_is_added_to_changed_and_never_posted(stage: Stage) -> None:
    wren, ash = await stage.member("wren"), await stage.member("ash")
    empty = await wren.press(await wren.command("wins"), "Things I'm proud of")

    listed = await wren.submit(await wren.press(empty, "Add to the list"), text="I stay calm under pressure.")
    assert "I stay calm under pressure." in listed.text
    assert "2026" not in listed.text
    assert "I stay calm under pressure." not in (await wren.command("wins")).text

    entry = await wren.choose(listed, "I stay calm under pressure.")
    assert entry.buttons == ("Edit", "Delete", "My list")
    form = await wren.press(entry, "Edit")
    assert (await ash.submit(form, text="Changed by another.")).text.startswith("This win is gone")
    changed = await wren.submit(form, text="I stay kind under pressure.")
    assert "I stay kind under pressure." in changed.text
    assert await stage.posts("wins") == []


async def test_home_leads_to_ones_wins(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert "Wins: none kept yet" in (await wren.home()).text

    await wren.command("win", text="A call came back.")

    home = await wren.home()
    assert "A call came back." in (await wren.press(home, "My wins")).text


async def test_after_a_rejection_own_wins_come_back_and_none_twice_running(stage: Stage) -> None:
    wren = await stage.member("wren")
    for n in range(4):
        await wren.command("win", text=f"Thing {n} done.")
        await stage.step(minutes=1)

    first = await wren.command("rejection")
    second = await wren.command("rejection")

    def shown(text: str) -> set[int]:
        return {n for n in range(4) if f"Thing {n} done." in text}

    assert len(shown(first.text)) == 3
    assert shown(second.text) == set(range(4)) - shown(first.text)
