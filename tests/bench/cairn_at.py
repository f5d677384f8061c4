"""`python -m bot run`, with the libraries pointed at a fake on loopback: `cairn_at <discord or slack> <port>`."""

from __future__ import annotations

import importlib
import sys


def main() -> None:
    platform, port = sys.argv[1], int(sys.argv[2])
    sys.argv[1:] = ["run"]
    run = importlib.import_module("bot.cli").main
    if platform == "discord":
        route = importlib.import_module("discord.http").Route
        route.BASE = f"http://127.0.0.1:{port}/api/v10"
        run()
    else:
        pointing = importlib.import_module("tests.fakes.slack.pointing")
        with pointing.pointed_at(f"http://127.0.0.1:{port}/api/"):
            run()


if __name__ == "__main__":
    main()
