"""What the fake Discord knows: people, servers, rooms and messages, and how they look on the wire."""

from __future__ import annotations

import itertools
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

_EPOCH_MS = 1_420_070_400_000
_counter = itertools.count()

PERMISSIONS: Mapping[str, int] = {
    "Administrator": 1 << 3,
    "Manage Server": 1 << 5,
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Manage Threads": 1 << 34,
    "Create Private Threads": 1 << 36,
    "Send Messages in Threads": 1 << 38,
    "Create Events": 1 << 44,
}
MEMBER = sum(b for name, b in PERMISSIONS.items() if name not in ("Administrator", "Manage Server", "Manage Threads"))
EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
TEXT, DM, PRIVATE_THREAD = 0, 1, 12


BOT = 0
"""The bot, among those who reacted."""

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC).timestamp()
"""When people made their accounts, unless a test says so: a stepped clock may be behind the machine's."""


def snowflake(at: float | None = None) -> int:
    """By the machine's clock, as Discord's ids are, unless a time is given."""
    ms = int((time.time() if at is None else at) * 1000) - _EPOCH_MS
    return (ms << 22) | (next(_counter) & 0x3FFFFF)


def moment_of(id: int) -> str:
    return datetime.fromtimestamp(((id >> 22) + _EPOCH_MS) / 1000, UTC).isoformat()


@dataclass(slots=True)
class User:
    id: int
    name: str
    locale: str = "en-GB"
    bot: bool = False
    dms_closed: bool = False

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "username": self.name.lower(),
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(slots=True)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 1

    def payload(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
        }


@dataclass(slots=True)
class Member:
    user: User
    roles: list[Role] = field(default_factory=list[Role])
    organiser: bool = False
    timed_out_until: datetime | None = None

    def payload(self) -> Json:
        until = self.timed_out_until
        return {
            "user": self.user.payload(),
            "nick": None,
            "avatar": None,
            "roles": [str(role.id) for role in self.roles],
            "joined_at": moment_of(self.user.id),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "communication_disabled_until": until.isoformat() if until else None,
        }

    @property
    def permissions(self) -> int:
        return MEMBER | (PERMISSIONS["Manage Server"] if self.organiser else 0)


@dataclass(slots=True)
class Channel:
    id: int
    kind: int = TEXT
    name: str = ""
    guild: Guild | None = None
    recipient: User | None = None
    parent: Channel | None = None
    denied: set[str] = field(default_factory=set[str])
    """What the bot may not do here, in the client's words."""
    granted: set[str] = field(default_factory=set[str])
    """What the bot may do here beyond a member's permissions."""
    messages: dict[int, Message] = field(default_factory=dict[int, "Message"])
    people: dict[int, None] = field(default_factory=dict[int, None])
    """Of a private thread, without the bot, in the order they were added."""
    hidden_from: set[int] = field(default_factory=set[int])
    """Who can't view this channel, and so no thread in it."""
    owner: User | None = None
    """Who made a thread; None: the bot."""
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    sleeps_after: int = 10_080
    """Minutes of silence until a thread is archived by itself."""

    def payload(self, bot: User) -> Json:
        if self.kind == DM:
            assert self.recipient is not None
            return {"id": str(self.id), "type": DM, "last_message_id": None, "recipients": [self.recipient.payload()]}
        assert self.guild is not None
        base: Json = {"id": str(self.id), "type": self.kind, "name": self.name, "guild_id": str(self.guild.id)}
        if self.kind == PRIVATE_THREAD:
            assert self.parent is not None
            return base | {
                "parent_id": str(self.parent.id),
                "owner_id": str((self.owner or bot).id),
                "message_count": 0,
                "member_count": len(self.people),
                "last_message_id": None,
                "thread_metadata": {
                    "archived": self.archived,
                    "locked": self.locked,
                    "invitable": self.invitable,
                    "auto_archive_duration": self.sleeps_after,
                    "archive_timestamp": moment_of(self.id),
                },
            }
        deny, allow = (sum(PERMISSIONS[name] for name in names) for names in (self.denied, self.granted))
        overwrites = [{"id": str(bot.id), "type": 1, "allow": str(allow), "deny": str(deny)}] if deny or allow else []
        return base | {
            "position": 0,
            "topic": None,
            "parent_id": None,
            "nsfw": False,
            "permission_overwrites": overwrites,
            "last_message_id": None,
            "rate_limit_per_user": 0,
        }


