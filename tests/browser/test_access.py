"""That the page can be used by everybody: by keyboard, on a narrow screen, in the dark, with less motion."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.adapters.playground.demo import DemoCore
from tests.browser.hands import box, command, feed

pytestmark = pytest.mark.browser


@pytest.fixture
async def narrow(browser: Browser, core: DemoCore) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    context.set_default_timeout(5_000)
    page = await context.new_page()
    await page.goto(core.playground.url)
    await page.get_by_role("heading", name="#wins").wait_for()
    yield page
    await context.close()


async def test_dark_follows_the_system_and_then_ones_own_choice(page: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = await page.evaluate(ground)
    await page.emulate_media(color_scheme="dark")
    await expect(page.get_by_role("button", name="Dark mode")).to_have_attribute("aria-pressed", "true")
    dark = await page.evaluate(ground)
    assert dark != light
    await page.get_by_role("button", name="Dark mode").click()
    assert await page.evaluate(ground) == light
    await page.reload()
    await page.get_by_role("heading", name="#wins").wait_for()
    assert await page.evaluate(ground) == light


CONTRAST = """() => {
  const rgba = (text) => {
    const c = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    c.fillStyle = text; c.fillRect(0, 0, 1, 1);
    const d = c.getImageData(0, 0, 1, 1).data;
    return [d[0], d[1], d[2], d[3] / 255];
  };
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const ground = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (c) => c.slice(0, 3).map((v) => linear(v / 255))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (node.closest(':disabled, .hidden-text, .toast, [aria-hidden]')) continue;
    const back = ground(node);
    const [a, b] = [light(over(rgba(getComputedStyle(node).color), back)), light(back)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${walk.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_all_text_has_enough_contrast(page: Page, scheme: str) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    await command(page, "/win Slept well")
    await command(page, "/rejection Acme")
    await command(page, "/gallery")
    await feed(page).get_by_role("heading", name="Every block").wait_for()
    await feed(page).get_by_role("button", name="What Discord and Slack receive").last.click()
    await box(page).fill("/")
    assert await page.evaluate(CONTRAST) == []
    await box(page).fill("/win ")
    await page.keyboard.press("Enter")
    await page.get_by_role("dialog").get_by_role("button", name="Send").click()
    await page.get_by_text("Write a few words first.").wait_for()
    assert await page.evaluate(CONTRAST) == []


NAMELESS = """() => [...document.querySelectorAll('button, input, select, textarea, a, dialog, nav')]
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.ariaLabel || node.textContent.trim() || node.labels?.length
    || node.getAttribute('aria-labelledby') || node.title))
  .map((node) => node.outerHTML)"""


async def test_everything_that_can_be_used_has_a_name(page: Page) -> None:
    await command(page, "/gallery")
    await feed(page).get_by_role("heading", name="Every block").wait_for()
    await feed(page).get_by_role("button", name="What Discord and Slack receive").click()
    await box(page).fill("/buddy status ")
    assert await page.evaluate(NAMELESS) == []
    await page.keyboard.press("Escape")
    await feed(page).get_by_role("button", name="Next form").click()
    await page.get_by_role("dialog", name="Where and who").wait_for()
    assert await page.evaluate(NAMELESS) == []


async def test_nothing_moves_for_whoever_asked_for_less_motion(page: Page) -> None:
    moving = """() => [...document.querySelectorAll('*')].some((node) =>
      parseFloat(getComputedStyle(node).transitionDuration) > 0 || getComputedStyle(node).animationName !== 'none')"""
    assert await page.evaluate(moving)
    await page.emulate_media(reduced_motion="reduce")
    assert not await page.evaluate(moving)


async def test_the_button_of_a_menu_also_closes_it(page: Page) -> None:
    button = page.get_by_role("button", name="You are")
    menu = page.get_by_role("menu", name="Be somebody else")
    await button.click()
    await expect(menu).to_be_visible()
    await button.click()
    await expect(menu).to_be_hidden()
    await button.click()
    await expect(menu).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(button).to_be_focused()


async def test_a_narrow_screen_has_a_drawer_and_never_scrolls_sideways(narrow: Page) -> None:
    page = narrow

    async def fits() -> None:
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert await feed(page).evaluate("node => node.scrollWidth <= node.clientWidth")

    await fits()
    await command(page, "/win " + "w" * 200)
    await command(page, "/gallery")
    await feed(page).get_by_role("heading", name="Every block").wait_for()
    await fits()
    await box(page).fill("/buddy status ")
    await fits()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="lounge")).to_be_hidden()
    await page.get_by_role("button", name="Rooms, clock and members").click()
    await fits()
    await page.get_by_role("link", name="lounge").click()
    await expect(page.get_by_role("heading", name="#lounge")).to_be_visible()
    await expect(page.get_by_role("link", name="lounge")).to_be_hidden()


async def test_a_whole_flow_by_keyboard_alone(page: Page) -> None:
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(box(page)).to_be_focused()
    await page.keyboard.type("/win")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("Sent an application").first).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Wrote to the library")
    await page.keyboard.press("Control+Enter")
    await expect(dialog).to_be_hidden()
    kept = feed(page).get_by_role("heading", name="Kept", exact=True)
    await expect(kept).to_be_visible()
    for _ in range(30):
        await page.keyboard.press("Shift+Tab")
        if await page.evaluate("document.activeElement.textContent") == "Dismiss":
            break
    await page.keyboard.press("Enter")
    await expect(kept).to_have_count(0)
    assert await page.evaluate("document.activeElement !== document.body")
