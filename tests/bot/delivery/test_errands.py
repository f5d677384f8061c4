from __future__ import annotations

from datetime import timedelta

from bot.context import Lane
from bot.people import communities
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from tests.bot.delivery.conftest import Post
from tests.bot.delivery.test_pace import running

THEN = Call("wins.appear", (1,))


async def test_what_waits_for_a_platform_that_is_not_here_holds_nobody_up(post: Post) -> None:
    def elsewhere(tx: Tx) -> None:
        ctx = post.context(tx)
        ctx.platform, ctx.community = "other", communities.ensure(tx, "other", "far")
        for n in range(50):
            ctx.look_up([post.fern], then=Call("far.looked"))
            ctx.open_room(f"far:{n}", [post.fern], "Far", then=Call("far.made"))

    await post.db.run(elsewhere)
    post.clock.step(timedelta(seconds=1))
    await post.do(lambda ctx: ctx.look_up([post.wren], then=THEN))
    await post.do(lambda ctx: ctx.open_room("pair:1", [post.wren, post.fern], "Together", then=Call("pair.made")))
    assert [name for name, *_ in post.ran] == ["wins.appear", "pair.made"]


async def test_a_question_about_one_person_is_answered_during_a_fan_out(post: Post) -> None:
    post.adapter.rate = 4

    def fan_out(tx: Tx) -> None:
        ctx = post.context(tx)
        for n in range(500):
            room = communities.choose_room(tx, post.community, f"r{n}", f"c-{n}")
            ctx.show(f"bulk:{n}", room, Card("bulk"), lane=Lane.BULK)

    async with running(post) as tick:
        await post.db.run(fan_out)
        post.outbox.nudge()
        await tick(5)
        await post.write(lambda ctx: ctx.look_up([post.wren], then=THEN))
        post.outbox.nudge()
        await tick(2)
    assert [name for name, *_ in post.ran] == ["wins.appear"]
    assert len(post.adapter.calls) < 100
