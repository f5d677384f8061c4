"""A real Chromium on a playground with the demo cog behind it. Skipped where Chromium is not installed."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from tests.adapters.playground.demo import DemoCore, served

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on the path (Debian: apt install chromium)")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def core() -> AsyncIterator[DemoCore]:
    core = DemoCore()
    task = await served(core)
    yield core
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    context.set_default_timeout(5_000)
    yield context
    await context.close()


@pytest.fixture
async def page(context: BrowserContext, core: DemoCore) -> AsyncIterator[Page]:
    """The opened page. Afterwards: it said nothing on the console and asked nobody but this machine."""
    page = await context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(core.playground.url)
    await page.get_by_role("heading", name="#wins").wait_for()
    yield page
    assert said == []
    assert {urlsplit(url).hostname for url in asked} == {"127.0.0.1"}
