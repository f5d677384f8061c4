from __future__ import annotations

from datetime import timedelta

from bot.context import Context, Standing
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Call
from tests.bot.delivery.conftest import Post

HOUR = timedelta(hours=1)


def names(post: Post) -> list[str]:
    return [name for name, _, _ in post.ran]


async def test_a_job_runs_once_at_its_time(post: Post) -> None:
    await post.write(lambda ctx: ctx.later(ctx.now + HOUR, Call("a.b", (1, "x", True)), key="k"))
    await post.step(minutes=59)
    assert post.ran == []
    await post.step(days=1)
    assert post.ran == [("a.b", (1, "x", True), None)]


async def test_the_same_key_replaces_a_job_and_cancelling_ends_it(post: Post) -> None:
    await post.write(lambda ctx: ctx.later(ctx.now + HOUR, Call("old.one"), key="k"))
    await post.write(lambda ctx: ctx.later(ctx.now + 2 * HOUR, Call("new.one"), key="k"))
    await post.write(lambda ctx: ctx.later(ctx.now + HOUR, Call("gone.one"), key="other"))
    await post.write(lambda ctx: ctx.cancel("other"))
    await post.step(days=1)
    assert names(post) == ["new.one"]


async def test_jobs_run_in_the_order_of_their_times(post: Post) -> None:
    for hours in (3, 1, 2):
        await post.write(lambda ctx, h=hours: ctx.later(ctx.now + h * HOUR, Call(f"job.h{h}"), key=f"k{h}"))
    post.clock.step(timedelta(days=1))
    await post.outbox.settle()
    assert names(post) == ["job.h1", "job.h2", "job.h3"]


async def test_a_repeating_job_puts_its_own_key_again(post: Post) -> None:
    def again(tx: Tx, ctx: Context) -> None:
        ctx.later(ctx.now + HOUR, Call("tick.tock"), key="tick")

    post.handlers["tick.tock"] = again
    await post.write(lambda ctx: ctx.later(ctx.now + HOUR, Call("tick.tock"), key="tick"))
    await post.step(hours=5)
    assert names(post) == ["tick.tock"] * 5


async def test_a_poisoned_job_stops_no_other_and_is_parked_in_the_end(post: Post) -> None:
    def poison(tx: Tx, ctx: Context) -> None:
        raise ValueError("no")

    post.handlers["bad.job"] = poison
    await post.write(lambda ctx: ctx.later(ctx.now, Call("bad.job"), key="bad"))
    await post.write(lambda ctx: ctx.later(ctx.now, Call("good.job"), key="good"))
    await post.step(days=3)
    assert names(post) == ["good.job"]
    assert await post.row("SELECT attempts FROM job") == (jobs.MOST_ATTEMPTS,)
    assert await post.outbox.next_due() is None


async def test_a_failed_job_leaves_nothing_half_done(post: Post) -> None:
    fails = [True, False]

    def handler(tx: Tx, ctx: Context) -> None:
        tx.run("INSERT INTO known (key, value) VALUES ('did', 'it')")
        if fails.pop(0):
            raise ValueError

    post.handlers["half.job"] = handler
    await post.do(lambda ctx: ctx.later(ctx.now, Call("half.job"), key="k"))
    assert await post.row("SELECT 1 FROM known WHERE key = 'did'") is None
    await post.step(hours=1)
    assert await post.row("SELECT value FROM known WHERE key = 'did'") == ("it",)


async def test_overdue_work_is_skipped_if_its_rule_says_so_and_else_runs_once(post: Post) -> None:
    await post.write(lambda ctx: ctx.later(ctx.now + HOUR, Call("digest.send"), key="a", skip_after=3600))
    await post.write(lambda ctx: ctx.later(ctx.now + HOUR, Call("rest.ends"), key="b"))
    post.clock.step(timedelta(days=2))
    await post.outbox.settle()
    assert names(post) == ["rest.ends"]
    assert post.outbox.counters["jobs_skipped"] == 1


async def test_asking_about_members_is_answered_with_how_they_stand(post: Post) -> None:
    post.adapter.standings["fern"] = Standing(0, here=True, timed_out=True, name="Fern of the North")
    await post.do(lambda ctx: ctx.look_up([post.wren, post.fern], then=Call("pairs.known", (3,))))
    [(name, args, result)] = post.ran
    assert (name, args) == ("pairs.known", (3,))
    assert result is not None
    assert [(each["member"], each["timed_out"]) for each in result["standings"]] == [
        (post.wren, False),
        (post.fern, True),
    ]
    assert result["unanswered"] is False
    assert await post.row("SELECT name FROM account WHERE external = 'fern'") == ("Fern of the North",)


async def test_a_platform_that_does_not_say_is_asked_for_ten_minutes(post: Post) -> None:
    post.adapter.silent = True
    await post.do(lambda ctx: ctx.look_up([post.wren], then=Call("pairs.known")))
    await post.step(minutes=9)
    assert post.ran == []
    await post.step(minutes=5)
    [(_, _, result)] = post.ran
    assert result == {"standings": [], "unanswered": True}
    assert await post.outbox.next_due() is None


async def test_old_events_and_slots_are_cleaned_away(post: Post) -> None:
    def old(tx: Tx) -> None:
        at = int((post.clock.now() - timedelta(days=2)).timestamp())
        tx.run("INSERT INTO inbox (platform, event_id, at) VALUES ('dummy', 'old', :at)", {"at": at})
        tx.run("INSERT INTO inbox (platform, event_id, at) VALUES ('dummy', 'new', :at)", {"at": at + 2 * 86400})

    await post.db.run(old)
    await post.notify("Spends a slot")
    await post.outbox.settle()
    assert await post.row("SELECT event_id FROM inbox") == ("new",)
    assert await post.row("SELECT count(*) FROM courtesy_slot") == (1,)
    await post.step(days=5)
    assert await post.row("SELECT count(*) FROM courtesy_slot") == (0,)


async def test_lag_is_how_long_the_oldest_due_work_has_waited(post: Post) -> None:
    assert await post.outbox.lag() == 0
    await post.write(lambda ctx: ctx.later(ctx.now, Call("a.b"), key="k"))
    post.clock.step(timedelta(seconds=90))
    assert await post.outbox.lag() == 90
    await post.outbox.settle()
    assert await post.outbox.lag() == 0
