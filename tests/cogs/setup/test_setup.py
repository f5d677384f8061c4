from __future__ import annotations

import pytest

from bot.ui.form import Place
from tests.stage import Seen, Stage
from tests.stage.memory import MemoryAdapter


def lacks(stage: Stage, purpose: str, *missing: str) -> None:
    """Takes permissions away from the bot, or gives them back."""
    adapter = stage.platform.adapter
    if not isinstance(adapter, MemoryAdapter):
        pytest.skip("each adapter's own tests say how it finds out what is missing")
    room = stage.platform.rooms[purpose]
    adapter.rooms[room] = Place(room, f"#{purpose}", missing)


def plain(seen: Seen) -> str:
    """Labels and values read with or without a colon between them, by platform."""
    return seen.text.replace(": ", " ")


async def test_set_up_shows_rooms_clock_and_rules(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("setup")
    for line in ("Wins room", "Support room", "Time zone UTC", "Quiet hours 21:00 to 08:00", "Links in posts refused"):
        assert line in plain(board)
    assert "only organisers" in board.text
    assert "Everything is in place" in board.text


async def test_members_are_refused_politely(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    refused = await wren.command("setup")
    assert "for organisers" in refused.text
    board = await fern.command("setup")
    for label in board.buttons:
        assert "for organisers" in (await wren.press(board, label)).text
    assert (await fern.command("setup")).text == board.text


async def test_a_form_opened_by_an_organiser_is_worth_nothing_to_a_member(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    form = await fern.press(await fern.command("setup"), "Quiet hours")
    assert "for organisers" in (await wren.submit(form, start=1, end=2)).text
    assert "21:00 to 08:00" in (await fern.command("setup")).text


async def test_each_step_saves_itself(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("setup")
    board = await fern.submit(await fern.press(board, "Quiet hours"), start=20, end=9)
    assert "Quiet hours 20:00 to 09:00" in plain(board)
    board = await fern.submit(await fern.press(board, "Time zone"), place="Lisbon")
    assert "Lisbon" in board.text
    board = await fern.press(board, "Allow links")
    assert "Links in posts allowed" in plain(board)
    later = await fern.command("setup")
    for line in ("20:00 to 09:00", "Lisbon", "allowed"):
        assert line in later.text


async def test_pressing_allow_links_twice_allows_them_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("setup")
    await fern.press(board, "Allow links")
    assert "allowed" in (await fern.press(board, "Allow links")).text


async def test_the_zone_may_be_found_by_the_clock(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await fern.command("setup"), "Time zone")
    wrong = await fern.submit(form, place="Nowhere at all")
    assert "Nowhere at all" in wrong.errors["place"]
    found = await fern.submit(form, place="19:00")
    board = await fern.choose(found, "Asia/Tokyo: 19:00")
    assert "Tokyo" in board.text


async def test_a_room_is_chosen_and_posts_go_there(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    form = await fern.press(await fern.command("setup"), "Wins room")
    await fern.submit(form, room=stage.platform.rooms["support"])
    await wren.command("win", text="I asked a former colleague for a call.")
    assert [post for post in await stage.posts("wins") if "colleague" in post.text] == []
    assert len([post for post in await stage.posts("support") if "colleague" in post.text]) == 1


async def test_what_is_missing_is_named_with_where_to_grant_it(stage: Stage) -> None:
    lacks(stage, "wins", "Send Messages", "Embed Links")
    fern = await stage.organiser("fern")
    board = await fern.command("setup")
    assert "In #wins I am missing: Send Messages, Embed Links." in board.text
    assert "Then press Check again" in board.text
    assert "Everything is in place" not in board.text


async def test_what_is_missing_in_a_room_is_named_when_it_is_chosen(stage: Stage) -> None:
    stage.platform.rooms["new"] = "room-new"
    lacks(stage, "new", "Send Messages")
    fern = await stage.organiser("fern")
    form = await fern.press(await fern.command("setup"), "Wins room")
    board = await fern.submit(form, room="room-new")
    assert "In #new I am missing: Send Messages." in board.text


async def test_what_private_rooms_lack_is_one_line_and_breaks_no_other_room(stage: Stage) -> None:
    if stage.platform.name == "slack":
        pytest.skip("Slack tells it only when a group message is to be opened")
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    assert "Buddy rooms" not in (await fern.command("setup")).text
    await stage.break_rooms()
    board = await fern.press(await fern.command("setup"), "Check again")
    (line,) = [line for line in board.text.splitlines() if "Buddy rooms" in line]
    assert "support" in line
    assert "I am missing: Create" in line
    assert "Nothing is missing" in board.text
    assert "Everything is in place" in board.text
    await wren.command("win", text="I asked a former colleague for a call.")
    assert len(await stage.posts("wins")) == 1
    await stage.mend_rooms()
    assert "Buddy rooms" not in (await fern.command("setup")).text


async def test_posts_wait_while_something_is_missing_and_go_out_after_check_again(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    lacks(stage, "wins", "Send Messages")
    board = await fern.command("setup")
    await wren.command("win", text="I asked a former colleague for a call.")
    await stage.step(hours=3)
    assert await stage.posts("wins") == []
    assert "still missing" in (await fern.press(board, "Check again")).text
    lacks(stage, "wins")
    checked = await fern.press(board, "Check again")
    assert "Everything is in place" in checked.text
    await stage.step(hours=1)
    assert len(await stage.posts("wins")) == 1


async def test_the_organiser_hears_once_of_a_lost_room(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    await fern.submit(await fern.press(await fern.command("setup"), "Quiet hours"), start=0, end=0)
    lacks(stage, "wins", "Send Messages")
    for text in ("I asked a former colleague for a call.", "I finished the course."):
        await wren.command("win", text=text)
        await stage.step(hours=1)
    told = [dm for dm in await stage.dms(fern) if "needs your help" in dm.text]
    assert len(told) == 1
    assert "wins" in told[0].text
    lacks(stage, "wins")
    assert "posts that waited go out" in (await fern.press(told[0], "Check again")).text
    await stage.step(hours=1)
    assert ["colleague" in post.text for post in await stage.posts("wins")] == [True]
    assert [dm for dm in await stage.dms(wren) if "needs your help" in dm.text] == []


async def test_a_test_post_comes_once_and_can_be_removed(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("setup")
    await fern.press(board, "Send a test post")
    sent = await fern.press(board, "Send a test post")
    for room in ("wins", "support"):
        assert ["test post" in post.text for post in await stage.posts(room)] == [True]
    await fern.press(sent, "Remove the test post")
    assert await stage.posts("wins") == await stage.posts("support") == []
    await fern.press(board, "Send a test post")
    assert len(await stage.posts("wins")) == 1


async def test_a_test_post_goes_away_by_itself(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await fern.press(await fern.command("setup"), "Send a test post")
    assert len(await stage.posts("wins")) == 1
    await stage.step(hours=2)
    assert await stage.posts("wins") == []


async def test_a_moderator_is_added_by_name_and_removed_again(stage: Stage) -> None:
    if stage.platform.name == "discord":
        pytest.skip("there it is a role")
    fern, robin = await stage.organiser("fern"), await stage.member("robin")
    people = await fern.press(await fern.command("setup"), "Moderators")
    added = await fern.submit(await fern.press(people, "Add a person"), person=robin.id)
    assert "robin" in added.text
    assert "robin" in (await fern.command("setup")).text
    removed = await fern.choose(added, "robin")
    assert "none yet" in removed.text
    again = await fern.choose(added, "robin")
    assert "Nothing changed" in again.text


async def test_somebody_who_never_agreed_is_not_stored_as_a_moderator(stage: Stage) -> None:
    if stage.platform.name == "discord":
        pytest.skip("there it is a role")
    fern, linnet = await stage.organiser("fern"), stage.stranger("linnet")
    form = await fern.press(await fern.press(await fern.command("setup"), "Moderators"), "Add a person")
    refused = await fern.submit(form, person=linnet.id)
    assert "has not used Cairn here yet" in refused.errors["person"]
    assert "only organisers" in (await fern.command("setup")).text


async def test_set_up_can_be_left_and_taken_up_by_another_organiser(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    await fern.press(await fern.command("setup"), "Allow links")
    board = await ivy.command("setup")
    assert "allowed" in board.text
    assert "refused" in (await ivy.press(board, "Refuse links")).text


async def test_on_discord_moderators_are_a_role(stage: Stage) -> None:
    if stage.platform.name != "discord":
        pytest.skip("only Discord has roles")
    fern = await stage.organiser("fern")
    form = await fern.press(await fern.command("setup"), "Moderators")
    assert form.form == ("role",)
    board = await fern.submit(form, role="1234567890")
    assert "everybody with the role you chose" in board.text
    board = await fern.submit(await fern.press(board, "Moderators"), role="")
    assert "only organisers" in board.text
