"""What the core itself says when a handler can't run. Calm, private, and with what was typed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.adapter import CommandCalled, FormSent, Incoming, MenuChosen
from bot.people.roles import Role
from bot.ui.card import Card, Note, Text, Tone
from bot.ui.form import Place, Raw


def typed_in(event: Incoming) -> str:
    """The person's own words in an event, to give them back."""
    match event:
        case CommandCalled(name=name, text=text, args=args):
            return f"/{name} {text or _joined(args)}".strip()
        case FormSent(values=values):
            return _joined(values)
        case MenuChosen(message=message):
            return message.text
        case _:
            return ""


def _joined(values: Mapping[str, Raw | Place]) -> str:
    return "\n".join(str(v) for v in values.values() if isinstance(v, str) and v)


def _with_typed(title: str, body: str, typed: str) -> Card:
    kept = (Note("What you typed:"), Text(typed)) if typed else ()
    return Card(title, (Text(body), *kept), Tone.WARNING)


def fault(reference: str, typed: str) -> Card:
    body = (
        "That went wrong on my side, and nothing was saved. Please try again. "
        f"If it happens again, tell an organiser this code: {reference}."
    )
    return _with_typed("That didn't work", body, typed)


def agreed_before() -> Card:
    return Card("You agreed already", (Text("Everything works. Use any command, or open /home."),))


def busy(typed: str) -> Card:
    return _with_typed("I can't save right now", "Nothing was saved. Please try again in a minute.", typed)


def unreadable(problem: str, typed: str) -> Card:
    return _with_typed("I couldn't read that", problem, typed)


def outdated() -> Card:
    body = "This button is from an older version of me. Use the command again, or open /home, to get a fresh one."
    return Card("This button is out of date", (Text(body),), Tone.WARNING)


def elsewhere() -> Card:
    return Card("This belongs to another community", (Text("Nothing was changed."),), Tone.WARNING)


def staff_only(staff: Collection[Role]) -> Card:
    *others, last = sorted(role.value for role in staff)
    roles = f"{', '.join(others)} or {last}" if others else last
    who = f"{', '.join(f'{role}s' for role in others)} and {last}s" if others else f"{last}s"
    return Card(
        f"This is for {who}",
        (Text(f"Only people with the role {roles} can use it here. If you need it, please ask one of them."),),
    )


def staff_elsewhere() -> Card:
    body = "In direct messages I can't see which role you have. Please go to your community and use the command there."
    return Card("Please do this in your community", (Text(body),))


def unknown_command(name: str, typed: str) -> Card:
    return _with_typed("I don't know that command", f"There is no “{name}”. Use help to see what I can do.", typed)


def nowhere() -> Card:
    return Card("Please use this in your community", (Text("I can't tell here which community you mean."),))
