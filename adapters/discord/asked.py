"""In which words a form was asked: Discord sends back the names of a modal's fields, and nothing else of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from adapters.discord import limits
from bot.ui.form import Form
from bot.ui.outcome import Asked


class AskedWords:
    """In memory, for the forms that people opened last. After a restart the declared words stand in."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str], Mapping[str, Asked]] = {}

    def keep(self, person: int, call: str, asks: Mapping[str, Asked]) -> None:
        self._kept.pop((person, call), None)
        if asks:
            self._kept[person, call] = asks
            if len(self._kept) > limits.DRAFTS:
                del self._kept[next(iter(self._kept))]

    def of(self, person: int, call: str, form: type[Form], names: Collection[str]) -> Mapping[str, Asked]:
        """For the fields that came back, or that a draft names; empty when it is the form as declared."""
        kept = self._kept.get((person, call), {})
        if kept and set(kept) == set(names):
            return kept
        if not names or set(names) >= set(form.fields):
            return {}
        return {name: Asked(form.fields[name].label, form.fields[name].hint) for name in names if name in form.fields}


def places(form: type[Form], asks: Mapping[str, Asked]) -> str:
    """Which fields were asked, short enough for a button: a digit for each, by its place in the form."""
    names = list(form.fields)
    return "".join(str(names.index(name)) for name in asks)


def names(form: type[Form], places: str) -> list[str]:
    known = list(form.fields)
    return [known[int(place)] for place in places if place.isdecimal() and int(place) < len(known)]
