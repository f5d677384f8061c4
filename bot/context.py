"""What a handler receives: who, where, when, the transaction, and the effects it may ask for.

Effects are rows: each method below writes into the handler's own transaction, and the core does the rest afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.people import roles
from bot.people.roles import Role
from bot.safety.personal_data import Kept
from bot.storage.database import Database, Tx
from bot.ui.card import Button, Call, Card
from bot.ui.event import Event
from bot.ui.form import Place

if TYPE_CHECKING:
    from concurrent.futures import Executor

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
MessageId = int
RoomId = int


class Lane(IntEnum):
    """Which queue a message waits in; a quarter of the budget is kept for the first two."""

    ACT = 0  # caused by a member's act
    ROOM = 1
    NOTICE = 2
    BULK = 3


class Kind(StrEnum):
    """ASKED: a consequence of the member's own act, outside the daily budget but not outside a cool-off.
    NOTICE: budgeted. SAFETY: neither budget nor cool-off holds it back.
    TEST: as ASKED, and the only one that is sent before a direct message has arrived."""

    ASKED = "asked"
    NOTICE = "notice"
    SAFETY = "safety"
    TEST = "test"


class Unknown(StrEnum):
    """What to do with a post of which nobody can say whether it arrived."""

    RESEND = "resend"  # celebrations and rooms: better twice than never
    DROP = "drop"  # personal: waits on Home instead


class Result(StrEnum):
    DONE = "done"
    BLOCKED = "blocked"
    UNSUPPORTED = "unsupported"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    """Dropped by the rule of its kind, because nobody can say whether it arrived."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of a message, a room or an event, for its `then`."""

    key: str
    result: Result
    reason: str = ""
    room: RoomId = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a member stands on the platform now. `name` is how the platform shows them; None flags were not told."""

    member: int
    here: bool
    timed_out: bool = False
    bot: bool = False
    guest: bool = False
    name: str = ""
    new: bool = False
    """The account on the platform is younger than a week, where the platform tells."""
    role_ids: tuple[str, ...] = ()
    """The platform's roles they hold, where it has such."""

    @property
    def may_post(self) -> bool:
        return self.here and not self.timed_out and not self.bot


@dataclass(frozen=True, slots=True)
class Standings:
    """The answer to `look_up`. `unanswered` when the platform could not be asked for too long."""

    of: tuple[Standing, ...]
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class Echo:
    """The answer to `look_at`: what came of a post of ours."""

    key: str
    here: bool = True
    """False: it is surely not there (any more)."""
    answers: int | None = None
    """What people left under it, as far as the post itself counts; None where the platform doesn't tell, or could not
    be asked for too long. What is said elsewhere in the room is never read."""
    link: str = ""
    """Where people find it; "" where there is no such address."""


class Effects(Protocol):
    """What the delivery side does for a context. Cogs use the methods of `Context` instead."""

    def later(self, ctx: Context, when: datetime, call: Call, key: str, skip_after: int | None) -> None: ...
    def cancel(self, ctx: Context, key: str) -> None: ...
    def show(
        self,
        ctx: Context,
        key: str,
        room: RoomId,
        card: Card,
        lane: Lane,
        then: Call | None,
        on_unknown: Unknown,
        expires: datetime | None,
        under: str,
    ) -> MessageId: ...
    def announce(self, ctx: Context, key: str, event: Event, then: Call | None) -> None: ...
    def withdraw(self, ctx: Context, key: str) -> None: ...
    def open_room(
        self, ctx: Context, key: str, members: Sequence[int], title: str, then: Call, under: str
    ) -> RoomId: ...
    def close_room(self, ctx: Context, key: str) -> None: ...
    def notify(
        self, ctx: Context, member: int, kind: Kind, render: Call, due: datetime, expires: datetime, key: str
    ) -> None: ...
    def look_up(self, ctx: Context, members: Sequence[int], then: Call) -> None: ...
    def look_at(self, ctx: Context, key: str, then: Call) -> None: ...
    def start(self, ctx: Context, task: Call, key: str) -> None: ...


class AllCogs(Protocol):
    """What only the whole set of cogs can answer: for the home page, for `/my-data` and for `/forget-me`."""

    def sections(self, ctx: Context) -> tuple[HomeSection, ...]: ...

    def draw(self, ctx: Context, call: Call) -> Card | None:
        """Draws a `@notice`, e.g. one that was held back."""
        ...

    def export(self, tx: Tx, member: int) -> Json: ...

    def forget(self, ctx: Context, members: Sequence[int]) -> None:
        """Erases these members: posts, waiting work, rows of every cog, and an account that is left with none."""
        ...

    def companies(self, tx: Tx, member: int) -> tuple[str, ...]:
        """Those that the member wrote down anywhere, each once."""
        ...

    def kept(self) -> tuple[Kept, ...]:
        """Every kind of data about a person, and how long it stays."""
        ...


