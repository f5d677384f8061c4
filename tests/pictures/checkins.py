"""A plan, and a circle's week from its invitation to the digest."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.async_api import Browser, Page, TimeoutError, expect

from tests.browser.hands import become, feed
from tests.pictures.steps import (
    NARROW,
    card,
    consents,
    dismiss_all,
    fill,
    go,
    opened,
    pressed,
    send,
    stepped,
    take,
    top_of,
)

CIRCLE = ("Sable", "Juniper", "Moss", "Wren")

WEEK: tuple[tuple[str, dict[str, str]], ...] = (
    ("Juniper", {"What went well": "Slept well, twice.", "What was hard": "Two rejections in one day."}),
    (
        "Sable",
        {
            "What went well": "Second interview booked for Thursday.",
            "One thing you could use help with": "A practice interview, 20 minutes.",
        },
    ),
)
"""What the circle answers, in this order."""


async def invites(page: Page) -> None:
    """An organiser sets a check-in up, and its invitation stands in the lounge."""
    await become(page, "Fern")
    await go(page, "lounge")
    await send(page, "/checkin manage")
    await pressed(page, "New check-in")
    await fill(page, {"Room": "lounge", "Wednesday": "", "Hour": "10:00"})
    await expect(feed(page).get_by_role("button", name="Join", exact=True)).to_be_visible()


async def joins(page: Page, who: str) -> None:
    await become(page, who)
    await go(page, "lounge")
    await pressed(page, "Join")
    await consents(page)
    await card(page, "You’re in: Weekly check-in")


async def plans(page: Page, cue: str, act: str) -> None:
    """One more line on the card of /plan."""
    await pressed(page, "Write a line")
    await fill(page, {"When": cue, "… I'll": act})
    await feed(page).get_by_text(act).last.wait_for()


async def circled(page: Page) -> None:
    """The clock goes on until the circle has its thread; there they are asked."""
    room = page.locator("#places").get_by_role("link", name=re.compile("Circle 1"))
    for _ in range(11):
        await stepped(page, "+1 day")
        with suppress(TimeoutError):
            await room.first.wait_for(timeout=1_500)
            break
    await go(page, "Circle 1")
    await card(page, "Time to check in")


async def answers(page: Page, who: str, said: dict[str, str]) -> None:
    await become(page, who)
    await go(page, "Circle 1")
    await pressed(page, "Check in")
    await card(page, "Your check-in: Weekly check-in")
    await pressed(page, "Write and post")
    await fill(page, said)
    await dismiss_all(page)


async def checkins(browser: Browser, url: str) -> None:
    """A plan, an invitation, and a circle's week from the first answer to its digest."""
    page = await opened(browser, url)
    await invites(page)
    for who in CIRCLE:
        await joins(page, who)
        await dismiss_all(page)
    await top_of(page, "Weekly check-in")
    await take(page, "checkin-invitation")
    await send(page, "/plan")
    await plans(page, "breakfast is over", "send one tailored application")
    await dismiss_all(page)
    await send(page, "/plan")
    await plans(page, "it is Tuesday after lunch", "write to one person I worked with")
    await dismiss_all(page)
    await send(page, "/plan")
    await pressed(page, "If something gets in the way")
    await fill(page, {"What": "I wake up tired", "Then": "I do ten minutes of it"})
    await dismiss_all(page)
    await send(page, "/plan")
    await pressed(page, "Tick line 1")
    await feed(page).get_by_role("button", name="Undo line 1").wait_for()
    await top_of(page, "Your plan for this week")
    await take(page, "plan")
    await circled(page)
    for who, said in WEEK:
        await answers(page, who, said)
    await become(page, "Wren")
    await go(page, "Circle 1")
    await pressed(page, "Check in")
    await card(page, "Your check-in: Weekly check-in")
    await feed(page).get_by_label("Keep one from your last plan").select_option(index=1)
    await feed(page).get_by_text("It is in this week's plan too").wait_for()
    await top_of(page, "Your check-in: Weekly check-in")
    await take(page, "checkin-card")
    await pressed(page, "Write and post")
    await fill(page, {"What went well": "Sent the application I was afraid of."})
    await dismiss_all(page)
    await top_of(page, "A check-in")
    await take(page, "checkin-week")
    for _ in range(3):
        await stepped(page, "+1 day")
    await card(page, "How the week went")
    await top_of(page, "How the week went")
    await take(page, "checkin-digest")
    await page.set_viewport_size(NARROW)  # pyright: ignore[reportArgumentType] -- a plain dict will do
    await top_of(page, "How the week went")
    await take(page, "checkin-digest-narrow")
