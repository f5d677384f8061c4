"""`python -m bot <command>` with the libraries pointed at fakes from outside, as an operator's proxy would do it."""

from __future__ import annotations

import contextlib
import importlib
import os
from dataclasses import dataclass

from tests.fakes.discord.pointing import pointing_discord_at
from tests.fakes.slack.pointing import pointed_at


@dataclass(frozen=True)
class Discord:
    rest_url: str
    gateway_url: str


def main() -> None:
    with contextlib.ExitStack() as stack:
        if rest := os.environ.get("ELSEWHERE_DISCORD"):
            stack.enter_context(pointing_discord_at(Discord(rest, os.environ["ELSEWHERE_GATEWAY"])))
        if api := os.environ.get("ELSEWHERE_SLACK"):
            stack.enter_context(pointed_at(api))
        importlib.import_module("bot.cli").main()


if __name__ == "__main__":
    main()
