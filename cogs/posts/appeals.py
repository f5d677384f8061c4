"""Another look at a stop: asked once for each, by whoever was stopped; decided once, privately answered."""

from __future__ import annotations

from bot.cog import Cog, action, command, notice, submit
from bot.context import Context, Json, Kind
from bot.people import members
from bot.people.roles import STAFF
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.posts import appeals_store as store
from cogs.posts import appeals_views as views
from cogs.posts import deciding
from cogs.posts import store as posts
from cogs.posts.appeals_store import Appeal, AppealState, Stopped
from cogs.posts.model import Act, AppealAnswer, AppealForm


class Appeals(Cog, name="appeal"):
    kept = (
        Kept(
            "When moderators paused your posts: how you asked for another look, and the answer", ("appeal",), 180, "at"
        ),
    )

    # Whoever was stopped

    @command("appeal", "If moderators paused your posts here: ask them for another look.")
    def start(self, ctx: Context) -> Outcome:
        return self._ask(ctx)

    @action
    def ask(self, ctx: Context) -> Outcome:
        return self._ask(ctx)

    @submit
    def asked(self, ctx: Context, form: AppealForm, stop: int) -> Outcome:
        """`stop`: of which the form was opened; another one since asks anew."""
        now = store.stop_of(ctx.tx, ctx.community, ctx.member, ctx.now)
        if now is None or now.id != stop:
            return self._ask(ctx)
        if store.add(ctx, stop, form.words.strip()):
            deciding.waits(ctx)
            return Update(views.asked())
        return self._ask(ctx)

    @notice
    def answered(self, ctx: Context, appeal: int) -> Card | None:
        found = store.own(ctx.tx, ctx.member, appeal)
        return views.answered(found) if found is not None and found.state is not AppealState.OPEN else None

    # Staff

    @action(staff=STAFF)
    def look(self, ctx: Context, appeal: int) -> Outcome:
        found, stop = self._open(ctx, appeal)
        if found is None or stop is None:
            return Update(views.decided(self._why_not(ctx, appeal)))
        card = views.appeal(
            found,
            stop,
            lasting=views.is_lasting(stop.until),
            mine=stop.by == ctx.member,
            lift=self.lift.bind(appeal),
            stays=self.ask_why.bind(appeal),
        )
        return Update(card)

    @action(staff=STAFF)
    def lift(self, ctx: Context, appeal: int) -> Outcome:
        found, _ = self._open(ctx, appeal)
        if found is None or not store.answer(ctx.tx, ctx.community, appeal, AppealState.LIFTED, ""):
            return Update(views.decided(self._why_not(ctx, appeal)))
        members.stop_until(ctx.tx, ctx.community, found.member, None)
        posts.audit(ctx, Act.ALLOWED, found.member, "")
        store.lifted(ctx.tx, ctx.community, found.member)
        ctx.cancel(f"stopped:{found.member}")
        self._tell(ctx, found)
        return Update(views.decided(views.LIFTED))

    @action(staff=STAFF)
    def ask_why(self, ctx: Context, appeal: int) -> Outcome:
        found, _ = self._open(ctx, appeal)
        if found is None:
            return Update(views.decided(self._why_not(ctx, appeal)))
        return self.stays.open(None, appeal)

    @submit(staff=STAFF)
    def stays(self, ctx: Context, form: AppealAnswer, appeal: int) -> Outcome:
        found, _ = self._open(ctx, appeal)
        if found is None or not store.answer(ctx.tx, ctx.community, appeal, AppealState.STAYS, form.reason.strip()):
            return Update(views.decided(self._why_not(ctx, appeal)))
        posts.audit(ctx, Act.STOP_STAYS, found.member, "")
        self._tell(ctx, found)
        return Update(views.decided(views.STAYS))

    # What the handlers share

    def _ask(self, ctx: Context) -> Outcome:
        stop = store.stop_of(ctx.tx, ctx.community, ctx.member, ctx.now)
        if stop is None:
            return Reply(views.not_stopped())
        before = store.of_stop(ctx.tx, ctx.member, stop.id)
        return self.asked.open(None, stop.id) if before is None else Reply(views.asked_before(before))

    def _open(self, ctx: Context, appeal: int) -> tuple[Appeal | None, Stopped | None]:
        """An open one of somebody else, while the stop it is about holds."""
        found = store.get(ctx.tx, ctx.community, appeal)
        if found is None or found.member == ctx.member or found.state is not AppealState.OPEN:
            return None, None
        stop = store.stop_of(ctx.tx, ctx.community, found.member, ctx.now)
        return (found, stop) if stop is not None else (None, None)

    def _why_not(self, ctx: Context, appeal: int) -> str:
        found = store.get(ctx.tx, ctx.community, appeal)
        decided = found is not None and found.state is not AppealState.OPEN
        return views.BEFORE if decided else views.GONE

    def _tell(self, ctx: Context, appeal: Appeal) -> None:
        deciding.tell(ctx, appeal.member, Kind.ASKED, self.answered.bind(appeal.id), f"appeal:{appeal.id}")

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)
