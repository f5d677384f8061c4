"""A sentence of one's own in everything that somebody can type: found nowhere but where its author put it."""

from __future__ import annotations

import base64
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.runtime import logs
from bot.runtime.all_cogs import load
from bot.runtime.health import report_of
from tests.safety import faults, finding
from tests.safety.life import Life, begun, send_the_rest, weeks
from tests.safety.meant import AT_ONCE, FOR_EVERYBODY, TO_OTHERS
from tests.safety.walking import TOKEN, raw
from tests.safety.watching import Watch, texts
from tests.stage import Stage


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """All that the program logs, as it is set up for real, at its most talkative."""
    out, root = io.StringIO(), logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in root.manager.loggerDict}
    handlers, level, config = root.handlers[:], root.level, structlog.get_config()
    root.handlers.clear()
    monkeypatch.setattr("sys.stderr", out)
    logs.configure("json", "DEBUG")
    structlog.configure(cache_logger_on_first_use=False)  # loggers of other tests write where they are told to
    yield out
    structlog.configure(**config)
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in root.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


async def test_what_somebody_types_is_found_nowhere_but_where_they_put_it(
    stage: Stage, watch: Watch, written: io.StringIO, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    whole = request.node.callspec.id == "memory"
    life = await begun(stage, watch, most=5 if whole else 1, organised=whole)
    others = Others(life)
    if whole:
        await weeks(life, others.look)
        await send_the_rest(life)
        await others.look()
        missing = [text for text in texts(load()) if text not in watch.typed]
        assert missing == [], "nobody typed here: help the walk to it"
    else:
        await life.walk(*((life.wren,) if stage.platform.name != "playground" else ()), life.robin)
        await others.look()
    await faults.all_kinds(life)
    assert "handler failed" in written.getvalue()

    assert others.found == {}, "somebody else saw this"
    assert finding.found_in(written.getvalue().encode()) == set(), "in the log"
    assert finding.found_in(str(await report_of(stage.app)).encode()) == set(), "in the report of health"
    stored = _files(request, tmp_path)
    open_ = {life.planted.field(token): name for name, data in stored for token in finding.found_in(data)}
    assert {field: name for field, name in open_.items() if field not in FOR_EVERYBODY} == {}, "not locked"


def _files(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, bytes]]:
    if request.node.get_closest_marker("postgres"):
        return finding.postgres_files(request.getfixturevalue("postgres_copy"))
    return finding.sqlite_files(folder)


class Others:
    """What people saw of what others typed, without what was meant for them."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.found: dict[tuple[str, str], str] = {}
        """By author and field: who saw it, and where."""

    async def look(self) -> None:
        life, stage = self.life, self.life.stage
        for walker in life.people:
            actor = walker.actor
            for who, label, seen in walker.told:
                self._read(who, f"the answer to {label}", raw(seen))
            walker.told.clear()
            for seen in await stage.dms(actor):
                self._read(actor.name, "a direct message", raw(seen))
            for room in await stage.rooms(actor):
                for seen in room.posts:
                    self._read(actor.name, room.name, raw(seen))
            self._read(actor.name, "home", raw(await actor.home()))
        for name in stage.platform.rooms:
            for seen in await stage.posts(name):
                self._read("everybody", name, raw(seen))
        self._read("everybody", "the calendar", repr(await stage.events()))

    def _read(self, viewer: str, where: str, text: str) -> None:
        for token in map(str.lower, TOKEN.findall(text)):
            author, field = self.life.planted.author[token], self.life.planted.field(token)
            meant = field in FOR_EVERYBODY or field in (AT_ONCE if author == "wren" else TO_OTHERS)
            if author != viewer and not meant:
                self.found[author, field] = f"{viewer}: {where}"


def test_every_text_that_others_read_is_one_that_can_be_typed() -> None:
    assert set(TO_OTHERS) | set(FOR_EVERYBODY) <= {*texts(load()), *(f"menu {label}" for label in load().menus)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_sentences_are_found_in_whichever_form_they_were_written(encoding: str) -> None:
    sentence = "é the words zq00471kx here"
    plain = sentence.encode(encoding)
    forms: list[Any] = [plain, plain.hex().encode(), json.dumps(sentence).encode()]
    forms += [base64.b64encode(b"x" * before + sentence.encode()) for before in range(3)]
    forms += [base64.urlsafe_b64encode(b"x" * before + sentence.encode()) for before in range(3)]
    for form in forms:
        assert finding.found_in(b"\x00\xffab" + form + b"\x00") == {"zq00471kx"}, form
