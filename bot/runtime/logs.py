"""Structured logs without content: events, counts and reasons; never what somebody wrote, nor who."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TextIO

import structlog
from structlog.typing import ExcInfo, Processor

_QUIET = ("discord", "slack_bolt", "slack_sdk", "aiohttp", "asyncio", "psycopg", "aiosqlite")
_FRAMES = 20


def configure(format: str, level: str) -> None:
    """One line a record, the libraries' too. Their own loggers stay at WARNING: debug lines hold whole payloads."""
    number = logging.getLevelNamesMapping()[level]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    drawn = _as_json() if format == "json" else _for_people()
    structlog.configure(
        processors=[*shared, *drawn],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    without_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name], processors=[without_meta, *drawn]
        )
    )
    logging.basicConfig(level=number, handlers=[handler])
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, number))


def _as_json() -> list[Processor]:
    return [structlog.processors.ExceptionRenderer(bare), structlog.processors.JSONRenderer()]


def _for_people() -> list[Processor]:
    def written(out: TextIO, error: ExcInfo) -> None:
        out.write("\n" + bare(error))

    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=written, sort_keys=False)]


def bare(exc_info: ExcInfo) -> str:
    """Errors by where they happened and what kind they are: neither values of variables nor an error's own message,
    for both may be what somebody wrote."""
    error: BaseException | None = exc_info[1]
    lines: list[str] = []
    while error is not None:
        lines += [*traceback.format_tb(error.__traceback__, -_FRAMES), f"{type(error).__name__}\n"]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip()
