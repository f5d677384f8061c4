"""The fake Discord refuses with threads what Discord refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.discord import Guild, threads
from tests.fakes.discord.rules import Refusal
from tests.fakes.discord.world import Channel, User, World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def guild(world: World) -> Guild:
    return world.guild("Harbour", ("general", "support"))


def start(world: World, parent: Channel, **body: Any) -> Channel:
    return threads.start(world, parent, {"name": "Two", "type": 12, **body})


def refused(act: Callable[[], Any]) -> int:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_a_server_has_a_thousand_open_threads_at_most(world: World, guild: Guild) -> None:
    for _ in range(1000):
        start(world, guild["support"])
    assert refused(lambda: start(world, guild["support"])) == 160006
    first, second = list(guild.threads.values())[:2]
    threads.edit(first, {"archived": True})
    start(world, guild["support"])
    assert refused(lambda: threads.edit(first, {"archived": False})) == 160006
    assert refused(lambda: threads.written_in(first)) == 160006
    threads.edit(second, {"archived": True})
    assert threads.written_in(first)


@pytest.mark.parametrize("body", [{"auto_archive_duration": 90}, {"name": ""}, {"name": "x" * 101}])
def test_a_thread_that_is_not_as_documented_is_refused(world: World, guild: Guild, body: dict[str, Any]) -> None:
    assert refused(lambda: start(world, guild["support"], **body)) == 50035


def test_private_threads_are_made_in_text_channels(world: World, guild: Guild) -> None:
    guild["support"].kind = 5
    assert refused(lambda: start(world, guild["support"])) == 50024


def test_whoever_made_a_thread_may_archive_it_but_not_lock_it(world: World, guild: Guild) -> None:
    thread = start(world, guild["support"])
    threads.edit(thread, {"archived": True})
    assert thread.archived
    assert refused(lambda: threads.edit(thread, {"locked": True})) == 50013
    theirs = world.thread(guild["support"], "Theirs", owner=User(1, "Bo"))
    assert refused(lambda: threads.edit(theirs, {"archived": True})) == 50013
    guild["support"].granted = {"Manage Threads"}
    threads.edit(theirs, {"archived": True, "locked": True})
    assert theirs.locked


def test_an_archived_thread_takes_no_people_and_no_other_change(world: World, guild: Guild) -> None:
    thread = start(world, guild["support"])
    threads.edit(thread, {"archived": True})
    assert refused(lambda: threads.add(world, thread, world.bot.id)) == 50083
    assert refused(lambda: threads.edit(thread, {"name": "Other"})) == 50083
    threads.edit(thread, {"archived": False, "name": "Other"})
    assert thread.name == "Other"


def test_a_locked_thread_takes_no_message(world: World, guild: Guild) -> None:
    thread = start(world, guild["support"])
    thread.locked = thread.archived = True
    assert refused(lambda: threads.written_in(thread)) == 160005
    assert refused(lambda: threads.edit(thread, {"archived": False})) == 50013


def test_people_are_added_who_are_here_and_can_see_the_room(world: World, guild: Guild) -> None:
    thread, bo = start(world, guild["support"]), world.user("Bo")
    assert refused(lambda: threads.add(world, thread, 1)) == 10013
    assert refused(lambda: threads.add(world, thread, bo.id)) == 10007
    guild.members[bo.id] = guild.members[world.bot.id]
    guild["support"].hidden_from.add(bo.id)
    assert refused(lambda: threads.add(world, thread, bo.id)) == 50001
    guild["support"].hidden_from.clear()
    threads.add(world, thread, bo.id)
    threads.add(world, thread, bo.id)
    assert list(thread.people) == [bo.id]


def test_a_private_thread_is_listed_for_who_is_in_it_and_for_moderators(world: World, guild: Guild) -> None:
    mine = start(world, guild["support"])
    theirs = world.thread(guild["support"], "Theirs", owner=User(1, "Bo"))
    assert ids(threads.active(world, guild)) == [mine.id]
    guild["support"].granted = {"Manage Threads"}
    assert ids(threads.active(world, guild)) == [mine.id, theirs.id]


def test_archived_threads_are_listed_newest_first_and_by_pages(world: World, guild: Guild) -> None:
    made = [start(world, guild["support"]) for _ in range(3)]
    for thread in made:
        thread.archived = True
    page = threads.slept(world, guild["support"], {"limit": "2"})
    assert ids(page) == [made[2].id, made[1].id]
    assert page["has_more"]
    assert ids(threads.slept(world, guild["support"], {"before": str(made[1].id)})) == [made[0].id]
    assert refused(lambda: threads.slept(world, guild["support"], {"limit": "1"})) == 50035


def ids(page: dict[str, Any]) -> list[int]:
    return [int(thread["id"]) for thread in page["threads"]]
