from __future__ import annotations

from datetime import date

import pytest

from adapters.discord import limits
from bot.adapter import ButtonPressed, CommandCalled, FormSent, MenuChosen
from bot.ui.form import Place
from bot.ui.outcome import Invalid
from tests.adapters.discord.conftest import Stage
from tests.fakes.discord import Modal, buttons


async def test_a_command_is_answered_privately(stage: Stage) -> None:
    answer = await stage.fake.command(stage.ada, stage.guild, "keep", {"text": "A *first* interview"})
    assert answer.kind == "message"
    assert answer.text == "### Kept\nA \\*first\\* interview"
    assert answer.buttons == ["Change"]
    assert answer.message is not None
    assert answer.message.ephemeral
    event = stage.core.last
    assert isinstance(event, CommandCalled)
    assert event.community == str(stage.guild.id)
    assert event.who.account.external == str(stage.ada.id)
    assert event.who.locale == "en-GB"
    assert not event.who.organiser


async def test_only_options_that_were_given_reach_the_handler(stage: Stage) -> None:
    options = {
        "text": "x",
        "day": "yesterday",
        "mood": "tired",
        "who": stage.ada,
        "room": stage.guild["wins"],
        "times": 3,
        "loud": True,
    }
    await stage.fake.command(stage.ada, stage.guild, "keep", options)
    assert stage.core.last.args == {
        "text": "x",
        "day": "yesterday",
        "mood": "tired",
        "who": str(stage.ada.id),
        "room": Place(str(stage.guild["wins"].id), "wins"),
        "times": 3,
        "loud": True,
    }
    await stage.fake.command(stage.ada, stage.guild, "keep", {"text": "y"})
    assert stage.core.last.args == {"text": "y"}


async def test_a_room_names_what_the_bot_lacks_there(stage: Stage) -> None:
    await stage.fake.deny(stage.guild["wins"], "Send Messages", "Read Message History")
    await stage.fake.command(stage.ada, stage.guild, "keep", {"text": "x", "room": stage.guild["wins"]})
    assert stage.core.last.args["room"].missing == ("Send Messages", "Read Message History")
    places = await stage.adapter.inspect(str(stage.guild.id), [str(stage.guild["wins"].id), "1"])
    assert [p.missing for p in places] == [("Send Messages", "Read Message History"), ("View Channel",)]


async def test_organisers_and_roles_are_told_by_the_interaction(stage: Stage) -> None:
    olu = stage.fake.user("Olu")
    role = stage.fake.role(stage.guild, "helpers")
    stage.fake.join(olu, stage.guild, organiser=True, roles=[role])
    await stage.restart()
    await stage.fake.command(olu, stage.guild, "team set")
    assert stage.core.last.who.organiser
    assert stage.core.last.who.role_ids == {str(role.id)}


async def test_suggestions_come_from_the_handler_and_from_recent_days(stage: Stage) -> None:
    texts = await stage.fake.autocomplete(stage.ada, stage.guild, "keep", "text", "an")
    assert [c["value"] for c in texts] == ["an one", "an two"]
    days = await stage.fake.autocomplete(stage.ada, stage.guild, "keep", "day", "")
    assert [c["value"] for c in days][:2] == ["today", "yesterday"]
    assert len(days) == 25
    assert date.fromisoformat(days[2]["value"])


async def test_a_message_menu_brings_the_text_of_the_message(stage: Stage) -> None:
    said = stage.fake.say(stage.ada, stage.guild["general"], "I got the job")
    answer = await stage.fake.menu(stage.ada, "Keep this", said)
    assert answer.text == "### From a menu\nI got the job True"
    assert isinstance(stage.core.last, MenuChosen)


async def test_a_form_opens_and_its_values_come_back(stage: Stage) -> None:
    answer = await stage.fake.command(stage.ada, stage.guild, "keep")
    assert answer.kind == "modal"
    assert answer.modal is not None
    assert answer.modal.labels == ["How was it?", "What happened?", "When was it?", "Show it to others"]
    assert answer.modal.value("mood") == "glad"
    today = answer.modal.input("when")["options"][0]["value"]
    sent = await stage.fake.submit(answer.modal, {"text": "It went\nwell", "when": today, "share": True})
    assert sent.kind == "message"
    assert sent.text == "### Saved\nIt went\nwell"
    event = stage.core.last
    assert isinstance(event, FormSent)
    assert event.values == {"mood": "glad", "text": "It went\nwell", "when": today, "share": True}
    assert event.call == "c1|5|demo.save|i7"


async def test_rooms_people_roles_hours_and_numbers_come_back_typed(stage: Stage) -> None:
    role = stage.fake.role(stage.guild, "helpers")
    answer = await stage.fake.command(stage.ada, stage.guild, "team set")
    assert answer.modal is not None
    wins = stage.guild["wins"]
    await stage.fake.submit(answer.modal, {"room": wins, "person": stage.ada, "role": role, "hour": "7", "count": "4"})
    assert stage.core.last.values == {
        "room": Place(str(wins.id), "wins"),
        "person": str(stage.ada.id),
        "role": str(role.id),
        "hour": 7,
        "count": 4,
    }
    await stage.fake.submit(answer.modal, {"count": "many"})
    assert stage.core.last.values == {"room": None, "person": None, "role": None, "hour": None, "count": "many"}


