"""Reports, removal and stopping: what anybody and what staff may do about a post that is not theirs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from bot.cog import Cog, Message, PersonRef, action, command, menu, notice, submit
from bot.cog import Option as Opt
from bot.context import Context, Json, Kind
from bot.people import members, roles
from bot.people.roles import ORGANISERS, STAFF, Role
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.posts import appeals_store as appeals
from cogs.posts import audit_file, audit_views, deciding, removals, store, views
from cogs.posts.model import Act, RemoveForm, Report, ReportState, Stop

_AUDIT = 20
_NAMED = 5
_MORE = ".more"
"""How every feature calls what its `…` leads to. A message of another kind must not make anybody press anything."""
_ALWAYS = datetime(9999, 1, 1, tzinfo=UTC)


class Posts(Cog, name="posts"):
    kept = (
        Kept(
            "Posts of yours that somebody opened with …, and that somebody reported you, for staff to find",
            ("post",),
            30,
            "over_at",
            "NOT EXISTS (SELECT 1 FROM report WHERE report.post_id = post.id)",
            until="until 30 days after the post is gone and no report about it is kept",
        ),
        Kept("Posts of yours that staff took down, with the reason they gave", ("removal",), 30, "at"),
        Kept(
            "Reports you made, and what you wrote in them",
            ("report",),
            180,
            "at",
            "state <> 0",
            until="180 days, longer while nobody has decided",
        ),
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
        deciding.waits(ctx)
        return Update(views.report_kept())

    @menu("Report")
    def report_message(self, ctx: Context, message: Message) -> Outcome:
        """A post of ours is reported behind its `…`, which its feature draws. Of what people wrote themselves nothing
        is read and nothing is kept."""
        more = message.more
        if more is not None and more.name.endswith(_MORE):
            return Reply(views.report_behind(more))
        moderators = roles.holders(ctx.tx, ctx.community, Role.MODERATOR)
        return Reply(views.report_elsewhere(ctx.platform, moderators[:_NAMED]))

    @notice
    def outcome(self, ctx: Context, removed: bool) -> Card | None:
        return views.report_outcome(removed)

    @notice
    def person_outcome(self, ctx: Context, acted: bool) -> Card | None:
        return views.person_outcome(acted)

    @notice
    def was_removed(self, ctx: Context, title: str, removal: int = 0) -> Card | None:
        """Without the words once they are too old to be kept."""
        return views.was_removed(title, removals.own(ctx, removal))

    @notice
    def kept_private(self, ctx: Context, what: str, why: str, name: str, *args: str | int | bool) -> Card | None:
        return views.kept_private(what, why, Call(name, args), may_ask=why == "stopped" and appeals.may_ask(ctx))

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
        if known is None or known.gone or known.person:
            return Update(views.post_gone())
        return self.removing.open(None, post)

    @submit(staff=STAFF)
    def removing(self, ctx: Context, form: RemoveForm, post: int) -> Outcome:
        known = store.get(ctx.tx, ctx.community, post)
        if known is None or known.person or not deciding.take_down(ctx, known, form.reason.strip()):
            return Update(views.post_gone())
        deciding.tell_reporters(ctx, known, ReportState.REMOVED)
        return Update(views.removed())

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
        deciding.tell(ctx, member, Kind.NOTICE, self.stopped.bind(day), f"stopped:{member}")
        known = store.get(ctx.tx, ctx.community, post)
        if known and known.person and known.author == member:
            deciding.tell_reporters(ctx, known, ReportState.REMOVED)
        return Update(views.stopped_now(member, until, queue=bool(known and known.person)))

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
        at = datetime.fromtimestamp(until, UTC) if until else None
        return views.you_are_stopped(at, may_ask=appeals.may_ask(ctx))

    @notice
    def allowed(self, ctx: Context) -> Card | None:
        return None if members.stopped(ctx.tx, ctx.member, ctx.now) else views.you_may_post()

    @command("mod audit", "For organisers: what staff did, latest first.", staff=ORGANISERS)
    def audit(self, ctx: Context) -> Outcome:
        return Reply(audit_views.audit(store.audited(ctx.tx, ctx.community, _AUDIT), self.download.bind()))

    @action(staff=ORGANISERS)
    def download(self, ctx: Context) -> Outcome:
        rows = store.audited(ctx.tx, ctx.community)
        people = members.known(ctx.tx, {who for row in rows for who in (row.actor, row.whom) if who is not None})
        return Reply(audit_views.audit_file(audit_file.table(rows, people), ctx.now))

    # What the handlers share

    def _allow(self, ctx: Context, member: int | None) -> Outcome:
        if member is None or member == ctx.member:
            return Reply(views.unknown_person() if member is None else views.not_yourself())
        if not members.stop_until(ctx.tx, ctx.community, member, None):
            return Reply(views.unknown_person())
        store.audit(ctx, Act.ALLOWED, member, "")
        appeals.lifted(ctx.tx, ctx.community, member)
        deciding.tell(ctx, member, Kind.NOTICE, self.allowed.bind(), f"stopped:{member}")
        return Update(views.allowed_now(member))

    def forget(self, tx: Tx, member: int) -> None:
        removals.forget(tx, member)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {**store.export(tx, member), "posts_taken_down": removals.export(tx, member)}
