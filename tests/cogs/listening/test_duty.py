"""Who may listen, when they are asked, and when they are left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.people import accounts, members, roles
from bot.people.roles import Role
from bot.storage.database import Tx
from cogs.buddies.profile import store as profiles
from tests.cogs.listening.harbour import (
    ON_BOTH_DATABASES,
    account_id,
    alerts,
    asked,
    listener,
    lives_in,
    member_id,
    person,
    queue,
    row,
)
from tests.stage import Actor, Stage

pytestmark = ON_BOTH_DATABASES


async def waits(stage: Stage, wren: Actor, *, without_name: bool = False) -> None:
    """A post has waited for four hours of daytime and a little more."""
    await wren.command("harbour whisper" if without_name else "harbour tell")
    await stage.step(hours=4.1)


async def test_a_member_of_less_than_seven_days_has_to_wait(stage: Stage) -> None:
    ash = await stage.member("ash")
    assert "7 days or more" in (await ash.command("listen on")).text
    assert await row(stage, "SELECT 1 FROM listening_duty") is None
    await stage.step(days=7)
    assert "You are listening" in (await ash.command("listen on")).text


async def test_whoever_staff_stopped_can_not_listen_and_is_not_asked(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await person(stage, "robin")

    async def stop(actor: Actor) -> None:
        id = await member_id(stage, actor)
        until = stage.now + timedelta(days=7)
        assert await stage.db.run(lambda tx: members.stop_until(tx, stage.community, id, until))

    for actor in (ash, robin):
        await stop(actor)
    assert "stopped" in (await robin.command("listen on")).text
    await waits(stage, wren)
    assert await asked(stage, ash) == []


async def test_the_daily_and_weekly_limits_hold(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    for day in range(5):
        await waits(stage, wren)
        assert len(await asked(stage, ash)) == min(day + 1, 3)
        await wren.command("harbour untell")
        await waits(stage, wren)  # a second one on the same day
        assert len(await asked(stage, ash)) == min(day + 1, 3)
        await wren.command("harbour untell")
        await stage.step(hours=24 - 8.2)


async def test_whose_messages_turn_out_to_be_closed_is_not_asked_again(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await stage.close_dms(ash)
    await waits(stage, wren)
    assert await asked(stage, ash) == []
    assert await row(stage, "SELECT COUNT(*) FROM notice WHERE state = 2") == (1,)
    assert "don't reach you" in (await ash.command("listen on")).text


async def test_two_posts_at_once_make_one_alert(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await wren.command("harbour tell")
    await wren.command("harbour whisper")
    await stage.step(hours=8)
    assert await asked(stage, ash) == ["ash"]
    assert await row(stage, "SELECT COUNT(*) FROM listening_turn") == (1,)


async def test_nobody_is_asked_in_their_own_cool_off_or_quiet_hours(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await listener(stage, "robin")
    account = await account_id(stage, ash)
    until = stage.now + timedelta(hours=12)
    await stage.db.run(lambda tx: accounts.rest_until(tx, account, until))
    await lives_in(stage, robin, "Asia/Tokyo")  # it is late in the evening there
    await waits(stage, wren)
    await stage.step(hours=7.8)
    assert await asked(stage, ash, robin) == []
    await stage.step(hours=1.1)
    # At 23:00 UTC it is eight in the morning in Tokyo; the rest has ended, in the quiet hours of the other one.
    assert await asked(stage, ash, robin) == ["robin"]


async def test_the_authors_own_evening_does_not_count_and_without_a_name_the_community_s_clock_does(
    stage: Stage,
) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    await lives_in(stage, wren, "Asia/Tokyo")  # ten in the morning here, seven in the evening there
    await waits(stage, wren)
    assert await asked(stage, ash) == []
    await wren.command("harbour untell")
    await waits(stage, wren, without_name=True)
    assert await asked(stage, ash) == ["ash"]


async def test_somebody_who_is_kept_apart_from_the_author_is_not_asked(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    one, other = await member_id(stage, wren), await member_id(stage, ash)
    await stage.db.run(lambda tx: profiles.add_never(tx, one, other, profiles.ASKED, stage.now))
    await waits(stage, wren)
    await stage.step(hours=15)
    assert await asked(stage, ash) == []
    assert len(await queue(stage)) == 1


async def test_whoever_left_is_not_asked_and_the_next_one_is(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await listener(stage, "robin")
    await stage.leave(ash)
    await waits(stage, wren)
    assert await asked(stage, robin) == ["robin"]


async def test_an_alert_spends_a_message_of_the_day_and_needs_one(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    account = await account_id(stage, ash)

    def used_up(tx: Tx) -> None:
        for n in range(2):
            tx.run(
                "INSERT INTO courtesy_slot (account_id, local_day, n) VALUES (:account, :day, :n)",
                {"account": account, "day": stage.now.toordinal(), "n": n},
            )

    await stage.db.run(used_up)
    await waits(stage, wren)
    assert await asked(stage, ash) == []
    await stage.step(hours=18)
    assert await asked(stage, ash) == ["ash"]


async def test_who_wants_no_direct_messages_is_told_that_nothing_will_come(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await person(stage, "ash")
    account = await account_id(stage, ash)
    await stage.db.run(lambda tx: accounts.no_dms(tx, account))
    assert "don't reach you" in (await ash.command("listen on")).text
    await waits(stage, wren)
    assert await row(stage, "SELECT 1 FROM listening_turn") is None


async def test_by_role_only_those_who_hold_it_listen(stage: Stage) -> None:
    wren, ash = await person(stage, "wren"), await listener(stage, "ash")
    fern = await person(stage, "fern", organiser=True)
    await stage.db.run(lambda tx: tx.run("UPDATE listening_duty SET last_at = NULL"))
    await stage.db.run(
        lambda tx: tx.run(
            "INSERT INTO listening_choice (community_id, active, hours, role_only) VALUES (:id, 1, 4, 1)",
            {"id": stage.community},
        )
    )
    assert "Listeners are chosen here" in (await fern.command("listen on")).text
    await waits(stage, wren)
    assert await asked(stage, ash) == []
    id = await member_id(stage, ash)
    await stage.db.run(lambda tx: roles.give(tx, id, Role.LISTENER))
    await wren.command("harbour untell")
    await waits(stage, wren)
    assert await asked(stage, ash) == ["ash"]


async def test_when_a_listener_is_erased_the_next_one_is_asked(stage: Stage) -> None:
    wren, ash, robin = await person(stage, "wren"), await listener(stage, "ash"), await listener(stage, "robin")
    await waits(stage, wren)
    first, second = (ash, robin) if await asked(stage, ash) else (robin, ash)
    await first.press((await alerts(stage, first))[0], "I'll answer")
    await erased(first)
    await stage.step(hours=0.1)
    assert await asked(stage, second) == [second.name]
    assert await row(stage, "SELECT COUNT(*) FROM listening_turn") == (1,)


@pytest.mark.parametrize("without_name", [False, True])
async def test_when_the_author_is_erased_their_own_post_is_over_and_nothing_ties_them_to_another(
    stage: Stage, without_name: bool
) -> None:
    wren = await person(stage, "wren")
    await wren.command("harbour whisper" if without_name else "harbour tell")
    await erased(wren)
    found = await row(stage, "SELECT author_id FROM listening_post")
    assert found == ((None,) if without_name else None)
    jobs = await row(stage, "SELECT COUNT(*) FROM job WHERE call LIKE 'listening.%'")
    assert jobs == ((2,) if without_name else (0,))


async def erased(actor: Actor) -> None:
    seen = await actor.press(await actor.command("forget-me"), "Erase my data")
    await actor.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))
