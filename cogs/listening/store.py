"""Posts that wait, what organisers chose, and what is kept of a person. Every query carries the member or the
community."""

from __future__ import annotations

from bot.context import Context, Json
from bot.scheduling import jobs
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.listening import calls
from cogs.listening.model import Choice, Post, State, Turn

_POST = "id, key, author_id, title, at, queued_at, link, quiet"


# Posts


def begin(ctx: Context, key: str, author: int | None, title: str) -> int | None:
    """The id of a post that waits from now on; None when it is known already."""
    id = new_id()
    added = ctx.tx.run(
        "INSERT INTO listening_post (id, community_id, key, author_id, title, at)"
        " VALUES (:id, :community, :key, :author, :title, :now) ON CONFLICT DO NOTHING",
        {
            "id": id,
            "community": ctx.community,
            "key": key,
            "author": author,
            "title": title,
            "now": seconds(ctx.now),
        },
    )
    return id if added else None


def waiting(tx: Tx, community: int, post: int) -> Post | None:
    """None once it is answered or gone."""
    row = tx.one(
        f"SELECT {_POST} FROM listening_post"  # noqa: S608 -- constant
        " WHERE id = :id AND community_id = :community AND state = :waits",
        {"id": post, "community": community, "waits": int(State.WAITS)},
    )
    return _post(row) if row else None


def waiting_under(tx: Tx, community: int, key: str) -> Post | None:
    row = tx.one(
        f"SELECT {_POST} FROM listening_post"  # noqa: S608 -- constant
        " WHERE key = :key AND community_id = :community AND state = :waits",
        {"key": key, "community": community, "waits": int(State.WAITS)},
    )
    return _post(row) if row else None


def queue(tx: Tx, community: int) -> list[Post]:
    """What waits for moderators, the longest first."""
    rows = tx.all(
        f"SELECT {_POST} FROM listening_post"  # noqa: S608 -- constant
        " WHERE community_id = :community AND queued_at IS NOT NULL AND state = :waits ORDER BY at, id LIMIT 50",
        {"community": community, "waits": int(State.WAITS)},
    )
    return [_post(row) for row in rows]


def looked(tx: Tx, post: int, link: str, quiet: bool) -> None:
    tx.run(
        "UPDATE listening_post SET link = :link, quiet = :quiet WHERE id = :id",
        {"link": link, "quiet": int(quiet), "id": post},
    )


def enqueue(ctx: Context, post: int) -> None:
    ctx.tx.run(
        "UPDATE listening_post SET queued_at = :now WHERE id = :id AND community_id = :community",
        {"now": seconds(ctx.now), "id": post, "community": ctx.community},
    )


def answered(tx: Tx, community: int, post: int) -> None:
    """Only the key stays, for two days."""
    tx.run(
        "UPDATE listening_post SET state = :answered, author_id = NULL, title = '', link = '', queued_at = NULL"
        " WHERE id = :id AND community_id = :community",
        {"answered": int(State.ANSWERED), "id": post, "community": community},
    )
    _part(tx, post)


def known(tx: Tx, community: int, key: str) -> int | None:
    """Its id, answered or not."""
    row = tx.one(
        "SELECT id FROM listening_post WHERE key = :key AND community_id = :community",
        {"key": key, "community": community},
    )
    return row[0] if row else None


def drop(tx: Tx, community: int, post: int) -> None:
    _part(tx, post)
    tx.run(
        "DELETE FROM listening_post WHERE id = :id AND community_id = :community", {"id": post, "community": community}
    )


def _part(tx: Tx, post: int) -> None:
    """Who was asked about it is forgotten, that they were asked is not."""
    tx.run("DELETE FROM listening_turn WHERE post_id = :post AND state = :unfit", {"post": post, "unfit": Turn.UNFIT})
    tx.run("UPDATE listening_turn SET post_id = NULL WHERE post_id = :post", {"post": post})


def _post(row: Row) -> Post:
    id, key, author, title, at, queued_at, link, quiet = row
    queued = None if queued_at is None else moment(queued_at)
    return Post(id, key, author, title, moment(at), queued, link, bool(quiet))


# What organisers chose


def choice(tx: Tx, community: int) -> Choice:
    row = tx.one(
        "SELECT active, hours, role_only FROM listening_choice WHERE community_id = :community",
        {"community": community},
    )
    return Choice(bool(row[0]), row[1], bool(row[2])) if row else Choice()


def choose(ctx: Context, choice: Choice) -> None:
    ctx.tx.run(
        "INSERT INTO listening_choice (community_id, active, hours, role_only)"
        " VALUES (:community, :active, :hours, :role_only) ON CONFLICT (community_id)"
        " DO UPDATE SET active = excluded.active, hours = excluded.hours, role_only = excluded.role_only",
        {
            "community": ctx.community,
            "active": int(choice.active),
            "hours": choice.hours,
            "role_only": int(choice.role_only),
        },
    )


# Leaving


def forget(tx: Tx, member: int) -> None:
    me: dict[str, Value] = {"member": member}
    for post, community in tx.all(
        "SELECT t.post_id, p.community_id FROM listening_turn t JOIN listening_post p ON p.id = t.post_id"
        " WHERE t.member_id = :member AND t.state IN (0, 1) AND p.state = 0",
        me,
    ):
        jobs.put(tx, f"{community}:{ask_key(post)}", calls.ask(post), moment(0), community=community)
    for post, community in tx.all("SELECT id, community_id FROM listening_post WHERE author_id = :member", me):
        for key in (ask_key(post), queue_key(post)):
            jobs.cancel(tx, f"{community}:{key}")
        _part(tx, post)
    tx.run("DELETE FROM listening_post WHERE author_id = :member", me)
    tx.run("DELETE FROM listening_turn WHERE member_id = :member", me)
    tx.run("DELETE FROM listening_duty WHERE member_id = :member", me)


def export(tx: Tx, member: int) -> Json:
    me: dict[str, Value] = {"member": member}
    row = tx.one("SELECT on_duty, daily, weekly, last_at FROM listening_duty WHERE member_id = :member", me)
    turns = tx.all("SELECT at, state FROM listening_turn WHERE member_id = :member ORDER BY at, id", me)
    mine = tx.all("SELECT title, at, queued_at FROM listening_post WHERE author_id = :member ORDER BY at, id", me)
    on_duty: Json = None
    if row:
        on, daily, weekly, last = row
        on_duty = {"on": bool(on), "at_most_a_day": daily, "at_most_a_week": weekly, "asked_last": _iso(last)}
    return {
        "listening": on_duty,
        "asked_to_answer": [{"at": _iso(at), "what_came": Turn(state).name.lower()} for at, state in turns],
        "your_posts_that_wait": [
            {"what": title, "since": _iso(at), "moderators_see_it_since": _iso(queued)} for title, at, queued in mine
        ],
    }


def _iso(at: int | None) -> str | None:
    return None if at is None else moment(at).isoformat()


# Keys of what is planned


def ask_key(post: int) -> str:
    return f"listening:ask:{post}"


def queue_key(post: int) -> str:
    return f"listening:queue:{post}"


def alert_key(post: int, member: int) -> str:
    return f"listening:alert:{post}:{member}"
