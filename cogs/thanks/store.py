"""Thanks as rows. Every query carries the member or the community: ids in buttons are untrusted."""

from __future__ import annotations

from datetime import datetime

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.thanks.model import A_DAY, DAY, State, ThankYou

_COLUMNS = "id, member_id, writer_id, text, state, at"


def _thanks(tx: Tx, row: Row) -> ThankYou:
    id, member, writer, text, state, at = row
    return ThankYou(id, member, writer, tx.unseal("thanks", "text", id, text), State(state), moment(at))


# Giving


def possible_again(ctx: Context, to: int) -> datetime | None:
    """When the member may thank this person; None when they may now."""
    asked = {"member": ctx.member, "to": to, "since": seconds(ctx.now - DAY)}
    same = ctx.tx.one(
        "SELECT MAX(at) FROM thanks_given WHERE member_id = :member AND to_id = :to AND at > :since", asked
    )
    all = ctx.tx.one(
        "SELECT at FROM thanks_given WHERE member_id = :member AND at > :since ORDER BY at DESC LIMIT 1 OFFSET :before",
        {"member": ctx.member, "since": asked["since"], "before": A_DAY - 1},
    )
    found = [row[0] for row in (same, all) if row is not None and row[0] is not None]
    return moment(max(found)) + DAY if found else None


def give(ctx: Context, to: int) -> int:
    """Writes down that the member thanked somebody; its id."""
    id = new_id()
    ctx.tx.run(
        "INSERT INTO thanks_given (id, member_id, to_id, at) VALUES (:id, :member, :to, :now)",
        {"id": id, "member": ctx.member, "to": to, "now": seconds(ctx.now)},
    )
    return id


def deliver(ctx: Context, id: int, to: int, text: str) -> None:
    ctx.tx.run(
        "INSERT INTO thanks (id, member_id, community_id, writer_id, text, at)"
        " VALUES (:id, :to, :community, :writer, :text, :now)",
        {
            "id": id,
            "to": to,
            "community": ctx.community,
            "writer": ctx.member,
            "text": ctx.tx.seal("thanks", "text", id, text),
            "now": seconds(ctx.now),
        },
    )


def gave(tx: Tx, member: int, thanks: int) -> bool:
    """Whether the member sent it, whatever came of it."""
    row = tx.one("SELECT 1 FROM thanks_given WHERE id = :id AND member_id = :member", {"id": thanks, "member": member})
    return row is not None


def written(tx: Tx, writer: int, thanks: int) -> ThankYou | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM thanks WHERE id = :id AND writer_id = :writer",  # noqa: S608 -- constant
        {"id": thanks, "writer": writer},
    )
    return _thanks(tx, row) if row else None


def take_back(tx: Tx, writer: int, thanks: int) -> None:
    tx.run("DELETE FROM thanks WHERE id = :id AND writer_id = :writer", {"id": thanks, "writer": writer})


# Having received


def own(tx: Tx, member: int, thanks: int) -> ThankYou | None:
    row = tx.one(
        f"SELECT {_COLUMNS} FROM thanks WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": thanks, "member": member},
    )
    return _thanks(tx, row) if row else None


def page(tx: Tx, member: int, *, skip: int, most: int) -> list[ThankYou]:
    """Newest first."""
    rows = tx.all(
        f"SELECT {_COLUMNS} FROM thanks WHERE member_id = :member"  # noqa: S608 -- constant
        " ORDER BY at DESC, id DESC LIMIT :most OFFSET :skip",
        {"member": member, "most": most, "skip": skip},
    )
    return [_thanks(tx, row) for row in rows]


def here(tx: Tx, community: int, thanks: int) -> ThankYou | None:
    """For jobs of the community and for its posts; what the receiver presses uses `own`."""
    row = tx.one(
        f"SELECT {_COLUMNS} FROM thanks WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
        {"id": thanks, "community": community},
    )
    return _thanks(tx, row) if row else None


def move(tx: Tx, community: int, thanks: int, before: tuple[State, ...], after: State) -> bool:
    """From one state to another; False if it was in none of those before, so that a double press does one thing."""
    states = ", ".join(str(int(state)) for state in before)
    return bool(
        tx.run(
            "UPDATE thanks SET state = :after WHERE id = :id AND community_id = :community"  # noqa: S608 -- numbers
            f" AND state IN ({states})",
            {"after": int(after), "id": thanks, "community": community},
        )
    )


def delete(tx: Tx, member: int, thanks: int) -> bool:
    return bool(tx.run("DELETE FROM thanks WHERE id = :id AND member_id = :member", {"id": thanks, "member": member}))


def hides(tx: Tx, member: int) -> bool:
    row = tx.one("SELECT hidden FROM thanks_choice WHERE member_id = :member", {"member": member})
    return bool(row and row[0])


def hide(tx: Tx, member: int, hidden: bool) -> None:
    tx.run(
        "INSERT INTO thanks_choice (member_id, hidden) VALUES (:member, :hidden)"
        " ON CONFLICT (member_id) DO UPDATE SET hidden = excluded.hidden",
        {"member": member, "hidden": int(hidden)},
    )


# Leaving


def posted_to(tx: Tx, member: int) -> list[tuple[int, int]]:
    """Community and id of what the member published, or was about to. The posts are the writers'."""
    rows = tx.all(
        "SELECT community_id, id FROM thanks WHERE member_id = :member AND state IN (2, 3)", {"member": member}
    )
    return [(community, id) for community, id in rows]


def forget(tx: Tx, member: int) -> None:
    """What they got goes. What they gave stays with whoever got it, without their name and in no room."""
    me = {"member": member}
    tx.run("DELETE FROM thanks WHERE member_id = :member", me)
    tx.run("UPDATE thanks SET state = 1 WHERE writer_id = :member AND state IN (2, 3)", me)
    tx.run("UPDATE thanks SET writer_id = NULL WHERE writer_id = :member", me)
    tx.run("DELETE FROM thanks_given WHERE member_id = :member", me)
    tx.run("UPDATE thanks_given SET to_id = NULL WHERE to_id = :member", me)
    tx.run("DELETE FROM thanks_choice WHERE member_id = :member", me)


def export(tx: Tx, member: int) -> Json:
    """Of what they gave: to whom and when, and the words that everybody can read. Not what the receiver did else."""
    me = {"member": member}
    got = tx.all(f"SELECT {_COLUMNS} FROM thanks WHERE member_id = :member ORDER BY at, id", me)  # noqa: S608 -- constant
    gave = tx.all("SELECT to_id, at FROM thanks_given WHERE member_id = :member ORDER BY at, id", me)
    shown = tx.all(
        f"SELECT {_COLUMNS} FROM thanks WHERE writer_id = :member AND state = 3 ORDER BY at, id",  # noqa: S608 -- constant
        me,
    )
    return {
        "thanks_to_you": [
            {
                "from": thanks.writer,
                "text": thanks.text,
                "at": thanks.at.isoformat(),
                "where": thanks.state.name.lower(),
            }
            for thanks in (_thanks(tx, row) for row in got)
        ],
        "thanks_you_gave": [{"to": to, "at": moment(at).isoformat()} for to, at in gave],
        "thanks_you_gave_in_the_wins_room": [
            {"to": thanks.member, "text": thanks.text, "at": thanks.at.isoformat()}
            for thanks in (_thanks(tx, row) for row in shown)
        ],
        "thanks_hidden": hides(tx, member),
    }
