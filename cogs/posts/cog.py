"""Reports, removal and stopping: what anybody and what staff may do about a post that is not theirs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from bot.cog import Cog, PersonRef, action, command, notice, submit
from bot.cog import Option as Opt
from bot.context import Context, Json, Kind
from bot.people import members
from bot.people.roles import ORGANISERS, STAFF
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.posts import store, views
from cogs.posts.model import Act, Known, Report, ReportState, Stop

_PAGE = 4
_AUDIT = 20
_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)
_TOLD_WITHIN = timedelta(days=7)


class Posts(Cog, name="posts"):
    kept = (
        Kept(
            "Posts of yours that somebody opened with …, and that somebody reported you, for staff to find",
            ("post",),
            until="until the post is gone and no report about it waits",
        ),
        Kept("Reports you made, and what you wrote in them", ("report",), 180, "at", "state <> 0"),
        Kept("What staff did: who, what, to whom, when; after /forget-me without you", ("audit",), until="for good"),
    )

    # Anybody

    @action
    def report(self, ctx: Context, post: int) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        if known is None or known.gone or known.person or known.author == ctx.member:
            return Update(views.post_gone())
        return self.reported.open(None, post)

    @submit
    def reported(self, ctx: Context, form: Report, post: int) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        if known is None or known.person or known.author == ctx.member:
            return Reply(views.post_gone())
        store.report(ctx, post, form)
        return Update(views.report_kept())

    @notice
    def outcome(self, ctx: Context, removed: bool) -> Card | None:
        return views.report_outcome(removed)

    @notice
    def person_outcome(self, ctx: Context, acted: bool) -> Card | None:
        return views.person_outcome(acted)

    @notice
    def was_removed(self, ctx: Context, title: str) -> Card | None:
        return views.was_removed(title)

    @notice
    def kept_private(self, ctx: Context, what: str, why: str, name: str, *args: str | int | bool) -> Card | None:
        return views.kept_private(what, why, Call(name, args))

    # Staff: one post

    @action(staff=STAFF)
    def ask_remove(self, ctx: Context, post: int) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        gone = known is None or known.gone or known.person
        return Update(views.post_gone() if known is None or gone else views.ask_remove(known))

    @action(staff=STAFF)
    def reveal(self, ctx: Context, post: int) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        return Reply(views.post_gone() if known is None else views.revealed(known))

    @action(staff=STAFF)
    def never_mind(self, ctx: Context) -> Outcome:
        return Update(views.never_mind())

    @action(staff=STAFF)
    def remove(self, ctx: Context, post: int) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        if known is None or known.person or not self._take_down(ctx, known):
            return Update(views.post_gone())
        self._tell_reporters(ctx, post, ReportState.REMOVED)
        return Update(views.removed(known))

    @command("mod reports", "For moderators: the posts that members have reported.", staff=STAFF)
    def reports(self, ctx: Context) -> Outcome:
        return Reply(self._reports(ctx))

    @action(staff=STAFF)
    def show_reports(self, ctx: Context) -> Outcome:
        return Reply(self._reports(ctx))

    @action(staff=STAFF)
    def decide(self, ctx: Context, post: int, remove: bool) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        if known is None or known.author == ctx.member:
            return Update(self._reports(ctx, "That one is not for you to decide, or it is gone."))
        remove = remove and not known.person
        if not self._tell_reporters(ctx, post, ReportState.REMOVED if remove else ReportState.LEFT):
            return Update(self._reports(ctx, "Another moderator has decided that one already."))
        if known.person:
            store.audit(ctx, Act.CLOSED, known.author, "")
            return Update(self._reports(ctx, "The report is closed. Whoever made it is told."))
        if not remove:
            store.audit(ctx, Act.LEFT, known.author, known.key)
            return Update(self._reports(ctx, "The post stays. Whoever reported it is told."))
        self._take_down(ctx, known)
        return Update(self._reports(ctx, "The post is removed. Its author and whoever reported it are told."))

    # Staff: one person

    @command("mod stop", "For moderators: stop a person from posting for a while.", staff=STAFF)
    def stop(self, ctx: Context, person: Annotated[PersonRef, Opt("Who?")]) -> Outcome:
        member = members.by_external(ctx.tx, ctx.community, person)
        if member is None or member == ctx.member:
            return Reply(views.unknown_person() if member is None else views.not_yourself())
        return self.stopping.open(None, member)

    @action(staff=STAFF)
    def stop_author(self, ctx: Context, post: int) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        if known is None or known.author is None:
            return Update(views.post_gone())
        return self.stopping.open(None, known.author, post)

    @submit(staff=STAFF)
    def stopping(self, ctx: Context, form: Stop, member: int, post: int = 0) -> Outcome:
        """`post`: where the moderator came from; a report about this person is decided with it."""
        if member == ctx.member:
            return Reply(views.not_yourself())
        time = form.length.time
        until = ctx.now + time if time else None
        if not members.stop_until(ctx.tx, ctx.community, member, until or _ALWAYS):
            return Reply(views.unknown_person())
        store.audit(ctx, Act.STOPPED, member, "")
        day = int(until.timestamp()) if until else 0
        self._tell(ctx, member, Kind.NOTICE, self.stopped.bind(day), f"stopped:{member}")
        known = store.get(ctx.tx, ctx.community, post)
        if known and known.person and known.author == member:
            self._tell_reporters(ctx, post, ReportState.REMOVED)
        return Update(views.stopped_now(member, until))

    @command("mod allow", "For moderators: let a person post again.", staff=STAFF)
    def allow(self, ctx: Context, person: Annotated[PersonRef, Opt("Who?")]) -> Outcome:
        return self._allow(ctx, members.by_external(ctx.tx, ctx.community, person))

    @action(staff=STAFF)
    def lift(self, ctx: Context, member: int) -> Outcome:
        return self._allow(ctx, member)

    @notice
    def stopped(self, ctx: Context, until: int) -> Card | None:
        """Nothing to say any more if it was lifted meanwhile."""
        if not members.stopped(ctx.tx, ctx.member, ctx.now):
            return None
        return views.you_are_stopped(datetime.fromtimestamp(until, UTC) if until else None)

    @notice
    def allowed(self, ctx: Context) -> Card | None:
        return None if members.stopped(ctx.tx, ctx.member, ctx.now) else views.you_may_post()

    @command("mod audit", "For organisers: what staff did, latest first.", staff=ORGANISERS)
    def audit(self, ctx: Context) -> Outcome:
        return Reply(views.audit(store.audited(ctx.tx, ctx.community, _AUDIT)))

    # What the handlers share

    def _reports(self, ctx: Context, note: str = "") -> Card:
        found = store.waiting(ctx.tx, ctx.community, ctx.member, _PAGE + 1)
        return views.reports(found[:_PAGE], more=len(found) > _PAGE, note=note)

    def _take_down(self, ctx: Context, post: Known) -> bool:
        """Withdraws the post, tells its feature and its author. False if it was gone already."""
        if not store.gone(ctx.tx, ctx.community, post.key):
            return False
        ctx.withdraw(post.key)
        # Not the moderator's own job: it must run even if they erase themselves in the same minute.
        ctx.unowned().later(ctx.now, post.removed, key=f"removed:{post.key}")
        store.audit(ctx, Act.REMOVED, post.author, post.key)
        if post.author is not None and post.author != ctx.member:
            self._tell(ctx, post.author, Kind.NOTICE, self.was_removed.bind(post.title), f"taken-down:{post.key}")
        return True

    def _tell_reporters(self, ctx: Context, post: int, state: ReportState) -> bool:
        """Decides all open reports about the post; False if there were none, or another moderator was first."""
        known = store.get(ctx.tx, ctx.community, post)
        reporters = store.decide(ctx.tx, ctx.community, post, state)
        outcome = (self.person_outcome if known and known.person else self.outcome).bind(state is ReportState.REMOVED)
        for reporter in reporters:
            self._tell(ctx, reporter, Kind.ASKED, outcome, f"reported:{post}:{reporter}")
        return bool(reporters)

    def _allow(self, ctx: Context, member: int | None) -> Outcome:
        if member is None or member == ctx.member:
            return Reply(views.unknown_person() if member is None else views.not_yourself())
        if not members.stop_until(ctx.tx, ctx.community, member, None):
            return Reply(views.unknown_person())
        store.audit(ctx, Act.ALLOWED, member, "")
        self._tell(ctx, member, Kind.NOTICE, self.allowed.bind(), f"stopped:{member}")
        return Update(views.allowed_now(member))

    def _tell(self, ctx: Context, member: int, kind: Kind, render: Call, key: str) -> None:
        ctx.notify(member, kind, render, due=ctx.now, expires=ctx.now + _TOLD_WITHIN, key=key)

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)
