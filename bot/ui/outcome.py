"""What a handler answers. All answers are private; what others should see is a message row (`Context.show`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.ui import limits
from bot.ui.card import Call, Card, CardError
from bot.ui.form import Field, Form, Raw


@dataclass(frozen=True, slots=True)
class Reply:
    """A new private card."""

    card: Card


@dataclass(frozen=True, slots=True)
class Update:
    """Replaces the private card that held the button; from a form or a command it is a `Reply`."""

    card: Card


@dataclass(frozen=True, slots=True)
class Asked:
    """What one field is called this time. A long hint is cut: it may be somebody's own words."""

    label: str
    hint: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.label) <= limits.FIELD_LABEL:
            raise CardError(f"field label: {self.label!r}")
        if len(self.hint) > limits.FIELD_HINT:
            object.__setattr__(self, "hint", self.hint[: limits.FIELD_HINT - 1] + "…")


@dataclass(frozen=True, slots=True)
class OpenForm:
    """Asks. `then` is the `@submit` handler with its bound arguments."""

    form: type[Form]
    then: Call
    prefill: Mapping[str, Raw] = field(default_factory=dict[str, Raw])
    asks: Mapping[str, Asked] = field(default_factory=dict[str, Asked])
    """Which fields are asked this time, in this order, and what they are called; empty: all, as declared. Those left
    out arrive with their defaults."""

    def __post_init__(self) -> None:
        for name in self.asks:
            if name not in self.form.fields:
                raise CardError(f"{self.form.__name__} has no field {name!r}")
        for name, declared in self.form.fields.items() if self.asks else ():
            if declared.required and name not in self.asks:
                raise CardError(f"{self.form.__name__} can't do without {name!r}")

    def asking(self, asks: Mapping[str, Asked]) -> OpenForm:
        """`self.save.open(prefill, 7).asking({"text": Asked("Your week", hint)})`"""
        return replace(self, asks=asks)

    @property
    def fields(self) -> Mapping[str, Field]:
        """What an adapter asks, in order."""
        return asked_fields(self.form, self.asks)


def asked_fields(form: type[Form], asks: Mapping[str, Asked]) -> Mapping[str, Field]:
    """For an adapter that kept only the words: what the form has lost since, in an upgrade, is not asked."""
    asked = {
        name: replace(form.fields[name], label=words.label, hint=words.hint)
        for name, words in asks.items()
        if name in form.fields
    }
    return asked or form.fields


@dataclass(frozen=True, slots=True)
class Invalid:
    """Errors by field name, shown beside the fields; what was typed stays. The key "" speaks of the whole form."""

    errors: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing to show; the platform is still told that the press arrived."""


Outcome = Reply | Update | OpenForm | Invalid | Done
