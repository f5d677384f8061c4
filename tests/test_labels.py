"""Every button has words: a sign alone says nothing to a screen reader, or to somebody who does not know it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cog import Cog, home
from bot.context import Context, HomeSection, Json
from bot.runtime.all_cogs import load
from bot.storage.database import Tx
from bot.ui import limits
from bot.ui.card import CardError

ROOT = Path(__file__).parents[1]
MORE = "…"
"""The one sign that stands alone, as the issue asks; it opens a card in which everything has words."""


def literals(label: ast.expr) -> Iterator[str]:
    """The words of a label that are written in the code; a name is words from elsewhere."""
    for node in ast.walk(label):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.FormattedValue):
            yield "value"


def labels() -> Iterator[tuple[str, str]]:
    for folder in ("cogs", "bot", "adapters"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Button":
                    first = node.args[0] if node.args else next(k.value for k in node.keywords if k.arg == "label")
                    words = "".join(literals(first))
                    if isinstance(first, ast.Constant | ast.JoinedStr):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", words


def test_no_button_is_a_sign_alone() -> None:
    found = list(labels())
    assert len(found) > 60
    for where, label in found:
        assert label == MORE or any(c.isalpha() for c in label), f"{where}: {label!r}"
        assert label.isascii() or label == MORE or "’" in label, f"{where}: {label!r}"


def test_the_page_of_a_person_holds_ten_sections_at_most() -> None:
    registry = load()
    assert 0 < len(registry.sections) <= limits.HOME_SECTIONS == 10

    def feature(n: int) -> Cog:
        class Feature(Cog, name=f"f{n}"):
            @home(order=n)
            def section(self, ctx: Context) -> HomeSection | None:
                return HomeSection("A line")

            def forget(self, tx: Tx, member: int) -> None: ...
            def export(self, tx: Tx, member: int) -> Json:
                return {}

        return Feature()

    with pytest.raises(CardError):
        type(registry)((*registry.cogs, *(feature(n) for n in range(11 - len(registry.sections)))))
