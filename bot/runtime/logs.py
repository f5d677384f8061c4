"""Structured logs without content: events, counts and reasons; never what somebody wrote, nor who."""

from __future__ import annotations

import logging
import sys

import structlog

_QUIET = ("discord", "slack_bolt", "slack_sdk", "aiohttp", "asyncio", "psycopg", "aiosqlite")


def configure(format: str, level: str) -> None:
    """The libraries' own loggers stay at WARNING: their debug lines hold whole payloads."""
    number = logging.getLevelNamesMapping()[level]
    renderer = (
        structlog.processors.JSONRenderer()
        if format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=20)
            )
            if format == "json"
            else structlog.processors.StackInfoRenderer(),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=number, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, number))