async def test_a_press_can_open_a_form_update_its_card_or_do_nothing(stage: Stage) -> None:
    kept = (await stage.fake.command(stage.ada, stage.guild, "keep", {"text": "x"})).message
    assert kept is not None
    opened = await stage.fake.press(stage.ada, kept, "Change")
    assert opened.modal is not None
    assert opened.modal.value("text") == "as it was"
    assert isinstance(stage.core.last, ButtonPressed)
    page = await stage.fake.command(stage.ada, stage.guild, "page")
    assert page.message is not None
    assert page.message.files == {"my_data.json": b"{}"}
    assert "||inside||" in page.text
    assert (await stage.fake.press(stage.ada, page.message, "Nothing")).kind == "nothing"
    picked = await stage.fake.choose(stage.ada, page.message, "Second")
    assert picked.kind == "update"
    assert picked.text == "### Picked 2"
    assert picked.message is page.message


async def test_an_update_from_a_public_post_is_a_private_reply(stage: Stage) -> None:
    page = await stage.fake.command(stage.ada, stage.guild, "page")
    assert page.message is not None
    page.message.flags &= ~(1 << 6)
    answer = await stage.fake.press(stage.ada, page.message, "Update")
    assert answer.kind == "message"
    assert answer.message is not page.message
    assert answer.message is not None
    assert answer.message.ephemeral


async def test_nothing_to_show_is_still_said_after_a_command(stage: Stage) -> None:
    assert (await stage.fake.command(stage.ada, stage.guild, "quiet")).text == "### Done."


async def test_a_fault_is_answered_with_a_reference_and_without_its_words(stage: Stage) -> None:
    answer = await stage.fake.command(stage.ada, stage.guild, "broken")
    assert "Something went wrong" in answer.text
    assert "secret" not in answer.text
    assert (await stage.fake.command(stage.ada, stage.guild, "quiet")).kind == "message"


async def test_a_command_that_is_gone_is_explained(stage: Stage) -> None:
    stage.fake.world.commands[0]["name"] = "vanished"
    answer = await stage.fake.command(stage.ada, stage.guild, "vanished", {})
    assert "I don't know this command" in answer.text


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DEFER_SECONDS", 0.02)


async def test_a_late_handler_is_announced_and_answers_afterwards(stage: Stage, hasty: None) -> None:
    stage.core.delay = 0.2
    answer = await stage.fake.command(stage.ada, stage.guild, "slow")
    assert answer.deferred
    assert answer.text == "### Slow but here"
    assert answer.message is not None
    assert answer.message.ephemeral


async def test_a_late_form_is_reached_over_a_button(stage: Stage, hasty: None) -> None:
    stage.core.delay = 0.2
    late = await stage.fake.command(stage.ada, stage.guild, "slowform")
    assert late.buttons == ["Continue"]
    assert late.message is not None
    opened = await stage.fake.press(stage.ada, late.message, "Continue")
    assert opened.modal is not None
    assert opened.modal.value("text") == "kept"
    assert opened.modal.custom_id == "c1|5|demo.save|i7"


async def test_a_late_update_still_replaces_its_card(stage: Stage, hasty: None) -> None:
    page = (await stage.fake.command(stage.ada, stage.guild, "page")).message
    assert page is not None
    stage.core.delay = 0.2
    assert (await stage.fake.press(stage.ada, page, "Update")).kind == "nothing"
    await stage.fake.until(lambda: buttons(page) == [])
    quiet = await stage.fake.command(stage.ada, stage.guild, "quiet")
    assert quiet.text == "### Done."


async def test_errors_come_with_a_button_that_reopens_what_was_typed(stage: Stage) -> None:
    form = (await stage.fake.command(stage.ada, stage.guild, "keep")).modal
    assert form is not None
    stage.core.form_answers.append(Invalid({"text": "Too short.", "": "Please look again."}))
    refused = await stage.fake.submit(form, {"text": "A *long* story", "mood": "tired", "share": True})
    assert refused.kind == "message"
    assert "Too short." in refused.text
    assert "**What happened?**" in refused.text
    assert "Please look again." in refused.text
    assert "A \\*long\\* story" in refused.text
    assert refused.message is not None
    again = (await stage.fake.press(stage.ada, refused.message, "Fix it")).modal
    assert again is not None
    assert again.value("text") == "A *long* story"
    assert again.value("mood") == "tired"
    assert again.value("share") is True
    saved = await stage.fake.submit(again, {"text": "better"})
    assert saved.text == "### Saved\nbetter"


async def test_long_text_that_could_not_be_taken_comes_back_whole_as_a_file(stage: Stage) -> None:
    form = (await stage.fake.command(stage.ada, stage.guild, "keep")).modal
    assert form is not None
    stage.core.form_answers.append(Invalid({"text": "No."}))
    story = "Привет 😀 *x* " * 230
    refused = await stage.fake.submit(form, {"text": story[:3000]})
    assert refused.message is not None
    assert story[:3000].encode() in refused.message.files["what-you-wrote.txt"]


