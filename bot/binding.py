"""How a decorated method becomes a durable call: `self.cheer.bind(7)`, `self.save.open(prefill, 7)`.

`bind` and `open` are type-checked through ParamSpec against the method itself. `@submit` needs a descriptor of its own
so that `open` knows the form.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Generic, ParamSpec, TypeVar, cast

from bot.handler import Declared, form_of, given
from bot.ui.card import Call
from bot.ui.form import Form, Place, Raw
from bot.ui.outcome import OpenForm
from bot.ui.wire import check_call

P = ParamSpec("P")
C = TypeVar("C")
F = TypeVar("F", bound=Form)


class Bound:
    """A method together with its wire name `<cog>.<method>`."""

    __slots__ = ("cog", "declared", "name")

    def __init__(self, cog: object, owner: Any, declared: Declared) -> None:
        self.cog = cog
        self.declared = declared
        self.name = f"{owner.name}.{declared.func.__name__}"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.declared.func(self.cog, *args, **kwargs)

    def _call(self, *args: Any, **kwargs: Any) -> Call:
        if kwargs:
            names = list(inspect.signature(self.declared.func).parameters)[2 + given(self.declared.entry) :]
            args = (*args, *(kwargs[name] for name in names[len(args) :]))
        return check_call(Call(self.name, args))


class BoundCall(Bound, Generic[P]):
    def bind(self, *args: P.args, **kwargs: P.kwargs) -> Call:
        """A durable reference; raises when it would not fit a button."""
        return self._call(*args, **kwargs)


class BoundSubmit(Bound, Generic[F, P]):
    def open(self, prefill: F | Mapping[str, Raw] | None = None, *args: P.args, **kwargs: P.kwargs) -> OpenForm:
        form = form_of(self.declared.func)
        raw = as_raw(prefill) if isinstance(prefill, Form) else (prefill or {})
        return OpenForm(form, self._call(*args, **kwargs), raw)


def as_raw(form: Form) -> Mapping[str, Raw]:
    """A filled form as prefill."""
    raw: dict[str, Raw] = {}
    for name in form.fields:
        value = getattr(form, name)
        match value:
            case StrEnum():
                raw[name] = value.value
            case frozenset():
                raw[name] = tuple(sorted(str(v.value) for v in cast("frozenset[StrEnum]", value)))
            case date():
                raw[name] = value.isoformat()
            case Place():
                raw[name] = value.external
            case None | str() | int():
                raw[name] = value
            case _:
                raise TypeError(f"{name}: {value!r}")
    return raw


class Method:
    __slots__ = ("declared",)

    def __init__(self, declared: Declared) -> None:
        self.declared = declared


B = TypeVar("B", bound=Bound)


def _once(cog: object, bound: B) -> B:
    """Binds once per cog: the next access finds it in the instance and never asks the descriptor again."""
    if cog is not None:
        vars(cog)[bound.declared.func.__name__] = bound
    return bound


class ActionMethod(Method, Generic[C, P]):
    def __get__(self, cog: C | None, owner: type[C]) -> BoundCall[P]:
        bound: BoundCall[P] = BoundCall(cog, owner, self.declared)
        return _once(cog, bound)


class SubmitMethod(Method, Generic[C, F, P]):
    def __get__(self, cog: C | None, owner: type[C]) -> BoundSubmit[F, P]:
        bound: BoundSubmit[F, P] = BoundSubmit(cog, owner, self.declared)
        return _once(cog, bound)
