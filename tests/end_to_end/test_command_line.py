"""What an operator types, and what they read."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.harbour import Harbour, Person
from tests.end_to_end.process import cairn

BAD_CONFIG = 78

MISTAKES: list[tuple[dict[str, str], str]] = [
    ({}, "set CAIRN_DISCORD__TOKEN"),
    ({"CAIRN_SLACK__BOT_TOKEN": "xoxb-1"}, "CAIRN_SLACK__APP_TOKEN (xapp-…) is missing"),
    ({"CAIRN_SLACK__APP_TOKEN": "xapp-1"}, "CAIRN_SLACK__BOT_TOKEN (xoxb-…) is missing"),
    ({"CAIRN_SLACK__BOT_TOKEN": "xapp-1", "CAIRN_SLACK__APP_TOKEN": "xoxb-1"}, "begins with xoxb-"),
    ({"CAIRN_DISCORD__TOKN": "x"}, "Did you mean CAIRN_DISCORD__TOKEN?"),
    ({"CAIRN_DISCORD__TOKEN_FILE": "/nowhere/token"}, "/nowhere/token can't be read"),
    ({"CAIRN_DISCORD__TOKEN": "x", "CAIRN_DATABASE__URL": "mysql://x"}, "It looks like sqlite:///"),
    ({"CAIRN_DISCORD__TOKEN": "x", "CAIRN_DATA_DIR": "/proc/nowhere"}, "CAIRN_DATA_DIR: /proc/nowhere can't be made"),
]


async def test_run_says_what_to_change_and_is_not_started_again(tmp_path: Path) -> None:
    answers = await asyncio.gather(*(cairn(tmp_path, "run", settings=settings) for settings, _ in MISTAKES))
    for (settings, said), (code, out, err) in zip(MISTAKES, answers, strict=True):
        assert (code, out) == (BAD_CONFIG, ""), (settings, err)
        assert said in err
        assert "Traceback" not in err


@pytest.mark.parametrize("spoilt", ["readable by others", "no key ring", "a folder"])
async def test_a_key_file_that_can_not_be_used_stops_the_start(spoilt: str, tmp_path: Path) -> None:
    keys = tmp_path / "data" / "keys.json"
    keys.parent.mkdir()
    if spoilt == "a folder":
        keys.mkdir(mode=0o700)
    else:
        keys.write_text("nothing")
        keys.chmod(0o644 if spoilt == "readable by others" else 0o600)
    code, _, err = await cairn(tmp_path, "run", settings={"CAIRN_DISCORD__TOKEN": "x"})
    assert code == BAD_CONFIG
    assert "data/keys.json" in err
    assert "Traceback" not in err


async def test_a_token_that_every_platform_refuses_ends_the_process(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        harbour.bot.settings |= {"CAIRN_DISCORD__TOKEN": "wrong", "CAIRN_SLACK__BOT_TOKEN": "xoxb-wrong"}
        await harbour.bot.begin()
        assert await harbour.bot.ended() == BAD_CONFIG
        said = harbour.bot.log
    assert "Discord refused the bot token" in said
    assert "Slack does not accept the bot token" in said
    assert "Traceback" not in said
    assert "wrong" not in said


async def test_check_migrate_manifest_and_sync_from_a_fresh_folder(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord") as harbour:
        settings = harbour.bot.settings
        code, out, err = await cairn(tmp_path, "check")
        assert code == BAD_CONFIG
        assert "!!  Cairn has no platform" in out
        code, out, err = await cairn(tmp_path, "migrate", settings=settings)
        assert (code, out) == (0, "The database is up to date.\n")
        code, out, err = await cairn(tmp_path, "check", settings=settings)
        assert code == 0, out
        assert "!!" not in out
        code, out, _ = await cairn(tmp_path, "manifest", "slack")
        assert code == 0
        assert json.loads(out)["features"]["slash_commands"]
        code, out, err = await cairn(tmp_path, "sync")
        assert (code, "CAIRN_DISCORD__TOKEN" in err) == (BAD_CONFIG, True)
        code, out, err = await cairn(tmp_path, "sync", settings=settings)
        assert code == 0, err
        assert f"Registered {len(harbour.discord.fake.world.commands)} commands" in out
        code, out, err = await cairn(tmp_path, "sync", settings={**settings, "CAIRN_DISCORD__TOKEN": "wrong"})
        assert code == BAD_CONFIG
        assert "refused the bot token" in err
        harbour.discord.fake.fault(".", "error", status=403, times=9)
        code, out, err = await cairn(tmp_path, "sync", settings=settings)
        harbour.discord.fake.faults.clear()
        assert code == 1
        assert "could not be reached" in err


async def test_a_member_is_exported_and_erased_while_the_bot_is_stopped(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        people: list[Person] = []
        for platform in harbour.on:
            await harbour.set_up(platform)
            wren = await Person(platform, "wren").join()
            people.append(wren)
            await wren.command("win", text="Something worth keeping")
            await harbour.posts(platform, "wins", 1)
        code, _, err = await cairn(tmp_path, "export-member", *_name(people[0]), settings=harbour.bot.settings)
        assert code != 0
        assert "another Cairn is using this file" in err
        assert await harbour.bot.end() == 0

        for wren in people:
            code, out, err = await cairn(tmp_path, "export-member", *_name(wren), settings=harbour.bot.settings)
            assert code == 0, err
            assert "Something worth keeping" in json.dumps(json.loads(out))
            code, out, err = await cairn(tmp_path, "erase-member", *_name(wren), settings=harbour.bot.settings)
            assert code == 0, err
        code, _, err = await cairn(tmp_path, "export-member", *_name(people[0]), settings=harbour.bot.settings)
        assert code != 0
        assert "Nobody with this id" in err

        await harbour.start()
        for platform in harbour.on:
            await harbour.posts(platform, "wins", 0)


async def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    settings: dict[str, Any] = {"CAIRN_DISCORD__TOKEN": "x"}
    await cairn(tmp_path, "migrate", settings=settings)
    with sqlite3.connect(tmp_path / "data" / "cairn.db") as db:
        columns = [row[1] for row in db.execute("PRAGMA table_info(migration)")]
        row = db.execute("SELECT * FROM migration WHERE component = 'core'").fetchone()
        newer = {**dict(zip(columns, row, strict=True)), "number": 99}
        db.execute(f"INSERT INTO migration VALUES ({', '.join(':' + name for name in columns)})", newer)
    code, _, err = await cairn(tmp_path, "run", settings=settings)
    assert code != 0
    assert "newer" in err
    assert "Traceback" not in err


def _name(person: Person) -> tuple[str, str, str]:
    return person.platform.name, person.platform.team, person.id
