"""Takes the pictures of the README from the real playground: `make pictures`.

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

WINS = (
    ("Sable", "Interview", "Second interview booked. I asked for the questions in advance, and they sent them."),
    ("Juniper", "Learning", "Finished the spreadsheet course I kept putting off since spring."),
    ("Moss", "Application sent", "Sent the one application I was afraid of."),
    ("Wren", "Networking", "Wrote to an old colleague. She wrote back the same day."),
)


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
            async for line in process.stdout:
                if found := re.search(rb"http://127\.0\.0\.1:\d+\S*", line):
                    yield found[0].decode()
                    return
        raise RuntimeError("the playground did not say where it is")
    finally:
        process.terminate()
        await process.wait()


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


async def act(browser: Browser, url: str) -> None:
    context = await browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce")  # pyright: ignore[reportArgumentType] -- a plain dict will do
    context.set_default_timeout(10_000)
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_role("heading", name="#wins").wait_for()
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
    async with playground() as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        await act(browser, url)
        await browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
