"""What a person sees of a message or a modal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.fakes.discord.rules import everything
from tests.fakes.discord.world import Channel, Guild, Message, User

Json = dict[str, Any]


def seen(message: Message) -> str:
    """Its text in reading order, as markdown."""
    return "\n".join(c["content"] for c in everything(message.components) if c["type"] == 10)


def buttons(message: Message) -> list[str]:
    return [c["label"] for c in everything(message.components) if c["type"] == 2]


def selects(message: Message) -> list[Json]:
    return [c for c in everything(message.components) if c["type"] == 3]


@dataclass(frozen=True, slots=True)
class Modal:
    """A form on somebody's screen."""

    custom_id: str
    title: str
    components: list[Json]
    user: User
    channel: Channel
    guild: Guild | None
    source: Message | None

    @property
    def labels(self) -> list[str]:
        return [c["label"] for c in self.components if c["type"] == 18]

    @property
    def text(self) -> str:
        return "\n".join(c["content"] for c in self.components if c["type"] == 10)

    def input(self, name: str) -> Json:
        """The component of a field, by the field's name."""
        for part in self.components:
            if part["type"] == 18 and part["component"]["custom_id"] == name:
                return part["component"]
        raise AssertionError(f"no field {name} in {self.title}")

    def value(self, name: str) -> Any:
        """What the field holds when the form opens."""
        component = self.input(name)
        match component["type"]:
            case 4:
                return component.get("value") or ""
            case 23:
                return bool(component.get("default"))
            case 3 | 21 | 22:
                chosen = [o["value"] for o in component["options"] if o.get("default")]
                return chosen if component["type"] == 22 else (chosen[0] if chosen else None)
            case _:
                chosen = [d["id"] for d in component.get("default_values", [])]
                return chosen[0] if chosen else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an interaction got. kind: message, update, modal, nothing, choices, or none when nobody answered in time."""

    kind: str
    message: Message | None = None
    modal: Modal | None = None
    choices: tuple[Json, ...] = ()
    deferred: bool = False

    @property
    def text(self) -> str:
        return seen(self.message) if self.message else ""

    @property
    def buttons(self) -> list[str]:
        return buttons(self.message) if self.message else []
