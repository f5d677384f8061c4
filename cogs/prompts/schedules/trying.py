"""Looking at what comes next, and a test in the room."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from bot.cog import Cog, action, job
from bot.context import Context, Json, Lane
from bot.people import communities
from bot.people.roles import ORGANISERS
from bot.storage.database import Tx
from bot.ui.outcome import Outcome, Update
from cogs.prompts import bag, calls, timing
from cogs.prompts.schedules import look, store, views

_AHEAD = 3
_TEST_STAYS = timedelta(hours=1)


class Trying(Cog, name="prompttry"):
    @action(staff=ORGANISERS)
    def preview(self, ctx: Context, schedule: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, schedule)
        if found is None:
            return look.gone()
        zone = communities.get(ctx.tx, ctx.community).zone
        rhythm = timing.from_now(found.rhythm, zone, ctx.now)
        skipped = store.skipped(ctx.tx, schedule, rhythm.last_day)
        times = dict(islice(timing.occurrences(rhythm, zone, skipped), _AHEAD))
        pack = bag.load(communities.get(ctx.tx, ctx.community).locale)
        coming = [(times[day], prompt) for day, prompt in bag.ahead(pack, rhythm, iter(times))]
        return Update(views.preview(coming, test=self.test.bind(schedule), back=calls.of("prompts.open", schedule)))

    @action(staff=ORGANISERS, inspect=True)
    def test(self, ctx: Context, schedule: int) -> Outcome:
        """The next prompt, for an hour and without answers. Pressed twice it stays one; it uses nothing up."""
        found = store.get(ctx.tx, ctx.community, schedule)
        room = communities.room(ctx.tx, ctx.community, found.room) if found else None
        if found is None or room is None or not look.mended(ctx, found):
            return look.shown(ctx, schedule, views.UNPLANNED)
        pack = bag.load(communities.get(ctx.tx, ctx.community).locale)
        prompt, _ = bag.pull(pack, found.rhythm, look.today(ctx), room=True)
        key, until = f"prompts:test:{schedule}", ctx.now + _TEST_STAYS
        ctx.show(key, room.id, views.test_post(prompt), lane=Lane.ROOM, expires=until)
        ctx.later(until, self.end_test.bind(schedule), key=key)
        return Update(views.test_sent(self.remove_test.bind(schedule), calls.of("prompts.open", schedule)))

    @action(staff=ORGANISERS, inspect=True)
    def remove_test(self, ctx: Context, schedule: int) -> Outcome:
        ctx.withdraw(f"prompts:test:{schedule}")
        ctx.cancel(f"prompts:test:{schedule}")
        return look.shown(ctx, schedule)

    @job
    def end_test(self, ctx: Context, schedule: int) -> None:
        ctx.withdraw(f"prompts:test:{schedule}")

    def forget(self, tx: Tx, member: int) -> None:
        """Nothing here is about a member."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
