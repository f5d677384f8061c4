"""The one file of `/my-data`: the data as JSON for programs, and the same as a page to read. Pure functions."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from html import escape

from bot.context import Json

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
section { border-left: 2px solid #8888; margin: .4rem 0; padding-left: 1rem; }
dt { font-weight: 600; margin-top: .5rem; }
dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.none { opacity: .6; }
"""
_NOTHING = '<span class="none">nothing</span>'
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def pack(data: Json, now: datetime) -> bytes:
    """A zip with `data.json` and `index.html`."""
    files = {
        "data.json": json.dumps(data, ensure_ascii=False, indent=2),
        "index.html": page(data, now),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            info = zipfile.ZipInfo(name, now.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, text)
    return out.getvalue()


def page(data: Json, now: datetime) -> str:
    """Needs nothing from outside and runs nothing; every text is escaped."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        f"<title>Your data in Cairn</title><style>{_STYLE}</style></head><body>"
        f"<h1>Your data in Cairn</h1><p>Everything Cairn stores about you, on {now:%d %B %Y at %H:%M} UTC. "
        "Times are in UTC.</p>"
        f"<main>{_html(data, 2)}</main></body></html>"
    )


def _html(value: Json, level: int) -> str:
    match value:
        case None:
            return _NOTHING
        case str() | list() | dict() if not value:
            return _NOTHING
        case bool():
            return "yes" if value else "no"
        case int() | str():
            return escape(str(value))
        case list():
            return "".join(f"<section>{_html(item, level)}</section>" for item in value)
        case dict():
            return _table(value, level)


def _table(value: dict[str, Json], level: int) -> str:
    """Short values as pairs, what holds more under a heading of its own."""
    plain = {key: one for key, one in value.items() if not isinstance(one, (dict, list)) or not one}
    pairs = "".join(f"<dt>{escape(key)}</dt><dd>{_html(one, level)}</dd>" for key, one in plain.items())
    rest = "".join(
        f"<h{level}>{escape(key)}</h{level}>{_html(one, min(level + 1, 6))}"
        for key, one in value.items()
        if key not in plain
    )
    return (f"<dl>{pairs}</dl>" if pairs else "") + rest
