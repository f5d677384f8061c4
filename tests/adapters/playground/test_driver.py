"""The driver that behaviour tests use, against the demo cog."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.adapters.playground.demo import DemoCore
from tests.fakes.playground_driver import PlaygroundPlatform


@pytest.fixture
async def core() -> DemoCore:
    return DemoCore()


@pytest.fixture
async def platform(core: DemoCore) -> AsyncIterator[PlaygroundPlatform]:
    platform = PlaygroundPlatform(core.clock)
    core.playground = platform.adapter
    await platform.start(core)
    yield platform
    await platform.stop()


async def test_a_command_a_press_and_a_choice_are_seen(core: DemoCore, platform: PlaygroundPlatform) -> None:
    wren = platform.person("wren", organiser=False)
    seen = await platform.command(wren, "win", {"text": "Slept well"})
    assert seen.buttons == ("In the weekly round-up: yes", "Undo")
    assert "Taken back" in (await platform.press(wren, seen, "Undo")).text
    await core.step(core.clock.now() - core.clock.now())
    [post] = await platform.posts("wins")
    assert "Slept well" in post.text
    gallery = await platform.command(wren, "gallery", {})
    assert gallery.options == ("First", "Second")
    assert gallery.files == ("my data.json",)
    assert (await platform.press(wren, gallery, "Show")).text == "The offer was low."
    assert (await platform.choose(wren, gallery, "Second")).text == "You picked two"


async def test_a_form_keeps_what_was_typed_and_leads_on(platform: PlaygroundPlatform) -> None:
    wren = platform.person("wren", organiser=False)
    opened = await platform.menu(wren, "Save as my win", "ab", mine=True)
    assert opened.form == ("what", "story", "when", "hours", "also")
    assert opened.prefill == {"what": "application", "story": "ab"}
    wrong = await platform.submit(wren, opened, opened.prefill)
    assert wrong.errors == {"story": "Write a few words first."}
    assert wrong.prefill["story"] == "ab"
    kept = await platform.submit(wren, wrong, {**wrong.prefill, "story": "about it"})
    assert "about it" in kept.text


async def test_home_is_read(platform: PlaygroundPlatform) -> None:
    wren = platform.person("wren", organiser=False)
    assert (await platform.home(wren)).text == "Your page\n1 things happened."
    assert await platform.dms(wren) == []
