"""A check-in of five thousand people opens, within the budget of one token, and somebody has a win meanwhile."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

from bot.adapter import AccountRef, FormSent, Who
from bot.delivery.effects import OutboxEffects
from bot.delivery.outbox import Outbox
from bot.people import communities
from bot.runtime.all_cogs import AllCogs, load
from bot.runtime.app import Calls
from bot.runtime.dispatch import Dispatch
from bot.scheduling import jobs
from bot.scheduling.clock import SteppedClock
from bot.storage.database import Database, Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from bot.ui.wire import encode_call
from cogs.checkins import calls
from tests.bench.community import join_all
from tests.bot.delivery.test_pace import Watched
from tests.fakes.dummy import DummyAdapter
from tests.stage.stage import START

PEOPLE, IN_CIRCLE = 5_000, 5


def joined(tx: Tx) -> tuple[int, int]:
    """Everybody sits in a circle; all are asked in an hour that has begun."""
    community = communities.ensure(tx, "dummy", "harbour")
    checkin = new_id()
    tx.run(
        "INSERT INTO checkin (id, community_id, name, weekday, hour, clock)"
        " VALUES (:id, :community, 'Week', :weekday, :hour, 'own')",
        {"id": checkin, "community": community, "weekday": START.weekday(), "hour": START.hour},
    )
    tx.run("INSERT INTO checkin_question (checkin_id, n, place, kind) VALUES (:id, 1, 1, 'plan')", {"id": checkin})
    for kind in ("wins", f"checkins:{checkin}"):
        communities.choose_room(tx, community, kind, f"c-{kind}")
    members = [id for (id,) in tx.all("SELECT id FROM member ORDER BY id")]
    circles = [new_id() for _ in range(PEOPLE // IN_CIRCLE)]
    tx.many(
        "INSERT INTO checkin_circle (id, checkin_id, n, zone) VALUES (:id, :checkin, :n, 'UTC')",
        [{"id": circle, "checkin": checkin, "n": n} for n, circle in enumerate(circles)],
    )
    now = int(START.timestamp())
    tx.many(
        "INSERT INTO checkin_member (checkin_id, member_id, circle_id, joined_at, active_at)"
        " VALUES (:checkin, :member, :circle, :now, :now)",
        [
            {"checkin": checkin, "member": member, "circle": circles[n // IN_CIRCLE], "now": now}
            for n, member in enumerate(members)
        ],
    )
    key = f"{community}:{calls.spread_key(checkin)}"
    jobs.put(tx, key, calls.spread(checkin, START.toordinal()), START, community=community)
    return community, members[0]


async def test_a_win_while_a_check_in_of_five_thousand_opens_appears_within_three_seconds(database: Database) -> None:
    clock = SteppedClock(START)
    adapter = DummyAdapter(clock, rate=40)
    db = database
    await join_all(db, "dummy", "", "harbour", (f"p{n}" for n in range(PEOPLE)), START - timedelta(days=30))
    community, _ = await db.run(joined)
    watched = Watched(db)
    registry, effects = load(), OutboxEffects()
    cogs, adapters = AllCogs(registry), {adapter.name: adapter}
    calls_of = Calls(watched, registry, effects, cogs, clock)
    outbox = Outbox(
        watched,
        adapters,
        clock,
        run_job=calls_of.job,
        run_task=calls_of.task,
        render=calls_of.notice,
        dice=random.Random(7),
        breath=0,
    )
    core = Dispatch(watched, registry, effects, cogs, clock, adapters, outbox.nudge)
    sending = asyncio.create_task(outbox.run())

    async def seconds(count: float) -> None:
        for _ in range(round(count * 10)):
            clock.step(timedelta(milliseconds=100))
            still = 0
            while still < 20:
                still = still + 1 if watched.idle.is_set() else 0
                await watched.idle.wait()
                await asyncio.sleep(0)

    try:
        await seconds(10)
        waiting = await db.read(lambda tx: tx.one("SELECT count(*) FROM room WHERE state < 2"))
        assert waiting is not None
        assert 500 < waiting[0] < PEOPLE // IN_CIRCLE, "the opening is under way and far from done"
        who = Who(AccountRef("dummy", "", "p7"), "Wren")
        save = encode_call(Call("wins.save", (0,)), community)
        story = {"kind": "other", "story": "An interview", "behind": "", "audience": "everyone"}
        await core.dispatch(FormSent(who, "harbour", "event-1", save, story))
        await seconds(3)
        assert adapter.titles("c-wins")
        still = await db.read(lambda tx: tx.one("SELECT count(*) FROM room WHERE state < 2"))
        assert still is not None
        assert still[0] > 500
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
