"""What a person sees and does on the page, in a real browser."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from adapters.playground import PlaygroundSettings, create
from bot.adapter import Blocked, CommandCalled, Shown, WantedRoom
from tests.adapters.playground.demo import DemoCore, served
from tests.browser.hands import become, box, command, feed

pytestmark = pytest.mark.browser


async def test_an_empty_room_says_what_to_try_and_one_press_fills_it_in(page: Page) -> None:
    await page.get_by_role("button", name="/win Sent two applications").click()
    option = page.get_by_label("text (optional)")
    await expect(option).to_have_value("Sent two applications")
    await expect(option).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(feed(page).get_by_role("heading", name="Wren kept a win")).to_be_visible()


async def test_commands_complete_by_keyboard_alone(page: Page, core: DemoCore) -> None:
    await page.keyboard.press("/")
    await expect(box(page)).to_be_focused()
    options = page.get_by_role("option")
    await expect(options).to_have_count(5)
    await page.keyboard.type("w")
    await expect(options).to_have_count(1)
    await expect(options.first).to_contain_text("Keep something that went well")
    await page.keyboard.press("Escape")
    await expect(options).to_have_count(0)
    await page.keyboard.press("Backspace")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", selected=True)).to_contain_text("/rejection")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("company (optional)")).to_be_focused()
    await expect(page.get_by_text("Who said no?")).to_be_visible()
    await page.keyboard.type("Acme")
    await page.keyboard.press("Enter")
    await expect(feed(page).get_by_role("heading", name="That is a hard one to get")).to_be_visible()
    event = core.events[-1]
    assert isinstance(event, CommandCalled)
    assert (event.name, event.args) == ("rejection", {"company": "Acme"})


async def test_options_are_asked_with_native_inputs_and_completed(page: Page, core: DemoCore) -> None:
    await box(page).fill("/buddy status ")
    city = page.get_by_label("city", exact=True)
    await expect(city).to_be_focused()
    suggested = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    await expect(suggested).to_have_count(5)
    await city.press_sequentially("ber")
    await expect(suggested).to_have_text(["Berlin", "Bergen", "Bern"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(city).to_have_value("Bergen")
    await page.get_by_label("who (optional)").select_option("Sable")
    await page.get_by_label("kind (optional)").select_option("An interview")
    await page.get_by_label("day (optional)").fill("2026-03-01")
    await page.get_by_label("loud (optional)").select_option("yes")
    await page.get_by_label("count (optional)").fill("3")
    await page.keyboard.press("Enter")
    await expect(feed(page).get_by_role("heading", name="Your round")).to_be_visible()
    event = core.events[-1]
    assert isinstance(event, CommandCalled)
    expected = {"city": "Bergen", "who": "sable", "kind": "interview", "day": "2026-03-01", "loud": True, "count": 3}
    assert event.args == expected


async def test_a_private_room_is_listed_for_its_people_and_goes_when_it_is_closed(page: Page, core: DemoCore) -> None:
    room = WantedRoom(1, "harbour", ("wren", "sable"), "Buddies", 9)
    opened = await core.playground.open_room(room)
    assert isinstance(opened, Shown)
    await page.get_by_role("link", name="Buddies").click()
    await expect(page.get_by_role("heading", name="Buddies", exact=True)).to_be_visible()
    await expect(page.get_by_text("Only Wren, Sable and Cairn can read this")).to_be_visible()
    await become(page, "Moss")
    await expect(page.get_by_role("link", name="Buddies")).to_have_count(0)
    await become(page, "Sable")
    await expect(page.get_by_role("link", name="Buddies")).to_be_visible()
    await core.playground.open_room(replace(room, remote=opened.remote, open=False))
    await expect(page.get_by_role("link", name="Buddies")).to_have_count(0)


async def test_private_rooms_can_be_forbidden_and_allowed_again(page: Page, core: DemoCore) -> None:
    trouble = page.get_by_role("button", name="Trouble")
    switch = page.get_by_role("menuitemcheckbox", name="Private rooms can't be made")
    await trouble.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    await switch.click()
    await expect(trouble).to_have_text("Trouble: 1")
    room = WantedRoom(1, "harbour", ("wren", "sable"), "Buddies", 9)
    assert isinstance(await core.playground.open_room(room), Blocked)
    await trouble.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await switch.click()
    await expect(trouble).to_have_text("Trouble")
    assert isinstance(await core.playground.open_room(room), Shown)


async def test_a_missing_option_is_said_where_it_is_missing(page: Page, core: DemoCore) -> None:
    await box(page).fill("/setup ")
    await page.get_by_role("button", name="Send").click()
    await expect(page.get_by_text("This is needed.")).to_be_visible()
    await expect(page.get_by_label("room", exact=True)).to_be_focused()
    assert core.events == []


async def test_a_command_without_options_runs_however_it_is_typed(page: Page) -> None:
    for typed in ("/gallery", "/gallery ", "/gal"):
        await command(page, typed)
        await expect(feed(page).get_by_role("heading", name="Every block")).to_be_visible()
        await feed(page).get_by_role("button", name="Dismiss").click()
        await expect(feed(page).get_by_role("heading", name="Every block")).to_have_count(0)


async def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(page: Page) -> None:
    await command(page, "/win ")
    dialog = page.get_by_role("dialog", name="Keep a win")
    await dialog.get_by_label("An interview").first.check()
    await dialog.get_by_label("Hours it took").fill("4")
    story = dialog.get_by_label("What went well?")
    await story.fill("ab")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_text("Write a few words first.")).to_be_visible()
    await expect(story).to_be_focused()
    await expect(story).to_have_attribute("aria-invalid", "true")
    await expect(story).to_have_value("ab")
    await expect(dialog.get_by_label("Hours it took")).to_have_value("4")
    await expect(dialog.get_by_label("An interview").first).to_be_checked()
    await story.press_sequentially("out the interview")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog).to_be_hidden()
    await expect(feed(page).get_by_role("heading", name="Kept", exact=True)).to_be_visible()
    await expect(feed(page).get_by_text("today, 4 h")).to_be_visible()


async def test_one_form_can_lead_to_the_next(page: Page) -> None:
    await command(page, "/gallery")
    await feed(page).get_by_role("button", name="Next form").click()
    first = page.get_by_role("dialog", name="Where and who")
    await first.get_by_role("button", name="Send").click()
    await expect(first.get_by_text("Choose a room.")).to_be_visible()
    await expect(first.get_by_role("alert")).to_have_text("Something is missing.")
    await first.get_by_label("Room").select_option("#lounge")
    await first.get_by_label("Hour of the day").select_option("17:00")
    await first.get_by_role("button", name="Send").click()
    following = page.get_by_role("dialog", name="Keep a win")
    await expect(following.get_by_label("What went well?")).to_have_value("in #lounge at 17")


async def test_a_button_replaces_its_private_card_and_keeps_the_focus(page: Page) -> None:
    await command(page, "/win Slept well")
    yes = feed(page).get_by_role("button", name="In the weekly round-up: yes")
    await yes.focus()
    await page.keyboard.press("Enter")
    no = feed(page).get_by_role("button", name="In the weekly round-up: no")
    await expect(no).to_be_focused()
    await expect(yes).to_have_count(0)
    await expect(feed(page).get_by_role("heading", name="Your win is up")).to_have_count(1)


async def test_a_select_in_a_card_answers(page: Page) -> None:
    await command(page, "/gallery")
    await feed(page).get_by_label("Pick one").select_option("Second")
    await expect(feed(page).get_by_role("heading", name="You picked two")).to_be_visible()


async def test_a_content_note_hides_its_body_until_pressed(page: Page) -> None:
    await command(page, "/rejection Acme")
    await feed(page).get_by_role("button", name="Share", exact=True).click()
    await page.get_by_role("link", name="support").click()
    body = feed(page).get_by_text("The whole team was let go today.")
    await expect(body).to_be_hidden()
    await feed(page).get_by_text("Content note: layoff").click()
    await expect(body).to_be_visible()


async def test_members_see_their_own_private_answers_zone_and_unread_dots(page: Page) -> None:
    await command(page, "/rejection Acme")
    private = feed(page).get_by_text("Only you can see this")
    await expect(private).to_be_visible()
    await expect(page.get_by_role("region", name="Clock")).to_contain_text("14:05")
    await become(page, "Sable")
    await expect(private).to_have_count(0)
    await expect(page.get_by_role("region", name="Clock")).to_contain_text("09:05")
    await command(page, "/win Called a friend")
    await page.get_by_role("link", name="lounge").click()
    await box(page).fill("Hello there")
    await page.keyboard.press("Enter")
    await expect(feed(page).get_by_text("Hello there")).to_be_visible()
    await become(page, "Wren")
    await page.get_by_role("link", name="wins").click()
    await expect(private).to_have_count(1)
    await become(page, "Moss")
    lounge = page.get_by_role("link", name="lounge new")
    await expect(lounge).to_be_visible()
    await lounge.click()
    await expect(lounge).to_have_count(0)


async def test_a_private_answer_can_be_dismissed(page: Page) -> None:
    await command(page, "/rejection Acme")
    await feed(page).get_by_role("button", name="Dismiss").click()
    await expect(feed(page).get_by_role("heading", name="That is a hard one to get")).to_have_count(0)


async def test_a_message_can_be_saved_as_a_win_and_deleted_by_hand(page: Page) -> None:
    await page.get_by_role("link", name="lounge").click()
    await box(page).fill("Phoned the museum")
    await page.keyboard.press("Enter")
    message = feed(page).get_by_text("Phoned the museum")
    await message.hover()
    await page.get_by_role("button", name="Message menu: Wren").click()
    await page.get_by_role("menuitem", name="Save as my win").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("What went well?")).to_have_value("Phoned the museum")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await page.get_by_role("button", name="Message menu: Wren").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await expect(message).to_have_count(0)


async def test_the_clock_moves_and_what_was_due_arrives(page: Page, core: DemoCore) -> None:
    core.reminders.append((core.clock.now() + timedelta(days=2), "wren"))
    clock = page.get_by_role("region", name="Clock")
    await clock.get_by_role("button", name="+1 hour").click()
    await expect(clock).to_contain_text("Thu 12 Mar, 15:05")
    await expect(page.get_by_role("link", name="Cairn new")).to_have_count(0)
    await clock.get_by_role("button", name="To the next event").click()
    await expect(clock).to_contain_text("Sat 14 Mar, 14:05")
    await expect(page.get_by_role("status").filter(has_text="It is now")).to_have_text(
        "It is now Sat 14 Mar, 14:05. There is something new."
    )
    await page.get_by_role("link", name="Cairn new").click()
    await expect(feed(page).get_by_role("heading", name="A quiet hello")).to_be_visible()
    await expect(clock.get_by_role("button", name="Nothing is planned yet")).to_be_disabled()
    await clock.get_by_role("button", name="+1 week").click()
    await expect(clock).to_contain_text("Sat 21 Mar, 14:05")


async def test_the_panel_shows_what_each_platform_receives(page: Page, context: BrowserContext) -> None:
    await command(page, "/rejection Acme")
    opener = feed(page).get_by_role("button", name="What Discord and Slack receive")
    await opener.click()
    panel = page.get_by_role("complementary", name="What Discord and Slack receive")
    await expect(panel.get_by_role("tabpanel", name="Discord")).to_contain_text('"components"')
    await page.keyboard.press("ArrowRight")
    await expect(panel.get_by_role("tab", name="Slack")).to_be_focused()
    await expect(panel.get_by_role("tabpanel", name="Slack")).to_contain_text('"blocks"')
    await context.grant_permissions(["clipboard-read", "clipboard-write"])
    await panel.get_by_role("button", name="Copy").click()
    await expect(panel.get_by_role("status")).to_have_text("Copied")
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert '"That is a hard one to get"' in copied
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(opener).to_be_focused()


async def test_hostile_text_stays_text_everywhere(page: Page) -> None:
    hostile = """<img src=x onerror="document.body.id='owned'"><a href="javascript:alert(1)">x</a>"""
    await command(page, f"/win {hostile}")
    await expect(feed(page).get_by_text(hostile)).to_be_visible()
    await box(page).fill(hostile)
    await page.keyboard.press("Enter")
    await expect(feed(page).get_by_text(hostile)).to_have_count(2)
    await command(page, "/gallery")
    await expect(feed(page).get_by_role("heading", name="Every block")).to_be_visible()
    await feed(page).get_by_role("button", name="What Discord and Slack receive").last.click()
    await feed(page).get_by_role("button", name="Message menu: Wren", exact=True).focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="Save as my win").click()
    await expect(page.get_by_role("dialog").get_by_label("What went well?")).to_have_value(hostile)
    assert await page.locator("img, a[href^='javascript']").count() == 0
    assert await page.evaluate("document.body.id") == ""


async def test_home_is_a_page_of_its_own_for_each_member(page: Page) -> None:
    await page.get_by_role("link", name="Home").click()
    await expect(feed(page).get_by_role("heading", name="Your page")).to_be_visible()
    await expect(box(page)).to_be_hidden()
    await feed(page).get_by_role("button", name="Every block").click()
    await expect(feed(page).get_by_text("3 things happened.")).to_be_visible()
    await expect(feed(page).get_by_role("heading", name="Every block")).to_be_visible()
    await become(page, "Fern")
    await expect(feed(page).get_by_role("heading", name="Your page")).to_be_visible()
    await expect(feed(page).get_by_role("heading", name="Every block")).to_have_count(0)


async def test_a_file_of_a_card_downloads(page: Page) -> None:
    await command(page, "/gallery")
    async with page.expect_download() as download:
        await feed(page).get_by_role("link", name="my data.json").click()
    assert (await (await download.value).path()).read_bytes() == b'{"a": 1}'


async def test_two_pages_stay_in_step(page: Page, context: BrowserContext, core: DemoCore) -> None:
    other = await context.new_page()
    await other.goto(core.playground.url)
    await become(other, "Sable")
    await command(page, "/win Sent two applications")
    await expect(feed(other).get_by_role("heading", name="Wren kept a win")).to_be_visible()
    await other.close()


async def test_a_stopped_playground_says_so_and_is_found_again(browser: Browser) -> None:
    core = DemoCore()
    task = await served(core)
    port = int(core.playground.url.rsplit(":", 1)[1].strip("/"))
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(core.playground.url)
    await page.get_by_role("heading", name="#wins").wait_for()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    warning = page.get_by_role("alert").filter(has_text="The playground has stopped")
    await expect(warning).to_be_visible()
    core.playground = create(PlaygroundSettings(port, open_browser=False), core.clock, {}, core.step, core.next_event)
    task = await served(core)
    await expect(warning).to_be_hidden(timeout=15_000)
    await context.close()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
