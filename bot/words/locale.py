"""Which language a person gets: their own, then its language without a region, then English."""

from __future__ import annotations

from collections.abc import Collection

DEFAULT = "en"


def fallbacks(locale: str) -> tuple[str, ...]:
    """`de-AT` -> de-AT, de, en. An empty or odd locale is English."""
    own = locale.replace("_", "-").strip("-")
    language = own.split("-")[0].lower()
    wanted = (own, language, DEFAULT)
    return tuple(dict.fromkeys(name for name in wanted if name))


def choose(locale: str, available: Collection[str]) -> str:
    """The first fallback that is available; English is always assumed to be."""
    known = {name.lower(): name for name in available}
    return next((known[name.lower()] for name in fallbacks(locale) if name.lower() in known), DEFAULT)
