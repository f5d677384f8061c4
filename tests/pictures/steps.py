"""What all scenes do on the page."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from playwright.async_api import Browser, Page, TimeoutError, expect

from tests.browser.hands import box, feed

IMAGES = Path(__file__).parent.parent.parent / "docs/images"

SIZE = {"width": 1280, "height": 800}

NARROW = {"width": 390, "height": 844}


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


async def opened(browser: Browser, url: str) -> Page:
    context = await browser.new_context(viewport=SIZE, locale="en-GB", reduced_motion="reduce")  # pyright: ignore[reportArgumentType] -- a plain dict will do
    context.set_default_timeout(10_000)
    page = await context.new_page()
    await page.goto(url)
    await page.get_by_role("heading", name="#wins").wait_for()
    return page


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


async def consents(page: Page) -> None:
    """Where they are asked: at the first press."""
    agree = feed(page).get_by_role("button", name="Agree", exact=True)
    with suppress(TimeoutError):
        await agree.wait_for(timeout=700)
        await agree.click()


async def go(page: Page, place: str) -> None:
    await page.locator("#places").get_by_role("link", name=re.compile(rf"^\W*{place}\b")).first.click()
    await expect(page.locator("#place-name")).to_contain_text(place)


async def dismiss_all(page: Page) -> None:
    """Private answers go, so that a picture shows what everybody sees."""
    button = feed(page).get_by_role("button", name="Dismiss")
    while await button.count():
        with suppress(TimeoutError):  # it may be gone already
            await button.first.click(timeout=1_000)
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


async def take_card(page: Page, name: str, title: str) -> None:
    """Only the last message with this title, in light and in dark."""
    shown = feed(page).get_by_role("article").filter(has=page.get_by_role("heading", name=title)).last
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement?.blur()")
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.wait_for_timeout(250)
        await shown.screenshot(path=IMAGES / f"{name}-{scheme}.png")
    await page.emulate_media(color_scheme="light")


async def top_of(page: Page, title: str) -> None:
    """The card's beginning is in sight, whatever came after it."""
    await (
        feed(page)
        .get_by_role("heading", name=title)
        .last.evaluate("title => title.closest('article').scrollIntoView({ block: 'start' })")
    )


async def fill(page: Page, values: dict[str, str]) -> None:
    """A form that is open, by the beginnings of its labels."""
    form = page.get_by_role("dialog")
    await form.get_by_role("button", name="Send").wait_for()
    for label, value in values.items():
        field = form.get_by_label(label).first
        match await field.evaluate("field => field.type"):
            case "radio" | "checkbox":
                await field.check()
            case "select-one":
                await field.select_option(value)
            case _:
                await field.fill(value)
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()


async def pressed(page: Page, label: str) -> None:
    await feed(page).get_by_role("button", name=label, exact=True).last.click()


async def card(page: Page, title: str) -> None:
    await feed(page).get_by_role("heading", name=title).last.wait_for()


async def stepped(page: Page, by: str) -> None:
    now = page.locator("#clock-now")
    before = await now.inner_text()
    await page.get_by_role("button", name=by, exact=True).click()
    await expect(now).not_to_have_text(before)
