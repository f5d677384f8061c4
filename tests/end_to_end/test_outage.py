"""One platform is down or refuses its token, and the other goes on."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.harbour import Harbour, Person, until


async def test_discord_goes_on_while_slack_refuses_connections_and_slack_follows(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack", down="slack") as harbour:
        await harbour.bot.begin()
        await until(harbour.discord.connected, harbour)
        await harbour.set_up(harbour.discord)
        wren = await Person(harbour.discord, "wren").join()
        await wren.command("win", text="Nobody else is down")
        await harbour.posts(harbour.discord, "wins", 1)
        assert (await harbour.health())["platforms"] == {"discord": True, "slack": False}
        await harbour.slack.slack.start()
        await harbour.connected()
        await harbour.set_up(harbour.slack)
        await until(lambda: _all_up(harbour), harbour)


async def test_discord_goes_on_while_slack_refuses_the_token(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        harbour.bot.settings["CAIRN_SLACK__BOT_TOKEN"] = "xoxb-expired"
        await harbour.bot.begin()
        await until(harbour.discord.connected, harbour)
        await harbour.set_up(harbour.discord)
        await until(lambda: "Slack does not accept the bot token" in harbour.bot.log, harbour)
        assert "xoxb-expired" not in harbour.bot.log
        assert (await Person(harbour.discord, "wren").command("help")).text
        assert await harbour.bot.end() == 0


async def test_slack_goes_on_while_discord_refuses_the_token(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        harbour.bot.settings["CAIRN_DISCORD__TOKEN"] = "expired"
        await harbour.bot.begin()
        await until(harbour.slack.connected, harbour)
        await harbour.set_up(harbour.slack)
        await until(lambda: "Discord refused the bot token" in harbour.bot.log, harbour)
        wren = await Person(harbour.slack, "wren").join()
        await wren.command("win", text="Nobody else is refused")
        await harbour.posts(harbour.slack, "wins", 1)
        assert await harbour.bot.end() == 0


async def test_broken_lines_are_made_anew(tmp_path: Path) -> None:
    async with Harbour.open(tmp_path, "discord", "slack") as harbour:
        await harbour.start()
        people = [await Person(platform, "wren").join() for platform in harbour.on]
        for resumable in (True, False):
            await harbour.discord.fake.drop(resumable=resumable)
            await harbour.slack.slack.server.drop(warn=resumable)
            await harbour.connected()
            for wren in people:
                assert "Write" in " ".join((await wren.command("wins")).buttons)
        assert listening(harbour.bot.pid) == {harbour.port}, "`cairn run` opens no page"


def listening(pid: int) -> set[int]:
    """The ports on which a process waits for others."""
    inodes: set[str] = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        target = str(entry.readlink())
        if target.startswith("socket:["):
            inodes.add(target[8:-1])
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return {int(row[1].rpartition(":")[2], 16) for row in rows if row[3] == "0A" and row[9] in inodes}


async def _all_up(harbour: Harbour) -> bool:
    report = await harbour.health()
    return bool(report["ok"])
