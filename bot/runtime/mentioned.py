"""Whom a card names: an adapter draws names and addresses, the handler knows ids."""

from __future__ import annotations

from dataclasses import replace

from bot.adapter import Person, Scene
from bot.people import members
from bot.storage.database import Tx
from bot.ui.card import Card, people_in
from bot.ui.outcome import Done, Invalid, OpenForm, Outcome, Reply, Update


def with_people(tx: Tx, scene: Scene, outcome: Outcome) -> Scene:
    """The scene with everybody whom the outcome's card mentions."""
    match outcome:
        case Reply(card) | Update(card):
            found = _people(tx, card)
            return replace(scene, people=found) if found else scene
        case OpenForm() | Invalid() | Done():
            return scene


def _people(tx: Tx, card: Card) -> dict[int, Person]:
    mentioned = people_in(card)
    if not mentioned:
        return {}
    return {member: Person(known.external, known.name) for member, known in members.known(tx, mentioned).items()}
