"""What the Slack adapter needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.slack.limits import CHANNEL_SECONDS


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """`signing_secret` is for requests over HTTP; Socket Mode needs none. `reconcile` marks posts and reads channel
    history, which the manifest must then ask for. `aliases`: short commands such as `/win` beside `/cairn win`.
    `patience` is how many seconds a handler may take before Slack is told to wait (Slack itself gives 3); `pace` is how
    many seconds lie between two messages in one channel."""

    bot_token: str
    app_token: str
    signing_secret: str = ""
    reconcile: bool = False
    aliases: bool = True
    patience: float = 2.0
    pace: float = CHANNEL_SECONDS
