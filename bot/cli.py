"""`cairn <command>`, also `python -m bot <command>`."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from bot.adapter import Misconfigured, Unreachable
from bot.people import communities, members
from bot.runtime import logs, settings, start
from bot.runtime.all_cogs import AllCogs, erase, load
from bot.runtime.settings import Settings, SettingsError
from bot.scheduling.clock import SystemClock
from bot.storage.database import SealError, StorageError, Tx

BAD_CONFIG = 78  # EX_CONFIG: the service manager must not start us again until somebody changed something


def main() -> None:
    args = parser().parse_args()
    try:
        loaded = settings.load()
        logs.configure(loaded.log.format, loaded.log.level)
        sys.exit(args.run(loaded, args))
    except (SettingsError, Misconfigured, SealError) as error:
        print(error, file=sys.stderr)
        sys.exit(BAD_CONFIG)
    except StorageError as error:
        print(f"The database: {error}", file=sys.stderr)
        sys.exit(1)
    except Unreachable as error:
        print(error, file=sys.stderr)
        sys.exit(1)


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="cairn", description="A bot for communities of job seekers.")
    commands = root.add_subparsers(required=True, metavar="command")

    def add(name: str, help: str, run: Callable[[Settings, argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help, description=help)
        command.set_defaults(run=run)
        return command

    playground = add("try", "Open a community on this machine in your browser. Needs no tokens.", _try)
    playground.add_argument("--file", type=Path, help="Keep its data in this file instead of a temporary one.")
    add("run", "Run on Discord, Slack or both, whichever has its tokens set.", _run)
    add("check", "Say in plain words what is missing or wrong.", _check)
    add("migrate", "Bring the database up to date.", _migrate)
    manifest = add("manifest", "Print the app manifest to create the Slack app from.", _manifest)
    manifest.add_argument("platform", choices=["slack"])
    sync = add("sync", "Register the commands on Discord now, whether or not they changed.", _sync)
    sync.add_argument("platform", nargs="?", choices=["discord"], default="discord")
    for name, help, run in (
        ("export-member", "Write everything that is kept about one person to standard output, as JSON.", _export),
        ("erase-member", "Erase one person; their posts are deleted by the running bot.", _erase),
    ):
        command = add(name, help, run)
        command.add_argument("platform", choices=["discord", "slack"])
        command.add_argument("community", help="Id of the Discord server or Slack workspace.")
        command.add_argument("person", help="Id of the person there.")
    return root


def _try(loaded: Settings, args: argparse.Namespace) -> int:
    asyncio.run(start.play(loaded, args.file, open_browser=not os.environ.get("NO_BROWSER")))
    return 0


def _run(loaded: Settings, args: argparse.Namespace) -> int:
    asyncio.run(start.run(loaded))
    return 0


def _check(loaded: Settings, args: argparse.Namespace) -> int:
    check = importlib.import_module("bot.runtime.check")
    findings = asyncio.run(check.findings(loaded))
    for finding in findings:
        print(f"{'ok  ' if finding.ok else '!!  '}{finding.text}")
    return 0 if all(finding.ok for finding in findings) else BAD_CONFIG


def _migrate(loaded: Settings, args: argparse.Namespace) -> int:
    async def migrated() -> None:
        async with start.database(loaded.database_url, start.keys_of(loaded)):
            pass

    asyncio.run(migrated())
    print("The database is up to date.")
    return 0


def _manifest(loaded: Settings, args: argparse.Namespace) -> int:
    module = importlib.import_module("adapters.slack.manifest")
    made = module.manifest(load(), aliases=loaded.slack.aliases, reconcile=loaded.slack.reconcile)
    print(json.dumps(made, indent=2, ensure_ascii=False))
    return 0


def _sync(loaded: Settings, args: argparse.Namespace) -> int:
    token = loaded.discord.token.get_secret_value()
    if not token:
        raise SettingsError("To register the commands I need your bot's token: set CAIRN_DISCORD__TOKEN.")
    discord = importlib.import_module("adapters.discord")
    count = asyncio.run(discord.sync(token, load()))
    print(f"Registered {count} commands on Discord.")
    return 0


def _export(loaded: Settings, args: argparse.Namespace) -> int:
    cogs = AllCogs(load())
    found = asyncio.run(_with_member(loaded, args, lambda tx, member: cogs.export(tx, member)))
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def _erase(loaded: Settings, args: argparse.Namespace) -> int:
    registry, now = load(), SystemClock().now()
    asyncio.run(_with_member(loaded, args, lambda tx, member: erase(tx, registry, [member], now)))
    print("Erased. The running bot now deletes their posts.")
    return 0


async def _with_member(loaded: Settings, args: argparse.Namespace, act: Callable[[Tx, int], object]) -> object:
    def found(tx: Tx) -> object:
        community = communities.find(tx, args.platform, args.community)
        member = None if community is None else members.by_external(tx, community, args.person)
        if member is None:
            raise SettingsError("Nobody with this id uses Cairn in that community.")
        return act(tx, member)

    async with start.database(loaded.database_url, start.keys_of(loaded)) as db:
        return await db.run(found)
