"""Where an organiser grants what is missing, in each client's own words."""

from __future__ import annotations

AGAIN = "press Check again"


def to_grant(platform: str, then: str = AGAIN) -> str:
    match platform:
        case "discord":
            return f"Edit Channel → Permissions → Cairn → allow these. Then {then}."
        case "slack":
            return f"Open the channel and send: /invite @Cairn. Then {then}."
        case _:
            return f"Open the room's settings and let Cairn post there. Then {then}."
