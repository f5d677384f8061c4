"""The only seam to a platform: what adapters hand in, what they are asked to do, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.cog import Message, Registry
from bot.context import Echo, Standing
from bot.ui.card import Card
from bot.ui.event import Event
from bot.ui.form import Place, Raw
from bot.ui.outcome import Outcome


@dataclass(frozen=True, slots=True)
class AccountRef:
    """One person on one platform. `tenant` is the Slack team; Discord ids are global, so it is empty there."""

    platform: str
    tenant: str
    external: str


@dataclass(frozen=True, slots=True)
class Who:
    """Who acts, with what the event itself told."""

    account: AccountRef
    name: str = ""
    organiser: bool = False
    """Manage Server on Discord; workspace admin or owner on Slack (told after a profile look-up)."""
    role_ids: frozenset[str] = frozenset()
    locale: str = ""
    zone: str = ""
    timed_out_until: datetime | None = None
    """Until then the community keeps them from writing, as far as the event told."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """`community` is the guild or team id; empty in a Discord DM, where the call on the button names it.
    `event_id` is the platform's own id of this event; the same id twice is handled once."""

    who: Who
    community: str
    event_id: str


@dataclass(frozen=True, slots=True)
class CommandCalled(Incoming):
    """`args` typed by the platform, or `text` as one line where it has no typed options (Slack)."""

    name: str
    args: Mapping[str, Raw | Place] = field(default_factory=dict[str, "Raw | Place"])
    text: str = ""


@dataclass(frozen=True, slots=True)
class MenuChosen(Incoming):
    label: str
    message: Message


@dataclass(frozen=True, slots=True)
class ButtonPressed(Incoming):
    call: str
    """As encoded on the button; untrusted."""


@dataclass(frozen=True, slots=True)
class OptionChosen(Incoming):
    call: str
    value: str


@dataclass(frozen=True, slots=True)
class FormSent(Incoming):
    call: str
    values: Mapping[str, Raw | Place]


@dataclass(frozen=True, slots=True)
class HomeOpened(Incoming):
    pass


@dataclass(frozen=True, slots=True)
class CommunityLeft:
    """The bot was removed from a guild or workspace."""

    platform: str
    community: str


@dataclass(frozen=True, slots=True)
class Person:
    """How the platform knows a member who is mentioned in a card."""

    external: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a renderer needs besides the card: ids for buttons, people for mentions, the reader's zone and locale.
    In a room that many read, `zone` is the community's."""

    community: int
    people: Mapping[int, Person] = field(default_factory=dict[int, Person])
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class Answer:
    """What dispatch gives back: what to show to whoever acted, and how to draw it."""

    outcome: Outcome
    scene: Scene
    again: bool = False
    """The very same event was handled before, here or in another process: whoever did that answers it."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A room that many see, by the platform's id."""

    external: str


@dataclass(frozen=True, slots=True)
class Direct:
    """A person's own messages. `channel` is the DM's id where it is known already."""

    person: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message as it should be. `card` None: it should not exist. `remote` None: it was not posted as far as known.

    `nonce` is a keyed hash of the message's id, 63 bits, the same at every attempt. `team` is the guild or workspace.
    """

    id: int
    team: str
    to: Channel | Direct
    card: Card | None
    scene: Scene
    nonce: int
    remote: str | None = None
    first_try: datetime | None = None
    reply_to: str | None = None
    """The remote id of the message that this one stands under, where a room is no thread by itself (Slack)."""

    @property
    def there(self) -> bool:
        """Whether it should exist."""
        return self.card is not None

    def gone(self, remote: str) -> Wanted:
        """The wish that what is known as `remote` were not there."""
        return replace(self, card=None, remote=remote)


@dataclass(frozen=True, slots=True)
class WantedEvent:
    """An event of the community's own calendar as it should be. `event` None: it should not exist. The rest is as for
    a message."""

    id: int
    team: str
    event: Event | None
    nonce: int
    remote: str | None = None
    first_try: datetime | None = None

    @property
    def there(self) -> bool:
        return self.event is not None

    def gone(self, remote: str) -> WantedEvent:
        return replace(self, event=None, remote=remote)


@dataclass(frozen=True, slots=True)
class WantedRoom:
    id: int
    team: str
    people: tuple[str, ...]
    title: str
    nonce: int
    parent: str = ""
    """The room under which a private thread is made (Discord)."""
    remote: str | None = None
    open: bool = True
    """False: it should be archived."""
    again: bool = False
    """An earlier attempt may have made it; only then is it worth looking for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Done. `remote` identifies the message or room from now on, `channel` the DM it went to."""

    remote: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """Final until somebody changes something: no permission, closed DMs, deleted room. `reason` is a plain word for
    logs and for the organiser, never content. `place`: it is the room that is lost, not this message alone."""

    reason: str
    place: bool = False

    def seen_from(self, to: Channel | Direct, posted_in: str) -> Blocked:
        """For what was posted where another room was chosen since: the old room's trouble is not the new one's."""
        elsewhere = isinstance(to, Channel) and to.external != posted_in
        return Blocked(self.reason) if self.place and elsewhere else self


@dataclass(frozen=True, slots=True)
class Unsupported:
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Definitely not done; try again. `everyone`: the platform asked the whole bot to wait.

    A room that was made before something went wrong is not "not done": the adapter raises then, or finds it again."""

    seconds: float
    everyone: bool = False


