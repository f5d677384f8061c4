"""One measured number and what it is held against."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    value: float
    unit: str
    goal: float
    ok: bool
    """Whether the goal is met; more is better or worse, whoever measures knows."""
