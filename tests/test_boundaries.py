"""The rules of the architecture that can be read off the imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# What may import what inside `bot/`, from the bottom up. A file may import its own level and those below.
LEVELS = [
    {"ui", "storage", "scheduling", "people", "safety", "words"},
    {"context"},
    {"handler"},
    {"binding"},
    {"cog"},
    {"adapter"},
    {"delivery"},
    {"runtime"},
    {"cli", "__main__"},
]
PLATFORM_LIBRARIES = {
    "discord": "adapters/discord",
    "slack_sdk": "adapters/slack",
    "slack_bolt": "adapters/slack",
}


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            module = node.module or ""
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def level(part: str) -> int:
    return next(i for i, names in enumerate(LEVELS) if part in names)


@pytest.mark.parametrize("library", PLATFORM_LIBRARIES)
def test_a_platform_library_is_imported_only_under_its_adapter(library: str) -> None:
    home = PLATFORM_LIBRARIES[library]
    for path in sources("bot", "cogs", "adapters"):
        if not path.relative_to(ROOT).as_posix().startswith(home):
            assert library not in {name.split(".")[0] for name in imports(path)}, path


def test_adapters_and_cogs_know_the_core_and_not_each_other() -> None:
    for path in sources("adapters"):
        mine = path.relative_to(ROOT).parts[1]
        for name in imports(path):
            assert not name.startswith("cogs"), (path, name)
            if name.startswith("adapters."):
                assert name.split(".")[1] == mine, (path, name)
    for path in sources("bot"):
        for name in imports(path):
            assert name.split(".")[0] not in {"adapters", "cogs"}, (path, name)


def test_cogs_see_only_the_contract_of_the_core() -> None:
    hidden = {"delivery", "runtime", "adapter", "cli"}
    for path in sources("cogs"):
        for name in imports(path):
            assert not (name.startswith("bot.") and name.split(".")[1] in hidden), (path, name)


def test_cogs_meet_only_through_an_api_and_never_in_a_circle() -> None:
    graph: dict[str, set[str]] = {}
    for path in sources("cogs"):
        parts = path.relative_to(ROOT).parts
        if len(parts) < 3:
            continue
        mine = parts[1]
        graph.setdefault(mine, set())
        for name in imports(path):
            other = name.split(".")
            if other[0] == "cogs" and len(other) > 2 and other[1] != mine:
                assert other[2] == "api", (path, name)
                graph[mine].add(other[1])
            elif other[0] == "cogs" and len(other) == 2 and other[1] != mine:
                # `from cogs.wins import api` also yields `cogs.wins.api`; the package alone is its wiring
                assert f"{name}.api" in set(imports(path)), (path, name)
                graph[mine].add(other[1])

    def reaches(start: str, seen: frozenset[str]) -> None:
        for other in graph.get(start, set()):
            assert other not in seen, f"a circle of cogs: {' -> '.join((*seen, other))}"
            reaches(other, seen | {other})

    for cog in graph:
        reaches(cog, frozenset({cog}))


def test_imports_inside_the_core_run_downwards() -> None:
    for path in sources("bot"):
        parts = path.relative_to(ROOT / "bot").parts
        mine = level(parts[0].removesuffix(".py")) if parts[0] != "__init__.py" else 0
        for name in imports(path):
            other = name.split(".")
            if other[0] == "bot" and len(other) > 1 and other[1] in {n for names in LEVELS for n in names}:
                assert level(other[1]) <= mine, (path, name)


def test_the_words_of_the_ui_need_only_the_standard_library() -> None:
    for path in sources("bot/ui"):
        for name in imports(path):
            assert name.split(".")[0] in {"bot", "__future__"} or name.split(".")[0] in _stdlib(), (path, name)
            if name.startswith("bot."):
                assert name.split(".")[1] == "ui", (path, name)


def _stdlib() -> frozenset[str]:
    import sys

    return frozenset(sys.stdlib_module_names)


def test_only_the_clock_reads_the_clock() -> None:
    """Time comes through `Clock`; ids and leases of processes are made from the machine's own time on purpose."""
    allowed = {"bot/scheduling/clock.py", "bot/storage/ids.py"}
    for path in sources("bot", "cogs", "adapters"):
        if path.relative_to(ROOT).as_posix() in allowed:
            continue
        text = path.read_text()
        for banned in ("datetime.now(", "datetime.utcnow(", "time.time(", "date.today("):
            assert banned not in text, (path, banned)
