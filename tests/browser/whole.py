"""The page of `cairn try`: a whole bot behind it, not the demo cog."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page

from tests.pictures.steps import playground


@asynccontextmanager
async def whole_bot(browser: Browser, *, patience: int = 8_000) -> AsyncGenerator[Page]:
    """At the end no script may have failed on the page. `patience`: milliseconds."""
    async with playground() as url:
        context = await browser.new_context(
            viewport={"width": 1280, "height": 800}, locale="en-GB", reduced_motion="reduce"
        )
        context.set_default_timeout(patience)
        page = await context.new_page()
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        await page.goto(url)
        await page.get_by_role("heading", name="#wins").wait_for()
        yield page
        assert said == []
        await context.close()
