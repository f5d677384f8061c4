"""Shared no's. Every query carries the member or the community."""

from __future__ import annotations

import json

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx, Value
from bot.storage.ids import new_id
from cogs.posts.api import ContentNote, Wish
from cogs.rejections.sharing.model import Audience, Share, State, Telling

_COLUMNS = "id, rejection_id, member_id, audience, place, room, wish, note, words, state, created_at, draft"
_PUBLIC = f"state IN ({int(State.WAITING)}, {int(State.SHOWN)})"


def share(ctx: Context, rejection: int, audience: Audience, place: int, form: Telling, state: State) -> Share:
    """Once for a rejection and those whom it is for. Sharing it with them again replaces the words."""
    found = with_them(ctx.tx, ctx.member, rejection, audience, place)
    id = found.id if found else new_id()
    ctx.tx.run(
        "INSERT INTO rejection_share (id, rejection_id, member_id, community_id, audience, place, wish, note, words,"
        " state, created_at) VALUES (:id, :rejection, :member, :community, :audience, :place, :wish, :note, :words,"
        " :state, :now) ON CONFLICT (rejection_id, audience, place) DO UPDATE SET wish = excluded.wish,"
        " note = excluded.note, words = excluded.words, state = excluded.state, room = 0, draft = NULL",
        {
            "id": id,
            "rejection": rejection,
            "member": ctx.member,
            "community": ctx.community,
            "audience": audience.value,
            "place": place,
            "state": int(state),
            "now": seconds(ctx.now),
            **_told(ctx.tx, id, form),
        },
    )
    made = own(ctx.tx, ctx.member, id)
    assert made is not None
    return made


def rewrite(ctx: Context, share: Share, form: Telling) -> None:
    ctx.tx.run(
        "UPDATE rejection_share SET wish = :wish, note = :note, words = :words, draft = NULL"
        " WHERE id = :id AND member_id = :member",
        {"id": share.id, "member": ctx.member, **_told(ctx.tx, share.id, form)},
    )


def _told(tx: Tx, id: int, form: Telling) -> dict[str, Value]:
    words = tx.seal("rejection_share", "words", id, form.words.strip())
    return {"wish": form.wish.value, "note": form.note.value, "words": words}


def set_draft(ctx: Context, share: int, form: Telling | None) -> None:
    """An edit that waits for its author's decision; None: there is none."""
    sealed = None
    if form is not None:
        text = json.dumps({"wish": form.wish.value, "note": form.note.value, "words": form.words.strip()})
        sealed = ctx.tx.seal("rejection_share", "draft", share, text)
    ctx.tx.run(
        "UPDATE rejection_share SET draft = :draft WHERE id = :id AND member_id = :member",
        {"draft": sealed, "id": share, "member": ctx.member},
    )


def is_own(tx: Tx, member: int, rejection: int) -> bool:
    """Whether the member logged it."""
    of: dict[str, Value] = {"id": rejection, "member": member}
    return tx.one("SELECT 1 FROM rejection WHERE id = :id AND member_id = :member", of) is not None


def with_them(tx: Tx, member: int, rejection: int, audience: Audience, place: int) -> Share | None:
    """What the member shared of this one with these people."""
    found = _all(
        tx,
        "rejection_id = :rejection AND member_id = :member AND audience = :audience AND place = :place",
        {"rejection": rejection, "member": member, "audience": audience.value, "place": place},
    )
    return found[0] if found else None


def of_rejection(tx: Tx, member: int, rejection: int) -> list[Share]:
    """All that the member shared of this one, in the order of time."""
    return _all(tx, "rejection_id = :rejection AND member_id = :member", {"rejection": rejection, "member": member})


def own(tx: Tx, member: int, share: int) -> Share | None:
    found = _all(tx, "id = :id AND member_id = :member", {"id": share, "member": member})
    return found[0] if found else None


def public(tx: Tx, community: int, share: int) -> Share | None:
    """None when nobody but its author may see it. Whether the one who asks may: see `audiences.sees`."""
    found = _all(tx, f"id = :id AND community_id = :community AND {_PUBLIC}", {"id": share, "community": community})
    return found[0] if found else None


def of_pair(tx: Tx, community: int, pair: int) -> list[Share]:
    """What is shown to a pair."""
    return _all(
        tx,
        f"audience = '{Audience.BUDDY.value}' AND place = :pair AND community_id = :community AND {_PUBLIC}",
        {"pair": pair, "community": community},
    )


def to_circles(tx: Tx, community: int, member: int) -> list[Share]:
    """What a member shows their circles."""
    return _all(
        tx,
        f"member_id = :member AND audience = '{Audience.CIRCLE.value}' AND community_id = :community AND {_PUBLIC}",
        {"member": member, "community": community},
    )


def shared_among(tx: Tx, member: int, rejections: list[int]) -> set[int]:
    """Which of these others may see."""
    if not rejections:
        return set()
    of: dict[str, Value] = {f"r{n}": id for n, id in enumerate(rejections)}
    rows = tx.all(
        "SELECT DISTINCT rejection_id FROM rejection_share WHERE member_id = :member"  # noqa: S608 -- names
        f" AND rejection_id IN ({', '.join(f':{name}' for name in of)}) AND {_PUBLIC}",
        {"member": member, **of},
    )
    return {row[0] for row in rows}


def move(tx: Tx, community: int, share: int, after: State) -> None:
    tx.run(
        "UPDATE rejection_share SET state = :after WHERE id = :id AND community_id = :community",
        {"after": int(after), "id": share, "community": community},
    )


def stand(tx: Tx, community: int, share: int, room: int) -> None:
    """It is shown, in that room or (0) by message."""
    tx.run(
        "UPDATE rejection_share SET state = :shown, room = :room WHERE id = :id AND community_id = :community",
        {"shown": int(State.SHOWN), "room": room, "id": share, "community": community},
    )


def unshare(tx: Tx, member: int, share: int) -> bool:
    return bool(
        tx.run("DELETE FROM rejection_share WHERE id = :id AND member_id = :member", {"id": share, "member": member})
    )


def forget(tx: Tx, member: int) -> None:
    tx.run("DELETE FROM rejection_share WHERE member_id = :member", {"member": member})


def export(tx: Tx, member: int, rejection: int) -> Json:
    return [
        {
            "with": shared.audience.value,
            **_exported(shared.telling),
            "state": shared.state.name.lower(),
            "at": shared.at.isoformat(),
            "changed_text_you_did_not_post": _exported(shared.draft) if shared.draft else None,
        }
        for shared in of_rejection(tx, member, rejection)
    ]


def _exported(form: Telling) -> dict[str, Json]:
    return {"what_would_help": form.wish.label, "text": form.words, "content_note": form.note.value}


def _all(tx: Tx, where: str, of: dict[str, Value]) -> list[Share]:
    rows = tx.all(f"SELECT {_COLUMNS} FROM rejection_share WHERE {where} ORDER BY created_at, id", of)  # noqa: S608 -- constants
    return [_share(tx, row) for row in rows]


def _share(tx: Tx, row: Row) -> Share:
    id, rejection, member, audience, place, room, wish, note, words, state, at, draft = row
    return Share(
        id,
        rejection,
        member,
        Audience(audience),
        place,
        room,
        Wish(wish),
        ContentNote(note),
        tx.unseal("rejection_share", "words", id, words),
        State(state),
        moment(at),
        _draft(tx.unseal("rejection_share", "draft", id, draft)) if draft else None,
    )


def _draft(text: str) -> Telling:
    said = json.loads(text)
    return Telling(wish=Wish(said["wish"]), words=said["words"], note=ContentNote(said["note"]))
