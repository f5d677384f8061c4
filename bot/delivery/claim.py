"""Taking messages to send: the intent is committed before anything leaves the process."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.adapter import Channel, Direct, Person, Scene, Wanted, WantedEvent
from bot.context import Lane, Receipt, Result, Unknown
from bot.delivery import budget, courtesy, heads, notices
from bot.delivery.claimed import BEGUN, Claimed, Haul, Terms
from bot.delivery.due import Live, lock
from bot.delivery.messages import State
from bot.delivery.results import tell, unscoped
from bot.delivery.turns import Turns, names
from bot.people import members
from bot.scheduling.clock import moment, seconds
from bot.storage.database import SealError, Tx
from bot.ui.card import Card, people_in
from bot.ui.event import Event
from bot.ui.wire import load_card, load_event

log = structlog.get_logger()

MOST_ATTEMPTS = 12
PER_ROOM = 8
"""Sends under way in one room: a platform that queues per room must not hold every sender."""


def claim(
    tx: Tx,
    terms: Terms,
    turns: Turns,
    now: datetime,
    *,
    free: int,
    kept: int,
    under_way: Mapping[int, int],
    narrow: Collection[int],
    paused: Collection[int],
    paced: bool = True,
) -> Haul:
    """Takes at most `free` messages, of bulk lanes `kept` fewer, and no more than the budget has calls for.

    `under_way` counts sends by room, `narrow` rooms take one at a time, `paused` ones none. Unless `paced`, the
    budget does not count; only a platform that asked everybody to wait is waited for.
    """
    haul = Haul()
    allowed = budget.look(tx, terms.platform, terms.rate, now)
    if allowed.closed:
        haul.closed = allowed.closed
        return haul
    spent = 0
    full = {*paused, *(r for r, n in under_way.items() if n >= PER_ROOM), *(r for r in narrow if under_way.get(r))}
    once = dict.fromkeys(narrow, PER_ROOM - 1)
    for lane in Lane:
        bulk = lane >= Lane.NOTICE
        senders = free - len(haul.claimed) - (kept if bulk else 0)
        calls = (allowed.for_bulk if bulk else allowed.calls) - spent if paced else senders
        most = min(senders, int(min(calls, senders)))
        if senders > 0 and most < senders:
            haul.short = True
        if most <= 0:
            continue
        picked = turns.pick(tx, lane, seconds(now), most, {**under_way, **once}, full, PER_ROOM)
        for live in lock(tx, [candidate.id for candidate in picked], now):
            taken = _take(tx, terms, live, now, haul)
            if taken is None:
                haul.touched += 1
            else:
                haul.claimed.append(taken)
                spent += 2 if taken.was_unknown and terms.find_costs else 1
    if spent and paced:
        budget.spend(tx, terms.platform, allowed, spent, now)
    if haul.claimed:
        _commit_intent(tx, terms, haul.claimed, now)
    return haul


def _commit_intent(tx: Tx, terms: Terms, claimed: list[Claimed], now: datetime) -> None:
    """One attempt more, in flight until the lease ends."""
    listed, params = names("i", [item.wanted.id for item in claimed])
    tx.run(
        "UPDATE message SET state = 1, owner = :owner, visible_at = :until, attempts = attempts + 1,"  # noqa: S608 -- constants
        f" first_try_at = COALESCE(first_try_at, :now) WHERE id IN ({listed})",
        {**params, "owner": terms.owner, "until": seconds(now + terms.lease) + 1, "now": seconds(now)},
    )


def _take(tx: Tx, terms: Terms, live: Live, now: datetime, haul: Haul) -> Claimed | None:
    """What is to be sent; None if the row was settled here: parked, dead, put off or nothing left to do."""
    unknown = live.state == State.IN_FLIGHT
    posts = live.remote is None and not live.deleted
    if live.deleted and live.remote is None and not unknown:
        tx.run("DELETE FROM message WHERE id = :id", {"id": live.id})
        return None
    expired = posts and live.expires is not None and live.expires <= seconds(now)
    if expired and not unknown:
        result, reason = (Result.BLOCKED, BEGUN) if live.calendar else (Result.EXPIRED, "")
        return _dead(tx, live, result, reason, now, haul)
    if live.attempts >= MOST_ATTEMPTS:
        log.error("gave a message up", message=live.id, platform=terms.platform, attempts=live.attempts)
        word = Result.UNKNOWN if unknown and posts else Result.BLOCKED
        return _dead(tx, live, word, "too many attempts", now, haul)
    to: Channel | Direct | TooLate | None = None
    if not live.calendar:
        to = _direct(tx, live, posts, now, haul) if live.account is not None else _channel(tx, live, posts, now, haul)
        if to is None:
            return None
    if isinstance(to, TooLate):
        expired, to = True, to.to
    reply_to = _head(tx, live, now) if live.remote is None else ""
    if reply_to is None:
        return None
    try:
        shown = None if live.deleted or live.card is None else _open(tx, live, live.card)
    except (SealError, ValueError, TypeError) as error:
        log.error("a card can't be read", message=live.id, kind=type(error).__name__)
        return _dead(tx, live, Result.BLOCKED, "unreadable", now, haul)
    if shown is None and not live.deleted:  # it is shown as it should be
        tx.run("UPDATE message SET state = 2 WHERE id = :id", {"id": live.id})
        return None
    first_try = moment(live.first_try if live.first_try is not None else seconds(now))
    nonce = tx.keyed_hash("message", live.id)
    if to is None:
        event = shown if isinstance(shown, Event) else None
        wanted = WantedEvent(live.id, live.team, event, nonce, live.remote, first_try)
    else:
        card = shown if isinstance(shown, Card) else None
        scene = _scene(tx, live, card)
        wanted = Wanted(live.id, live.team, to, card, scene, nonce, live.remote, first_try, reply_to or None)
    return Claimed(
        wanted,
        unscoped(live.key),
        live.version,
        live.attempts + 1,
        terms.owner,
        live.lane,
        live.room,
        live.account,
        Unknown(live.on_unknown),
        unknown,
        expired,
        now + terms.send,
    )


@dataclass(frozen=True, slots=True)
class TooLate:
    """It may have been posted already; if not, it may not be any more."""

    to: Direct


def _direct(tx: Tx, live: Live, posts: bool, now: datetime, haul: Haul) -> Direct | TooLate | None:
    """To whom it goes, by the rules of courtesy as they are now; None if it doesn't."""
    if live.person is None:  # erased meanwhile
        tx.run("DELETE FROM message WHERE id = :id", {"id": live.id})
        return None
    to = Direct(live.person, live.dm or "")
    if not posts:
        return to
    assert live.account is not None
    fine = courtesy.still_fine(tx, live.account, live.id, now)
    if fine is True:
        return to
    if live.state == State.IN_FLIGHT:
        return TooLate(to)
    if fine is False:
        _dead(tx, live, Result.BLOCKED, "held back", now, haul)
    else:
        tx.run("UPDATE message SET visible_at = :at WHERE id = :id", {"at": seconds(fine), "id": live.id})
    return None


