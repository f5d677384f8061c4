"""A Slack workspace on loopback: what the bot's library talks to, and what the people in it do and see.

async with FakeSlack(manifest=...) as slack:
    with pointed_at(slack):
        ...                                       # run the adapter; `await slack.ready()`
        wren = slack.user("wren", tz="Europe/Lisbon")
        wins = slack.room("wins", wren)
        response = await slack.command(wren, wins, "/win", "wrote one letter")
        assert "Kept" in slack.seen(response.message)
"""

from __future__ import annotations

from typing import Any

from tests.fakes.slack import reading
from tests.fakes.slack.driver import Driver
from tests.fakes.slack.pointing import pointed_at
from tests.fakes.slack.server import Server
from tests.fakes.slack.state import Fault, Json, Response, Room, User, World
from tests.fakes.slack.web import Web

BOT_TOKEN = "xoxb-fake"
APP_TOKEN = "xapp-fake"


class FakeSlack:
    """With a `manifest` its scopes and commands bind; without one everything is allowed."""

    def __init__(self, manifest: Json | None = None) -> None:
        scopes = frozenset(manifest["oauth_config"]["scopes"]["bot"]) if manifest else None
        self.world = World()
        self._web = Web(self.world, scopes, BOT_TOKEN, APP_TOKEN)
        self.server = Server(self.world, self._web)
        self._driver = Driver(self.world, self.server, self._web, manifest)
        self.command = self._driver.command
        self.press = self._driver.press
        self.choose = self._driver.choose
        self.submit = self._driver.submit
        self.shortcut = self._driver.shortcut
        self.message_shortcut = self._driver.message_shortcut
        self.open_home = self._driver.open_home
        self.event = self._driver.event
        self.again = self._driver.again
        self.say = self._driver.say
        self.until = self.world.until
        self.seen = reading.seen
        self.buttons = reading.buttons
        self.choices = reading.choices
        self.fields = reading.fields
        self.pings = reading.pings

    async def __aenter__(self) -> FakeSlack:
        await self.start()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.stop()

    async def start(self) -> None:
        await self.server.start()

    async def stop(self) -> None:
        await self.server.stop()

    @property
    def api(self) -> str:
        """The base URL for slack_sdk."""
        return self.server.api

    async def ready(self) -> None:
        """Until the bot is connected."""
        await self.until(self.server.connected, 10)

    def user(self, name: str, **about: Any) -> User:
        """`tz`, `locale`, `admin`, `guest`, `deleted`, `bot`."""
        user = User(f"U{self.world.number():08}", name, **about)
        self.world.users[user.id] = user
        return user

    def room(self, name: str, *people: User, bot: bool = True, private: bool = False, archived: bool = False) -> Room:
        members = {person.id for person in people}
        if bot:
            members.add(self.world.bot.id)
        room = Room(f"C{self.world.number():08}", name, members, private=private, archived=archived)
        self.world.rooms[room.id] = room
        return room

    def direct(self, *people: User) -> Room:
        """The messages between the bot and these people, open or not yet."""
        return self.world.direct(frozenset(person.id for person in people))

    def shown_to(self, user: User) -> list[Json]:
        """The private messages that this person sees, oldest first."""
        return [message for who, message in self.world.shown if who == user.id]

    def fail(self, method: str, *faults: Fault) -> None:
        """The next calls of the method fail, one by one."""
        self.world.faults.setdefault(method, []).extend(faults)

    def calls(self, method: str) -> list[Json]:
        """The arguments of every call of the method so far."""
        return [arguments for name, arguments in self.world.calls if name == method]

    def later(self, seconds: float) -> None:
        """Slack's own time goes on: triggers and reply addresses run out."""
        self.world.skew += seconds

    @property
    def refusals(self) -> list[str]:
        """What Slack would have refused for its form. Empty in every good test."""
        return self.world.refusals


__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "FakeSlack",
    "Fault",
    "Response",
    "Room",
    "User",
    "pointed_at",
]
