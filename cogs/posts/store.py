"""Posts that were looked at, reports about them, and the audit. Every query carries the community or the member."""

from __future__ import annotations

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from bot.ui.card import Call
from bot.ui.wire import dump_args, load_args
from cogs.posts.model import (
    EXCERPT,
    LATE,
    Audited,
    Known,
    PersonReport,
    Post,
    Queued,
    Report,
    ReportState,
    Terms,
    Told,
    concern,
)

_POST = (
    "id, key, author_id, title, excerpt, removed_call, removed_args, gone, note, person,"
    " mute_call, mute_args, circle_id"
)


def _known(tx: Tx, row: Row) -> Known:
    id, key, author, title, excerpt, call, args, gone, note, person, mute, mute_args, circle = row
    return Known(
        id,
        key,
        author,
        title,
        tx.unseal("post", "excerpt", id, excerpt),
        Call(call, load_args(args)),
        bool(gone),
        note,
        bool(person),
        Call(mute, load_args(mute_args)) if mute else None,
        circle or None,
    )


def terms(ctx: Context, room: str) -> Terms:
    """One read, because it comes before every post."""
    row = ctx.tx.one(
        "SELECT member.stopped_until, community.links_allowed, room.broken FROM member"
        " JOIN community ON community.id = member.community_id"
        " LEFT JOIN room ON room.community_id = community.id AND room.kind = :room"
        " WHERE member.id = :member AND community.id = :community",
        {"room": room, "member": ctx.member, "community": ctx.community},
    )
    if row is None:
        return Terms(stopped=True, links_allowed=False, broken=None)
    stopped_until, links_allowed, broken = row
    return Terms(stopped_until is not None and stopped_until > seconds(ctx.now), bool(links_allowed), broken)


def note(ctx: Context, post: Post) -> Known:
    """Remembers the post as its feature describes it now."""
    found = ctx.tx.one(
        "SELECT id FROM post WHERE key = :key AND community_id = :community",
        {"key": post.key, "community": ctx.community},
    )
    id = found[0] if found else new_id()
    excerpt = post.excerpt if len(post.excerpt) <= EXCERPT else post.excerpt[: EXCERPT - 1] + "…"
    ctx.tx.run(
        "INSERT INTO post (id, key, community_id, author_id, title, excerpt, removed_call, removed_args,"
        " note, mute_call, mute_args, circle_id)"
        " VALUES (:id, :key, :community, :author, :title, :excerpt, :call, :args, :note, :mute, :mute_args, :circle)"
        " ON CONFLICT (key) DO UPDATE SET title = excluded.title, excerpt = excluded.excerpt, note = excluded.note,"
        " gone = 0, over_at = NULL, mute_call = excluded.mute_call, mute_args = excluded.mute_args,"
        " circle_id = excluded.circle_id",
        {
            "id": id,
            "key": post.key,
            "community": ctx.community,
            "author": post.author,
            "title": post.title,
            "excerpt": ctx.tx.seal("post", "excerpt", id, excerpt),
            "call": post.removed.name,
            "args": dump_args(post.removed.args),
            "note": post.note,
            "mute": post.mute.name if post.mute else "",
            "mute_args": dump_args(post.mute.args if post.mute else ()),
            "circle": post.circle or 0,
        },
    )
    return Known(
        id,
        post.key,
        post.author,
        post.title,
        excerpt,
        post.removed,
        gone=False,
        note=post.note,
        mute=post.mute,
        circle=post.circle,
    )


def note_person(ctx: Context, key: str, title: str, whom: int) -> int:
    """Remembers whom a report is about; its id. There are no words to show: staff don't read there."""
    row = ctx.tx.one(
        "SELECT id FROM post WHERE key = :key AND community_id = :community", {"key": key, "community": ctx.community}
    )
    if row:
        return row[0]
    id = new_id()
    ctx.tx.run(
        "INSERT INTO post (id, key, community_id, author_id, title, excerpt, removed_call, removed_args, person)"
        " VALUES (:id, :key, :community, :whom, :title, :nothing, '', '[]', 1)",
        {
            "id": id,
            "key": key,
            "community": ctx.community,
            "whom": whom,
            "title": title,
            "nothing": ctx.tx.seal("post", "excerpt", id, ""),
        },
    )
    return id


