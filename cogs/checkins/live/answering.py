"""What people press on a session's card: whether they come, the file for their calendar, passing on the lead, `…`."""

from __future__ import annotations

from bot.cog import Cog, action
from bot.context import Context, Json
from bot.storage.database import Tx
from bot.ui.card import Button, Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.checkins import calls
from cogs.checkins.circles import store as circles
from cogs.checkins.live import agendas, calendar, leading, rights, rsvps, showing, store, views
from cogs.checkins.live import views_private as private
from cogs.checkins.live.model import Says, Session, SessionState
from cogs.posts import api as posts


class Answering(Cog, name="liveanswer"):
    @action(profile=True)
    def say(self, ctx: Context, session: int, says: str) -> Outcome:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or not found.to_come(ctx.now) or says not in (Says.YES, Says.MAYBE, Says.NO):
            return Reply(views.over())
        if not rights.is_asked(ctx, found):
            return Reply(_not_theirs(found))
        if rsvps.say(ctx.tx, session, ctx.member, Says(says)):
            circles.pressed(ctx.tx, found.checkin, ctx.member, ctx.now)
            found = leading.settle(ctx, found)
            showing.refresh(ctx, found)
        return Reply(views.noted(found, Says(says)))

    @action(profile=True)
    def calendar(self, ctx: Context, session: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or found.state is SessionState.KEPT:
            return Reply(views.over())
        if not rights.may_see(ctx, found) and rsvps.said_by(ctx.tx, session, ctx.member).says is Says.NOTHING:
            return Reply(_not_theirs(found))
        title = views.title(showing.name(ctx, found), found)
        file = calendar.file(found, title=title, agenda=agendas.text(ctx, found), now=ctx.now)
        return Reply(private.with_file(title, file, off=found.state is SessionState.CALLED_OFF))

    @action
    def pass_on(self, ctx: Context, session: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or found.leader != ctx.member or not found.to_come(ctx.now):
            return Update(views.not_leading())
        rsvps.pass_on(ctx.tx, session, ctx.member)
        showing.refresh(ctx, leading.settle(ctx, found))
        return Update(views.passed())

    @action(profile=True)
    def more(self, ctx: Context, session: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, session)
        if found is None or not found.to_come(ctx.now):
            return Reply(views.over())
        if not rights.may_see(ctx, found):
            return Reply(_not_theirs(found))
        look = Call("live.look", (session,))
        if found.planner is None or found.planner == ctx.member:
            return Reply(views.behind(found, showing.name(ctx, found), look))
        removed = Call("livecourse.removed", (session,))
        post = posts.Post(found.post, found.planner, "A live session", found.place, removed, circle=found.circle)
        hide = Button("Change or call off", look) if rights.runs(ctx, found) else None
        return posts.more(ctx, post, edit=None, delete=look, hide=hide)

    def forget(self, tx: Tx, member: int) -> None:
        """Holds nothing of its own."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _not_theirs(session: Session) -> Card:
    return views.not_yours(calls.join(session.checkin) if session.circle is None else None)
