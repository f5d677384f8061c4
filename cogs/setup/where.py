"""Where an organiser grants what is missing, in each client's own words."""

from __future__ import annotations


def to_grant(platform: str) -> str:
    match platform:
        case "discord":
            return "Edit Channel → Permissions → Cairn → allow these. Then press Check again."
        case "slack":
            return "Open the channel and send: /invite @Cairn. Then press Check again."
        case _:
            return "Open the room's settings and let Cairn post there. Then press Check again."