def get(tx: Tx, community: int, post: int) -> Known | None:
    row = tx.one(
        f"SELECT {_POST} FROM post WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
        {"id": post, "community": community},
    )
    return _known(tx, row) if row else None


def gone(ctx: Context, key: str) -> bool:
    """False if it was gone already, or nobody ever looked at it."""
    row = ctx.tx.one(
        "UPDATE post SET gone = 1 WHERE key = :key AND community_id = :community AND gone = 0 RETURNING id",
        {"key": key, "community": ctx.community},
    )
    if row is None:
        return False
    _over(ctx, row[0])
    return True


def _over(ctx: Context, post: int) -> None:
    """The words of a post that is gone are kept only while a report about it waits; from then on its row is on its way
    out. So is that of a person about whom no report waits. Of a post without a name the day alone is kept."""
    now = seconds(ctx.now)
    ctx.tx.run(
        "UPDATE post SET excerpt = :nothing, over_at = CASE WHEN author_id IS NULL THEN :midnight ELSE :now END"
        " WHERE id = :post AND community_id = :community AND (gone = 1 OR person = 1)"
        " AND NOT EXISTS (SELECT 1 FROM report WHERE report.post_id = post.id AND report.state = 0)",
        {
            "nothing": ctx.tx.seal("post", "excerpt", post, ""),
            "midnight": now - now % 86_400,
            "now": now,
            "post": post,
            "community": ctx.community,
        },
    )


def report(ctx: Context, post: int, form: Report | PersonReport) -> None:
    """A second report by the same person replaces the words of the first."""
    found = ctx.tx.one(
        "SELECT id FROM report WHERE post_id = :post AND member_id = :member", {"post": post, "member": ctx.member}
    )
    id = found[0] if found else new_id()
    text = form.note.strip()
    ctx.tx.run(
        "INSERT INTO report (id, post_id, community_id, member_id, reason, note, at)"
        " VALUES (:id, :post, :community, :member, :reason, :note, :now)"
        " ON CONFLICT (post_id, member_id)"
        " DO UPDATE SET reason = excluded.reason, note = excluded.note, at = excluded.at, state = 0",
        {
            "id": id,
            "post": post,
            "community": ctx.community,
            "member": ctx.member,
            "reason": form.reason.value,
            "note": ctx.tx.seal("report", "note", id, text) if text else None,
            "now": seconds(ctx.now),
        },
    )
    ctx.tx.run("UPDATE post SET over_at = NULL WHERE id = :post", {"post": post})


def told(tx: Tx, community: int, post: int) -> tuple[Told, ...]:
    """What was reported about a post and is not decided; the first five."""
    rows = tx.all(
        "SELECT id, reason, note, at FROM report WHERE post_id = :post AND community_id = :community AND state = 0"
        " ORDER BY at, id LIMIT 5",
        {"post": post, "community": community},
    )
    return tuple(
        Told(concern(reason), tx.unseal("report", "note", id, said) if said else "", moment(at))
        for id, reason, said, at in rows
    )


def queued(ctx: Context) -> list[Queued]:
    """One for each post with open reports, without reading any words."""
    rows = ctx.tx.all(
        "SELECT post.id, post.title, post.circle_id, MIN(report.at) FROM report JOIN post ON post.id = report.post_id"
        " WHERE report.community_id = :community AND report.state = 0 AND COALESCE(post.author_id, 0) <> :member"
        " GROUP BY post.id, post.title, post.circle_id ORDER BY MIN(report.at), post.id",
        {"community": ctx.community, "member": ctx.member or -1},
    )
    return [
        Queued(
            f"Reported: {title}",
            moment(since),
            Call("queue.report", (post,)),
            overdue=ctx.now - moment(since) > LATE,
            circle=circle or None,
        )
        for post, title, circle, since in rows
    ]


