"""Rooms that a sent form names, as the bot finds them: not every platform tells that with the form itself."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from bot.runtime.plan import Plan
from bot.ui.form import Form, Place


def named_in(plan: Plan) -> list[str]:
    """The platform's ids."""
    return [place.external for arg in plan.args for place in _rooms(arg).values()]


def looked_at(plan: Plan, places: Sequence[Place]) -> Plan:
    """The form says of its rooms what was found."""
    found = {place.external: place for place in places}
    return dataclasses.replace(plan, args=tuple(_with(arg, found) for arg in plan.args))


def _with(arg: Any, found: dict[str, Place]) -> Any:
    rooms = {name: found[place.external] for name, place in _rooms(arg).items() if place.external in found}
    return dataclasses.replace(arg, **rooms) if rooms else arg


def _rooms(arg: Any) -> dict[str, Place]:
    if not isinstance(arg, Form):
        return {}
    values = {name: getattr(arg, name) for name in arg.fields}
    return {name: value for name, value in values.items() if isinstance(value, Place)}
