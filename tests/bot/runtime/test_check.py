from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from bot.runtime.check import help_lines
from bot.safety import helplines
from bot.safety.helplines import FRESH

OLDEST = datetime.combine(min(line.checked_on for line in helplines.lines()), time(), UTC)


def test_the_age_of_help_lines_is_told_a_month_before_they_are_hidden() -> None:
    early = help_lines(OLDEST + FRESH - timedelta(days=31))
    soon = help_lines(OLDEST + FRESH - timedelta(days=29))
    assert early.ok
    assert not soon.ok
    assert "will be hidden soon" in soon.text
    assert any(code in soon.text for code in helplines.COUNTRIES)
