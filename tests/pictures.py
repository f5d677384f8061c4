"""Takes the pictures of the documents from the real playground: `make pictures`.

Starts `python -m bot try`, does what members would do, and keeps what Chromium shows in `docs/images/`.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import Browser, Page, TimeoutError, async_playwright, expect

from tests.browser.conftest import ARGUMENTS
from tests.browser.hands import become, box, feed

IMAGES = Path(__file__).parent.parent / "docs/images"
SIZE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 844}

WINS = (
    ("Sable", "Interview", "Second interview booked. I asked for the questions in advance, and they sent them."),
    ("Juniper", "Learning", "Finished the spreadsheet course I kept putting off since spring."),
    ("Moss", "Application sent", "Sent the one application I was afraid of."),
    ("Wren", "Networking", "Wrote to an old colleague. She wrote back the same day."),
)


BUDDIES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Sable", "New York", {"Field of work": "Software and IT"}),
    ("Juniper", "Kolkata", {"Stage of the search": "Changing to another field"}),
    ("Moss", "London", {}),
    ("Wren", "Berlin", {"Hours that suit": "Weekday evenings, 18:00 to 22:00", "Field of work": "Software and IT"}),
)
"""Who joins, where they are, and which lines of the profile they fill in."""


@asynccontextmanager
async def playground() -> AsyncGenerator[str]:
    """The address of a fresh playground."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", "try"),
        env={**os.environ, "NO_BROWSER": "1", "CAIRN_PLAYGROUND__PORT": "0", "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            url = await _address(process.stdout)
        yield url
    finally:
        process.terminate()
        await process.wait()


async def _address(said: asyncio.StreamReader) -> str:
    async for line in said:
        if found := re.search(rb"http://127\.0\.0\.1:\d+\S*", line):
            return found[0].decode()
    raise RuntimeError("the playground did not say where it is")


async def send(page: Page, line: str, **options: str) -> None:
    """Sends a command with what belongs into its fields; who uses one for the first time agrees."""
    await box(page).fill(f"{line} ")
    for name, value in options.items():
        field = page.get_by_label(f"{name} (optional)", exact=True)
        if await field.evaluate("field => field.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)
    await page.keyboard.press("Enter")
    agree = feed(page).get_by_role("button", name="Agree", exact=True)
    with suppress(TimeoutError):
        await agree.wait_for(timeout=700)
        await agree.click()
        await expect(agree).to_have_count(0)


async def go(page: Page, place: str) -> None:
    await page.locator("#places").get_by_role("link", name=re.compile(rf"^\W*{place}\b")).first.click()
    await expect(page.locator("#place-name")).to_contain_text(place)


async def dismiss_all(page: Page) -> None:
    """Private answers go, so that a picture shows what everybody sees."""
    button = feed(page).get_by_role("button", name="Dismiss")
    while await button.count():
        await button.first.click()
        await page.wait_for_timeout(100)


async def take(page: Page, name: str) -> None:
    """In light and in dark, without a passing message and with the pointer out of the way."""
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement?.blur()")
    await expect(page.locator("#toast.toast-on")).to_have_count(0)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.wait_for_timeout(250)
        await page.screenshot(path=IMAGES / f"{name}-{scheme}.png")
    await page.emulate_media(color_scheme="light")


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


async def opened(browser: Browser, url: str) -> Page:
    context = await browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce")  # pyright: ignore[reportArgumentType] -- a plain dict will do
    context.set_default_timeout(10_000)
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_role("heading", name="#wins").wait_for()
    return page


async def top_of(page: Page, title: str) -> None:
    """The card's beginning is in sight, whatever came after it."""
    await (
        feed(page)
        .get_by_role("heading", name=title)
        .last.evaluate("title => title.closest('article').scrollIntoView({ block: 'start' })")
    )


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


async def act(browser: Browser, url: str) -> None:
    page = await opened(browser, url)
    for who, kind, text in WINS:
        await become(page, who)
        await go(page, "wins")
        await send(page, "/win", text=text, kind=kind)
        await dismiss_all(page)
    await take(page, "wins")
    await send(page, "/rejection", company="Larch & Co")
    await take(page, "care")
    await go(page, "Home")
    await take(page, "home")


async def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no chromium on the path (Debian: apt install chromium).")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for scene in (act, buddies):
            async with playground() as url:
                await scene(browser, url)
        await browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