def _channel(tx: Tx, live: Live, posts: bool, now: datetime, haul: Haul) -> Channel | None:
    """Where it goes; None if it waits for the room or the room is gone for good."""
    if live.place is not None and not live.place_broken and live.place_state == 2 and live.place_open:
        return Channel(live.place)
    closed = live.place_state == 3 or not live.place_open
    if closed and not posts and (live.place is not None or live.remote is not None):
        # What was posted before may still be edited or deleted, by its own id even after the room's row is gone.
        return Channel(live.place or "")
    if closed:
        _dead(tx, live, Result.BLOCKED, "room gone", now, haul)
    else:
        tx.run("UPDATE message SET state = 4, attempts = 0 WHERE id = :id", {"id": live.id})
    return None


def _head(tx: Tx, live: Live, now: datetime) -> str | None:
    """To what it is a reply; empty: to nothing. None if it waits for that to be shown."""
    if not live.under or live.deleted or live.first_try is not None:
        return live.reply_to  # an earlier attempt may have arrived, and is to be found where it went
    head = heads.find(tx, live.under, live.room)
    if head.remote is None:
        heads.wait(tx, live.id, live.expires, now)
    elif head.remote != live.reply_to:
        tx.run("UPDATE message SET reply_to = :head WHERE id = :id", {"head": head.remote, "id": live.id})
    return head.remote


def _dead(tx: Tx, live: Live, result: Result, reason: str, now: datetime, haul: Haul) -> None:
    haul.dead += 1
    bury(tx, live.id, reason or result.value)
    heads.settled(tx, [live.id], now)
    notices.fell_through(tx, live.id, now)
    receipt = Receipt(unscoped(live.key), result, reason, live.room or 0)
    tell(
        tx,
        str(live.id),
        live.then_call,
        live.then_args,
        receipt,
        community=live.community,
        member=live.member,
        now=now,
    )


def bury(tx: Tx, message: int, error: str) -> None:
    """Dead for good: nothing more is tried, and the text goes."""
    tx.run(
        "UPDATE message SET state = 3, card = NULL, error = :error, then_call = '', then_args = '',"
        " first_try_at = NULL WHERE id = :id",
        {"error": error, "id": message},
    )


def _open(tx: Tx, live: Live, sealed: bytes) -> Card | Event:
    text = tx.unseal("message", "card", live.id, sealed)
    return load_event(text) if live.calendar else load_card(text)


def _scene(tx: Tx, live: Live, card: Card | None) -> Scene:
    mentioned = people_in(card) if card else frozenset[int]()
    people = (
        {id: Person(known.external, known.name) for id, known in members.known(tx, mentioned).items()}
        if mentioned
        else {}
    )
    zone = ZoneInfo(live.person_zone or live.zone)
    return Scene(live.community, people, zone, live.person_locale or live.locale)
