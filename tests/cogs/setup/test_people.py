"""Who holds a role: moderators, listeners and facilitators are given in the same way."""

from __future__ import annotations

import pytest

from bot.people import members
from bot.people.roles import Role, holders
from tests.stage import Actor, Seen, Stage


async def care(actor: Actor) -> Seen:
    return await actor.press(await actor.command("setup"), "Care")


async def have(stage: Stage, role: Role) -> list[int]:
    return await stage.db.read(lambda tx: holders(tx, stage.community, role))


async def id_of(stage: Stage, actor: Actor) -> int:
    found = await stage.db.read(lambda tx: members.by_external(tx, stage.community, actor.id))
    assert found is not None
    return found


async def test_listeners_and_facilitators_are_given_by_name(stage: Stage) -> None:
    if stage.platform.name == "discord":
        pytest.skip("Discord has roles of its own")
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    for label, role in (("Listeners", Role.LISTENER), ("Facilitators", Role.FACILITATOR)):
        listed = await fern.press(await care(fern), label)
        listed = await fern.submit(await fern.press(listed, "Add a person"), person=wren.id)
        assert "wren" in listed.text
        assert await have(stage, role) == [await id_of(stage, wren)]
        page = await fern.press(listed, "Back")
        assert "wren" in page.text
        listed = await fern.choose(await fern.press(page, label), "wren")
        assert "wren" not in listed.text
        assert await have(stage, role) == []
    assert await have(stage, Role.MODERATOR) == []
    audit = (await fern.command("mod audit")).text
    assert "gave a role here to @wren (listener)" in audit
    assert "took a role here from @wren (facilitator)" in audit


async def test_on_discord_each_is_a_role_of_the_server(stage: Stage) -> None:
    if stage.platform.name != "discord":
        pytest.skip("only Discord has roles")
    fern = await stage.organiser("fern")
    form = await fern.press(await care(fern), "Facilitators")
    page = await fern.submit(form, role="77")
    assert "everybody with the role you chose" in page.text
    assert "only organisers" in (await fern.command("setup")).text


async def test_nobody_but_an_organiser_gives_roles(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    page = await care(fern)
    for label in page.buttons:
        assert "for organisers" in (await wren.press(page, label)).text
    assert await have(stage, Role.LISTENER) == []


async def test_moderators_may_have_a_room_of_their_own_and_give_it_up(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.command("setup")
    assert "I tell moderators privately" in board.text
    assert "Everything is in place" in board.text
    board = await fern.submit(await fern.press(board, "Moderators' room"), room=stage.platform.rooms["support"])
    assert "I tell moderators privately" not in board.text
    assert "Everything is in place" in board.text
    board = await fern.submit(await fern.press(board, "Moderators' room"), room="")
    assert "I tell moderators privately" in board.text
    assert (await fern.command("mod audit")).text.count("changed the set-up (moderators' room)") == 2
