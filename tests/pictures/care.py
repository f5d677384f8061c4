"""Sharing without a name and its review, a listener's message, help lines, a note and a thank-you."""

from __future__ import annotations

from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.hands import become, feed
from tests.pictures.steps import (
    NARROW,
    card,
    dismiss_all,
    fill,
    go,
    opened,
    pressed,
    send,
    stepped,
    take,
    take_card,
    top_of,
)

NO = "Third no this month, after a final talk. I don't know how to tell my partner."
FIRST = "The team that I wrote to in March said no today, the one with the green office in the old mill."
VERDICT = "Thank you for writing this. The mill tells people which company it is. Could you leave that out?"
SECOND = "A team that I wrote to in spring said no today. I liked them."
ANSWER = "I know that kind of no. I went for a walk and wrote it down, that was all I did that day."
THANKS = "Thank you. I read this twice."


async def agrees(page: Page, *people: str) -> None:
    """They have used the bot, and that lets them write without a name a week later."""
    for who in people:
        await become(page, who)
        await go(page, "lounge")
        await send(page, "/home")
        await dismiss_all(page)


async def switches_on(page: Page) -> None:
    await become(page, "Fern")
    await go(page, "lounge")
    await send(page, "/setup")
    await pressed(page, "Care")
    await pressed(page, "Posts without a name")
    await pressed(page, "Switch on")
    await expect(feed(page).get_by_role("button", name="Switch off", exact=True)).to_be_visible()
    await dismiss_all(page)


async def starts(page: Page, who: str) -> None:
    await become(page, who)
    await go(page, "lounge")
    await send(page, "/share-anonymously")
    await card(page, "Share without your name")


async def writes(page: Page, who: str, words: str, *more: str) -> None:
    """`more`: what they choose besides."""
    await starts(page, who)
    await pressed(page, "Write")
    await fill(page, {"Your words": words} | dict.fromkeys(more, ""))
    await card(page, "Sent without your name")
    await dismiss_all(page)


async def opens_first(page: Page) -> None:
    """A moderator looks at what waits longest."""
    await become(page, "Fern")
    await go(page, "lounge")
    await send(page, "/mod queue")
    await pressed(page, "Open 1")
    await feed(page).get_by_role("button", name="Accept", exact=True).wait_for()


async def accepted(page: Page) -> None:
    await opens_first(page)
    await pressed(page, "Accept")
    await card(page, "Accepted")
    await dismiss_all(page)


async def own(page: Page, who: str, line: int = 1) -> None:
    """Their own post or answer, by its line in the list."""
    await starts(page, who)
    await pressed(page, "Your posts")
    await feed(page).get_by_label("Open one").select_option(index=line)
    await feed(page).get_by_role("button", name="Withdraw", exact=True).wait_for()


async def hours(page: Page, count: int) -> None:
    for _ in range(count):
        await stepped(page, "+1 hour")


async def shared(page: Page) -> None:
    """From the first look to a post with answers in the room."""
    await agrees(page, "Wren", "Moss", "Juniper", "Sable")
    await switches_on(page)
    await stepped(page, "+1 week")
    await starts(page, "Wren")
    await take_card(page, "anonymous-compose", "Share without your name")
    await dismiss_all(page)
    await writes(page, "Moss", FIRST)
    await opens_first(page)
    await pressed(page, "Ask for a change")
    await fill(page, {"Why?": VERDICT})
    await dismiss_all(page)
    await own(page, "Moss")
    await take_card(page, "anonymous-own", "Your post without a name")
    await pressed(page, "Change it")
    await fill(page, {"Your words": SECOND, "Someone who's been there": ""})
    await dismiss_all(page)
    await writes(page, "Wren", NO, "Money")
    await become(page, "Fern")
    await send(page, "/mod queue")
    await take_card(page, "queue", "The queue")
    await pressed(page, "Open 1")
    await take_card(page, "review", "A post without a name")
    await dismiss_all(page)
    for _ in range(2):
        await accepted(page)
    await hours(page, 4)


def post_of(page: Page, words: str) -> Locator:
    return feed(page).get_by_role("article").filter(has_text=words).first


async def answered(page: Page) -> None:
    """By somebody else and by whoever wrote the post."""
    for who, words in (("Juniper", ANSWER), ("Moss", THANKS)):
        await become(page, who)
        await go(page, "support")
        await post_of(page, SECOND).get_by_role("button", name="Answer without a name").click()
        await fill(page, {"Your words": words})
        await dismiss_all(page)
        await accepted(page)
        await hours(page, 4)


async def care(browser: Browser, url: str) -> None:
    """What a member, a moderator and the room see of a post without a name; a listener's message; help lines."""
    page = await opened(browser, url)
    await shared(page)
    await become(page, "Sable")
    await go(page, "support")
    await take(page, "anonymous-room")
    await answered(page)
    await become(page, "Sable")
    await go(page, "support")
    await page.set_viewport_size(NARROW)  # pyright: ignore[reportArgumentType] -- a plain dict will do
    await top_of(page, "An answer without a name")
    await take(page, "anonymous-answers-narrow")


async def notes(browser: Browser, url: str) -> None:
    """A note that is filled in from a logged rejection."""
    page = await opened(browser, url)
    await become(page, "Wren")
    await go(page, "lounge")
    await send(page, "/rejection", company="Larch & Co")
    await dismiss_all(page)
    await send(page, "/note")
    await feed(page).get_by_label("What kind of note?").select_option(index=1)
    await feed(page).get_by_label("Choose one").select_option(index=1)
    await fill(page, {})
    await feed(page).get_by_label("Another tone").wait_for()
    await take_card(page, "note", "")


async def thanks(browser: Browser, url: str) -> None:
    """It is read first by whoever it is for, and then by all, if they like."""
    page = await opened(browser, url)
    await agrees(page, "Moss", "Wren")
    await send(page, "/thank", person="Moss", reason="You read my letter twice, and found the one long sentence.")
    await dismiss_all(page)
    await become(page, "Moss")
    await go(page, "Cairn")
    await take_card(page, "thanks", "A thank-you for you")


async def helping(browser: Browser, url: str) -> None:
    """A listener is asked about a post that waits; and help lines."""
    page = await opened(browser, url)
    await agrees(page, "Sable", "Wren")
    await stepped(page, "+1 week")
    await become(page, "Sable")
    await send(page, "/listen on")
    await card(page, "You are listening")
    await dismiss_all(page)
    await become(page, "Wren")
    await send(page, "/help-now")
    await feed(page).get_by_label("Countries A to M").select_option(label="Germany")
    await take_card(page, "help-now", "Help now: Germany")
    await dismiss_all(page)
    await send(page, "/rejection", company="Larch & Co")
    await pressed(page, "Share")
    await card(page, "Who may see it?")
    await pressed(page, "The support room")
    await fill(page, {"What would you like to say?": "A no after three talks. How did you get through the evening?"})
    await dismiss_all(page)
    await become(page, "Sable")
    await go(page, "Cairn")
    waits = feed(page).get_by_role("heading", name="A post waits for an answer")
    for _ in range(12):
        if await waits.count():
            break
        await stepped(page, "+1 hour")
    await take_card(page, "listening", "A post waits for an answer")
