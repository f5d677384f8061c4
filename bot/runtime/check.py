"""`cairn check`: what is missing or wrong, in plain words, before anybody presses a button."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.runtime import settings as settings_module
from bot.runtime import start
from bot.runtime.settings import Settings, SettingsError
from bot.safety import helplines
from bot.scheduling.clock import SystemClock
from bot.storage.database import SealError, StorageError

_SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Finding:
    ok: bool
    text: str


async def findings(settings: Settings) -> list[Finding]:
    return [_platforms(settings), *_secrets(settings), await _database(settings), help_lines(SystemClock().now())]


def _platforms(settings: Settings) -> Finding:
    try:
        names = ", ".join(adapter.name for adapter in start.platforms(settings))
    except SettingsError as error:
        return Finding(False, str(error))
    return Finding(True, f"Tokens are set for: {names}. Whether they are valid shows when the bot connects.")


def _secrets(settings: Settings) -> list[Finding]:
    path = settings_module.DOTENV
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return [Finding(False, "Others on this machine can read .env. Run: chmod 600 .env")]
    return []


async def _database(settings: Settings) -> Finding:
    try:
        async with start.database(settings.database_url, start.keys_of(settings)):
            return Finding(True, "The database opens and is up to date, and its keys fit.")
    except (StorageError, SealError) as error:
        return Finding(False, f"The database: {error}")


def help_lines(now: datetime) -> Finding:
    aged = helplines.aged(now + _SOON)
    if aged:
        return Finding(False, f"Help lines were checked long ago or will be hidden soon: {', '.join(aged)}.")
    return Finding(True, "The help lines were checked within the last year.")
