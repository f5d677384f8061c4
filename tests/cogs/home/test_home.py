from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stage import Actor, Stage
from tests.stage.memory import MemoryPlatform


async def held_back(stage: Stage, wren: Actor, robin: Actor) -> None:
    """Robin cheers for Wren, who rests when the digest is due."""
    await wren.command("win", text="I called a former colleague")
    [post] = await stage.posts("wins")
    await robin.press(post, "Cheer")
    await wren.press(await wren.command("rest"), "3 days")
    await stage.step(days=2)


async def test_home_shows_every_section_and_leads_to_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    home = await wren.home()
    assert "Messages:" in home.text
    assert "Time zone:" in home.text
    assert "Quiet hours:" in home.text
    assert "Your data" in home.text
    assert "wait for you" not in home.text
    messages = await wren.press(home, "Messages and clock")
    back = await wren.press(messages, "Home")
    assert back.buttons == home.buttons


async def test_the_command_shows_the_same_page(stage: Stage) -> None:
    wren = await stage.member("wren")
    assert (await wren.command("home")).buttons == (await wren.home()).buttons


async def test_the_page_of_one_member_says_nothing_of_another(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await wren.command("zone", city="Tokyo")
    assert "Tokyo" in (await wren.home()).text
    assert "Tokyo" not in (await robin.home()).text


async def test_how_many_messages_a_day_is_chosen_from_none_to_three(stage: Stage) -> None:
    wren = await stage.member("wren")
    messages = await wren.press(await wren.home(), "Messages and clock")
    assert messages.options == ("None", "One a day", "Two a day", "Three a day")
    await wren.choose(messages, "Three a day")
    assert "at most 3 a day" in (await wren.home()).text
    await wren.choose(messages, "None")
    assert "nothing that you did not ask for" in (await wren.home()).text


async def test_messages_may_wait_on_home_only(stage: Stage) -> None:
    wren = await stage.member("wren")
    messages = await wren.press(await wren.home(), "Messages and clock")
    here = await wren.press(messages, "Only here, on Home")
    assert "no direct messages" in here.text
    assert "only here" in (await wren.home()).text
    assert await stage.dms(wren) == []


async def test_a_wish_for_messages_begins_with_a_test_message(stage: Stage) -> None:
    wren = await stage.member("wren")
    settings = await wren.press(await wren.home(), "Messages and clock")
    here = await wren.press(settings, "Only here, on Home")
    again = await wren.press(here, "By direct message")
    assert "A test message is on its way" in again.text
    assert "until a test message has reached you" in again.text or "First a test message" in again.text
    [test] = await stage.dms(wren)
    assert "reach you here" in test.text
    assert "at most 2 a day" in (await wren.home()).text


async def test_closed_messages_are_told_on_home_and_a_new_wish_tries_again(stage: Stage) -> None:
    if not isinstance(stage.platform, MemoryPlatform):
        pytest.skip("each adapter's own tests close direct messages")
    wren = await stage.member("wren")
    person = stage.platform.adapter.people[wren.id]
    person.dms_closed = True
    settings = await wren.press(await wren.home(), "Messages and clock")
    await wren.press(settings, "Send a test message")
    home = await wren.home()
    assert "closed to me" in home.text
    assert "waits for you" not in home.text, "a test message that did not arrive is nothing to read"
    person.dms_closed = False
    await stage.step(days=10)
    assert await stage.dms(wren) == [], "it is not tried again by itself"
    await wren.press(await wren.press(home, "Messages and clock"), "Send a test message")
    assert len(await stage.dms(wren)) == 1
    assert "closed to me" not in (await wren.home()).text


async def test_a_wish_in_a_rest_is_tried_when_it_ends_and_the_gentle_message_comes_after_it(stage: Stage) -> None:
    wren = await stage.member("wren")
    settings = await wren.press(await wren.home(), "Messages and clock")
    here = await wren.press(settings, "Only here, on Home")
    await wren.press(await wren.command("rest"), "3 days")
    await wren.press(here, "By direct message")
    await stage.step(days=2)
    assert await stage.dms(wren) == []
    assert "until a test message has reached you" in (await wren.home()).text
    await stage.step(days=2)
    first, second = [dm.text for dm in await stage.dms(wren)]
    assert "test message" in first
    assert "test message" not in second
    assert "waits for you" not in (await wren.home()).text


async def test_turning_messages_off_takes_the_test_message_back(stage: Stage) -> None:
    wren = await stage.member("wren")
    settings = await wren.press(await wren.home(), "Messages and clock")
    await wren.press(await wren.command("rest"), "3 days")
    await wren.press(settings, "Send a test message")
    await wren.press(settings, "Only here, on Home")
    await stage.step(days=4)
    assert await stage.dms(wren) == []


async def test_a_test_message_arrives_once_even_when_pressed_twice(stage: Stage) -> None:
    wren = await stage.member("wren")
    messages = await wren.press(await wren.home(), "Messages and clock")
    await wren.press(messages, "Send a test message")
    assert ["test message" in dm.text for dm in await stage.dms(wren)] == [True]


async def test_quiet_hours_are_set_and_filled_in_again(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.press(await wren.home(), "Messages and clock"), "Set quiet hours")
    assert form.form == ("start", "end")
    kept = await wren.submit(form, start=22, end=7)
    assert "22:00 to 07:00" in kept.text
    again = await wren.press(kept, "Change")
    same = await wren.submit(again)
    assert "22:00 to 07:00" in same.text


async def test_one_quiet_hour_alone_is_asked_about_and_changes_nothing(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.press(await wren.home(), "Messages and clock"), "Set quiet hours")
    wrong = await wren.submit(form, start=22)
    assert set(wrong.errors) == {"end"}
    assert "22:00" not in (await wren.home()).text


async def test_the_same_hour_twice_means_no_quiet_hours(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.press(await wren.home(), "Messages and clock"), "Set quiet hours")
    assert "none" in (await wren.submit(form, start=0, end=0)).text


async def test_a_city_sets_the_zone_at_once(stage: Stage) -> None:
    wren = await stage.member("wren")
    kept = await wren.command("zone", city="Munich")
    assert "11:00" in kept.text
    assert "Berlin" in (await wren.home()).text


async def test_the_time_on_a_clock_leads_to_places_to_pick_from(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.command("zone"), "Set time zone")
    found = await wren.submit(form, place="15:31")
    kept = await wren.choose(found, "Kolkata: 15:30 now")
    assert "15:30" in kept.text


async def test_an_unknown_city_is_kept_beside_its_error(stage: Stage) -> None:
    wren = await stage.member("wren")
    form = await wren.press(await wren.command("zone"), "Set time zone")
    wrong = await wren.submit(form, place="Middle of nowhere")
    assert "Middle of nowhere" in wrong.errors["place"]
    kept = await wren.submit(wrong, place="Lisbon")
    assert "Lisbon" in kept.text


async def test_an_unknown_city_in_the_command_is_repeated_and_can_be_mended(stage: Stage) -> None:
    wren = await stage.member("wren")
    typed = "Ближайшее место к моему дому, какое только есть"
    unknown = await wren.command("zone", city=typed)
    assert typed in unknown.text
    form = await wren.press(unknown, "Try again")
    assert str(form.prefill["place"]) in typed
    assert "Lisbon" in (await wren.submit(form, place="Lisbon")).text


async def test_what_has_nothing_left_to_say_is_not_counted(stage: Stage) -> None:
    """A word about a coming round of buddies, after that round."""
    wren, robin = await stage.member("wren"), await stage.member("robin")
    for one in (wren, robin):
        await one.command("buddy join", city="Berlin")
    messages = await wren.press(await wren.home(), "Messages and clock")
    await wren.press(messages, "Only here, on Home")
    await stage.step(days=6, hours=12)
    assert "What I held back" in (await wren.home()).buttons
    left = await wren.press(await wren.command("buddy status"), "Leave")
    await wren.press(left, "Leave")
    assert "What I held back" not in (await wren.home()).buttons


async def test_what_was_held_back_waits_on_home_until_it_is_dismissed(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await held_back(stage, wren, robin)
    assert await stage.dms(wren) == []
    home = await wren.home()
    assert "One message waits for you." in home.text
    assert "waits for you" not in (await robin.home()).text
    held = await wren.press(home, "What I held back")
    assert "Cheers for your wins" in held.text
    read = await wren.press(held, "Read")
    assert "robin" in read.text
    assert "Nothing waits" in (await wren.press(held, "Dismiss")).text
    assert "Nothing waits" in (await wren.press(held, "Dismiss")).text, "pressed twice, nothing more happens"
    assert "waits for you" not in (await wren.home()).text


async def test_somebody_elses_buttons_show_and_dismiss_nothing_of_mine(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await held_back(stage, wren, robin)
    held = await wren.press(await wren.home(), "What I held back")
    for label in ("Read", "Dismiss", "Dismiss all"):
        assert "Nothing waits" in (await robin.press(held, label)).text
    assert "One message waits" in (await wren.home()).text


async def test_what_was_held_back_is_not_kept_for_ever(stage: Stage) -> None:
    wren, robin = await stage.member("wren"), await stage.member("robin")
    await held_back(stage, wren, robin)
    assert "One message waits" in (await wren.home()).text
    stage.clock.step(timedelta(days=32))
    await stage.settle()
    assert "waits for you" not in (await wren.home()).text
    assert all("Cheers for your wins" not in dm.text for dm in await stage.dms(wren))


async def test_on_slack_the_zone_of_the_profile_is_offered_and_used_once_confirmed(stage: Stage) -> None:
    if stage.platform.name != "slack":
        pytest.skip("only Slack tells a zone")
    wren = await stage.member("wren")
    assert "Time zone: not chosen" in (await wren.home()).text
    clock = await wren.press(await wren.home(), "Messages and clock")
    assert "Your profile says" in clock.text
    assert "Time zone: not chosen" in (await wren.home()).text, "being told is not being confirmed"
    clock = await wren.press(await wren.home(), "Messages and clock")
    await wren.press(clock, "Yes, use it")
    assert "not chosen" not in (await wren.home()).text
