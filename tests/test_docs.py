"""Documents that list what the code has are compared with the code, and what they point at exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.discord.events import CALENDAR, POST_NEEDS, ROOM_NEEDS
from bot.cli import parser
from bot.runtime.all_cogs import load
from bot.runtime.settings import names
from tests import docs

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HTML_LINK = re.compile(r'(?:src|srcset|href)="([^"]+)"')
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`((?:bot|cogs|adapters|tests|docs|deploy|\.ci)/[A-Za-z0-9_./-]*)`")
"""A path in backquotes. One with a placeholder such as `<feature>` is not one of these."""


def page_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", docs.made(), ids=page_of)
def test_generated_files_are_what_the_code_makes(path: Path) -> None:
    assert path.read_text() == docs.made()[path], "run `make docs`"


def test_the_settings_table_and_the_example_environment_name_every_setting() -> None:
    table, example = (ROOT / "docs/settings.md").read_text(), (ROOT / "deploy/.env.example").read_text()
    for name, *_ in names():
        assert f"| `{name}` |" in table
        assert re.search(rf"^(# )?{name}=", example, re.MULTILINE)


def test_the_commands_page_lists_every_command_and_no_other() -> None:
    page = (ROOT / "docs/commands.md").read_text()
    described = dict(re.findall(r"^\| `/([a-z -]+)` \| ([^`|]+) \|$", page, re.MULTILINE))
    assert described == {name: spec.description for name, spec in load().commands.items()}


@pytest.mark.parametrize("page", PAGES, ids=page_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text()
    for target in [*LINK.findall(text), *HTML_LINK.findall(text)]:
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        found = page.parent / file if file else page
        assert found.exists(), target
        if anchor:
            assert anchor in anchors(found.read_text()), target


@pytest.mark.parametrize("page", PAGES, ids=page_of)
def test_files_that_are_named_exist(page: Path) -> None:
    for named in PATH.findall(FENCED.sub("", page.read_text())):
        if "cogs/plenty" not in named:  # the tutorial's own
            assert (ROOT / named).exists(), named


@pytest.mark.parametrize("page", PAGES, ids=page_of)
def test_commands_that_are_named_exist(page: Path) -> None:
    text = page.read_text()
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"\bmake ([a-z]+)\b", "\n".join(re.findall(r"`[^`]+`|^    .+$", text, re.MULTILINE))):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"make {target}"
    for command in re.findall(
        r"(?:(?<!/)\bcairn|python -m bot) ([a-z][a-z-]+)", "\n".join(re.findall(r"`[^`]+`", text))
    ):
        assert command in subcommands(), f"cairn {command}"
    commands = {name.split(" ")[0] for name in load().commands} | {"cairn", "invite"}
    for command in re.findall(r"`/(?:cairn )?([a-z-]+)(?: [a-z]+)?`", text):
        assert command in commands | {"livez", "readyz", "data", "me", "status"}, f"/{command}"
    settings = {name for name, *_ in names()}
    for name in re.findall(r"\bCAIRN_[A-Z_]+[A-Z]\b", text):
        assert name.removesuffix("_FILE") in settings, name


def subcommands() -> set[str]:
    return set(re.findall(r"^    ([a-z-]+)(?: |$)", parser().format_help(), re.MULTILINE))


def test_the_invitation_in_the_readme_asks_for_what_posts_private_rooms_and_events_need_and_no_more() -> None:
    import discord

    needed = (*POST_NEEDS, *ROOM_NEEDS, CALENDAR)
    permissions = discord.Permissions(**{attribute: True for attribute, _ in needed})
    readme = (ROOT / "README.md").read_text()
    assert f"permissions={permissions.value}" in readme
    for _, words in needed:
        assert words in readme


def test_pictures_are_small_enough_to_load_at_once() -> None:
    for picture in (ROOT / "docs/images").glob("*.png"):
        assert picture.stat().st_size < 250_000, picture.name


def test_every_fault_of_the_table_names_a_test_that_is_there() -> None:
    page = (ROOT / "docs/faults.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", page)
    assert len(named) == len(re.findall(r"^\| (?!what happens|---)", page, re.MULTILINE))
    for file, test in named:
        assert re.search(rf"^(async )?def {test}\(", (ROOT / file).read_text(), re.MULTILINE), test
