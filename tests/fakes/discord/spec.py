"""Discord's own OpenAPI document as a measuring rod, where it is at hand."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

Json = dict[str, Any]

_FILE = Path(__file__).parents[3] / ".." / "shared" / "specs" / "discord-openapi.json.gz"


@cache
def _document() -> Json | None:
    if not _FILE.exists():
        return None
    with gzip.open(_FILE) as file:
        return json.load(file)


@cache
def _validator(method: str, path: str) -> Draft202012Validator | None:
    document = _document()
    if document is None:
        return None
    operation = document["paths"].get(path, {}).get(method.lower())
    if operation is None or "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**schema, "components": document["components"]})


def breaches(method: str, path: str, body: Any) -> list[str]:
    """What in a request's body is not as documented; where it is and not what people wrote."""
    validator = _validator(method, path)
    if validator is None:
        return []
    found: list[str] = []
    for error in validator.iter_errors(body):  # pyright: ignore[reportUnknownMemberType] -- jsonschema is half typed
        deepest = error
        while deepest.context:
            deepest = max(deepest.context, key=lambda e: len(e.absolute_path))
        found.append(f"{method} {path} at {deepest.json_path}: {deepest.validator}")
    return found
