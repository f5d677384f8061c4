from __future__ import annotations

import io
import json
import logging
from contextlib import redirect_stderr

import pytest
import structlog

from bot.runtime import logs


@pytest.mark.parametrize("format", ["console", "json"])
def test_an_error_is_logged_with_its_place_and_kind_and_without_its_message(format: str) -> None:
    out = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.getLogger("asyncio").level, structlog.get_config()
    root.handlers.clear()
    try:
        with redirect_stderr(out):
            logs.configure(format, "DEBUG")
            try:
                _fail(" ".join(("words", "of", "a", "person")))
            except RuntimeError as error:
                logging.getLogger("cairn.some").error("it failed", exc_info=error)
                structlog.get_logger().error("it failed too", exc_info=error)
    finally:
        root.handlers[:] = before[0]
        root.setLevel(before[1])
        for name in ("discord", "slack_bolt", "slack_sdk", "aiohttp", "asyncio", "psycopg", "aiosqlite"):
            logging.getLogger(name).setLevel(logging.NOTSET)
        structlog.configure(**before[3])
    shown = out.getvalue()
    assert shown.count("RuntimeError") >= 2
    assert shown.count("ValueError") >= 2
    assert "test_logs.py" in shown
    assert "words of" not in shown
    if format == "json":
        assert [json.loads(line)["event"] for line in shown.splitlines()] == ["it failed", "it failed too"]


def _fail(words: str) -> None:
    try:
        int(words)
    except ValueError as error:
        raise RuntimeError(words) from error
