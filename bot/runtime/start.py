"""From settings to a running Cairn: the database, the adapters that have a token, and an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import pkgutil
import signal
import tempfile
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from bot.adapter import Adapter, Scene
from bot.people import communities
from bot.runtime.all_cogs import load
from bot.runtime.app import App
from bot.runtime.settings import Settings, SettingsError
from bot.scheduling.clock import SteppedClock, SystemClock
from bot.storage.database import Database, Tx
from bot.storage.migrate import Migration, migrate, migrations
from bot.storage.open import open_database
from bot.storage.seal import KeyRing
from bot.ui.card import Card

log = structlog.get_logger()

NO_PLATFORM = """Cairn has no platform to run on yet.

  Discord:  set CAIRN_DISCORD__TOKEN to your bot's token.
  Slack:    set CAIRN_SLACK__BOT_TOKEN (xoxb-…) and CAIRN_SLACK__APP_TOKEN (xapp-…).

They can stand in the environment, in a file `.env`, or in `cairn.toml`. The README shows where to get them.
To look around without any token, run: cairn try"""


def platforms(settings: Settings) -> list[Adapter]:
    """The adapters whose tokens are set. Raises `SettingsError` when there is none, or half of one."""
    found: list[Adapter] = []
    if settings.discord.token.get_secret_value():
        discord = importlib.import_module("adapters.discord")
        found.append(
            discord.create(
                discord.DiscordSettings(
                    token=settings.discord.token.get_secret_value(),
                    shard_ids=settings.discord.shard_ids,
                    shard_count=settings.discord.shard_count,
                )
            )
        )
    bot_token, app_token = settings.slack.bot_token.get_secret_value(), settings.slack.app_token.get_secret_value()
    if bool(bot_token) != bool(app_token):
        missing = "CAIRN_SLACK__APP_TOKEN (xapp-…)" if bot_token else "CAIRN_SLACK__BOT_TOKEN (xoxb-…)"
        raise SettingsError(f"Slack needs two tokens, and {missing} is missing.")
    if bot_token:
        slack = importlib.import_module("adapters.slack")
        found.append(
            slack.create(
                slack.SlackSettings(
                    bot_token=bot_token,
                    app_token=app_token,
                    signing_secret=settings.slack.signing_secret.get_secret_value(),
                    reconcile=settings.slack.reconcile,
                    aliases=settings.slack.aliases,
                )
            )
        )
    if not found:
        raise SettingsError(NO_PLATFORM)
    return found


def all_migrations() -> list[Migration]:
    package = importlib.import_module("cogs")
    return migrations(f"cogs.{info.name}" for info in pkgutil.iter_modules(package.__path__) if info.ispkg)


@contextlib.asynccontextmanager
async def database(url: str, keys: KeyRing) -> AsyncGenerator[Database]:
    """Open and migrated."""
    db = await open_database(url, keys)
    try:
        applied = await migrate(db, all_migrations(), now=SystemClock().now())
        if applied:
            log.info("migrated", steps=[f"{m.component} {m.number:04}" for m in applied])
        yield db
    finally:
        await db.close()


def keys_of(settings: Settings) -> KeyRing:
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"CAIRN_DATA_DIR: {settings.data_dir} can't be made ({error.strerror}).") from None
    return KeyRing.load(settings.data_dir / "keys.json")


async def run(settings: Settings) -> None:
    """Serves until SIGTERM or SIGINT, then lets what is under way end."""
    adapters = platforms(settings)
    async with database(settings.database_url, keys_of(settings)) as db:
        app = await App.assemble(db, adapters, SystemClock(), load())
        async with contextlib.AsyncExitStack() as stack:
            if settings.health.port:
                health = importlib.import_module("bot.runtime.health")
                runner = await health.serve(app, settings.health.host, settings.health.port)
                stack.push_async_callback(runner.cleanup)
            # What is loaded now stays for good. Unfrozen, the collector walks all of it again and again, and everybody
            # waits for it (15 to 30 ms).
            gc.freeze()
            log.info("starting", platforms=[adapter.name for adapter in adapters])
            await until_told(app.run())


async def until_told(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        log.info("stopped")
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def play(settings: Settings, file: Path | None, *, open_browser: bool) -> None:
    """The playground: a community on this machine, with a clock that only moves when it is stepped."""
    with tempfile.TemporaryDirectory(prefix="cairn-") as folder:
        at = file or Path(folder) / "playground.db"
        keys = KeyRing.load(at.with_suffix(".keys.json"))
        async with database(f"sqlite:///{at.absolute()}", keys) as db:
            await until_told(_played(settings, db, open_browser))


async def _played(settings: Settings, db: Database, open_browser: bool) -> None:
    clock = SteppedClock(_working_morning(SystemClock().now()))
    module = importlib.import_module("adapters.playground")
    app: App | None = None

    async def step(by: timedelta) -> None:
        assert app is not None
        await step_through(app, clock, by)

    async def next_event() -> Any:
        assert app is not None
        return await app.outbox.next_due()

    adapter: Adapter = module.create(
        module.PlaygroundSettings(port=settings.playground.port, open_browser=open_browser),
        clock,
        previews(),
        step,
        next_event,
    )
    app = await App.assemble(db, [adapter], clock, load())
    await db.run(_furnish)
    await app.run()


def _working_morning(now: datetime) -> datetime:
    """Ten o'clock on a weekday: at night quiet hours would hold everything back from somebody who only looks around."""
    at = now.replace(hour=10, minute=0, second=0, microsecond=0)
    return at + timedelta(days=max(0, 7 - at.weekday()) if at.weekday() > 4 else 0)


def _furnish(tx: Tx) -> None:
    """The playground's community comes with its rooms chosen, so that the first win has somewhere to go."""
    community = communities.ensure(tx, "playground", "harbour")
    for purpose in ("wins", "support"):
        if communities.room(tx, community, purpose) is None:
            communities.choose_room(tx, community, purpose, purpose)


async def step_through(app: App, clock: SteppedClock, by: timedelta) -> None:
    """Moves from one due thing to the next, so that each happens at its own time and not all at the end."""
    end = clock.now() + by
    await app.settle()
    while True:
        due = await app.outbox.next_due()
        if due is None or due > end:
            break
        clock.step(max(due - clock.now(), timedelta(seconds=1)))
        await app.settle()
    if clock.now() < end:
        clock.step(end - clock.now())
        await app.settle()


def previews() -> Mapping[str, Callable[[Card, Scene], Mapping[str, Any]]]:
    """What Discord and Slack would receive for a card; pure functions that need no token."""
    return {name: importlib.import_module(f"adapters.{name}.cards").preview for name in ("discord", "slack")}


__all__: Sequence[str] = ("all_migrations", "database", "keys_of", "platforms", "play", "run")
