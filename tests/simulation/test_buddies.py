from __future__ import annotations

from pathlib import Path

from tests.simulation.life import Life


async def test_some_weeks_of_a_small_community_keep_every_rule_of_buddies(tmp_path: Path) -> None:
    """`make simulation` runs a year of five hundred."""
    record = await Life(tmp_path, 60).run(8)
    assert record.rounds == 8
    assert record.pairs > 8 * 15
    assert record.paused_for_silence
    assert record.met[True] > record.met[False] > 0
    assert record.neutral_notes
