"""Logged no's, shared ones and who is with their authors. Every query carries the member or the community."""

from __future__ import annotations

from datetime import date

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.rejections.model import ContentNote, Details, Rejection, Share, Stage, State, Support, Telling, Wish

_REJECTION = "id, day, stage, company, role, lesson"
_SHARE = "id, rejection_id, member_id, wish, note, words, state, created_at"
_TEXTS = ("company", "role", "lesson")
_DOUBLE_PRESS = 5
"""Seconds in which a second empty log is taken for the same press."""


# The member's own log


def add(ctx: Context, *, company: str = "", lesson: str = "") -> Rejection:
    if not company and not lesson and (same := _just_logged(ctx)):
        return same
    id = new_id()
    ctx.tx.run(
        "INSERT INTO rejection (id, member_id, community_id, day, stage, company, lesson, created_at)"
        " VALUES (:id, :member, :community, :day, :stage, :company, :lesson, :now)",
        {
            "id": id,
            "member": ctx.member,
            "community": ctx.community,
            "day": ctx.today.toordinal(),
            "stage": Stage.UNSAID.value,
            "company": _sealed(ctx.tx, "company", id, company),
            "lesson": _sealed(ctx.tx, "lesson", id, lesson),
            "now": seconds(ctx.now),
        },
    )
    return Rejection(id, ctx.today, Stage.UNSAID, company, "", lesson)


def _just_logged(ctx: Context) -> Rejection | None:
    row = ctx.tx.one(
        f"SELECT {_REJECTION} FROM rejection"  # noqa: S608 -- constant
        " WHERE member_id = :member AND day = :day AND created_at > :since ORDER BY id DESC LIMIT 1",
        {"member": ctx.member, "day": ctx.today.toordinal(), "since": seconds(ctx.now) - _DOUBLE_PRESS},
    )
    found = _rejection(ctx.tx, row) if row else None
    return found if found and found.plain else None


def get(tx: Tx, member: int, rejection: int) -> Rejection | None:
    row = tx.one(
        f"SELECT {_REJECTION} FROM rejection WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": rejection, "member": member},
    )
    return _rejection(tx, row) if row else None


def keep(tx: Tx, member: int, rejection: int, form: Details) -> None:
    """A day that was left out stays what it was."""
    texts: dict[str, Value] = {name: _sealed(tx, name, rejection, getattr(form, name).strip()) for name in _TEXTS}
    tx.run(
        "UPDATE rejection SET stage = :stage, day = coalesce(:day, day), company = :company, role = :role,"
        " lesson = :lesson WHERE id = :id AND member_id = :member",
        {
            "id": rejection,
            "member": member,
            "stage": form.stage.value,
            "day": form.day.toordinal() if form.day else None,
            **texts,
        },
    )


def page(tx: Tx, member: int, *, skip: int, most: int) -> list[Rejection]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_REJECTION} FROM rejection WHERE member_id = :member"  # noqa: S608 -- constant
        " ORDER BY day DESC, id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_rejection(tx, row) for row in rows]


def companies(tx: Tx, member: int) -> list[str]:
    """Of the latest that name one."""
    rows = tx.all(
        "SELECT id, company FROM rejection WHERE member_id = :member AND company IS NOT NULL"
        " ORDER BY day DESC, id DESC LIMIT 200",
        {"member": member},
    )
    return [tx.unseal("rejection", "company", id, data) for id, data in rows]


def delete(tx: Tx, member: int, rejection: int) -> bool:
    """With what was shared of it; False if there was nothing."""
    mine: dict[str, Value] = {"id": rejection, "member": member}
    tx.run("DELETE FROM rejection_share WHERE rejection_id = :id AND member_id = :member", mine)
    return bool(tx.run("DELETE FROM rejection WHERE id = :id AND member_id = :member", mine))


def _rejection(tx: Tx, row: Row) -> Rejection:
    id, day, stage, *texts = row
    company, role, lesson = (
        tx.unseal("rejection", name, id, data) if data else "" for name, data in zip(_TEXTS, texts, strict=True)
    )
    return Rejection(id, date.fromordinal(day), Stage(stage), company, role, lesson)


