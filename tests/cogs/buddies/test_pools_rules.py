from __future__ import annotations

import pytest

from bot.storage.database import Tx
from cogs.buddies.pools import store
from tests.stage import Actor, Seen, Stage


def plain(seen: Seen) -> str:
    """Labels and values read with or without a colon between them, by platform."""
    return seen.text.replace(": ", " ")


async def named(fern: Actor, name: str) -> Seen:
    """A new pool of that name."""
    return await fern.submit(await fern.press(await fern.command("buddies rules"), "New pool"), name=name)


async def test_the_rules_show_when_rounds_are_and_by_what_people_are_matched(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("buddies rules")
    for line in (
        "Rounds on",
        "Monday, 10:00 by the clock of UTC",
        "Shared hours 2 a week or more",
        "Guests don’t take part",
        "Joined 0",
    ):
        assert line in plain(board)
    assert "1. The same length of pairing\n2. The same field of work" in board.text
    assert "Another pool" not in board.text


async def test_members_are_refused_politely_on_every_button(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    for name in ("rules", "import"):
        assert "for organisers" in (await wren.command(f"buddies {name}")).text
    board = await named(fern, "Evenings")
    for label in board.buttons:
        assert "for organisers" in (await wren.press(board, label)).text
    for label in board.options:
        assert "for organisers" in (await wren.choose(board, label)).text
    form = await fern.press(board, "Shared hours")
    assert "for organisers" in (await wren.submit(form, hours=9)).text
    assert "Rules for buddies: Everybody" in (await fern.command("buddies rules")).text


@pytest.mark.parametrize(
    ("label", "back", "line"),
    [
        ("Turn rounds off", "Turn rounds on", "Rounds off"),
        ("Any language", "Same language only", "Language any"),
        ("Let guests in", "Leave guests out", "Guests can take part"),
        ("Approve first", "Let it run", "an organiser approves them"),
    ],
)
async def test_each_toggle_leads_where_it_says_however_often_it_is_pressed(
    stage: Stage, label: str, back: str, line: str
) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    board = await fern.command("buddies rules")
    also = await ivy.command("buddies rules")
    assert line in plain(await fern.press(board, label))
    assert line in plain(await ivy.press(also, label))
    again = await ivy.command("buddies rules")
    assert back in again.buttons
    assert line not in plain(await ivy.press(again, back))


async def test_two_organisers_change_two_things_at_once_and_both_hold(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    hours = await fern.press(await fern.command("buddies rules"), "Shared hours")
    when = await ivy.press(await ivy.command("buddies rules"), "Day and hour")
    await fern.submit(hours, hours=7)
    board = await ivy.submit(when, weekday="4", hour=18)
    assert "Friday, 18:00" in board.text
    assert "7 a week or more" in board.text


async def test_no_shared_hours_asked_for_is_said_in_words(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await fern.command("buddies rules"), "Shared hours")
    assert form.prefill["hours"] in (2, "2")
    if stage.platform.name != "slack":  # its clients take no such number
        assert "hours" in (await fern.submit(form, hours=21)).errors
    assert "not asked for" in (await fern.submit(form, hours=0)).text


async def test_what_is_put_first_comes_first_and_the_rest_keeps_its_order(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.choose(await fern.command("buddies rules"), "Clocks close to each other")
    board = await fern.choose(board, "The same stage of the search")
    assert "1. The same stage of the search\n2. Clocks close to each other\n3. The same length of pairing" in board.text


async def test_the_organisers_words_are_kept_and_links_follow_the_rule_of_the_community(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("buddies rules")
    form = await fern.press(board, "Your words to pairs")
    refused = await fern.submit(form, words="Read https://harbour.example/charter first.")
    assert "links off" in refused.errors["words"]
    board = await fern.submit(form, words="Say hello when you can.")
    assert "“Say hello when you can.”" in board.text
    board = await fern.submit(await fern.press(board, "Your words to pairs"), words="")
    assert "Your words to new pairs" not in board.text


async def test_the_room_under_which_pairs_meet_is_chosen_and_taken_back(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("buddies rules")
    if stage.platform.name == "slack":
        assert "Where pairs meet" not in board.buttons
        return
    assert "the support room" in board.text
    board = await fern.submit(await fern.press(board, "Where pairs meet"), room=stage.platform.rooms["wins"])
    assert "the room you chose" in board.text
    form = await fern.press(board, "Where pairs meet")
    assert form.prefill["room"] == stage.platform.rooms["wins"]
    assert "the support room" in (await fern.submit(form, room="")).text


async def test_a_role_may_be_asked_for_where_there_are_roles(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("buddies rules")
    if stage.platform.name not in ("discord", "playground"):
        assert "Who can take part" not in board.buttons
        return
    assert "everybody who joins" in board.text
    board = await fern.submit(await fern.press(board, "Who can take part"), role="1234567890")
    assert "holders of the role you chose" in board.text
    board = await fern.submit(await fern.press(board, "Who can take part"), role="")
    assert "everybody who joins" in board.text


async def test_a_pool_is_made_renamed_switched_to_and_removed(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await named(fern, "Evenings")
    assert "Rules for buddies: Evenings" in board.text
    board = await fern.submit(await fern.press(board, "Rename"), name="Late")
    assert "Rules for buddies: Late" in board.text
    first = await fern.choose(board, "Everybody")
    assert "Rules for buddies: Everybody" in first.text
    assert {"Rename", "Remove"}.isdisjoint(first.buttons)
    late = await fern.choose(first, "Late")
    sure = await fern.press(late, "Remove")
    assert "Rules for buddies: Late" in (await fern.press(sure, "Keep it")).text
    only = await fern.press(sure, "Remove the pool")
    assert "Another pool" not in only.text


async def test_two_pools_never_have_one_name(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await named(fern, "Evenings")
    form = await fern.press(board, "New pool")
    assert "already" in (await fern.submit(form, name="Evenings")).errors["name"]
    board = await fern.submit(form, name="Mornings")
    form = await fern.press(board, "Rename")
    assert "already" in (await fern.submit(form, name="Evenings")).errors["name"]
    assert "Mornings" in (await fern.submit(form, name="Mornings")).text


async def test_old_buttons_of_a_pool_that_was_removed_change_nothing(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    old = await named(fern, "Evenings")
    asked = await fern.press(old, "Shared hours")
    sure = await ivy.press(await ivy.choose(await ivy.command("buddies rules"), "Evenings"), "Remove")
    await ivy.press(sure, "Remove the pool")
    assert "not there any more" in (await ivy.press(sure, "Remove the pool")).text
    assert "not there any more" in (await fern.submit(asked, hours=3)).text
    if stage.platform.name == "slack":
        return  # there the old card was replaced by that answer
    for label in sorted(set(old.buttons) - {"New pool"}):
        after = await fern.press(old, label)
        assert after.form or "not there any more" in after.text, label
    assert "not there any more" in (await fern.choose(old, "The same field of work")).text
    board = await fern.press(await fern.press(old, "Day and hour"), "Rules for buddies")
    assert "Rules for buddies" in board.text


async def test_a_pool_of_another_community_is_out_of_reach(stage: Stage) -> None:
    from bot.people import communities

    def elsewhere(tx: Tx) -> tuple[int, int]:
        other = communities.ensure(tx, stage.platform.name, "elsewhere")
        pool = store.create(tx, other, "Evenings")
        assert pool
        return other, pool

    def reach(tx: Tx) -> None:
        other, pool = places
        assert store.get(tx, stage.community, pool) is None
        assert not store.rename(tx, stage.community, pool, "Mine")
        assert not store.remove(tx, stage.community, pool)
        assert [one.name for one in store.of_community(tx, other)] == ["", "Evenings"]

    places = await stage.db.run(elsewhere)
    await stage.db.run(reach)


async def test_what_staff_changed_is_written_down(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("buddies rules")
    await fern.press(board, "Let guests in")
    await fern.press(board, "Let guests in")
    audit = await fern.command("mod audit")
    assert audit.text.count("changed the rules for buddies") == 1
