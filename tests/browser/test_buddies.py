"""From joining to a plan in the room of two buddies, by real clicks, on a whole bot behind the page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.hands import become, box, feed
from tests.browser.test_access import CONTRAST, NAMELESS
from tests.browser.whole import whole_bot
from tests.pictures.buddies import change, matched
from tests.pictures.steps import go, send

pytestmark = pytest.mark.browser

ROOM = "Buddies: "


@pytest.fixture
async def harbour(browser: Browser) -> AsyncIterator[Page]:
    """The page of `cairn try`, with nobody in the rounds yet."""
    async with whole_bot(browser, patience=5_000) as page:
        yield page


async def joins(page: Page, who: str, city: str) -> None:
    await become(page, who)
    await go(page, "lounge")
    await send(page, "/buddy join", city=city)
    await expect(feed(page).get_by_role("heading", name="Your buddy profile")).to_be_visible()


async def enters(page: Page) -> None:
    await page.locator("#places").get_by_role("link", name=ROOM).click()
    await expect(feed(page).get_by_role("heading", name="Meet your buddy")).to_be_visible()


async def well_made(page: Page) -> None:
    """Everything has a name, nothing sticks out, and all words can be read in the light and in the dark."""
    assert await page.evaluate(NAMELESS) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert await page.evaluate(CONTRAST) == [], scheme
    await page.emulate_media(color_scheme="light")


async def tabs_to(page: Page, label: str) -> None:
    """By keyboard alone, from wherever one is."""
    for _ in range(60):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == label:
            return
    raise AssertionError(f"the keyboard does not reach {label!r}")


async def test_from_joining_to_a_plan_that_the_buddy_reads(harbour: Page) -> None:
    page = harbour
    await joins(page, "Sable", "New York")
    await joins(page, "Wren", "Berlin")
    await change(page, "Hours that suit", "Weekday evenings, 18:00 to 22:00")
    await change(page, "Field of work", "Software and IT")
    profile = feed(page).get_by_role("article").filter(has_text="What your buddy sees").last
    await expect(profile.get_by_text("Weekdays 18:00 to 22:00")).to_have_count(2)
    await well_made(page)

    await matched(page)
    await page.locator("#places").get_by_role("link", name="Cairn").click()
    await expect(feed(page).get_by_role("heading", name="Buddies: the next round is near")).to_be_visible()
    await enters(page)
    await expect(feed(page).get_by_text("These times suit you both")).to_be_visible()
    await well_made(page)

    await box(page).focus()
    await tabs_to(page, "Write my plan")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="One plan")
    await expect(form.get_by_label("When …")).to_be_focused()
    await well_made(page)
    await page.keyboard.type("the tea is ready")
    await page.keyboard.press("Tab")
    await page.keyboard.type("write to one person")
    await page.keyboard.press("Control+Enter")
    await expect(form).to_be_hidden()
    await expect(feed(page).get_by_role("heading", name="Your plan")).to_be_visible()

    await become(page, "Sable")
    await enters(page)
    await expect(feed(page).get_by_text("When the tea is ready, I'll write to one person")).to_be_visible()
    await become(page, "Moss")
    await expect(page.locator("#places").get_by_role("link", name=ROOM)).to_have_count(0)


async def test_on_a_narrow_screen_the_room_is_read_and_left(harbour: Page) -> None:
    page = harbour
    await joins(page, "Sable", "New York")
    await joins(page, "Wren", "Berlin")
    await matched(page)
    await enters(page)
    await page.set_viewport_size({"width": 390, "height": 844})
    await well_made(page)
    await feed(page).get_by_role("button", name="More", exact=True).first.click()
    await feed(page).get_by_role("button", name="Report", exact=True).click()
    await expect(page.get_by_role("dialog", name="Report this person")).to_be_visible()
    await well_made(page)
    await page.keyboard.press("Escape")
    await feed(page).get_by_role("button", name="Step out", exact=True).click()
    await expect(feed(page).get_by_text("Sable hears no reason")).to_be_visible()
    await feed(page).get_by_role("button", name="Step out", exact=True).click()
    await expect(page.get_by_role("link", name=ROOM)).to_have_count(0)
