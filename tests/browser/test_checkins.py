"""A check-in from its invitation to the digest, by clicks and by keyboard, on a whole bot behind the page."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.hands import become, feed
from tests.browser.test_buddies import tabs_to, well_made
from tests.browser.whole import whole_bot
from tests.pictures.checkins import answers, circled, invites, joins
from tests.pictures.steps import dismiss_all, go, stepped

pytestmark = pytest.mark.browser

CIRCLE = ("Sable", "Moss", "Wren")


@pytest.fixture
async def harbour(browser: Browser) -> AsyncIterator[Page]:
    """The page of `cairn try`, with an invitation in the lounge."""
    async with whole_bot(browser) as page:
        await invites(page)
        yield page


async def test_from_the_invitation_to_the_digest_by_clicks_and_by_keyboard(harbour: Page) -> None:
    page = harbour
    for who in CIRCLE:
        await joins(page, who)
    await well_made(page)
    await circled(page)
    await well_made(page)

    await feed(page).get_by_role("button", name="Check in", exact=True).last.click()
    await expect(feed(page).get_by_role("heading", name="Your check-in: Weekly check-in")).to_be_visible()
    await tabs_to(page, "Write and post")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Your check-in")
    await expect(form.get_by_label("What went well")).to_be_focused()
    await page.keyboard.type("Sent one application.")
    await page.keyboard.press("Tab")
    await page.keyboard.type("See https://example.com/a")
    await page.keyboard.press("Control+Enter")
    await expect(form.get_by_label("What was hard?")).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("What was hard?")).to_be_focused()
    await expect(form.get_by_label("What went well")).to_have_value("Sent one application.")
    await expect(form.get_by_label("What was hard?")).to_have_value("See https://example.com/a")
    await well_made(page)
    await page.keyboard.press("Control+A")
    await page.keyboard.type("Waiting for replies.")
    await page.keyboard.press("Control+Enter")
    await expect(form).to_be_hidden()
    post = feed(page).get_by_role("article").filter(has=page.get_by_role("heading", name="A check-in"))
    await expect(post.get_by_text("Sent one application.")).to_be_visible()
    await well_made(page)

    await answers(page, "Sable", {"One thing you could use help with": "A practice interview."})
    await become(page, "Wren")
    await go(page, "Circle 1")
    await dismiss_all(page)
    for _ in range(3):
        await stepped(page, "+1 day")
    digest = feed(page).get_by_role("article").filter(has=page.get_by_role("heading", name="How the week went"))
    await expect(digest.get_by_text("Sent one application.")).to_be_visible()
    await expect(digest.get_by_text("A practice interview.")).to_be_visible()
    await expect(digest.get_by_text("Moss")).to_have_count(0)
    await tabs_to(page, "I can help")
    await page.keyboard.press("Enter")
    await expect(feed(page).get_by_role("heading", name="Thank you for offering")).to_be_visible()
    await well_made(page)

    await become(page, "Sable")
    await page.locator("#places").get_by_role("link", name="Cairn").click()
    await expect(feed(page).get_by_role("heading", name="Somebody can help you")).to_be_visible()
    await become(page, "Juniper")
    await expect(page.locator("#places").get_by_role("link", name="Circle 1")).to_have_count(0)


async def test_on_a_narrow_screen_the_week_is_answered_with_rest(harbour: Page) -> None:
    page = harbour
    for who in CIRCLE:
        await joins(page, who)
    await circled(page)
    await page.set_viewport_size({"width": 390, "height": 844})
    await well_made(page)
    await feed(page).get_by_role("button", name="Check in", exact=True).last.click()
    await expect(feed(page).get_by_role("heading", name="Your check-in: Weekly check-in")).to_be_visible()
    await well_made(page)
    await feed(page).get_by_role("button", name="Resting this week", exact=True).last.click()
    await expect(feed(page).get_by_text("You rest this week. That is a full answer")).to_be_visible()
    await well_made(page)
