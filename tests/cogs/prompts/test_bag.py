"""Which prompt comes next, and when: without a platform."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.scheduling.weekday import Weekday
from bot.words import packs, tone
from cogs.prompts import bag, timing
from cogs.prompts.bag import Prompt
from cogs.prompts.model import Bag, Rhythm, Slot, Topic, days_named, mask

DAY = date(2026, 3, 2)


def rhythm(days: int = 0b1111111, topic: Topic = Topic.MIX, hour: int = 10) -> Rhythm:
    return Rhythm(days, hour, topic, DAY.toordinal() - 1, 0, Bag(seed=7))


def some(count: int, prefix: str = "p") -> list[Prompt]:
    slots = list(Slot)
    return [
        Prompt(f"{prefix}{n}", Topic.REST, slots[n % 3], f"Text {prefix}{n}", "", frozenset(), "x")
        for n in range(count)
    ]


def drawn(pack: list[Prompt], of: Rhythm, count: int) -> tuple[list[str], Rhythm]:
    ids: list[str] = []
    for n in range(count):
        one, of = bag.pull(pack, of, DAY + timedelta(days=n), room=True)
        ids.append(one.id)
    return ids, of


def test_none_comes_twice_before_all_have_come_and_a_turn_does_not_begin_with_the_last() -> None:
    pack = some(9)
    for seed in range(50):
        ids, _ = drawn(pack, replace(rhythm(), bag=Bag(seed)), 27)
        for turn in (ids[:9], ids[9:18], ids[18:]):
            assert len(set(turn)) == 9
        assert ids[8] != ids[9]
        assert ids[17] != ids[18]


def test_different_bags_have_different_orders() -> None:
    orders = {tuple(drawn(some(12), replace(rhythm(), bag=Bag(seed)), 12)[0]) for seed in range(20)}
    assert len(orders) > 15


def test_a_pack_that_is_edited_in_between_repeats_nothing_and_brings_the_new_ones_in_the_same_turn() -> None:
    pack = some(10)
    first, half = drawn(pack, rhythm(), 5)
    edited = [replace(one, text="Better words") for one in pack if one.id != "p9"] + some(3, "new")
    left = [one.id for one in edited if one.id not in first]
    second, _ = drawn(edited, half, len(left))
    assert sorted(second) == sorted(left)
    assert set(second) >= {"new0", "new1", "new2"}


def test_an_edit_does_not_change_the_order_of_the_rest() -> None:
    pack = some(12)
    before, _ = drawn(pack, rhythm(days=1), 12)
    after, _ = drawn(list(reversed(pack)), rhythm(days=1), 12)
    assert before == after


def test_what_is_put_off_comes_once_more_after_the_others() -> None:
    pack = some(4)
    first, of = drawn(pack, rhythm(), 1)
    of = bag.put_off(bag.put_off(of, first[0]), first[0])
    rest, _ = drawn(pack, of, 4)
    assert len(set(rest)) == 4
    assert rest[3] == first[0]


def test_days_early_in_the_week_bring_plans_and_late_ones_look_back() -> None:
    pack = list(bag.load("en"))
    for day, slot in ((DAY, Slot.PLAN), (DAY + timedelta(days=2), Slot.SUPPORT), (DAY + timedelta(days=4), Slot.BACK)):
        assert bag.pull(pack, rhythm(), day, room=True)[0].slot is slot


def test_with_one_day_a_week_the_parts_take_turns() -> None:
    of, slots = rhythm(days=1), list[Slot]()
    for _ in range(9):
        one, of = bag.pull(bag.load("en"), of, DAY, room=True)
        slots.append(one.slot)
    assert slots == [*Slot] * 3


def test_every_topic_has_prompts_for_a_room_and_heavy_ones_are_for_one_person_alone() -> None:
    pack = bag.load("en")
    for topic in Topic:
        assert len(bag.fitting(pack, topic, room=True)) >= 3
        assert not any(bag.HEAVY in one.tags for one in bag.fitting(pack, topic, room=True))
    assert any(bag.HEAVY in one.tags for one in bag.fitting(pack, Topic.MIX, room=False))


def test_the_pack_holds_a_year_of_weeks_and_each_prompt_is_whole() -> None:
    pack = bag.load("en")
    assert len(bag.fitting(pack, Topic.MIX, room=True)) >= 52
    assert len({one.id for one in pack}) == len(pack)
    for one in pack:
        assert one.category is not Topic.MIX
        assert one.tags <= bag.TAGS
        assert one.evidence
        assert not tone.problems(one.text), one.id
        assert not one.follow_up or not tone.problems(one.follow_up), one.id


def test_a_language_without_a_pack_gets_the_english_one() -> None:
    assert bag.load("de-AT") == bag.load("en")
    assert packs.locales(bag.PACKAGE) == ("en",)


@pytest.mark.parametrize(
    ("days", "named"),
    [
        ({Weekday.MONDAY}, "Monday"),
        ({Weekday.FRIDAY, Weekday.MONDAY}, "Monday and Friday"),
        ({Weekday.SUNDAY, Weekday.MONDAY, Weekday.TUESDAY}, "Monday, Tuesday and Sunday"),
        (set(Weekday), "every day"),
    ],
)
def test_days_are_named_in_words(days: set[Weekday], named: str) -> None:
    assert days_named(days) == named
    assert mask(days).bit_count() == len(days)


def test_in_every_zone_each_local_day_comes_once_at_its_hour() -> None:
    """A year of days at hours that some zones skip or repeat."""
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        for hour in (0, 2):
            found = timing.occurrences(rhythm(hour=hour), zone)
            seen = [next(found) for _ in range(366)]
            assert [day for day, _ in seen] == [DAY + timedelta(days=n) for n in range(366)], name
            for day, at in seen:
                local = at.astimezone(zone)
                assert local.date() == day
                assert local.hour == hour or (local.hour <= hour + 2 and local.utcoffset() != _before(at, zone)), name
            assert all(one < other for (_, one), (_, other) in pairwise(seen))


def _before(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return (at - timedelta(hours=3)).astimezone(zone).utcoffset()


def test_a_day_that_a_zone_left_out_is_left_out() -> None:
    """Samoa had no 30 December 2011."""
    of = replace(rhythm(), last_day=date(2011, 12, 28).toordinal())
    found = timing.occurrences(of, ZoneInfo("Pacific/Apia"))
    assert [next(found)[0].day for _ in range(2)] == [29, 31]


def test_where_all_days_are_skipped_there_is_no_next_one() -> None:
    of = rhythm(days=1)
    skipped = {DAY.toordinal() + n for n in range(7 * 900)}
    assert timing.following(of, ZoneInfo("UTC"), skipped) is None


def test_a_clock_that_moves_west_brings_no_second_prompt_on_the_same_day() -> None:
    noon = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
    _, due, _ = timing.due(rhythm(), ZoneInfo("UTC"), noon)
    assert due is not None
    after = replace(rhythm(), last_day=due[0].toordinal())
    _, again, late = timing.due(after, ZoneInfo("America/New_York"), noon + timedelta(hours=6))
    assert again is None
    assert not late
