from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.people import communities, members
from bot.storage.database import Tx
from cogs.buddies.choices import Cadence, Field, Language, Medium, Part, Stage
from cogs.buddies.model import ABOUT
from cogs.buddies.pools import store as pools
from tests.cogs.buddies.people import changes, joins, member_id, said
from tests.stage import Actor, Seen
from tests.stage import Stage as World
from tests.stage.memory import MemoryPlatform

IN = "You're in."


def preview(seen: Seen) -> str:
    """What a buddy would see."""
    return seen.text.split("What your buddy sees")[1]


async def test_with_a_zone_one_command_is_all_it_takes(stage: World) -> None:
    wren = await stage.member("wren")
    await wren.command("zone", city="Reykjavik")
    seen = await wren.command("buddy join")
    assert IN in seen.text
    assert said(seen, "2026-03-09 10:00")
    assert "Reykjavik" in seen.text


async def test_without_a_zone_it_is_asked_for_first_and_nothing_else(stage: World) -> None:
    wren = await stage.member("wren")
    form = await wren.command("buddy join")
    assert form.form == ("place",)
    assert "You are not in" in (await wren.command("buddy status")).text
    seen = await wren.submit(form, place="Reykjavik")
    assert IN in seen.text
    assert "Reykjavik" in (await wren.home()).text


async def test_a_city_in_the_command_is_enough(stage: World) -> None:
    wren = await stage.member("wren")
    assert IN in (await joins(wren, "Reykjavik")).text


async def test_the_time_on_a_clock_leads_to_places_to_pick_from(stage: World) -> None:
    wren = await stage.member("wren")
    found = await joins(wren, "15:31")
    assert IN not in found.text
    seen = await wren.choose(found, "Kolkata: 15:30 now")
    assert IN in seen.text
    assert "Kolkata, 15:30 now" in seen.text


async def test_an_unknown_place_is_repeated_and_can_be_mended(stage: World) -> None:
    wren = await stage.member("wren")
    unknown = await joins(wren, "Middle of nowhere")
    assert "Middle of nowhere" in unknown.text
    form = await wren.press(unknown, "Try again")
    assert form.prefill["place"] == "Middle of nowhere"
    wrong = await wren.submit(form)
    assert "Middle of nowhere" in wrong.errors["place"]
    assert IN in (await wren.submit(wrong, place="Reykjavik")).text


async def test_a_stranger_is_asked_to_agree_first(stage: World) -> None:
    lark = stage.stranger("lark")
    asked = await joins(lark)
    assert IN not in asked.text
    assert "You are not in" not in asked.text


@pytest.mark.parametrize("stage", [("slack", "sqlite")], indirect=True)
async def test_the_zone_of_the_profile_is_offered_and_kept_only_when_it_is_sent(stage: World) -> None:
    lark = await stage.member("lark")
    form = await lark.command("buddy join")
    assert form.prefill["place"] == "UTC"
    assert "not chosen" in (await lark.home()).text
    assert IN in (await lark.submit(form)).text
    assert "not chosen" not in (await lark.home()).text


