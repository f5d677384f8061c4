"""What the tests do again and again on the page."""

from __future__ import annotations

from playwright.async_api import Locator, Page, expect


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Message or command")


def feed(page: Page) -> Locator:
    return page.get_by_role("log")


async def command(page: Page, line: str) -> None:
    """Types a command and its first option, and sends it."""
    await box(page).fill(line)
    await page.keyboard.press("Enter")


async def become(page: Page, name: str) -> None:
    await page.get_by_role("button", name="You are").click()
    await page.get_by_role("menuitemradio", name=name).click()
    await expect(page.get_by_role("button", name=f"You are {name}")).to_be_visible()
