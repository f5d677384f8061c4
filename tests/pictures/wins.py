"""The wins room, the card after a no, and Home."""

from __future__ import annotations

from playwright.async_api import Browser

from tests.browser.hands import become
from tests.pictures.steps import dismiss_all, go, opened, send, take

WINS = (
    ("Sable", "Interview", "Second interview booked. I asked for the questions in advance, and they sent them."),
    ("Juniper", "Learning", "Finished the spreadsheet course I kept putting off since spring."),
    ("Moss", "Application sent", "Sent the one application I was afraid of."),
    ("Wren", "Networking", "Wrote to an old colleague. She wrote back the same day."),
)


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
