"""Rows of what was written without a name. Every query carries the community, or an id found with it."""

from __future__ import annotations

import json
from datetime import datetime
from secrets import SystemRandom

from bot.people import anonymity
from bot.scheduling.clock import seconds
from bot.storage.database import Row, Tx, Value
from cogs.anonymous.model import ROUNDS, Nameless, Said, State, Terms
from cogs.posts.api import ContentNote, Wish

DICE = SystemRandom()

_POST = (
    "id, community_id, thread_id, thread_day, day, author, pseudonym, state, stays, news, words, verdict"
    " FROM anonymous_post"
)


# What organisers chose


def terms(tx: Tx, community: int) -> Terms:
    row = tx.one("SELECT active, reviewed FROM anonymous_terms WHERE community_id = :id", {"id": community})
    return Terms(bool(row[0]), bool(row[1])) if row else Terms()


def choose(tx: Tx, community: int, terms: Terms) -> None:
    tx.run(
        "INSERT INTO anonymous_terms (community_id, active, reviewed) VALUES (:id, :active, :reviewed)"
        " ON CONFLICT (community_id) DO UPDATE SET active = excluded.active, reviewed = excluded.reviewed",
        {"id": community, "active": int(terms.active), "reviewed": int(terms.reviewed)},
    )


# Posts and answers


def _rounds() -> int:
    return DICE.randint(*ROUNDS)


def _sealed(tx: Tx, column: str, id: int, said: object) -> bytes:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return tx.seal("anonymous_post", column, id, anonymity.padded(text))


def _words(tx: Tx, id: int, said: Said) -> bytes:
    return _sealed(tx, "words", id, [said.words, said.wish.value, said.note.value])


def _nameless(tx: Tx, row: Row) -> Nameless:
    id, community, thread, thread_day, day, author, pseudonym, state, stays, news, sealed, verdict = row
    words, wish, note = json.loads(tx.unseal("anonymous_post", "words", id, sealed))
    why = json.loads(tx.unseal("anonymous_post", "verdict", id, verdict)) if verdict else ""
    said = Said(str(words), Wish(wish), ContentNote(note))
    return Nameless(
        id, community, thread, thread_day, day, author, pseudonym, State(state), said, bool(stays), bool(news), why
    )


def get(tx: Tx, community: int, id: int) -> Nameless | None:
    row = tx.one(f"SELECT {_POST} WHERE id = :id AND community_id = :community", {"id": id, "community": community})
    return _nameless(tx, row) if row else None


def add(
    tx: Tx, community: int, id: int, *, thread: int, thread_day: int, day: int, author: str, pseudonym: str, said: Said
) -> bool:
    """As to be reviewed. False if there is a row with this id already."""
    return bool(
        tx.run(
            "INSERT INTO anonymous_post"
            " (id, community_id, thread_id, thread_day, day, author, pseudonym, state, rounds, words)"
            " VALUES (:id, :community, :thread, :thread_day, :day, :author, :pseudonym, :state, :rounds, :words)"
            " ON CONFLICT DO NOTHING",
            {
                "id": id,
                "community": community,
                "thread": thread,
                "thread_day": thread_day,
                "day": day,
                "author": author,
                "pseudonym": pseudonym,
                "state": int(State.REVIEW),
                "rounds": _rounds(),
                "words": _words(tx, id, said),
            },
        )
    )


def move(tx: Tx, community: int, id: int, before: tuple[State, ...], after: State, verdict: str | None = None) -> bool:
    """False when it was in none of these states: somebody else was first. `verdict` None keeps what is there; with
    one the author has something to read."""
    moved: dict[str, Value] = {"id": id, "community": community, "after": int(after), "rounds": _rounds()}
    words = ""
    if verdict is not None:
        words = ", verdict = :verdict, news = 1"
        moved["verdict"] = _sealed(tx, "verdict", id, verdict)
    states = ", ".join(str(int(state)) for state in before)
    done = tx.run(
        f"UPDATE anonymous_post SET state = :after, rounds = :rounds{words}"  # noqa: S608 -- constants
        f" WHERE id = :id AND community_id = :community AND state IN ({states})",
        moved,
    )
    if done:
        _touch(tx, community, id)
    return bool(done)


def rewrite(tx: Tx, community: int, id: int, said: Said) -> bool:
    """New words, to be reviewed again. Its author alone may; the caller knows that they are."""
    return bool(
        tx.run(
            "UPDATE anonymous_post"
            " SET words = :words, verdict = NULL, news = 0, rounds = :rounds, state = :review"
            " WHERE id = :id AND community_id = :community AND state IN (0, 1, 3, 4)",
            {
                "words": _words(tx, id, said),
                "rounds": _rounds(),
                "review": int(State.REVIEW),
                "id": id,
                "community": community,
            },
        )
    )


def read_news(tx: Tx, community: int, id: int) -> None:
    read = tx.run(
        "UPDATE anonymous_post SET news = 0 WHERE id = :id AND community_id = :community AND news = 1",
        {"id": id, "community": community},
    )
    if read:
        _touch(tx, community, id)


