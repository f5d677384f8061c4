"""What people do, and what they see for it."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from adapters.slack import forms
from adapters.slack.cards import Json
from bot.adapter import ButtonPressed, CommandCalled, FormSent, HomeOpened, Incoming, MenuChosen, OptionChosen
from bot.ui.card import Actions, Button, Card, File, Option, Select, Text
from bot.ui.form import Place
from bot.ui.outcome import Asked, Invalid, Outcome, Reply, Update
from tests.adapters.slack.conftest import Stand
from tests.adapters.slack.demo import Details, card, demo
from tests.fakes.slack import Fault

CHEER = Actions((Button("Cheer", demo.cheer.bind(5)),))


def pressable(title: str) -> Card:
    return Card(title, (CHEER,))


async def test_a_command_is_answered_privately_in_its_acknowledgement(stand: Stand) -> None:
    stand.core.answers("win", card("Kept", "One letter <sent> & *done*"))
    response = await stand.slack.command(stand.wren, stand.wins, "/win", "one letter & a <call>")
    assert response.payload["response_type"] == "ephemeral"
    assert stand.slack.seen(response.message) == "Kept\nOne letter <sent> & *done*"
    assert stand.wins.messages == []
    event = stand.core.events[0]
    assert isinstance(event, CommandCalled)
    assert (event.name, event.text, event.who.name) == ("win", "one letter & a <call>", "wren")
    assert (event.community, event.who.account.tenant) == (stand.slack.world.team, stand.slack.world.team)


async def test_the_long_form_and_two_word_commands_reach_the_same_handlers(stand: Stand) -> None:
    await stand.slack.command(stand.wren, stand.wins, "/cairn", "WIN  wrote two  lines")
    await stand.slack.command(stand.wren, stand.wins, "/cairn", "buddy status")
    await stand.slack.command(stand.wren, stand.wins, "/cairn", "buddy thanks <@U123|fern>")
    await stand.slack.command(stand.wren, stand.wins, "/cairn", "")
    called = [(e.name, e.text) for e in stand.core.events if isinstance(e, CommandCalled)]
    assert called == [
        ("win", "wrote two  lines"),
        ("buddy status", ""),
        ("buddy thanks", "<@U123|fern>"),
        ("help", ""),
    ]


async def test_an_unknown_command_names_what_is_close_and_repeats_what_was_typed(stand: Stand) -> None:
    response = await stand.slack.command(stand.wren, stand.wins, "/cairn", "wim a long & story")
    assert "wim a long & story" in stand.slack.seen(response.message)
    assert "/cairn win" in stand.slack.seen(response.message)
    assert stand.core.events == []


async def test_half_a_two_word_command_lists_its_parts(stand: Stand) -> None:
    response = await stand.slack.command(stand.wren, stand.wins, "/cairn", "buddy")
    assert "/cairn buddy status" in stand.slack.seen(response.message)


async def test_a_press_replaces_the_private_card_that_held_the_button(stand: Stand) -> None:
    stand.core.answers("win", pressable("Kept"))
    stand.core.answers("demo.cheer", Update(card("Changed")))
    shown = (await stand.slack.command(stand.wren, stand.wins, "/win")).message
    assert shown
    await stand.slack.press(stand.wren, shown, "Cheer")
    assert [stand.slack.seen(m) for m in stand.slack.shown_to(stand.wren)] == ["Changed"]
    event = stand.core.events[1]
    assert isinstance(event, ButtonPressed)
    assert event.call == "c1|7|demo.cheer|i5"


async def test_a_reply_to_a_press_leaves_the_private_card(stand: Stand) -> None:
    stand.core.answers("win", pressable("Kept"))
    stand.core.answers("demo.cheer", card("Another"))
    shown = (await stand.slack.command(stand.wren, stand.wins, "/win")).message
    assert shown
    response = await stand.slack.press(stand.wren, shown, "Cheer")
    assert stand.slack.seen(response.message) == "Another"
    assert len(stand.slack.shown_to(stand.wren)) == 2


async def test_a_public_post_is_never_replaced_by_an_answer(stand: Stand) -> None:
    post = await posted(stand, pressable("A win"))
    stand.core.answers("demo.cheer", Update(card("Only for you")))
    response = await stand.slack.press(stand.wren, post, "Cheer")
    assert stand.slack.seen(response.message) == "Only for you"
    assert [stand.slack.seen(m) for m in stand.wins.messages] == ["A win\nCheer"]


async def test_a_used_up_reply_address_falls_back_to_an_ephemeral_message(stand: Stand) -> None:
    post = await posted(stand, pressable("A win"))

    async def slow(_: Incoming) -> Outcome:
        stand.slack.later(3600)
        return Reply(card("Still here"))

    stand.core.answers("demo.cheer", slow)
    response = await stand.slack.press(stand.wren, post, "Cheer")
    assert stand.slack.seen(response.message) == "Still here"
    assert stand.slack.calls("chat.postEphemeral")


async def test_a_choice_carries_its_value(stand: Stand) -> None:
    select = Select("Where to?", (Option("Up", "up"), Option("Down", "down")), demo.sort.bind(3))
    stand.core.answers("win", Card("Sort it", (select,)))
    stand.core.answers("demo.sort", Update(card("Sorted")))
    shown = (await stand.slack.command(stand.wren, stand.wins, "/win")).message
    assert shown
    await stand.slack.choose(stand.wren, shown, "Down")
    event = stand.core.events[1]
    assert isinstance(event, OptionChosen)
    assert (event.call, event.value) == ("c1|7|demo.sort|i3", "down")
    assert stand.slack.seen(shown) == "Sorted"


async def test_a_form_opens_filled_and_turns_into_its_answer(stand: Stand) -> None:
    filled = Details(story="A talk", topics=frozenset(), day=date(2026, 3, 1))
    stand.core.answers("win", demo.keep.open(filled, 9))
    stand.core.answers("demo.keep", Update(card("Kept", "in a safe place")))
    view = (await stand.slack.command(stand.wren, stand.wins, "/win")).view
    assert view
    assert "A talk" in stand.slack.seen(view)
    response = await stand.slack.submit(stand.wren, view, {"company": "Acme", "How far?": "call", "topics": ["rest"]})
    assert stand.slack.seen(response.view) == "Kept\nin a safe place"
    event = stand.core.events[1]
    assert isinstance(event, FormSent)
    assert event.call == "c1|7|demo.keep|i9"
    assert event.values == {
        "story": "A talk",
        "company": "Acme",
        "stage": "call",
        "topics": ("rest",),
        "day": "2026-03-01",
    }


async def test_every_kind_of_field_comes_back_as_its_own_type(stand: Stand) -> None:
    stand.core.answers("win", demo.count.open({"hour": 9}))
    view = (await stand.slack.command(stand.wren, stand.wins, "/win")).view
    assert view
    typed = {"hour": "18:00", "count": 3, "weekly": True, "friend": stand.wren, "place": stand.wins}
    await stand.slack.submit(stand.wren, view, typed)
    event = stand.core.events[1]
    assert isinstance(event, FormSent)
    assert event.values == {
        "hour": 18,
        "count": 3,
        "weekly": True,
        "friend": stand.wren.id,
        "place": Place(stand.wins.id),
    }
    assert stand.wren.modals == []  # nothing to show closes the form


async def test_errors_stand_beside_their_fields_and_the_form_stays_open(stand: Stand) -> None:
    stand.core.answers("win", demo.keep.open(None, 9))
    stand.core.answers("demo.keep", Invalid({"company": "Too short.", "": "Please look again."}))
    view = (await stand.slack.command(stand.wren, stand.wins, "/win")).view
    assert view
    response = await stand.slack.submit(stand.wren, view, {"story": "x"})
    assert response.errors == {"company": "Too short.", "story": "Please look again."}
    assert response.view == view


async def test_a_late_error_comes_with_what_was_typed(stand: Stand) -> None:
    stand.core.answers("win", demo.keep.open(None, 9))

    async def slow(_: Incoming) -> Outcome:
        await asyncio.sleep(0.5)
        return Invalid({"company": "Too short."})

    stand.core.answers("demo.keep", slow)
    view = (await stand.slack.command(stand.wren, stand.wins, "/win")).view
    assert view
    response = await stand.slack.submit(stand.wren, view, {"story": "my whole story"})
    assert "One moment" in stand.slack.seen(response.view)
    await stand.slack.until(lambda: "Too short." in stand.slack.seen(stand.wren.modals[-1]))
    assert "my whole story" in stand.slack.seen(stand.wren.modals[-1])
    await stand.slack.submit(stand.wren, stand.wren.modals[-1], {"company": "Acme"})
    event = stand.core.events[-1]
    assert isinstance(event, FormSent)
    assert (event.values["story"], event.values["company"]) == ("my whole story", "Acme")


async def test_a_late_command_is_answered_afterwards(stand: Stand) -> None:
    async def slow(_: Incoming) -> Outcome:
        await asyncio.sleep(0.5)
        return Reply(card("Here at last"))

    stand.core.answers("win", slow)
    response = await stand.slack.command(stand.wren, stand.wins, "/win")
    assert response.acknowledged
    assert response.message is None
    await stand.slack.until(lambda: stand.slack.shown_to(stand.wren))
    assert stand.slack.seen(stand.slack.shown_to(stand.wren)[0]) == "Here at last"


async def test_a_form_that_comes_too_late_waits_behind_a_button(stand: Stand) -> None:
    async def slow(_: Incoming) -> Outcome:
        stand.slack.later(4)
        return demo.keep.open({"company": "Acme"}, 9)

    stand.core.answers("win", slow)
    shown = (await stand.slack.command(stand.wren, stand.wins, "/win")).message
    assert stand.slack.buttons(shown) == ["Continue"]
    assert shown
    view = (await stand.slack.press(stand.wren, shown, "Continue")).view
    assert "Acme" in stand.slack.seen(view)


WORDS = {"story": Asked("And this week?", "Big & small <3 " * 6), "company": Asked("With whom?")}
LABELS = {"story": "And this week?", "company": "With whom?"}


def labels(stand: Stand, view: Json | None) -> dict[str, str]:
    return {name: str(block["label"]["text"]) for name, block in stand.slack.fields(view).items()}


async def test_a_late_error_asks_in_the_same_words(stand: Stand) -> None:
    stand.core.answers("win", demo.keep.open(None, 9).asking(WORDS))

    async def slow(_: Incoming) -> Outcome:
        await asyncio.sleep(0.5)
        return Invalid({"company": "Too short."})

    stand.core.answers("demo.keep", slow)
    view = (await stand.slack.command(stand.wren, stand.wins, "/win")).view
    assert view
    assert labels(stand, view) == LABELS
    await stand.slack.submit(stand.wren, view, {"story": "my whole story"})
    await stand.slack.until(lambda: "Too short." in stand.slack.seen(stand.wren.modals[-1]))
    again = stand.wren.modals[-1]
    assert labels(stand, again) == LABELS
    assert "With whom?: Too short." in stand.slack.seen(again)
    assert WORDS["story"].hint.strip() in stand.slack.seen(again)
    assert "my whole story" in stand.slack.seen(again)
    event = stand.core.events[-1]
    assert isinstance(event, FormSent)
    assert set(event.values) == {"story", "company"}


@pytest.mark.parametrize("name", ["Acme", "Ä&<" * 26])
async def test_a_late_form_keeps_its_words_behind_the_button(stand: Stand, name: str) -> None:
    async def slow(_: Incoming) -> Outcome:
        stand.slack.later(4)
        return demo.keep.open({"company": name}, 9).asking(WORDS)

    stand.core.answers("win", slow)
    shown = (await stand.slack.command(stand.wren, stand.wins, "/win")).message
    assert shown
    view = (await stand.slack.press(stand.wren, shown, "Continue")).view
    assert labels(stand, view) == LABELS
    assert name in stand.slack.seen(view)


async def test_words_too_long_for_a_button_lose_their_hints_alone(stand: Stand) -> None:
    words = {name: Asked("&" * 45, "&" * 100) for name in Details.fields}

    async def slow(_: Incoming) -> Outcome:
        stand.slack.later(4)
        return demo.keep.open(None, 9).asking(words)

    stand.core.answers("win", slow)
    shown = (await stand.slack.command(stand.wren, stand.wins, "/win")).message
    assert shown
    view = (await stand.slack.press(stand.wren, shown, "Continue")).view
    assert labels(stand, view) == dict.fromkeys(words, "&" * 45)


async def test_a_form_without_its_words_is_asked_as_declared(stand: Stand) -> None:
    assert forms.read_words([1]) == forms.read_words({"story": 5}) == forms.read_words({"story": ["", ""]}) == {}
    memo = forms.Memo(asks={"gone": Asked("Gone in an upgrade")})
    assert list(stand.slack.fields(forms.draw(Details, memo, {}))) == list(Details.fields)


async def test_buttons_in_a_dialog_update_it_and_open_forms_above_it(stand: Stand) -> None:
    stand.core.answers("win", demo.keep.open(None, 9))
    stand.core.answers("demo.keep", Reply(pressable("Kept")))
    view = (await stand.slack.command(stand.wren, stand.wins, "/win")).view
    assert view
    shown = (await stand.slack.submit(stand.wren, view, {"story": "x"})).view
    assert shown
    stand.core.answers("demo.cheer", demo.count.open())
    assert "At what time?" in stand.slack.seen((await stand.slack.press(stand.wren, shown, "Cheer")).view)
    assert len(stand.wren.modals) == 2
    stand.wren.modals.pop()
    stand.core.answers("demo.cheer", Update(card("Cheered", "Fern knows.")))
    response = await stand.slack.press(stand.wren, stand.wren.modals[-1], "Cheer")
    assert stand.slack.seen(response.view) == "Cheered\nFern knows."


async def test_home_is_published_and_stays_current(stand: Stand) -> None:
    count = iter(range(1, 9))
    stand.core.answers("home tab", lambda _: Reply(Card("Your page", (Text(f"Look {next(count)}"), CHEER))))
    stand.core.answers("demo.cheer", card("Cheered", "Fern knows."))
    page = (await stand.slack.open_home(stand.wren)).view
    assert page
    assert "Look 1" in stand.slack.seen(page)
    response = await stand.slack.press(stand.wren, page, "Cheer")
    assert stand.slack.seen(response.view) == "Cheered\nFern knows."
    await stand.slack.until(lambda: "Look 2" in stand.slack.seen(stand.wren.home))
    event = stand.core.events[0]
    assert isinstance(event, HomeOpened)
    assert (event.who.zone, event.who.locale, event.who.organiser) == ("Europe/Lisbon", "pt-PT", True)


async def test_a_form_from_home_renews_home_when_it_is_sent(stand: Stand) -> None:
    count = iter(range(1, 9))
    stand.core.answers("home tab", lambda _: Reply(Card("Your page", (Text(f"Look {next(count)}"), CHEER))))
    stand.core.answers("demo.cheer", demo.count.open())
    page = (await stand.slack.open_home(stand.wren)).view
    assert page
    view = (await stand.slack.press(stand.wren, page, "Cheer")).view
    assert view
    await stand.slack.until(lambda: "Look 2" in stand.slack.seen(stand.wren.home))
    await stand.slack.submit(stand.wren, view, {"count": 2})
    await stand.slack.until(lambda: "Look 3" in stand.slack.seen(stand.wren.home))


async def test_a_message_shortcut_hands_over_the_text_as_it_reads(stand: Stand) -> None:
    stand.core.answers("Keep this as my win", card("Kept"))
    message = stand.slack.say(stand.wren, stand.wins, "I <3 this & more")
    response = await stand.slack.message_shortcut(stand.wren, message, "Keep this as my win")
    assert stand.slack.seen(response.message) == "Kept"
    event = stand.core.events[0]
    assert isinstance(event, MenuChosen)
    assert (event.message.text, event.message.mine) == ("I <3 this & more", True)
    assert event.message.ref == f"{stand.wins.id}:{message['ts']}"


async def test_a_global_shortcut_opens_its_answer_as_a_dialog(stand: Stand) -> None:
    stand.core.answers("win", card("A win", "What went well?"))
    response = await stand.slack.shortcut(stand.wren, "Keep a win")
    assert stand.slack.seen(response.view) == "A win\nWhat went well?"


async def test_profiles_are_asked_once_and_only_where_they_matter(stand: Stand) -> None:
    await stand.slack.command(stand.wren, stand.wins, "/win")
    assert stand.slack.calls("users.info") == []
    await stand.slack.command(stand.wren, stand.wins, "/cairn", "home")
    await stand.slack.command(stand.wren, stand.wins, "/cairn", "home")
    assert len(stand.slack.calls("users.info")) == 1
    assert [e.who.zone for e in stand.core.events] == ["", "Europe/Lisbon", "Europe/Lisbon"]


async def test_a_failed_profile_look_up_does_not_stop_the_command(stand: Stand) -> None:
    stand.slack.fail("users.info", Fault(error="internal_error"))
    stand.core.answers("home", card("Your page"))
    response = await stand.slack.command(stand.wren, stand.wins, "/cairn", "home")
    assert stand.slack.seen(response.message) == "Your page"


async def test_a_file_goes_to_the_persons_own_messages(stand: Stand) -> None:
    stand.core.answers("win", Card("Your data", files=(File("mine.json", "application/json", b"{}"),)))
    await stand.slack.command(stand.wren, stand.wins, "/win")
    await stand.slack.until(lambda: stand.slack.shown_to(stand.wren))
    assert "mine.json" in stand.slack.seen(stand.slack.shown_to(stand.wren)[0])
    file = stand.slack.world.files[0]
    assert (file["name"], file["data"], file["channel"]) == ("mine.json", b"{}", stand.slack.direct(stand.wren).id)


async def test_the_same_envelope_twice_is_handled_once(stand: Stand) -> None:
    stand.core.answers("win", card("Kept"))
    await stand.slack.command(stand.wren, stand.wins, "/win")
    assert (await stand.slack.again()).acknowledged
    assert len(stand.core.events) == 1


async def test_events_that_nothing_listens_to_are_acknowledged(stand: Stand) -> None:
    assert (await stand.slack.event({"type": "team_join", "user": {"id": "U9"}})).acknowledged


async def test_an_uninstalled_app_leaves_the_community(stand: Stand) -> None:
    assert (await stand.slack.event({"type": "app_uninstalled"})).acknowledged
    await stand.slack.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
    assert [left.community for left in stand.core.gone] == [stand.slack.world.team]


async def test_a_broken_answer_is_owned_up_to(stand: Stand) -> None:
    async def broken(_: Incoming) -> Outcome:
        raise ValueError("no words of this may be shown")

    stand.core.answers("win", broken)
    response = await stand.slack.command(stand.wren, stand.wins, "/win")
    assert "Slack did not show it" in stand.slack.seen(response.message)
    assert "no words" not in stand.slack.seen(response.message)


async def posted(stand: Stand, shown: Card) -> dict[str, object]:
    """A post of the bot in the wins room."""
    from adapters.slack import cards  # the tests of posts are next door

    body = cards.message(shown, stand.core.scene)
    stand.slack.server.show(stand.wren.id, stand.wins.id, {**body, "response_type": "in_channel"})
    return stand.wins.messages[-1]
