"""A town in which many people write privately, and some of them without a name a second later."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.people import communities, members
from bot.people.roles import Role, give
from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.anonymous import store
from cogs.anonymous.model import Terms
from tests.cogs.anonymous.attack.copying import Copy, copied
from tests.cogs.anonymous.room import answered, appeared
from tests.cogs.anonymous.steps import sent, start
from tests.stage import Actor, Seen, Stage

_SEED = 20260302


@dataclass(frozen=True)
class Person:
    name: str
    platform: str
    tenant: str
    external: str
    account: int
    members: tuple[int, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.external, self.name, str(self.account), *map(str, self.members))


@dataclass
class Loot:
    """What was stolen, when; and what the thief would like to know."""

    before: Copy
    """In the minute in which people wrote, before any batch."""
    waiting: Copy
    """After one batch."""
    final: Copy
    """After all appeared, was answered, muted, withdrawn."""
    people: tuple[Person, ...]
    truth: Mapping[Any, int]
    """Whose a post, an answer or the mark of a use is: the place in `people`, by id or tag."""
    muted: Mapping[int, int]
    """The same for mutes."""
    order: tuple[int, ...]
    """Ids of posts as they were sent."""
    words: Mapping[int, str]
    sent_at: Mapping[int, int]
    """The second."""


@dataclass
class _Town:
    stage: Stage
    dice: random.Random
    teams: dict[str, int]
    actors: list[tuple[Actor, str]]
    """Everybody with the community they write in."""
    mara: Actor
    """A moderator of the first."""
    truth: dict[Any, int] = field(default_factory=dict[Any, int])
    order: list[int] = field(default_factory=list[int])
    words: dict[int, str] = field(default_factory=dict[int, str])
    sent_at: dict[int, int] = field(default_factory=dict[int, int])
    muted: dict[int, int] = field(default_factory=dict[int, int])

    def go(self, team: str) -> None:
        """What is done next is done in that community."""
        self.stage.platform.team = team
        self.stage.community = self.teams[team]

    async def second(self) -> None:
        self.stage.clock.step(timedelta(seconds=1))
        await self.stage.settle()

    async def known(self) -> set[Any]:
        def read(tx: Tx) -> set[Any]:
            return {
                row[0]
                for table, key in (("anonymous_post", "id"), ("anonymous_use", "tag"))
                for row in tx.all(f"SELECT {key} FROM {table}")
            }

        return await self.stage.db.read(read)

    async def privately(self, actor: Actor) -> None:
        """A row of their own, in the second before."""
        await self.second()
        if self.dice.random() < 0.5:
            await actor.command("win", text="I sent one more letter.")
        else:
            await actor.command("rejection", company="Harbour Works")

    async def note(self, person: int, before: set[Any], words: str) -> None:
        new = await self.known() - before
        assert len(new) == 2, "a post and the mark of a use"
        for id in new:
            self.truth[id] = person
        (post,) = new & {id for (id,) in await self.stage.db.read(lambda tx: tx.all("SELECT id FROM anonymous_post"))}
        self.order.append(post)
        self.words[post] = words
        self.sent_at[post] = seconds(self.stage.now)


async def robbed(stage: Stage, *, people: int, authors: int, twice: int, second_team: bool) -> Loot:
    """`twice`: so many authors write two posts, the others one and an answer."""
    town = await _settled(stage, people, second_team)
    await _one_minute(town, authors, twice)
    before = await copied(stage.db)
    await stage.step(hours=1)
    waiting = await copied(stage.db)
    await _reviewed(town)
    await appeared(stage)
    await _answers(town, authors, twice)
    await _mutes(town)
    await appeared(stage)
    await _withdrawn(town)
    await stage.step(hours=1)
    final = await copied(stage.db)
    found = await stage.db.read(lambda tx: [_person(tx, stage, actor) for actor, _ in town.actors])
    return Loot(
        before,
        waiting,
        final,
        tuple(found),
        town.truth,
        town.muted,
        tuple(town.order),
        town.words,
        town.sent_at,
    )


async def _settled(stage: Stage, people: int, second_team: bool) -> _Town:
    home = stage.platform.team
    teams = {home: stage.community}
    if second_team:

        def another(tx: Tx) -> int:
            community = communities.ensure(tx, stage.platform.name, "hill")
            communities.choose_room(tx, community, "support", stage.platform.rooms["support"])
            return community

        teams["hill"] = await stage.db.run(another)
    names = [f"{first}{second}" for first in ("ro", "ta", "mi", "lu", "ke") for second in ("sa", "mo", "ri", "na")]
    names = [*names, *(f"{name}lo" for name in names)][:people]
    actors = [(await stage.member(name), list(teams)[n % len(teams)]) for n, name in enumerate(names)]
    mara = await stage.member("mara")
    long_ago = seconds(stage.now - timedelta(days=30))

    def join(tx: Tx) -> None:
        for n, (team, community) in enumerate(teams.items()):
            store.choose(tx, community, Terms(active=True, reviewed=n == 0))
            for actor, of in (*actors, (mara, home)):
                member = members.by_external(tx, teams[home], actor.id)
                assert member is not None
                if of == team:  # so half of them are in both
                    members.join(tx, members.get(tx, member).account, community, stage.now)
        row = members.by_external(tx, teams[home], mara.id)
        assert row is not None
        give(tx, row, Role.MODERATOR)
        tx.run("UPDATE member SET joined_at = :at", {"at": long_ago})

    await stage.db.run(join)
    return _Town(stage, random.Random(_SEED), teams, actors, mara)


def _person(tx: Tx, stage: Stage, actor: Actor) -> Person:
    ((account,),) = tx.all("SELECT id FROM account WHERE external = :id", {"id": actor.id})
    platform = stage.platform
    return Person(actor.name, platform.name, platform.tenant, actor.id, account, tuple(members.of_account(tx, account)))


async def _one_minute(town: _Town, authors: int, twice: int) -> None:
    """Each anonymous post comes a second after a private one of the same person: the worst case."""
    turns = [*range(len(town.actors)), *range(twice)]
    town.dice.shuffle(turns)
    for n, turn in enumerate(turns):
        actor, team = town.actors[turn]
        town.go(team)
        await town.privately(actor)
        if turn < authors:
            await town.second()
            before, words = await town.known(), f"Number {n}. " + "It is long. " * town.dice.randrange(90)
            await sent(actor, words)
            await town.note(turn, before, words.strip())


async def _reviewed(town: _Town) -> None:
    town.go(next(iter(town.teams)))
    mara, n = town.mara, 0
    while "Open 1" in (board := await mara.command("mod queue")).buttons:
        card = await mara.press(board, "Open 1")
        n += 1
        if n % 8 == 0:
            await mara.submit(await mara.press(card, "Decline"), reason="It names somebody.")
        else:
            await mara.press(card, "Accept")


async def _answers(town: _Town, authors: int, twice: int) -> None:
    for turn in town.dice.sample(range(twice, authors), authors - twice):
        actor, team = town.actors[turn]
        town.go(team)
        posts = await _posts(town)
        await town.privately(actor)
        await town.second()
        before, words = await town.known(), f"An answer by number {turn}."
        await answered(actor, town.dice.choice(posts), words)
        await town.note(turn, before, words)


async def _posts(town: _Town) -> list[Seen]:
    """Those of the community that people are in now."""
    return [
        post
        for post in await town.stage.posts("support")
        if "Answer without a name" in post.buttons and _scene(post) in (None, town.stage.community)
    ]


def _scene(post: Seen) -> int | None:
    """On the in-memory platform both communities have one room."""
    match post.handle:
        case (_, scene):
            return getattr(scene, "community", None)
        case _:
            return None


async def _mutes(town: _Town) -> None:
    town.go(next(iter(town.teams)))
    mara = town.mara
    for post in (await _posts(town))[:3]:
        before = await town.stage.db.read(lambda tx: {id for (id,) in tx.all("SELECT id FROM anonymous_mute")})
        more = await mara.press(post, "…")
        button = next(label for label in more.buttons if label.startswith("Mute"))
        await mara.submit(await mara.press(more, button), length="28")
        rows = await town.stage.db.read(lambda tx: tx.all("SELECT id, post_id FROM anonymous_mute"))
        town.muted |= {id: town.truth[of] for id, of in rows if id not in before}


async def _withdrawn(town: _Town) -> None:
    for actor, team in town.actors[:2]:
        town.go(team)
        listed = await actor.press(await start(actor), "Your posts")
        own = await actor.choose(listed, listed.options[0])
        asked = await actor.press(own, "Withdraw")
        await actor.press(asked, next(label for label in asked.buttons if label.startswith(("Yes", "Withdraw"))))
