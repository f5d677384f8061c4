"""A process with every feature in it that works until it is killed."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.delivery.effects import OutboxEffects
from bot.delivery.outbox import Outbox
from bot.runtime.all_cogs import AllCogs, load
from bot.runtime.app import Calls
from bot.scheduling.clock import SystemClock
from bot.storage.seal import KeyRing
from tests.kill.worker import loopback, opened


async def main(given: Mapping[str, Any]) -> None:
    db = await opened(given, KeyRing.load(Path(given["keys"])))
    adapter, registry, clock = loopback(given), load(), SystemClock()
    calls = Calls(db, registry, OutboxEffects(), AllCogs(registry), clock)
    outbox = Outbox(
        db,
        {adapter.name: adapter},
        clock,
        run_job=calls.job,
        run_task=calls.task,
        render=calls.notice,
        senders=given["senders"],
        lease=timedelta(seconds=given["lease"]),
    )
    await outbox.run()


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1])))
