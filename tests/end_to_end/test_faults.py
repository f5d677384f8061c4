"""The database, the disk and the platforms fail for a while: nothing is lost, doubled or left half-done."""

from __future__ import annotations

import asyncio
import os
import resource
from pathlib import Path

from tests.end_to_end.harbour import Harbour, OnSlack, Person, until
from tests.end_to_end.test_restart import lock
from tests.fakes.slack import Fault


async def test_a_locked_database_delays_answers_or_refuses_with_the_words_given_back(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        people: list[Person] = []
        for platform in harbour.on:
            await harbour.set_up(platform)
            people.append(await Person(platform, "wren").join())
        held = lock(harbour)
        asyncio.get_running_loop().call_later(2.6, held.close)  # beyond the platforms' patience, within ours
        late = await asyncio.gather(*(wren.command("win", text="A little late") for wren in people))
        for wren, answer in zip(people, late, strict=True):
            await until(lambda wren=wren, answer=answer: _reads(wren, answer.text, "A little late"), harbour)
            await harbour.posts(wren.platform, "wins", 1)

        held = lock(harbour)
        wren = people[0]
        refused = await wren.command("win", text="Never to be seen")
        held.close()
        assert "Nothing was saved" in refused.text
        assert "Never to be seen" in refused.text
        await until(lambda: _keeps(wren, "It works again"), harbour)
        posts = await harbour.posts(wren.platform, "wins", 2)
        assert not any("Never to be seen" in post.text for post in posts)


async def _reads(person: Person, answer: str, words: str) -> bool:
    """At once, or in what came afterwards."""
    if words in answer:
        return True
    if isinstance(person.platform, OnSlack):
        slack = person.platform.slack
        return any(words in slack.seen(message) for message in slack.shown_to(person.user))
    return False


async def test_a_full_disk_is_said_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        people: list[Person] = []
        for platform in harbour.on:
            await harbour.set_up(platform)
            people.append(await Person(platform, "wren").join())
        size = os.stat(tmp_path / "data" / "cairn.db-wal").st_size
        resource.prlimit(harbour.bot.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        for wren in people:
            answer = await wren.command("win", text="No room for this one")
            assert "Nothing was saved" in answer.text
            assert "No room for this one" in answer.text
        resource.prlimit(harbour.bot.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        for wren in people:
            await until(lambda wren=wren: _keeps(wren, "There is room again"), harbour)
            (post,) = await harbour.posts(wren.platform, "wins", 1)
            assert "There is room again" in post.text


async def _keeps(person: Person, text: str) -> bool:
    return "Nothing was saved" not in (await person.command("win", text=text)).text


async def test_what_a_platform_refuses_for_a_while_appears_once(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        for platform in harbour.on:
            await harbour.set_up(platform)
        wren, robin = await Person(harbour.discord, "wren").join(), await Person(harbour.slack, "robin").join()
        fake = harbour.discord.fake
        fake.fault("POST /channels/.*/messages", "reset-after")
        fake.fault("POST /channels/.*/messages", "reset")
        fake.fault("POST /channels/.*/messages", "error", status=502)
        fake.fault("POST /channels/.*/messages", "limit", retry_after=0.5)
        harbour.slack.slack.fail("chat.postMessage", Fault(retry_after=1), Fault(retry_after=2))
        for number in range(5):
            await wren.command("win", text=f"Win number {number}")
        for number in range(2):
            await robin.command("win", text=f"Win number {number}")
        for platform, count in ((harbour.discord, 5), (harbour.slack, 2)):
            posts = await harbour.posts(platform, "wins", count)
            for number in range(count):
                assert sum(f"Win number {number}" in post.text for post in posts) == 1
        assert await harbour.bot.end() == 0
        assert len(await harbour.discord.posts("wins")) == 5


async def test_the_same_event_twice_has_one_effect(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        for platform in harbour.on:
            await harbour.set_up(platform)
        wren, robin = await Person(harbour.discord, "wren").join(), await Person(harbour.slack, "robin").join()
        await wren.command("win", text="Sent once")
        fake = harbour.discord.fake
        event = next(
            sent
            for session in fake.gateway.sessions.values()
            for sent in reversed(session.sent)
            if sent["t"] == "INTERACTION_CREATE"
        )
        await fake.gateway.event("INTERACTION_CREATE", event["d"], harbour.discord.guild.id)
        await robin.command("win", text="Sent once")
        await harbour.slack.slack.again()
        for person in (wren, robin):
            await person.command("win", text="And another")
            posts = await harbour.posts(person.platform, "wins", 2)
            assert sum("Sent once" in post.text for post in posts) == 1
