"""Members join, an organiser looks ahead, and two of them meet."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.async_api import Browser, Page, TimeoutError, expect

from tests.browser.hands import become, feed
from tests.pictures.steps import NARROW, go, opened, send, take, top_of

BUDDIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Sable", "New York", {"Field of work": "Software and IT"}),
    ("Juniper", "Kolkata", {"Stage of the search": "Changing to another field"}),
    ("Moss", "London", {}),
    ("Wren", "Berlin", {"Hours that suit": "Weekday evenings, 18:00 to 22:00", "Field of work": "Software and IT"}),
)
"""Who joins, where they are, and which lines of the profile they fill in."""


async def change(page: Page, line: str, to: str) -> None:
    """One line of the profile, by its own form: some show their choices at once, some in a list."""
    card = feed(page).get_by_role("article").filter(has_text="What your buddy sees").last
    await card.get_by_label("Change a line").select_option(line)
    form = page.get_by_role("dialog")
    shown = form.get_by_label(to, exact=True)
    await form.get_by_role("button", name="Send").wait_for()
    if await shown.count():
        await shown.check()
    else:
        await form.get_by_role("combobox").select_option(to)
    await form.get_by_role("button", name="Send").click()
    await card.get_by_text(f"Changed: {line}.").wait_for()


async def matched(page: Page) -> None:
    """The clock goes on until there is a private room."""
    now, day = page.locator("#clock-now"), page.get_by_role("button", name="+1 day")
    room = page.locator("#places").get_by_role("link", name=re.compile("Buddies"))
    for _ in range(8):
        before = await now.inner_text()
        await day.click()
        await expect(now).not_to_have_text(before)
        with suppress(TimeoutError):
            await room.first.wait_for(timeout=1_500)
            return
    raise RuntimeError("nobody was matched in eight days")


async def buddies(browser: Browser, url: str) -> None:
    """Members join, an organiser looks ahead, and two of them meet."""
    page = await opened(browser, url)
    for who, city, lines in BUDDIES:
        await become(page, who)
        await go(page, "lounge")
        await send(page, "/buddy join", city=city)
        await feed(page).get_by_role("heading", name="Your buddy profile").wait_for()
        for line, to in lines.items():
            await change(page, line, to)
    await top_of(page, "Your buddy profile")
    await take(page, "buddy-profile")
    await become(page, "Fern")
    await send(page, "/buddies preview")
    show = feed(page).get_by_role("button", name="Show the pairs")
    with suppress(TimeoutError):
        while True:
            await show.click(timeout=1_000)
            await page.wait_for_timeout(500)
    await feed(page).get_by_text("Nobody is left over").wait_for()
    await take(page, "buddy-preview")
    await become(page, "Wren")
    await matched(page)
    await page.locator("#places").get_by_role("link", name=re.compile("Buddies")).click()
    await top_of(page, "Meet your buddy")
    await take(page, "buddy-room")
    await page.set_viewport_size(NARROW)  # pyright: ignore[reportArgumentType] -- a plain dict will do
    await top_of(page, "Meet your buddy")
    await take(page, "buddy-room-narrow")