@dataclass(slots=True)
class Message:
    id: int
    channel: Channel
    author: User
    components: list[Json] = field(default_factory=list[Json])
    content: str = ""
    flags: int = 0
    attachments: list[Json] = field(default_factory=list[Json])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    allowed_mentions: Json = field(default_factory=dict[str, Any])
    nonce: str | None = None
    reader: User | None = None
    """Who alone sees it, when it is ephemeral."""
    edits: int = 0
    deleted: bool = False
    reactions: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    """Who reacted, by emoji."""
    replies: int | None = None
    """What the thread that was started from it counts; None: there is none."""

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    def payload(self, *, with_nonce: bool = False) -> Json:
        """Fetched messages carry no nonce."""
        extra: Json = {"nonce": self.nonce} if with_nonce and self.nonce is not None else {}
        if self.replies is not None:
            thread: Json = {"id": str(self.id), "type": 11, "name": "A thread", "parent_id": str(self.channel.id)}
            extra["thread"] = thread | {"message_count": self.replies, "total_message_sent": self.replies}
        if self.reactions:
            extra["reactions"] = [self._reaction(emoji, people) for emoji, people in self.reactions.items()]
        return extra | {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.payload(),
            "content": self.content,
            "timestamp": moment_of(self.id),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": self.attachments,
            "embeds": [],
            "pinned": False,
            "type": 0,
            "flags": self.flags,
            "components": self.components,
        }

    @staticmethod
    def _reaction(emoji: str, people: set[int]) -> Json:
        return {
            "emoji": {"id": None, "name": emoji},
            "count": len(people),
            "count_details": {"burst": 0, "normal": len(people)},
            "me": BOT in people,
            "me_burst": False,
            "burst_colors": [],
        }


@dataclass(slots=True)
class ScheduledEvent:
    """One that happens outside of Discord."""

    id: int
    guild: Guild
    author: User
    title: str
    text: str
    place: str
    starts: datetime
    ends: datetime

    def payload(self, status: int) -> Json:
        return {
            "id": str(self.id),
            "guild_id": str(self.guild.id),
            "channel_id": None,
            "creator_id": str(self.author.id),
            "creator": self.author.payload(),
            "name": self.title,
            "description": self.text or None,
            "scheduled_start_time": self.starts.isoformat(),
            "scheduled_end_time": self.ends.isoformat(),
            "privacy_level": 2,
            "status": status,
            "entity_type": 3,
            "entity_id": None,
            "entity_metadata": {"location": self.place},
            "image": None,
            "recurrence_rule": None,
        }


@dataclass(slots=True)
class Guild:
    id: int
    name: str
    everyone: Role
    channels: dict[str, Channel] = field(default_factory=dict[str, Channel])
    roles: dict[str, Role] = field(default_factory=dict[str, Role])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    threads: dict[int, Channel] = field(default_factory=dict[int, Channel])
    system: Channel | None = None
    most_threads: int = 1000
    events: dict[int, ScheduledEvent] = field(default_factory=dict[int, "ScheduledEvent"])
    most_events: int = 100

    def __getitem__(self, channel: str) -> Channel:
        return self.channels[channel]

    def payload(self, bot: User) -> Json:
        roles = [self.everyone, *self.roles.values()]
        return {
            "id": str(self.id),
            "name": self.name,
            "unavailable": False,
            "owner_id": str(self.id),
            "roles": [role.payload() for role in roles],
            "channels": [channel.payload(bot) for channel in self.channels.values()],
            "threads": [thread.payload(bot) for thread in self.threads.values() if not thread.archived],
            "members": [self.members[bot.id].payload()],
            "member_count": len(self.members),
            "large": False,
            "emojis": [],
            "stickers": [],
            "features": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "preferred_locale": "en-GB",
            "premium_tier": 0,
            "nsfw_level": 0,
            "mfa_level": 0,
            "afk_timeout": 300,
            "system_channel_id": str(self.system.id) if self.system else None,
            "system_channel_flags": 0,
        }


class World:
    """Everything by id."""

    def __init__(self) -> None:
        self.bot = User(snowflake(), "Cairn", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.dms: dict[int, Channel] = {}
        self.commands: list[Json] = []
        self.nonces: dict[tuple[int, str], tuple[float, Message]] = {}

    def user(self, name: str, locale: str = "en-GB", since: float = LONG_AGO) -> User:
        user = User(snowflake(since), name, locale)
        self.users[user.id] = user
        return user

    def guild(self, name: str, channels: tuple[str, ...]) -> Guild:
        id = snowflake()
        guild = Guild(id, name, Role(id, "@everyone", MEMBER, 0))
        guild.members[self.bot.id] = Member(self.bot)
        self.guilds[id] = guild
        for channel in channels:
            self.channel(guild, channel)
        return guild

    def channel(self, guild: Guild, name: str) -> Channel:
        channel = Channel(snowflake(), TEXT, name, guild)
        guild.channels[name] = channel
        self.channels[channel.id] = channel
        return channel

    def thread(self, parent: Channel, name: str, owner: User | None = None) -> Channel:
        assert parent.guild is not None
        thread = Channel(snowflake(), PRIVATE_THREAD, name, parent.guild, parent=parent, owner=owner)
        parent.guild.threads[thread.id] = thread
        self.channels[thread.id] = thread
        return thread

    def dm(self, user: User) -> Channel:
        if user.id not in self.dms:
            channel = Channel(snowflake(), DM, recipient=user)
            self.dms[user.id] = channel
            self.channels[channel.id] = channel
        return self.dms[user.id]
