"""The cog of CONTRIBUTING.md is taken from the page, put where the page says, and tested as the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE = re.compile(r"^\*\*`([^`]+)`\*\*\n\n```(?:python|sql)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree in which somebody followed the page, up to `make docs`."""
    copy = tmp_path_factory.mktemp("followed") / "cairn"
    copy.mkdir()
    for folder in (".ci", "bot", "cogs", "adapters", "tests", "docs", "deploy"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", ".env"))
    for file in ("pyproject.toml", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "LICENSE"):
        shutil.copy(ROOT / file, copy / file)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    files = dict(FILE.findall((ROOT / "CONTRIBUTING.md").read_text()))
    assert {"cogs/plenty/cog.py", "tests/cogs/plenty/test_plenty.py"} <= set(files)
    for name, text in files.items():
        path = copy / name
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not path.exists(), f"{name} is there already"
        path.write_text(text)
    made = run(copy, "-m", "tests.docs")
    assert made.returncode == 0, made.stderr
    return copy


def run(copy: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CAIRN_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, *args],
        cwd=copy,
        env=environment | {"PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_cog_of_the_page_passes_its_own_tests_on_every_platform(followed: Path) -> None:
    done = run(followed, "-m", "pytest", "tests/cogs/plenty", "-k", "not postgres", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def test_the_cog_of_the_page_keeps_the_rules_that_hold_for_every_cog(followed: Path) -> None:
    rules = ["tests/test_docs.py", "tests/test_boundaries.py", "tests/test_wire_names.py", "tests/bot/safety"]
    done = run(followed, "-m", "pytest", *rules, "-k", "not postgres", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_cog_of_the_page_is_listed_where_make_docs_lists_it(followed: Path) -> None:
    assert "| `/plenty` |" in (followed / "docs/commands.md").read_text()
    assert "What you were thankful for" in (followed / "docs/privacy.md").read_text()
    assert "action plenty.delete" in (followed / "tests/wire_names.txt").read_text()


@pytest.mark.parametrize("tool", [("ruff", "check"), ("ruff", "format", "--check"), ("pyright",)], ids=" ".join)
def test_the_cog_of_the_page_passes_the_linters(followed: Path, tool: tuple[str, ...]) -> None:
    program = Path(sys.executable).parent / tool[0]
    if not program.exists():
        pytest.skip(f"{tool[0]} is not installed beside Python")
    done = subprocess.run(
        [str(program), *tool[1:], "cogs/plenty", "tests/cogs/plenty"],
        cwd=followed,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
