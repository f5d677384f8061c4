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

PROMPT = (
    ("Juniper", "I will think about this one on my walk."),
    ("Moss", "A small answer for now: ten minutes, with tea and music."),
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


async def invites(page: Page) -> None:
    """An organiser sets a check-in up, and its invitation stands in the lounge."""
    await become(page, "Fern")
    await go(page, "lounge")
    await send(page, "/checkin manage")
    await pressed(page, "New check-in")
    await fill(page, {"Room": "lounge", "Wednesday": "", "Hour": "10:00"})
    await expect(feed(page).get_by_role("button", name="Join", exact=True)).to_be_visible()


async def consents(page: Page) -> None:
    """Where they are asked: at the first press."""
    agree = feed(page).get_by_role("button", name="Agree", exact=True)
    with suppress(TimeoutError):
        await agree.wait_for(timeout=700)
        await agree.click()


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


async def stepped(page: Page, by: str) -> None:
    now = page.locator("#clock-now")
    before = await now.inner_text()
    await page.get_by_role("button", name=by, exact=True).click()
    await expect(now).not_to_have_text(before)


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
        for scene in (act, buddies, checkins, prompts):
            async with playground() as url:
                await scene(browser, url)
        await browser.close()
    for picture in sorted(IMAGES.glob("*.png")):
        print(f"{picture.name}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
