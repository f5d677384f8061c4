"""Slack: Bolt over Socket Mode."""

from __future__ import annotations

from adapters.slack.app import SlackAdapter
from adapters.slack.settings import SlackSettings
from bot.adapter import Adapter
from bot.scheduling.clock import Clock, SystemClock


def create(settings: SlackSettings, clock: Clock | None = None) -> Adapter:
    return SlackAdapter(settings, clock or SystemClock())


__all__ = ["SlackAdapter", "SlackSettings", "create"]
