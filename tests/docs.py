"""Documents that list what the code has, made from the code: `make docs`. `tests/test_docs.py` compares them."""

from __future__ import annotations

import json
from pathlib import Path

from adapters.slack.manifest import manifest
from bot.cog import CommandSpec, Entry, OptionSpec
from bot.runtime import settings
from bot.runtime.all_cogs import load
from bot.safety.personal_data import Kept, kept_of

ROOT = Path(__file__).parent.parent
WIRE_NAMES = ROOT / "tests/wire_names.txt"
PRIVACY = ROOT / "docs/privacy.md"
BEGIN, END = "<!-- made by `make docs` -->", "<!-- end -->"

DURABLE = frozenset(
    {Entry.ACTION, Entry.PICK, Entry.SUBMIT, Entry.JOB, Entry.THEN, Entry.NOTICE, Entry.TASK, Entry.COMMAND}
)
"""Entries whose names stand on buttons, in waiting jobs or in notices."""


def settings_page() -> str:
    rows = "".join(
        f"| `{name}` | `{key}` | {f'`{default}`' if default else ''} | {what} |\n"
        for name, key, default, what in settings.names()
    )
    return (
        "# Settings\n\n"
        "Order, later wins: defaults, `cairn.toml`, `.env`, environment, files named by `…_FILE` (for example\n"
        "`CAIRN_DISCORD__TOKEN_FILE=/run/secrets/token`). An unknown name is an error with a suggestion.\n\n"
        "| environment | `cairn.toml` | default | meaning |\n"
        "| --- | --- | --- | --- |\n" + rows
    )


def example_environment() -> str:
    entries = "\n".join(f"# {what}\n# {name}={default}\n" for name, _, default, what in settings.names())
    return (
        "# Copy to .env beside the bot (chmod 600 .env) and fill in what you use. Lines that stay commented keep"
        " their default.\n"
        "# docs/settings.md explains the same settings and their names in cairn.toml.\n\n" + entries
    )


def commands_page() -> str:
    registry = load()
    parts = [
        "# Commands\n",
        "On Discord and in the playground these are typed as they stand here. On Slack each is `/cairn <name>`;",
        "most also have a short form of their own, see [Slack](#slack). All answers are private.\n",
    ]
    for title, wanted in (("For everybody", False), ("For organisers and moderators", True)):
        parts += [f"## {title}\n", "| command | what it does |", "| --- | --- |"]
        parts += [
            f"| `/{name}` | {spec.description} |"
            for name, spec in registry.commands.items()
            if bool(spec.handler.traits.staff) is wanted
        ]
        parts.append("")
    parts += ["## What can be typed with them\n", "| command | option | |", "| --- | --- | --- |"]
    parts += [_option(spec, option) for spec in registry.commands.values() for option in spec.options]
    parts += ["\n## On a message\n", "| menu | where |", "| --- | --- |"]
    parts += [
        f"| **{label}** | Discord: the message's menu, Apps. Slack: More message shortcuts. Playground: the message's"
        " own menu. |"
        for label in registry.menus
    ]
    short = [command["command"] for command in manifest(registry)["features"]["slash_commands"][1:]]
    parts += [
        "\n## Slack\n",
        "Short forms that the shipped manifest brings: " + ", ".join(f"`{name}`" for name in short) + ".",
        "A name that Slack itself uses, such as `/help`, has none; `/cairn help` works. With",
        "`CAIRN_SLACK__ALIASES=false` the manifest is made with `/cairn` alone.\n",
    ]
    return "\n".join(parts)


def _option(spec: CommandSpec, option: OptionSpec) -> str:
    needed = "" if option.required else " (optional)"
    return f"| `/{spec.name}` | `{option.name}`{needed} | {option.description} |"


def slack_manifest() -> str:
    return json.dumps(manifest(load()), indent=2, ensure_ascii=False) + "\n"


def wire_names() -> list[str]:
    return sorted(f"{h.entry.value} {name}" for name, h in load().handlers.items() if h.entry in DURABLE)


def frozen_names() -> str:
    """What was frozen stays, so that a name that is gone is noticed; new names join."""
    before = WIRE_NAMES.read_text().splitlines() if WIRE_NAMES.exists() else []
    return "".join(f"{line}\n" for line in sorted({*before, *wire_names()}))


def privacy_page() -> str:
    """The page as it is, with its table made anew."""
    page = PRIVACY.read_text()
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    rows = "".join(_kept(kept) for kept in kept_of(load().cogs))
    return f"{head}{BEGIN}\n| what | how long | tables |\n| --- | --- | --- |\n{rows}{END}{tail}"


def _kept(kept: Kept) -> str:
    return f"| {kept.what} | {kept.how_long} | {', '.join(f'`{table}`' for table in kept.tables)} |\n"


def made() -> dict[Path, str]:
    """Every generated file and what it should hold."""
    return {
        ROOT / "docs/settings.md": settings_page(),
        ROOT / "docs/commands.md": commands_page(),
        PRIVACY: privacy_page(),
        ROOT / "deploy/.env.example": example_environment(),
        ROOT / "deploy/slack/manifest.json": slack_manifest(),
        WIRE_NAMES: frozen_names(),
    }


if __name__ == "__main__":
    for path, text in made().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(f"made {path.relative_to(ROOT)}")
