"""The second page of set-up: who looks after people here, and what each feature of care is set to."""

from __future__ import annotations

from bot.context import Context
from bot.people.roles import Role
from bot.ui.card import Actions, Block, Button, Call, Card, Divider, Fields, Text
from cogs.anonymous import api as anonymous
from cogs.help import api as help_now
from cogs.listening import api as listening
from cogs.setup import people

LISTENERS = "Listeners"
FACILITATORS = "Facilitators"


def page(ctx: Context, *, listeners: Call, facilitators: Call, back: Call, note: str = "") -> Card:
    body: list[Block] = [Text(note)] if note else []
    body.append(
        Fields(
            (
                (LISTENERS, people.who(ctx, Role.LISTENER, "nobody yet")),
                (FACILITATORS, people.who(ctx, Role.FACILITATOR, "nobody yet")),
            )
        )
    )
    body.append(Actions((Button(LISTENERS, listeners), Button(FACILITATORS, facilitators))))
    body.append(Divider())
    for line, button in (listening.setup_part(ctx), anonymous.setup_part(ctx), help_now.setup_part(ctx)):
        body += [Text(line), Actions((button,))]
    body += [Divider(), Actions((Button("Back to set-up", back),))]
    return Card("Care", tuple(body))