Delivery = Shown | Blocked | Unsupported | RetryAfter
"""An adapter that can't tell raises; the message is then "unknown" and reconciled later."""


class Core(Protocol):
    """What an adapter may use of the core."""

    registry: Registry

    async def dispatch(self, event: Incoming) -> Answer:
        """Handles one event and answers. Never raises for what a person did; a fault is answered with a card."""
        ...

    async def left(self, event: CommunityLeft) -> None: ...

    async def known(self, key: str) -> str | None:
        """What an adapter remembered under the key (e.g. the hash of the commands it synced)."""
        ...

    async def remember(self, key: str, value: str) -> None: ...


class MayNotLook(Exception):
    """The adapter has no right to read the place, so a message of unknown fate there follows the rule of its kind."""


class Adapter(Protocol):
    name: str
    dedupe_window: timedelta
    """How long the platform itself refuses a second post with the same nonce; zero where it has no such thing."""
    can_find: bool
    """Whether `find` can tell; where it can't, an unknown post follows the rule of its kind."""
    settle: timedelta
    """How long after a post `find` may still miss it."""
    asks_before_dm: bool
    """Whether somebody gets direct messages only after they wished for them; else from the start."""
    rate: float
    """Calls a second that the token may spend, for all processes together."""
    calls_per_person: float
    """What adding one person to a private room costs; making the room itself is one call."""

    async def run(self, core: Core) -> None:
        """Connects and serves until cancelled. Reconnects by itself; raises `Misconfigured` when that can't help."""
        ...

    async def show(self, message: Wanted) -> Delivery:
        """Creates, edits or deletes toward what is wanted. Raises when nobody can say whether it happened."""
        ...

    async def open_room(self, room: WantedRoom) -> Delivery: ...

    async def find(self, message: Wanted) -> str | None:
        """Was it posted after all? Its remote id, or None when it surely is not there. Raises `MayNotLook` where it has
        no right to see."""
        ...

    async def announce(self, event: WantedEvent) -> Delivery:
        """As `show`, for an event."""
        ...

    async def find_event(self, event: WantedEvent) -> str | None:
        """Was it announced after all? Its remote id, or None when it surely is not there. Raises when nobody can say,
        as no event is to be there twice."""
        ...

    async def look_up(self, team: str, people: Sequence[AccountRef]) -> Sequence[Standing | None]:
        """One per person, in order, with `member` 0; None where the platform could not say."""
        ...

    async def look_at(self, team: str, remote: str) -> Echo:
        """What came of a post of the bot, with `key` empty. Raises when it could not be asked."""
        ...

    async def inspect(self, team: str, rooms: Sequence[str]) -> Sequence[Place]:
        """What the bot may do in these rooms, in order."""
        ...

    def preview(self, card: Card, scene: Scene) -> Mapping[str, Any]:
        """The payload this platform would receive for a card; for the playground's side-by-side look and for tests."""
        ...

    def healthy(self) -> bool: ...


class Misconfigured(Exception):
    """Something only the operator can mend (a bad token, a missing scope). The message says what to do."""


class Unreachable(Exception):
    """A platform could not be asked just now; trying again may help."""
