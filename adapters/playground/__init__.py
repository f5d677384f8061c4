"""A community on this machine: a local page with rooms, members to switch between and a clock to step. No tokens."""

from adapters.playground.adapter import Playground, PlaygroundSettings, create

__all__ = ["Playground", "PlaygroundSettings", "create"]
