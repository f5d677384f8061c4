"""What came of an effect, as the JSON that waits beside a `then`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from bot.context import Echo, Receipt, Standing, Standings
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from bot.ui.wire import load_args

_STANDING = tuple(field.name for field in fields(Standing))


def dump(result: Receipt | Standings | Echo) -> str:
    match result:
        case Receipt(key, word, reason, room):
            plain: dict[str, Any] = {"key": key, "result": word.value, "reason": reason, "room": room}
        case Standings(of, unanswered):
            # Every public post passes here, and `asdict` copies deeply what is flat.
            plain = {
                "standings": [{name: getattr(standing, name) for name in _STANDING} for standing in of],
                "unanswered": unanswered,
            }
        case Echo(key, here, answers, link):
            plain = {"key": key, "here": here, "answers": answers, "link": link}
    return json.dumps(plain, separators=(",", ":"))


def load(text: str) -> Mapping[str, Any] | None:
    """None beside a plain job."""
    return json.loads(text) if text else None


def tell(
    tx: Tx,
    key: str,
    then_call: str,
    then_args: str,
    result: Receipt | Standings | Echo,
    *,
    community: int | None,
    member: int | None,
    now: datetime,
) -> None:
    """Makes the job that hears of it; nothing if nobody asked to."""
    if then_call:
        call = Call(then_call, load_args(then_args))
        jobs.put(tx, f"then:{key}", call, now, community=community, member=member, result=dump(result))


def scoped(community: int, key: str) -> str:
    """A key that a cog gave is unique in its community; the deployment's own keys stay as they are."""
    return f"{community}:{key}" if community else key


def unscoped(key: str) -> str:
    """The key as the cog gave it."""
    return key.partition(":")[2]
