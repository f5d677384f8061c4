"""Making circles before a check-in's next weeks, and telling who is in one."""

from __future__ import annotations

from datetime import timedelta

from bot.cog import Cog, job, notice, task
from bot.context import Context, Json, Kind, TaskContext
from bot.people import communities
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from cogs.checkins import calls
from cogs.checkins.circles import place, store, views_news, working
from cogs.checkins.circles.telling import News
from cogs.checkins.organising import store as organising

_AT_THE_LATEST = timedelta(hours=1)
"""The weeks open without new circles if these can't be worked out by then. Nobody is asked within the next day."""
_WORTH_SAYING = timedelta(days=7)


class Forming(Cog, name="forming"):
    @job
    def form(self, ctx: Context, checkin: int, day: int) -> None:
        """Ends with the weeks of all circles, whatever comes of it."""
        found = organising.get(ctx.tx, ctx.community, checkin)
        if found is None:
            return
        spread, key = calls.spread(checkin, day), calls.spread_key(checkin)
        if not found.running or communities.away(ctx.tx, ctx.community):
            ctx.later(ctx.now, spread, key=key)
            return
        ctx.later(ctx.now + _AT_THE_LATEST, spread, key=key)
        ctx.start(self.work_out.bind(checkin, day), key=f"checkin:{checkin}:circles")

    @task
    async def work_out(self, ctx: TaskContext, checkin: int, day: int) -> None:
        await working.work_out(ctx, checkin, day)

    @job
    def tell(self, ctx: Context, circle: int, since: int) -> None:
        found = store.circle(ctx.tx, ctx.community, circle)
        if found is not None:
            for member in store.newcomers(ctx.tx, circle, moment(since)):
                self._notify(ctx, found.checkin, member, News.PLACED)

    @job
    def say(self, ctx: Context, checkin: int, news: str) -> None:
        """To the member whose job it is. That somebody waits is said once for each time."""
        if News(news) is not News.WAITING or store.tell_waiting(ctx.tx, checkin, ctx.member):
            self._notify(ctx, checkin, ctx.member, News(news))

    def _notify(self, ctx: Context, checkin: int, member: int, news: News) -> None:
        call = self.news.bind(checkin, news.value)
        key = f"checkin:{checkin}:news:{member}"
        ctx.notify(member, Kind.NOTICE, call, due=ctx.now, expires=ctx.now + _WORTH_SAYING, key=key)

    @notice
    def news(self, ctx: Context, checkin: int, news: str) -> Card | None:
        """None when it is not so any more."""
        mine = place.of(ctx, checkin)
        if mine is None:
            return None
        match News(news):
            case News.PLACED | News.MOVED as word:
                before = store.left_circle(ctx.tx, checkin, ctx.member)
                ahead = place.wrote_ahead(ctx, before)
                return views_news.placed(mine, moved=word is News.MOVED, ahead=ahead) if mine.circle else None
            case News.WAITING:
                return None if mine.circle or mine.paused else views_news.waiting(mine)
            case News.PAUSED:
                ended = mine.circle is None and mine.paused
                return views_news.paused(mine, Call("circle.come_back", (checkin,))) if ended else None
            case News.STAYS:
                return views_news.stays(mine, Call("circle.ask_another", (checkin,))) if mine.circle else None

    def forget(self, tx: Tx, member: int) -> None:
        """Who is in which circle goes with what `Circles` keeps."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
