"""A prompt in a room."""

from __future__ import annotations

from contextlib import suppress

from playwright.async_api import Browser, TimeoutError

from tests.browser.hands import become, feed
from tests.pictures.steps import consents, dismiss_all, fill, go, opened, pressed, send, stepped, take

PROMPT = (
    ("Juniper", "I will think about this one on my walk."),
    ("Moss", "A small answer for now: ten minutes, with tea and music."),
)


async def prompts(browser: Browser, url: str) -> None:
    """An organiser looks at what comes, and members answer the first one."""
    page = await opened(browser, url)
    await become(page, "Fern")
    await go(page, "lounge")
    await send(page, "/prompts list")
    await pressed(page, "New schedule")
    await fill(page, {"Room": "lounge", "Tuesday": "", "Hour": "10:00"})
    await pressed(page, "Preview")
    await feed(page).get_by_role("button", name="Send a test to the room").wait_for()
    await feed(page).get_by_role("article").last.evaluate("card => card.scrollIntoView({ block: 'start' })")
    await take(page, "prompt-preview")
    await pressed(page, "Back")
    await pressed(page, "Turn on")
    await feed(page).get_by_role("button", name="Pause").wait_for()
    await dismiss_all(page)
    answer = feed(page).get_by_role("button", name="Answer here", exact=True)
    for _ in range(8):
        await stepped(page, "+1 day")
        with suppress(TimeoutError):
            await answer.wait_for(timeout=1_500)
            break
    for who, words in PROMPT:
        await become(page, who)
        await go(page, "lounge")
        await pressed(page, "Answer here")
        await consents(page)
        await fill(page, {"Your answer": words})
        await dismiss_all(page)
    await answer.evaluate("button => button.closest('article').scrollIntoView({ block: 'start' })")
    await take(page, "prompt")
