"""Words without a name from writing them to taking them back, by clicks and by keyboard, on a whole bot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.hands import become, feed
from tests.browser.test_buddies import tabs_to, well_made
from tests.browser.whole import whole_bot
from tests.pictures.care import agrees, hours, own, starts, switches_on
from tests.pictures.steps import card, dismiss_all, fill, go, pressed, send, stepped

pytestmark = pytest.mark.browser

WORDS = "The third no this month. I have told nobody yet."
ANSWER = "I waited a week before I told anybody."


@pytest.fixture
async def harbour(browser: Browser) -> AsyncIterator[Page]:
    """The page of `cairn try`, where people may write without a name."""
    async with whole_bot(browser) as page:
        await agrees(page, "Wren", "Moss")
        await switches_on(page)
        await stepped(page, "+1 week")
        yield page


async def reviewed(page: Page) -> None:
    """By keyboard: two presses, and a moderator has decided."""
    await become(page, "Fern")
    await go(page, "lounge")
    await send(page, "/mod queue")
    for label in ("Open 1", "Accept"):
        await feed(page).get_by_role("button", name=label, exact=True).wait_for()
        await well_made(page)
        await tabs_to(page, label)
        await page.keyboard.press("Enter")
    await card(page, "Accepted")
    await dismiss_all(page)
    await hours(page, 4)


async def test_from_the_first_look_to_an_answer_and_a_withdrawal(harbour: Page) -> None:
    page = harbour
    await starts(page, "Wren")
    await well_made(page)
    await tabs_to(page, "Write")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Write without your name")
    await form.get_by_label("Your words").fill("See https://example.com/a")
    await page.keyboard.press("Control+Enter")
    await expect(form.get_by_label("Your words")).to_have_attribute("aria-invalid", "true")
    await expect(form.get_by_label("Your words")).to_be_focused()
    await well_made(page)
    await page.keyboard.press("Control+A")
    await page.keyboard.type(WORDS)
    await form.get_by_label("Money").check()
    await page.keyboard.press("Control+Enter")
    await card(page, "Sent without your name")
    await well_made(page)
    await dismiss_all(page)

    await reviewed(page)
    await become(page, "Moss")
    await go(page, "support")
    post = feed(page).get_by_role("article").filter(has_text="writes without a name")
    await expect(post.get_by_text(WORDS)).to_be_hidden()
    await expect(post.get_by_text("Wren")).to_have_count(0)
    await post.locator("summary").press("Enter")
    await expect(post.get_by_text(WORDS)).to_be_visible()
    await well_made(page)
    await pressed(page, "Answer without a name")
    await fill(page, {"Your words": ANSWER})
    await dismiss_all(page)

    await reviewed(page)
    await go(page, "support")
    answer = feed(page).get_by_role("article").filter(has_text="An answer without a name")
    await answer.locator("summary").press("Enter")
    await expect(answer.get_by_text(ANSWER)).to_be_visible()
    await own(page, "Wren")
    await expect(feed(page).get_by_text("It is in the room.")).to_be_visible()
    await well_made(page)
    for label in ("Withdraw", "Withdraw it"):
        await feed(page).get_by_role("button", name=label, exact=True).wait_for()
        await tabs_to(page, label)
        await page.keyboard.press("Enter")
    await card(page, "It is withdrawn")
    await go(page, "support")
    await expect(feed(page).get_by_text("without a name")).to_have_count(0)
