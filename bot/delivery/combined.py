"""Several cards as one, because what falls due together arrives together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Call,
    Card,
    Divider,
    Fields,
    Hidden,
    Image,
    Native,
    Note,
    Select,
    Text,
    Tone,
)

HEADING = "A few things for you"

_PARTS = 36
"""Discord counts 40 components with everything nested; a few are the adapter's own."""


def _parts(block: Block) -> int:
    match block:
        case Actions(buttons):
            return 1 + len(buttons)
        case Select() | Image():
            return 2
        case Fields(rows):
            return 1 + len(rows)
        case Text() | Note() | Divider() | Hidden() | Native():
            return 1
        case _:
            assert_never(block)


def _as_part(card: Card) -> tuple[Block, ...]:
    return (Text(Bold(card.title)), *card.body)


def of_community(card: Card, community: int) -> Card:
    """The card with its buttons naming their community, to stand beside cards of another one."""

    def named(call: Call) -> Call:
        return replace(call, community=community)

    def block(block: Block) -> Block:
        match block:
            case Actions(buttons):
                return Actions(tuple(replace(button, call=named(button.call)) for button in buttons))
            case Select(call=call):
                return replace(block, call=named(call))
            case Hidden(reveal=call):
                return replace(block, reveal=named(call))
            case Text() | Note() | Fields() | Divider() | Image() | Native():
                return block
            case _:
                assert_never(block)

    return replace(card, body=tuple(map(block, card.body)))


def fitting(cards: Sequence[Card]) -> int:
    """How many of the first cards fit in one message; at least one."""
    blocks = parts = 0
    for n, card in enumerate(cards):
        part = _as_part(card)
        blocks += len(part) + 1
        parts += sum(map(_parts, part)) + 1
        if n > 0 and (blocks - 1 > limits.CARD_BLOCKS or parts > _PARTS):
            return n
    return len(cards)


def combine(cards: Sequence[Card], heading: str = HEADING) -> Card:
    """One card: the card itself if it is alone, else each under its title."""
    if len(cards) == 1:
        return cards[0]
    body: list[Block] = []
    for card in cards:
        body += [Divider(), *_as_part(card)] if body else _as_part(card)
    tones = {card.tone for card in cards}
    return Card(
        heading,
        tuple(body),
        tone=tones.pop() if len(tones) == 1 else Tone.PLAIN,
        summary="; ".join(card.summary or card.title for card in cards),
        files=tuple(file for card in cards for file in card.files),
    )