def _sealed(tx: Tx, column: str, id: int, text: str) -> bytes | None:
    return tx.seal("rejection", column, id, text) if text else None


# What is shared


def share(ctx: Context, rejection: int, form: Telling) -> Share:
    """On its way to the support room; once for a rejection. Sharing it again replaces the words."""
    found = share_of(ctx.tx, ctx.member, rejection)
    id = found.id if found else new_id()
    words = form.words.strip()
    ctx.tx.run(
        "INSERT INTO rejection_share (id, rejection_id, member_id, community_id, wish, note, words, state, created_at)"
        " VALUES (:id, :rejection, :member, :community, :wish, :note, :words, :state, :now)"
        " ON CONFLICT (rejection_id) DO UPDATE SET wish = excluded.wish, note = excluded.note,"
        " words = excluded.words, state = excluded.state",
        {
            "id": id,
            "rejection": rejection,
            "member": ctx.member,
            "community": ctx.community,
            "wish": form.wish.value,
            "note": form.note.value,
            "words": ctx.tx.seal("rejection_share", "words", id, words),
            "state": int(State.WAITING),
            "now": seconds(ctx.now),
        },
    )
    return Share(id, rejection, ctx.member, form.wish, form.note, words, State.WAITING, ctx.now)


def rewrite(ctx: Context, share: Share, form: Telling) -> None:
    ctx.tx.run(
        "UPDATE rejection_share SET wish = :wish, note = :note, words = :words WHERE id = :id AND member_id = :member",
        {
            "id": share.id,
            "member": ctx.member,
            "wish": form.wish.value,
            "note": form.note.value,
            "words": ctx.tx.seal("rejection_share", "words", share.id, form.words.strip()),
        },
    )


def share_of(tx: Tx, member: int, rejection: int) -> Share | None:
    row = tx.one(
        f"SELECT {_SHARE} FROM rejection_share"  # noqa: S608 -- constant
        " WHERE rejection_id = :rejection AND member_id = :member",
        {"rejection": rejection, "member": member},
    )
    return _share(tx, row) if row else None


def own_share(tx: Tx, member: int, share: int) -> Share | None:
    row = tx.one(
        f"SELECT {_SHARE} FROM rejection_share WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": share, "member": member},
    )
    return _share(tx, row) if row else None


def public_share(tx: Tx, community: int, share: int) -> Share | None:
    """None when nobody but its author may see it."""
    found = share_here(tx, community, share)
    return found if found and found.public else None


def share_here(tx: Tx, community: int, share: int) -> Share | None:
    """For jobs of the community; what people press uses `own_share` or `public_share`."""
    row = tx.one(
        f"SELECT {_SHARE} FROM rejection_share WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
        {"id": share, "community": community},
    )
    return _share(tx, row) if row else None


def shared_among(tx: Tx, member: int, rejections: list[int]) -> set[int]:
    """Which of these are in the support room."""
    return {id for id in rejections if (found := share_of(tx, member, id)) and found.public}


def move(tx: Tx, community: int, share: int, after: State) -> None:
    tx.run(
        "UPDATE rejection_share SET state = :after WHERE id = :id AND community_id = :community",
        {"after": int(after), "id": share, "community": community},
    )


def unshare(tx: Tx, member: int, share: int) -> bool:
    return bool(
        tx.run("DELETE FROM rejection_share WHERE id = :id AND member_id = :member", {"id": share, "member": member})
    )


def _share(tx: Tx, row: Row) -> Share:
    id, rejection, member, wish, note, words, state, at = row
    text = tx.unseal("rejection_share", "words", id, words)
    return Share(id, rejection, member, Wish(wish), ContentNote(note), text, State(state), moment(at))


# "I'm with you"


