"""The playground over HTTP, with the demo cog behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest

from adapters.playground import PlaygroundSettings, create
from bot.adapter import CommandCalled, Misconfigured
from tests.adapters.playground.demo import DemoCore, served


@pytest.fixture
async def core() -> AsyncIterator[DemoCore]:
    core = DemoCore()
    task = await served(core)
    yield core
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def http(core: DemoCore) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(core.playground.url) as session:
        yield session


async def post(http: aiohttp.ClientSession, path: str, **body: Any) -> Any:
    async with http.post(f"/api/{path}", json=body) as response:
        return await response.json()


async def view(http: aiohttp.ClientSession, member: str = "wren") -> Any:
    async with http.get("/api/view", params={"member": member}) as response:
        assert response.status == 200
        return await response.json()


def items(seen: Any, place: str) -> list[Any]:
    return next(p["items"] for p in seen["places"] if p["id"] == place)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "cairn.example.org"},
        {"Host": "127.0.0.1"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "http://evil.example.org"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_host_or_origin_is_refused(http: aiohttp.ClientSession, headers: dict[str, str]) -> None:
    async with http.post("/api/say", json={"member": "wren", "text": "hi"}, headers=headers) as response:
        assert response.status == 403
    async with http.get("/api/view?member=wren", headers=headers) as response:
        assert response.status == 403
    assert items(await view(http), "lounge") == []


async def test_a_post_that_any_page_could_send_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.post("/api/say", data='{"member":"wren","text":"hi"}', headers={"Content-Type": "text/plain"}) as r:
        assert r.status == 403


async def test_its_own_origin_is_let_in(http: aiohttp.ClientSession, core: DemoCore) -> None:
    own = core.playground.url.rstrip("/")
    headers = {"Origin": own, "Sec-Fetch-Site": "same-origin"}
    async with http.post("/api/say", json={"member": "wren", "text": "hi"}, headers=headers) as response:
        assert response.status == 200


async def test_every_response_carries_a_policy_that_allows_nothing_from_outside(http: aiohttp.ClientSession) -> None:
    for path in ("/", "/static/app.js", "/api/view?member=wren", "/nothing-here", "/api/view?member=nobody"):
        async with http.get(path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "http" not in policy
            assert "unsafe" not in policy


async def test_only_files_of_the_page_are_served(http: aiohttp.ClientSession) -> None:
    for path in ("/static/..%2Fserver.py", "/static/%2e%2e%2fworld.py", "/static/nothing.js"):
        async with http.get(path) as response:
            assert response.status == 404


async def test_a_command_line_reaches_the_core_as_it_was_typed(http: aiohttp.ClientSession, core: DemoCore) -> None:
    line = "/buddy status kind:rest count:3 city: Lisbon, by the river"
    answer = await post(http, "command", member="juniper", room="lounge", line=line)
    assert answer["outcome"] == "reply"
    event = core.events[-1]
    assert isinstance(event, CommandCalled)
    assert event.name == "buddy status"
    assert event.text == "kind:rest count:3 city: Lisbon, by the river"
    assert (event.who.account.external, event.who.zone, event.who.organiser) == ("juniper", "Asia/Kolkata", False)


async def test_what_a_command_lacks_is_said_beside_the_option(http: aiohttp.ClientSession, core: DemoCore) -> None:
    answer = await post(http, "command", member="wren", name="buddy status", args={"count": "many"})
    assert answer == {
        "outcome": "invalid",
        "errors": {"city": "This is needed.", "count": "This does not fit here."},
    }
    assert core.events == []


async def test_an_unknown_command_is_answered_in_words(http: aiohttp.ClientSession) -> None:
    answer = await post(http, "command", member="wren", line="/nothing")
    assert answer["outcome"] == "invalid"


async def test_the_post_that_a_command_causes_is_there_when_it_is_answered(http: aiohttp.ClientSession) -> None:
    await post(http, "command", member="wren", room="lounge", line="/win Sent two applications")
    [posted] = items(await view(http, "sable"), "wins")
    assert posted["card"]["title"] == "Wren kept a win"
    assert posted["author"]["bot"]


async def test_a_private_answer_is_seen_by_nobody_else_and_goes_when_dismissed(http: aiohttp.ClientSession) -> None:
    answer = await post(http, "command", member="wren", room="lounge", line="/rejection Acme")
    [mine] = items(await view(http, "wren"), "lounge")
    assert mine["id"] == answer["message"]
    assert mine["private"]
    assert items(await view(http, "sable"), "lounge") == []
    refused = await post(http, "dismiss", member="sable", message=mine["id"])
    assert "error" in refused
    await post(http, "dismiss", member="wren", message=mine["id"])
    assert items(await view(http, "wren"), "lounge") == []


async def test_an_update_replaces_the_private_card_that_held_the_button(http: aiohttp.ClientSession) -> None:
    await post(http, "command", member="wren", room="lounge", line="/win Slept well")
    [card] = items(await view(http), "lounge")
    call = card["card"]["body"][1]["buttons"][0]["call"]
    answer = await post(http, "press", member="wren", room="lounge", call=call, message=card["id"])
    assert answer == {"outcome": "update", "message": card["id"]}
    [again] = items(await view(http), "lounge")
    assert again["card"]["body"][1]["buttons"][0]["label"] == "In the weekly round-up: no"


async def test_an_update_never_replaces_somebody_elses_card(http: aiohttp.ClientSession) -> None:
    await post(http, "command", member="wren", room="lounge", line="/win Slept well")
    [card] = items(await view(http), "lounge")
    call = card["card"]["body"][1]["buttons"][0]["call"]
    answer = await post(http, "press", member="sable", room="lounge", call=call, message=card["id"])
    assert answer["outcome"] == "reply"
    assert items(await view(http), "lounge") == [card]


async def test_a_form_answers_errors_beside_its_fields_and_then_the_next_form(http: aiohttp.ClientSession) -> None:
    await post(http, "command", member="wren", room="lounge", line="/gallery")
    [card] = items(await view(http), "lounge")
    opener = card["card"]["body"][-1]["buttons"][0]["call"]
    opened = await post(http, "press", member="wren", room="lounge", call=opener, message=card["id"])
    form = opened["form"]
    kinds = [field["kind"] for field in form["fields"]]
    assert kinds == ["room", "person", "role", "hour", "tick"]
    wrong = await post(http, "submit", member="wren", room="lounge", call=form["call"], values={})
    assert wrong["errors"]["room"] == "Choose a room."
    values = {"room": "lounge", "hour": "17"}
    following = await post(http, "submit", member="wren", room="lounge", call=form["call"], values=values)
    assert following["outcome"] == "form"
    story = next(f for f in following["form"]["fields"] if f["name"] == "story")
    assert story["value"] == "in #lounge at 17"


async def test_a_select_hands_over_its_value(http: aiohttp.ClientSession) -> None:
    await post(http, "command", member="wren", room="lounge", line="/gallery")
    [card] = items(await view(http), "lounge")
    select = next(b for b in card["card"]["body"] if b["block"] == "select")
    await post(http, "choose", member="wren", room="lounge", call=select["call"], value="two", message=card["id"])
    [again] = items(await view(http), "lounge")
    assert again["card"]["title"] == "You picked two"


async def test_a_message_menu_hands_over_the_text_and_whose_it_is(http: aiohttp.ClientSession, core: DemoCore) -> None:
    said = await post(http, "say", member="wren", room="lounge", text="Phoned the museum")
    form = await post(http, "menu", member="wren", room="lounge", label="Save as my win", message=said["message"])
    assert next(f for f in form["form"]["fields"] if f["name"] == "story")["value"] == "Phoned the museum"
    await post(http, "menu", member="sable", room="lounge", label="Save as my win", message=said["message"])
    mine, theirs = (e.message.mine for e in core.events)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownVariableType] -- both are MenuChosen
    assert (mine, theirs) == (True, False)


async def test_home_is_drawn_anew_after_every_press_on_it(http: aiohttp.ClientSession) -> None:
    await post(http, "home", member="wren")
    home = (await view(http))["home"]
    call = home["card"]["body"][1]["buttons"][0]["call"]
    await post(http, "press", member="wren", room="home-wren", call=call, message=home["id"])
    seen = await view(http)
    assert seen["home"]["card"]["body"][0]["content"][0]["text"] == "3 things happened."
    assert [i["card"]["title"] for i in items(seen, "home-wren")] == ["Every block"]
    assert (await view(http, "sable"))["home"] is None


async def test_the_clock_moves_to_the_next_event_and_what_was_due_arrives(
    http: aiohttp.ClientSession, core: DemoCore
) -> None:
    from datetime import timedelta

    core.reminders.append((core.clock.now() + timedelta(days=2), "sable"))
    assert (await post(http, "clock", hours=1))["moved"]
    assert items(await view(http, "sable"), "dm-sable") == []
    core.housekeeping = [core.clock.now() + timedelta(hours=hour) for hour in range(1, 100)]
    moved = await post(http, "clock", to="next")
    assert moved["seen"]
    assert moved["now"] == "2026-03-14T13:05:00+00:00"
    [arrived] = items(await view(http, "sable"), "dm-sable")
    assert arrived["card"]["title"] == "A quiet hello"
    core.housekeeping = [core.clock.now() + timedelta(days=20)]
    quiet = await post(http, "clock", to="next")
    assert (quiet["moved"], quiet["seen"], quiet["now"]) == (True, False, "2026-03-22T13:05:00+00:00")
    core.housekeeping = []
    assert not (await post(http, "clock", to="next"))["moved"]
    assert "error" in await post(http, "clock", hours=-1)


async def test_unread_is_a_dot_that_reading_clears(http: aiohttp.ClientSession) -> None:
    await post(http, "say", member="sable", room="lounge", text="Hello")

    async def unread(member: str) -> bool:
        return next(p["unread"] for p in (await view(http, member))["places"] if p["id"] == "lounge")

    assert await unread("wren")
    assert not await unread("sable")
    await post(http, "read", member="wren", room="lounge")
    assert not await unread("wren")


async def test_messages_are_deleted_by_their_author_or_an_organiser_only(http: aiohttp.ClientSession) -> None:
    said = await post(http, "say", member="wren", room="lounge", text="Hello")
    assert "error" in await post(http, "remove", member="sable", message=said["message"])
    await post(http, "remove", member="fern", message=said["message"])
    assert items(await view(http), "lounge") == []


async def test_a_member_cannot_act_in_or_read_another_members_messages(http: aiohttp.ClientSession) -> None:
    for room in ("dm-sable", "home-sable", "nowhere"):
        assert "error" in await post(http, "say", member="wren", room=room, text="Hello")


async def test_a_file_of_a_card_is_handed_to_its_owner_as_a_download(http: aiohttp.ClientSession) -> None:
    answer = await post(http, "command", member="wren", room="lounge", line="/gallery")
    query = {"message": answer["message"], "index": "0"}
    async with http.get("/api/file", params={**query, "member": "wren"}) as response:
        assert await response.read() == b'{"a": 1}'
        assert response.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    async with http.get("/api/file", params={**query, "member": "sable"}) as response:
        assert response.status == 404


async def test_a_preview_shows_what_each_platform_would_receive(http: aiohttp.ClientSession) -> None:
    answer = await post(http, "command", member="wren", room="lounge", line="/rejection")
    shown = await post(http, "preview", member="wren", message=answer["message"])
    assert set(shown["previews"]) == {"discord", "slack"}


async def test_suggestions_come_from_the_command(http: aiohttp.ClientSession) -> None:
    found = await post(http, "complete", name="buddy status", option="city", text="ber")
    assert found == {"suggestions": ["Berlin", "Bergen", "Bern"]}


async def test_a_stream_says_when_to_look_again(http: aiohttp.ClientSession) -> None:
    async with http.get("/api/events") as stream:
        first = await stream.content.readuntil(b"\n\n")
        await post(http, "say", member="wren", text="Hello")
        second = await stream.content.readuntil(b"\n\n")
        assert int(second.split()[1]) > int(first.split()[1])


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"null"])
async def test_a_request_that_makes_no_sense_is_answered_in_words(http: aiohttp.ClientSession, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for act in ("command", "press", "clock", "fault", "preview", "menu"):
        async with http.post(f"/api/{act}", data=body, headers=headers) as response:
            assert response.status == 400
            assert (await response.json())["error"]


async def test_a_port_that_is_taken_is_explained(core: DemoCore) -> None:
    port = int(core.playground.url.rsplit(":", 1)[1].strip("/"))
    other = DemoCore()
    settings = PlaygroundSettings(port=port, open_browser=False)
    taken = create(settings, other.clock, {}, other.step, other.next_event)
    with pytest.raises(Misconfigured, match="CAIRN_PLAYGROUND__PORT"):
        await taken.run(other)


async def test_it_stops_at_once_while_a_page_is_open(core: DemoCore) -> None:
    other = DemoCore()
    task = await served(other)
    async with aiohttp.ClientSession(other.playground.url) as session, session.get("/api/events") as stream:
        await stream.content.readuntil(b"\n\n")
        task.cancel()
        async with asyncio.timeout(3):
            with suppress(asyncio.CancelledError):
                await task
    assert not other.playground.healthy()
