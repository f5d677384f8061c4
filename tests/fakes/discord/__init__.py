"""A Discord on loopback for tests and benchmarks.

fake = FakeDiscord()
await fake.start()
guild = fake.guild()
ada = fake.user("Ada", guild)
with pointing_discord_at(fake):
    ...run a bot with the token `fake.token`...
    answer = await fake.command(ada, guild, "win", {"text": "A first interview"})
"""

from tests.fakes.discord.pointing import pointing_discord_at
from tests.fakes.discord.seen import Answer, Modal, buttons, seen, selects
from tests.fakes.discord.server import FakeDiscord
from tests.fakes.discord.world import Channel, Guild, Message, Role, ScheduledEvent, User

__all__ = [
    "Answer",
    "Channel",
    "FakeDiscord",
    "Guild",
    "Message",
    "Modal",
    "Role",
    "ScheduledEvent",
    "User",
    "buttons",
    "pointing_discord_at",
    "seen",
    "selects",
]