def let_stay(tx: Tx, community: int, id: int, stays: bool) -> None:
    tx.run(
        "UPDATE anonymous_post SET stays = :stays WHERE id = :id AND community_id = :community",
        {"stays": int(stays), "id": id, "community": community},
    )
    _touch(tx, community, id)


def _touch(tx: Tx, community: int, id: int) -> None:
    """The next batch writes the rows of this community anew, which it does anyway while one of them waits."""
    tx.run(
        "UPDATE anonymous_terms SET touched = 1 WHERE community_id = :community AND touched = 0"
        " AND EXISTS (SELECT 1 FROM anonymous_post WHERE id = :id AND state >= 2)",
        {"community": community, "id": id},
    )


def delete(tx: Tx, community: int, id: int) -> list[int]:
    """A post goes with the answers below it; the ids of what went."""
    rows = tx.all(
        "DELETE FROM anonymous_post WHERE (id = :id OR thread_id = :id) AND community_id = :community RETURNING id",
        {"id": id, "community": community},
    )
    ids = sorted(row[0] for row in rows)
    tx.many("DELETE FROM anonymous_support WHERE post_id = :id", [{"id": gone} for gone in ids])
    return ids


def below(tx: Tx, community: int, thread: int) -> list[int]:
    """The answers to a post."""
    rows = tx.all(
        "SELECT id FROM anonymous_post WHERE thread_id = :thread AND id <> :thread AND community_id = :community",
        {"thread": thread, "community": community},
    )
    return sorted(row[0] for row in rows)


def marks(tx: Tx, community: int, *, news: bool = False) -> list[tuple[int, int, str]]:
    """id, day and author of everything here, for its author to find their own among; the newest first. `news`: only
    where its author has something to read."""
    rows = tx.all(
        "SELECT id, day, author FROM anonymous_post WHERE community_id = :community AND leaving = 0 AND news >= :news"
        " ORDER BY day DESC, id",
        {"community": community, "news": int(news)},
    )
    return [(id, day, author) for id, day, author in rows]


def leave(tx: Tx, id: int) -> None:
    """It goes with the next batch. For somebody who erases themselves: their row and their posts don't go together."""
    tx.run("UPDATE anonymous_post SET leaving = 1 WHERE id = :id", {"id": id})


def to_review(tx: Tx, community: int) -> list[tuple[int, int, bool]]:
    """id, day, and whether it is an answer, of what waits for a moderator."""
    rows = tx.all(
        "SELECT id, day, thread_id FROM anonymous_post WHERE community_id = :community AND state = :review"
        " AND leaving = 0 ORDER BY day, id",
        {"community": community, "review": int(State.REVIEW)},
    )
    return [(id, day, thread != id) for id, day, thread in rows]


# How often somebody wrote today


def _number(tag: str) -> int:
    return int(tag[:16], 16) >> 1


def use(tx: Tx, tags: list[str], now: datetime) -> bool:
    """Takes one of the day's uses; False when all are taken."""
    since = seconds(now) // 86_400 * 86_400
    return any(
        tx.run(
            "INSERT INTO anonymous_use (tag, since) VALUES (:tag, :since) ON CONFLICT DO NOTHING",
            {"tag": _number(tag), "since": since},
        )
        for tag in tags
    )


def used_up(tx: Tx, tags: list[str]) -> bool:
    return all(tx.one("SELECT 1 FROM anonymous_use WHERE tag = :tag", {"tag": _number(tag)}) for tag in tags)


# Support: from members who are not the author


def support(tx: Tx, post: int, member: int, kind: str) -> bool:
    """False when they had pressed it before. The caller knows that the post is of their community and not theirs."""
    return bool(
        tx.run(
            "INSERT INTO anonymous_support (post_id, member_id, kind) VALUES (:post, :member, :kind)"
            " ON CONFLICT DO NOTHING",
            {"post": post, "member": member, "kind": kind},
        )
    )


def take_back(tx: Tx, post: int, member: int, kind: str) -> None:
    tx.run(
        "DELETE FROM anonymous_support WHERE post_id = :post AND member_id = :member AND kind = :kind",
        {"post": post, "member": member, "kind": kind},
    )


def supporters(tx: Tx, post: int) -> list[tuple[int, str]]:
    """Member and kind, for the post's author alone."""
    rows = tx.all(
        "SELECT member_id, kind FROM anonymous_support WHERE post_id = :post ORDER BY member_id, kind", {"post": post}
    )
    return [(member, kind) for member, kind in rows]


def supported_by(tx: Tx, member: int) -> list[tuple[int, str]]:
    rows = tx.all(
        "SELECT post_id, kind FROM anonymous_support WHERE member_id = :member ORDER BY post_id, kind",
        {"member": member},
    )
    return [(post, kind) for post, kind in rows]


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM anonymous_support WHERE member_id = :member", {"member": member})