@dataclass(slots=True)
class Context:
    tx: Tx
    effects: Effects
    cogs: AllCogs
    community: int
    member: int
    """0 before consent, and in jobs that belong to a community."""
    account: int
    locale: str
    zone: ZoneInfo
    """The member's own, confirmed; else the community's."""
    now: datetime
    platform: str
    profile_zone: str = ""
    """What the platform says the person's zone is (Slack); to be confirmed before it is used."""
    organiser: bool = False
    role_ids: frozenset[str] = frozenset()
    may_write: bool = True
    """False: the community has them timed out, or they press in a direct message, which doesn't show whether it has."""
    places: tuple[Place, ...] = ()
    """The community's rooms as the bot finds them now; only for handlers that asked to `inspect`."""

    @property
    def roles(self) -> frozenset[Role]:
        """Asked of the database when needed: most handlers never look."""
        mine = roles.held(self.tx, self.community, self.member, self.role_ids)
        return mine | {Role.ORGANISER} if self.organiser else mine

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def unowned(self) -> Context:
        """The same for the community: what is shown, planned or told with it is nobody's, and stays when whoever's
        press brought it about is erased."""
        return replace(self, member=0, account=0)

    def later(self, when: datetime, call: Call, *, key: str, skip_after: int | None = None) -> None:
        """Runs a `@job` at `when`. The same key replaces. Found overdue by more than `skip_after` seconds (after an
        outage) it is skipped and logged; without it, it runs once, however late."""
        self.effects.later(self, when, call, key, skip_after)

    def cancel(self, key: str) -> None:
        self.effects.cancel(self, key)

    def show(
        self,
        key: str,
        room: RoomId,
        card: Card,
        *,
        lane: Lane,
        then: Call | None = None,
        on_unknown: Unknown = Unknown.RESEND,
        expires: datetime | None = None,
        under: str = "",
    ) -> MessageId:
        """Posts; again with the same key edits. `then` is told once, when the post first appears or can't. `under` is
        the key of a message of the same room: this one waits until that one is shown, or surely will not be, and where
        a room is no thread by itself (Slack) it is a reply to it."""
        return self.effects.show(self, key, room, card, lane, then, on_unknown, expires, under)

    def announce(self, key: str, event: Event, *, then: Call | None = None) -> None:
        """Puts the event into the community's own calendar, for everybody there to see; again with the same key edits.
        `then` is told once: DONE; UNSUPPORTED where there is no such calendar; BLOCKED with a plain reason, e.g. a
        permission that is missing, and then nothing is tried until it is announced again. What begins in the past is
        blocked. `withdraw` takes it back; keys are shared with `show`."""
        self.effects.announce(self, key, event, then)

    def withdraw(self, key: str) -> None:
        """Deletes what is shown or announced under the key, or what waits to be."""
        self.effects.withdraw(self, key)

    def open_room(self, key: str, members: Sequence[int], title: str, *, then: Call, under: str = "") -> RoomId:
        """A private thread (Discord) or group DM (Slack), made once per key; `then` gets the Receipt. `under` is the
        kind of the chosen room that a thread is made in; without one, or where it can't be used, the support or wins
        room."""
        return self.effects.open_room(self, key, members, title, then, under)

    def close_room(self, key: str) -> None:
        """Archives a room that `open_room` made, or keeps it from being made. What was to be posted there is not."""
        self.effects.close_room(self, key)

    def notify(self, member: int, kind: Kind, render: Call, *, due: datetime, expires: datetime, key: str = "") -> None:
        """A notice through courtesy. With a key, a waiting notice of that key is replaced."""
        self.effects.notify(self, member, kind, render, due, expires, key)

    def look_up(self, members: Sequence[int], *, then: Call) -> None:
        """Asks the platform how members stand; `then` gets `Standings`."""
        self.effects.look_up(self, members, then)

    def look_at(self, key: str, *, then: Call) -> None:
        """Asks the platform what came of the post shown under the key: one read. `then` gets an `Echo`."""
        self.effects.look_at(self, key, then)

    def start(self, task: Call, *, key: str) -> None:
        """Starts a `@task` after this transaction: heavy computing, which may run twice. The same key replaces."""
        self.effects.start(self, task, key)


@dataclass(frozen=True, slots=True)
class TaskContext:
    """What a `@task` receives: no transaction of its own, a process pool for heavy work, and its community."""

    db: Database
    workers: Executor
    community: int
    now: datetime


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A line of a person's own page, and the buttons beside it."""

    line: str
    button: Button | None = None
    more: tuple[Button, ...] = ()

    @property
    def buttons(self) -> tuple[Button, ...]:
        return self.more if self.button is None else (self.button, *self.more)