async def test_after_a_restart_the_form_opens_empty_and_says_so(stage: Stage) -> None:
    form = (await stage.fake.command(stage.ada, stage.guild, "keep")).modal
    assert form is not None
    stage.core.form_answers.append(Invalid({"text": "Too short."}))
    refused = await stage.fake.submit(form, {"text": "words"})
    await stage.restart()
    assert refused.message is not None
    again = (await stage.fake.press(stage.ada, refused.message, "Fix it")).modal
    assert again is not None
    assert "no longer have" in again.text
    assert again.value("text") == ""
    gone = await stage.fake.press_id(stage.ada, refused.message, "d1|nothing|")
    assert "no longer open" in gone.text


def asked(modal: Modal | None) -> list[tuple[str, str, str]]:
    assert modal is not None
    labels = [part for part in modal.components if part["type"] == 18]
    return [(part["component"]["custom_id"], part["label"], part.get("description", "")) for part in labels]


THIS_WEEK = [("text", "And this week?", "Big or small."), ("share", "Show it to your circle", "")]


async def test_a_refused_form_comes_back_in_the_words_it_was_asked_in(stage: Stage) -> None:
    form = (await stage.fake.command(stage.ada, stage.guild, "week")).modal
    assert form is not None
    assert asked(form) == THIS_WEEK
    stage.core.form_answers.append(Invalid({"text": "Too short."}))
    refused = await stage.fake.submit(form, {"text": "words"})
    assert set(stage.core.last.values) == {"text", "share"}
    assert "**And this week?**\nToo short." in refused.text
    assert refused.message is not None
    again = (await stage.fake.press(stage.ada, refused.message, "Fix it")).modal
    assert again is not None
    assert asked(again) == THIS_WEEK
    assert again.value("text") == "words"
    stage.core.form_answers.append(Invalid({"text": "Still too short."}))
    assert "**And this week?**\nStill" in (await stage.fake.submit(again, {"text": "words"})).text


async def test_after_a_restart_the_same_fields_are_asked_as_declared(stage: Stage) -> None:
    form = (await stage.fake.command(stage.ada, stage.guild, "week")).modal
    assert form is not None
    await stage.restart()
    stage.core.form_answers.append(Invalid({"text": "Too short."}))
    refused = await stage.fake.submit(form, {"text": "words"})
    assert "**What happened?**\nToo short." in refused.text
    assert refused.message is not None
    await stage.restart()
    again = (await stage.fake.press(stage.ada, refused.message, "Fix it")).modal
    assert again is not None
    assert [name for name, _, _ in asked(again)] == ["text", "share"]
    assert "no longer have" in again.text


async def test_a_late_form_keeps_its_words_behind_the_button(stage: Stage, hasty: None) -> None:
    stage.core.delay = 0.2
    late = await stage.fake.command(stage.ada, stage.guild, "week")
    assert late.message is not None
    assert asked((await stage.fake.press(stage.ada, late.message, "Continue")).modal) == THIS_WEEK


async def test_nobody_opens_another_persons_draft(stage: Stage) -> None:
    form = (await stage.fake.command(stage.ada, stage.guild, "keep")).modal
    assert form is not None
    stage.core.form_answers.append(Invalid({"text": "Too short."}))
    refused = await stage.fake.submit(form, {"text": "private words"})
    assert refused.message is not None
    bo = stage.fake.user("Bo", stage.guild)
    opened = (await stage.fake.press(bo, refused.message, "Fix it")).modal
    assert opened is not None
    assert opened.value("text") == ""


async def test_an_earlier_day_is_typed_in_a_second_form(stage: Stage) -> None:
    form = (await stage.fake.command(stage.ada, stage.guild, "keep")).modal
    assert form is not None
    asked = await stage.fake.submit(form, {"text": "long ago", "when": "earlier"})
    assert "Which day was it?" in asked.text
    assert asked.message is not None
    assert not any(isinstance(e, FormSent) for e in stage.core.events)
    again = (await stage.fake.press(stage.ada, asked.message, "Fix it")).modal
    assert again is not None
    assert again.input("when")["type"] == 4
    stage.core.form_answers.append(Invalid({"when": "That day is in the future."}))
    refused = await stage.fake.submit(again, {"when": "2999-01-01"})
    assert stage.core.last.values["when"] == "2999-01-01"
    assert refused.message is not None
    third = (await stage.fake.press(stage.ada, refused.message, "Fix it")).modal
    assert third is not None
    assert third.value("when") == "2999-01-01"
    assert third.value("text") == "long ago"


async def test_a_broken_connection_while_answering_is_tried_once_more(stage: Stage) -> None:
    stage.fake.fault("POST /interactions", "reset")
    assert (await stage.fake.command(stage.ada, stage.guild, "quiet")).text == "### Done."
    stage.fake.fault("POST /interactions", "reset-after")
    answer = await stage.fake.command(stage.ada, stage.guild, "quiet")
    assert answer.text == "### Done."
    assert answer.kind == "message"
