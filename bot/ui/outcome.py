"""What a handler answers. All answers are private; what others should see is a message row (`Context.show`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.ui.card import Call, Card
from bot.ui.form import Form, Raw


@dataclass(frozen=True, slots=True)
class Reply:
    """A new private card."""

    card: Card


@dataclass(frozen=True, slots=True)
class Update:
    """Replaces the private card that held the button; from a form or a command it is a `Reply`."""

    card: Card


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Asks. `then` is the `@submit` handler with its bound arguments."""

    form: type[Form]
    then: Call
    prefill: Mapping[str, Raw] = field(default_factory=dict[str, Raw])


@dataclass(frozen=True, slots=True)
class Invalid:
    """Errors by field name, shown beside the fields; what was typed stays. The key "" speaks of the whole form."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing to show; the platform is still told that the press arrived."""


Outcome = Reply | Update | OpenForm | Invalid | Done