async def test_joining_again_changes_nothing(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await wren.submit(await changes(wren, "Field of work"), field=Field.CARE)
    again = await joins(wren)
    assert Field.CARE.label in again.text
    assert IN not in again.text


async def test_every_line_has_its_own_form_and_is_filled_in_the_next_time(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    for line, name, value, label in (
        ("Field of work", "field", Field.DATA, Field.DATA.label),
        ("Stage of the search", "stage", Stage.APPLYING, Stage.APPLYING.label),
        ("Language", "language", Language.PT, "Português"),
        ("How long with one buddy", "cadence", Cadence.FOUR_WEEKS, Cadence.FOUR_WEEKS.label),
        ("Text or voice", "medium", Medium.VOICE, f"Text or voice: {Medium.VOICE.label}"),
        ("Good to know", "about", "I am new in this town.", "I am new in this town."),
    ):
        form = await changes(wren, line)
        assert form.form == (name,)
        seen = await wren.submit(form, **{name: value})
        assert f"Changed: {line}." in seen.text
        assert label.split(": ")[-1] in seen.text
        assert (await changes(wren, line)).prefill[name] == value


async def test_hours_are_ticked_and_none_means_any_time(stage: World) -> None:
    wren = await stage.member("wren")
    assert "Any time" in (await joins(wren)).text
    form = await changes(wren, "Hours that suit")
    parts = (Part.WEEKDAY_EVENING.value, Part.WEEKEND_MORNING.value)
    seen = await stage.platform.submit(wren.id, form, {"parts": parts})
    assert "Weekdays 18:00 to 22:00; weekends 9:00 to 12:00" in preview(seen)
    again = await changes(wren, "Hours that suit")
    assert set(again.prefill["parts"]) == set(parts)
    assert "Any time" in preview(await stage.platform.submit(wren.id, again, {"parts": ()}))


async def test_hours_that_follow_on_each_other_are_said_as_one_stretch(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    parts = (Part.WEEKDAY_MORNING.value, Part.WEEKDAY_NOON.value, Part.WEEKDAY_EVENING.value)
    seen = await stage.platform.submit(wren.id, await changes(wren, "Hours that suit"), {"parts": parts})
    assert "Weekdays 8:00 to 14:00, 18:00 to 22:00" in preview(seen)


async def test_the_preview_holds_what_a_buddy_sees_and_no_more(stage: World) -> None:
    wren = await stage.member("wren")
    shown = preview(await joins(wren))
    assert "Reykjavik" in shown
    assert "English" in shown
    for hidden in ("Not said", Cadence.WEEKLY.label, "Field of work", "Stage of the search", "Good to know"):
        assert hidden not in shown
    await wren.submit(await changes(wren, "Stage of the search"), stage=Stage.RETURNING)
    shown = preview(await wren.submit(await changes(wren, "Good to know"), about="<@everyone> *Hello*"))
    assert Stage.RETURNING.label in shown
    assert "*Hello*" in shown


async def test_words_are_taken_back_by_sending_none(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    await wren.submit(await changes(wren, "Good to know"), about="Early bird.")
    form = await changes(wren, "Good to know")
    seen = await stage.platform.submit(wren.id, form, {"about": ""})
    assert "Early bird." not in seen.text
    assert "Early bird." not in (await wren.command("buddy join")).text


async def test_words_that_are_too_long_are_not_lost(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    form = await changes(wren, "Good to know")
    wrong = await wren.submit(form, about="a" * (ABOUT + 1))
    assert str(ABOUT) in wrong.errors["about"]
    assert wrong.prefill["about"] == "a" * (ABOUT + 1)
    assert "a" * ABOUT in (await wren.submit(wrong, about="a" * ABOUT)).text


async def test_links_follow_the_rule_of_the_community_and_are_not_lost(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    text = "My work: https://example.org/wren"
    await stage.db.run(lambda tx: communities.set_links_allowed(tx, stage.community, False))
    wrong = await wren.submit(await changes(wren, "Good to know"), about=text)
    assert set(wrong.errors) == {"about"}
    assert wrong.prefill["about"] == text
    assert text not in (await wren.command("buddy join")).text
    await stage.db.run(lambda tx: communities.set_links_allowed(tx, stage.community, True))
    assert "example.org/wren" in (await wren.submit(await changes(wren, "Good to know"), about=text)).text


async def test_somebody_whom_staff_stopped_can_not_join(stage: World) -> None:
    wren = await stage.member("wren")
    id = await member_id(stage, wren)
    until = stage.now + timedelta(days=3)
    await stage.db.run(lambda tx: members.stop_until(tx, stage.community, id, until))
    seen = await joins(wren)
    assert said(seen, "2026-03-05 10:00")
    assert "You are not in" in (await wren.command("buddy status")).text
    await stage.step(days=3)
    assert IN in (await joins(wren)).text


async def test_another_zone_changes_the_clock_everywhere(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    form = await changes(wren, "Time zone")
    assert form.prefill["place"] == "Reykjavik"
    seen = await wren.submit(form, place="Tokyo")
    assert "Tokyo, 19:00 now" in seen.text
    assert "Tokyo" in preview(seen)
    assert "Tokyo" in (await wren.home()).text


async def test_a_zone_that_is_sent_after_leaving_brings_nobody_back(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    form = await changes(wren, "Time zone")
    found = await wren.submit(form, place="15:31")
    await leaves(wren)
    assert "You are not in" in (await wren.choose(found, "Kolkata: 15:30 now")).text
    assert "You are not in" in (await wren.command("buddy status")).text


async def test_a_line_that_is_sent_after_leaving_brings_nobody_back(stage: World) -> None:
    wren = await stage.member("wren")
    card = await joins(wren)
    form = await wren.choose(card, "Stage of the search")
    await leaves(wren)
    assert "You are not in" in (await wren.submit(form, stage=Stage.APPLYING)).text
    assert "You are not in" in (await wren.choose(card, "Language")).text


async def leaves(actor: Actor) -> Seen:
    asked = await actor.press(await actor.command("buddy status"), "Leave")
    return await actor.press(asked, "Leave")


async def test_somebody_elses_card_changes_only_ones_own(stage: World) -> None:
    wren, fern = await stage.member("wren"), await stage.member("fern")
    card = await joins(wren)
    await wren.submit(await changes(wren, "Good to know"), about="Mine alone.")
    assert "Mine alone." not in (await fern.press(card, "My buddy page")).text
    assert "You are not in" in (await fern.choose(card, "Good to know")).text
    await joins(fern)
    form = await fern.choose(card, "Good to know")
    assert not form.prefill.get("about")
    await fern.submit(form, about="Of fern.")
    assert "Mine alone." in (await wren.command("buddy join")).text


async def test_pools_are_offered_when_there_are_several(stage: World) -> None:
    wren = await stage.member("wren")
    card = await joins(wren)
    assert "Pool" not in card.options
    await stage.db.run(lambda tx: pools.create(tx, stage.community, "Designers"))
    card = await wren.command("buddy join")
    asked = await wren.choose(card, "Pool")
    assert asked.options == ("Everybody", "Designers")
    assert "Designers" in (await wren.choose(asked, "Designers")).text
    assert "Designers" in (await wren.command("buddy join")).text


async def test_a_pool_for_a_role_is_offered_to_those_who_hold_it(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)

    def make(tx: Tx) -> None:
        for name, role in (("Designers", "role-of-others"), ("Makers", "")):
            id = pools.create(tx, stage.community, name)
            found = pools.get(tx, stage.community, id or 0)
            assert found is not None
            pools.save(tx, replace(found, platform_role=role))

    await stage.db.run(make)
    asked = await wren.choose(await wren.command("buddy join"), "Pool")
    assert asked.options == ("Everybody", "Makers")


async def test_a_pool_that_was_removed_meanwhile_changes_nothing(stage: World) -> None:
    wren = await stage.member("wren")
    await joins(wren)
    made = await stage.db.run(lambda tx: pools.create(tx, stage.community, "Designers"))
    asked = await wren.choose(await wren.command("buddy join"), "Pool")
    await stage.db.run(lambda tx: pools.remove(tx, stage.community, made or 0))
    seen = await wren.choose(asked, "Designers")
    assert "nothing changed" in seen.text
    assert "Designers" not in seen.text


async def test_whom_no_message_reaches_is_told_where_news_waits(stage: World) -> None:
    wren = await stage.member("wren")
    assert "Try a direct message" not in (await joins(wren)).buttons
    await stage.db.run(lambda tx: tx.run("UPDATE account SET by_dm = 0"))
    card = await wren.command("buddy join")
    assert "waits on /home" in card.text
    assert "test message" in (await wren.press(card, "Try a direct message")).text.lower()


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True)
async def test_whoever_holds_the_role_of_a_pool_is_offered_it_until_they_lose_it(stage: World) -> None:
    wren = await stage.member("wren")
    assert isinstance(stage.platform, MemoryPlatform)
    person = stage.platform.adapter.people[wren.id]
    await joins(wren)

    def make(tx: Tx) -> None:
        found = pools.get(tx, stage.community, pools.create(tx, stage.community, "Designers") or 0)
        assert found is not None
        pools.save(tx, replace(found, platform_role="design"))

    await stage.db.run(make)
    assert "Pool" not in (await wren.command("buddy join")).options
    person.role_ids = frozenset({"design"})
    asked = await wren.choose(await wren.command("buddy join"), "Pool")
    assert asked.options == ("Everybody", "Designers")
    person.role_ids = frozenset()
    assert "nothing changed" in (await wren.choose(asked, "Designers")).text
    assert "Designers" not in (await wren.command("buddy join")).text
