"""Discord's own OpenAPI document as a measuring rod, where it is at hand."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any, cast

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


def _without_known_differences(body: Any) -> Any:
    """Where the document and Discord's documentation differ, the documentation wins:

    - `attachments[].id` is a snowflake in the document; "Uploading Files" counts new files as 0, 1, 2.
    - ids in `allowed_mentions` and `recipient_id` are strings in the document; numbers are taken as well, which
      "Snowflakes" allows, and discord.py sends them so.
    """
    if not isinstance(body, dict):
        return body
    copy: Json = dict(cast("Json", body))
    if isinstance(copy.get("data"), dict):
        copy["data"] = _without_known_differences(copy["data"])
    if copy.get("attachments"):
        copy["attachments"] = [{**a, "id": str(a["id"])} for a in copy["attachments"]]
    if "recipient_id" in copy:
        copy["recipient_id"] = str(copy["recipient_id"])
    if copy.get("allowed_mentions"):
        named: Json = copy["allowed_mentions"]
        ids = {key: [str(id) for id in named[key]] for key in ("users", "roles") if named.get(key)}
        copy["allowed_mentions"] = {**named, **ids}
    return copy


def breaches(method: str, path: str, body: Any) -> list[str]:
    """What in a request's body is not as documented; where it is and not what people wrote."""
    validator = _validator(method, path)
    if validator is None:
        return []
    found: list[str] = []
    for error in validator.iter_errors(_without_known_differences(body)):  # pyright: ignore[reportUnknownMemberType] -- jsonschema is half typed
        deepest = error
        while deepest.context:
            deepest = max(deepest.context, key=lambda e: len(e.absolute_path))
        found.append(f"{method} {path} at {deepest.json_path}: {deepest.validator}")
    return found