def support(ctx: Context, share: int, day: int) -> bool:
    """False if they are with the author already."""
    return bool(
        ctx.tx.run(
            "INSERT INTO rejection_support (share_id, member_id, day, at) VALUES (:share, :member, :day, :now)"
            " ON CONFLICT DO NOTHING",
            {"share": share, "member": ctx.member, "day": day, "now": seconds(ctx.now)},
        )
    )


def take_back(tx: Tx, member: int, share: int) -> None:
    tx.run(
        "DELETE FROM rejection_support WHERE share_id = :share AND member_id = :member",
        {"share": share, "member": member},
    )


def supported(tx: Tx, author: int, day: int) -> list[Support]:
    """Who is with an author by one day's digest, by the shared no. Only what is still in the room."""
    rows = tx.all(
        "SELECT p.share_id, p.member_id FROM rejection_support p JOIN rejection_share s ON s.id = p.share_id"
        " WHERE s.member_id = :author AND p.day = :day ORDER BY s.created_at, p.share_id, p.at, p.member_id",
        {"author": author, "day": day},
    )
    by: dict[int, list[int]] = {}
    for share, member in rows:
        by.setdefault(share, []).append(member)
    found = [(own_share(tx, author, share), people) for share, people in by.items()]
    return [Support(share, tuple(people)) for share, people in found if share and share.public]


# How many heard a no, as a coarse figure


def heard(tx: Tx, community: int, since: date, before: date) -> int:
    """Different people of the community who logged a no for these days."""
    row = tx.one(
        "SELECT COUNT(DISTINCT member_id) FROM rejection"
        " WHERE community_id = :community AND day >= :since AND day < :before",
        {"community": community, "since": since.toordinal(), "before": before.toordinal()},
    )
    assert row is not None
    return row[0]


def figure(tx: Tx, community: int) -> tuple[int, int, int, int] | None:
    """week, shown, reported, behind: see the schema."""
    row = tx.one(
        "SELECT week, shown, reported, behind FROM rejection_figure WHERE community_id = :community",
        {"community": community},
    )
    return (row[0], row[1], row[2], row[3]) if row else None


def fix_figure(tx: Tx, community: int, week: int, shown: int, reported: int, behind: int) -> None:
    tx.run(
        "INSERT INTO rejection_figure (community_id, week, shown, reported, behind)"
        " VALUES (:community, :week, :shown, :reported, :behind)"
        " ON CONFLICT (community_id) DO UPDATE SET week = excluded.week, shown = excluded.shown,"
        " reported = excluded.reported, behind = excluded.behind",
        {"community": community, "week": week, "shown": shown, "reported": reported, "behind": behind},
    )


# Leaving


def forget(tx: Tx, member: int) -> None:
    me: dict[str, Value] = {"member": member}
    tx.run("DELETE FROM rejection_support WHERE member_id = :member", me)
    tx.run("DELETE FROM rejection_share WHERE member_id = :member", me)
    tx.run("DELETE FROM rejection WHERE member_id = :member", me)


def export(tx: Tx, member: int) -> Json:
    me: dict[str, Value] = {"member": member}
    rows = tx.all(
        f"SELECT {_REJECTION} FROM rejection WHERE member_id = :member ORDER BY day, id",  # noqa: S608 -- constant
        me,
    )
    with_others = tx.all("SELECT share_id, at FROM rejection_support WHERE member_id = :member ORDER BY at", me)
    return {
        "rejections": [_exported(tx, member, _rejection(tx, row)) for row in rows],
        "you_were_with": [{"post": id, "at": moment(at).isoformat()} for id, at in with_others],
    }


def _exported(tx: Tx, member: int, rejection: Rejection) -> Json:
    shared = share_of(tx, member, rejection.id)
    told: Json = None
    if shared:
        told = {
            "what_would_help": shared.wish.label,
            "text": shared.words,
            "content_note": shared.note.value,
            "where": shared.state.name.lower(),
            "at": shared.at.isoformat(),
        }
    return {
        "id": rejection.id,
        "day": rejection.day.isoformat(),
        "stage": rejection.stage.label,
        "company": rejection.company,
        "role": rejection.role,
        "to_remember": rejection.lesson,
        "shared": told,
    }
