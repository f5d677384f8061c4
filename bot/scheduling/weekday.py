"""Days of the week, as a form asks for them. Monday is 0, as in the standard library."""

from __future__ import annotations

from enum import StrEnum


class Weekday(StrEnum):
    MONDAY = "0"
    TUESDAY = "1"
    WEDNESDAY = "2"
    THURSDAY = "3"
    FRIDAY = "4"
    SATURDAY = "5"
    SUNDAY = "6"

    @property
    def label(self) -> str:
        return self.name.capitalize()