def decide(ctx: Context, post: int, state: ReportState) -> list[int]:
    """Closes all open reports about a post; who made them. Empty when somebody decided before."""
    rows = ctx.tx.all(
        "UPDATE report SET state = :state WHERE post_id = :post AND community_id = :community AND state = 0"
        " RETURNING member_id",
        {"state": int(state), "post": post, "community": ctx.community},
    )
    _over(ctx, post)
    return sorted(row[0] for row in rows)


def audit(ctx: Context, act: str, whom: int | None, key: str) -> None:
    ctx.tx.run(
        "INSERT INTO audit (id, community_id, actor_id, act, whom_id, key, at)"
        " VALUES (:id, :community, :actor, :act, :whom, :key, :now)",
        {
            "id": new_id(),
            "community": ctx.community,
            "actor": ctx.member,
            "act": act,
            "whom": whom,
            "key": key,
            "now": seconds(ctx.now),
        },
    )


def audited(tx: Tx, community: int, most: int = 1_000_000) -> list[Audited]:
    """The latest first."""
    rows = tx.all(
        "SELECT actor_id, act, whom_id, key, at FROM audit WHERE community_id = :community"
        " ORDER BY at DESC, id DESC LIMIT :most",
        {"community": community, "most": most},
    )
    return [Audited(actor, act, whom, key, moment(at)) for actor, act, whom, key, at in rows]


def forget(tx: Tx, member: int) -> None:
    me = {"member": member}
    tx.run(
        "UPDATE post SET over_at = 0 WHERE id IN (SELECT post_id FROM report WHERE member_id = :member AND state = 0)"
        " AND (gone = 1 OR person = 1) AND NOT EXISTS"
        " (SELECT 1 FROM report WHERE report.post_id = post.id AND report.state = 0 AND report.member_id <> :member)",
        me,
    )
    tx.run("DELETE FROM report WHERE member_id = :member", me)
    tx.run("DELETE FROM report WHERE post_id IN (SELECT id FROM post WHERE author_id = :member)", me)
    tx.run("DELETE FROM post WHERE author_id = :member", me)
    tx.run("UPDATE audit SET actor_id = NULL WHERE actor_id = :member", me)
    tx.run("UPDATE audit SET whom_id = NULL, key = '' WHERE whom_id = :member", me)


def export(tx: Tx, member: int) -> dict[str, Json]:
    me = {"member": member}
    reports = tx.all("SELECT id, reason, note, at, state FROM report WHERE member_id = :member ORDER BY at, id", me)
    acts = tx.all("SELECT act, at FROM audit WHERE actor_id = :member ORDER BY at, id", me)
    # What staff did about a report would tell whom it was about that somebody reported them: in a pair, who.
    about = tx.all(
        "SELECT act, at FROM audit WHERE whom_id = :member AND act NOT IN ('closed', 'left') ORDER BY at, id", me
    )
    seen = tx.all("SELECT title, gone FROM post WHERE author_id = :member AND person = 0 ORDER BY id", me)
    return {
        "reports": [
            {
                "reason": reason,
                "note": tx.unseal("report", "note", id, said) if said else "",
                "at": moment(at).isoformat(),
                "outcome": ReportState(state).name.lower(),
            }
            for id, reason, said, at, state in reports
        ],
        "posts_that_others_opened": [{"title": title, "gone": bool(gone)} for title, gone in seen],
        "what_you_did_as_staff": [{"act": act, "at": moment(at).isoformat()} for act, at in acts],
        "what_staff_did_about_you": [{"act": act, "at": moment(at).isoformat()} for act, at in about],
    }
