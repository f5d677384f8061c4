"""The steps of a round by name, and the keys under which they wait: a step that is put again replaces itself."""

from __future__ import annotations

from datetime import datetime

from bot.scheduling.clock import seconds
from bot.ui.card import Call


def key(what: str, id: int) -> str:
    return f"buddies:{what}:{id}"


def announce(pool: int, at: datetime) -> Call:
    return Call("round.announce", (pool, seconds(at)))


def heads_up(round: int, after: int = 0) -> Call:
    return Call("round.heads_up", (round, after))


def look(round: int, after: int = 0, last: bool = False) -> Call:
    return Call("round.look", (round, after, last))


def looked(round: int) -> Call:
    return Call("round.looked", (round,))


def match(round: int) -> Call:
    return Call("round.match", (round,))


def work_out(round: int) -> Call:
    return Call("round.work_out", (round,))


def worked_out(round: int) -> Call:
    return Call("round.worked_out", (round,))


def unapproved(round: int) -> Call:
    return Call("round.unapproved", (round,))


def open_pairs(round: int, after: int = 0) -> Call:
    return Call("round.open_pairs", (round, after))


def tell(round: int, after: int = 0) -> Call:
    return Call("round.tell", (round, after))


def tell_off(round: int, after: int = 0) -> Call:
    return Call("round.tell_off", (round, after))


def count(round: int) -> Call:
    return Call("round.count", (round,))


def work_out_again(round: int, asker: int) -> Call:
    return Call("round.work_out_again", (round, asker))


def tell_asker(round: int) -> Call:
    return Call("round.tell_asker", (round,))
