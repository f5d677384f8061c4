"""What people type, as every database can keep it."""

from __future__ import annotations


def storable(text: str) -> str:
    """Without NUL (PostgreSQL refuses it) and without halves of characters (no encoding knows them)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
