"""A member's own wins. Every query carries the member or the community: ids in buttons are untrusted."""

from __future__ import annotations

from datetime import datetime

from bot.context import Context, Json
from bot.scheduling.clock import moment, seconds
from bot.storage.database import Row, Tx
from bot.storage.ids import new_id
from cogs.wins.model import Mine, State, Tell, Win, WinKind

WIN = "id, member_id, community_id, kind, story, behind, brag, roundup, state, created_at, shown_at"


def win_of(tx: Tx, row: Row) -> Win:
    id, member, community, kind, story, behind, brag, roundup, state, at, shown = row
    return Win(
        id,
        member,
        community,
        WinKind(kind),
        tx.unseal("win", "story", id, story),
        tx.unseal("win", "behind", id, behind) if behind else "",
        bool(brag),
        bool(roundup),
        State(state),
        moment(at),
        None if shown is None else moment(shown),
    )


def add(
    ctx: Context, kind: WinKind, story: str, behind: str = "", *, state: State = State.PRIVATE, brag: bool = False
) -> Win:
    id = new_id()
    ctx.tx.run(
        "INSERT INTO win (id, member_id, community_id, kind, story, behind, brag, state, created_at)"
        " VALUES (:id, :member, :community, :kind, :story, :behind, :brag, :state, :now)",
        {
            "id": id,
            "member": ctx.member,
            "community": ctx.community,
            "kind": kind.value,
            "story": ctx.tx.seal("win", "story", id, story),
            "behind": ctx.tx.seal("win", "behind", id, behind) if behind else None,
            "brag": int(brag),
            "state": int(state),
            "now": seconds(ctx.now),
        },
    )
    now = moment(seconds(ctx.now))
    return Win(id, ctx.member, ctx.community, kind, story, behind, brag, False, state, now, None)


def own(tx: Tx, member: int, win: int) -> Win | None:
    row = tx.one(
        f"SELECT {WIN} FROM win WHERE id = :id AND member_id = :member",  # noqa: S608 -- constant
        {"id": win, "member": member},
    )
    return win_of(tx, row) if row else None


def shown(tx: Tx, community: int, win: int) -> Win | None:
    """None when nobody but its author may see it."""
    found = here(tx, community, win)
    return found if found and found.public else None


def here(tx: Tx, community: int, win: int) -> Win | None:
    """For jobs of the community; what people press uses `own` or `shown`."""
    row = tx.one(
        f"SELECT {WIN} FROM win WHERE id = :id AND community_id = :community",  # noqa: S608 -- constant
        {"id": win, "community": community},
    )
    return win_of(tx, row) if row else None


def rewrite(ctx: Context, win: int, form: Tell) -> None:
    behind = form.behind.strip()
    ctx.tx.run(
        "UPDATE win SET kind = :kind, story = :story, behind = :behind WHERE id = :id AND member_id = :member",
        {
            "id": win,
            "member": ctx.member,
            "kind": form.kind.value,
            "story": ctx.tx.seal("win", "story", win, form.story.strip()),
            "behind": ctx.tx.seal("win", "behind", win, behind) if behind else None,
        },
    )


def rewrite_brag(ctx: Context, win: int, text: str) -> bool:
    return bool(
        ctx.tx.run(
            "UPDATE win SET story = :story WHERE id = :id AND member_id = :member AND brag = 1",
            {"id": win, "member": ctx.member, "story": ctx.tx.seal("win", "story", win, text)},
        )
    )


def move(tx: Tx, community: int, win: int, before: tuple[State, ...], after: State, at: datetime | None = None) -> bool:
    """From one state to another; False if it was in none of those before, so that a double press does one thing."""
    states = ", ".join(str(int(state)) for state in before)
    return bool(
        tx.run(
            "UPDATE win SET state = :after, shown_at = coalesce(:at, shown_at)"  # noqa: S608 -- numbers
            f" WHERE id = :id AND community_id = :community AND state IN ({states})",
            {"after": int(after), "at": None if at is None else seconds(at), "id": win, "community": community},
        )
    )


def set_roundup(tx: Tx, member: int, win: int, on: bool) -> None:
    tx.run(
        "UPDATE win SET roundup = :on WHERE id = :id AND member_id = :member",
        {"on": int(on), "id": win, "member": member},
    )


def delete(tx: Tx, member: int, win: int) -> bool:
    tx.run(
        "DELETE FROM cheer WHERE win_id IN (SELECT id FROM win WHERE id = :id AND member_id = :member)",
        {"id": win, "member": member},
    )
    return bool(tx.run("DELETE FROM win WHERE id = :id AND member_id = :member", {"id": win, "member": member}))


def page(
    tx: Tx,
    member: int,
    *,
    kind: WinKind | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
    brag: bool = False,
    skip: int = 0,
    most: int = 5,
) -> list[Win]:
    """Newest first. `since` is inside, `before` is not."""
    wanted = "member_id = :member AND brag = :brag"
    wanted += " AND kind = :kind" if kind else ""
    wanted += " AND created_at >= :since" if since else ""
    wanted += " AND created_at < :before" if before else ""
    rows = tx.all(
        f"SELECT {WIN} FROM win WHERE {wanted}"  # noqa: S608 -- of the constants above
        " ORDER BY created_at DESC, id DESC LIMIT :most OFFSET :skip",
        {
            "member": member,
            "brag": int(brag),
            "most": most,
            "skip": skip,
            **({"kind": kind.value} if kind else {}),
            **({"since": seconds(since)} if since else {}),
            **({"before": seconds(before)} if before else {}),
        },
    )
    return [win_of(tx, row) for row in rows]


def any_of(tx: Tx, member: int) -> bool:
    return tx.one("SELECT 1 FROM win WHERE member_id = :member LIMIT 1", {"member": member}) is not None


# What the member chose about wins in general


def hides(tx: Tx, member: int) -> bool:
    row = tx.one("SELECT hidden FROM win_choice WHERE member_id = :member", {"member": member})
    return bool(row and row[0])


def hide(tx: Tx, member: int, hidden: bool) -> None:
    tx.run(
        "INSERT INTO win_choice (member_id, hidden) VALUES (:member, :hidden)"
        " ON CONFLICT (member_id) DO UPDATE SET hidden = excluded.hidden",
        {"member": member, "hidden": int(hidden)},
    )


def recall(tx: Tx, member: int, most: int) -> list[Mine]:
    """Own wins to look back at: longest unseen first, none of the last round. Counts a round."""
    row = tx.one("SELECT hidden, recalls FROM win_choice WHERE member_id = :member", {"member": member})
    hidden, last = row or (0, 0)
    if hidden:
        return []
    rows = tx.all(
        f"SELECT {WIN} FROM win WHERE member_id = :member AND (recalled = 0 OR recalled < :last)"  # noqa: S608 -- constant
        " ORDER BY recalled, created_at DESC, id DESC LIMIT :most",
        {"member": member, "last": last, "most": most},
    )
    tx.run(
        "INSERT INTO win_choice (member_id, recalls) VALUES (:member, :round)"
        " ON CONFLICT (member_id) DO UPDATE SET recalls = excluded.recalls",
        {"member": member, "round": last + 1},
    )
    wins = [win_of(tx, row) for row in rows]
    tx.many(
        "UPDATE win SET recalled = :round WHERE id = :id AND member_id = :member",
        [{"round": last + 1, "id": win.id, "member": member} for win in wins],
    )
    return [Mine(win.story, "" if win.brag else win.kind.label, None if win.brag else win.at) for win in wins]


# Leaving


def rounded_up(tx: Tx, member: int) -> list[tuple[int, datetime]]:
    """Where and when the member's wins were shown that a round-up may name."""
    rows = tx.all(
        "SELECT DISTINCT community_id, shown_at FROM win"
        " WHERE member_id = :member AND state = 2 AND roundup = 1 AND shown_at IS NOT NULL",
        {"member": member},
    )
    return [(community, moment(at)) for community, at in rows]


def forget(tx: Tx, member: int) -> None:
    me = {"member": member}
    tx.run("DELETE FROM cheer WHERE member_id = :member", me)
    tx.run("DELETE FROM cheer WHERE win_id IN (SELECT id FROM win WHERE member_id = :member)", me)
    tx.run("DELETE FROM win WHERE member_id = :member", me)
    tx.run("DELETE FROM win_choice WHERE member_id = :member", me)


def export(tx: Tx, member: int) -> dict[str, Json]:
    me = {"member": member}
    rows = tx.all(f"SELECT {WIN} FROM win WHERE member_id = :member ORDER BY created_at, id", me)  # noqa: S608 -- constant
    cheers = tx.all("SELECT win_id, at FROM cheer WHERE member_id = :member ORDER BY at, win_id", me)
    return {
        "wins": [
            {
                "id": win.id,
                "kind": win.kind.label,
                "story": win.story,
                "behind_the_win": win.behind,
                "at": None if win.brag else win.at.isoformat(),
                "list": "things I'm proud of" if win.brag else "wins",
                "where": win.state.name.lower(),
                "in_the_weekly_round_up": win.public and win.roundup,
            }
            for win in (win_of(tx, row) for row in rows)
        ],
        "cheers_you_gave": [{"win": id, "at": moment(at).isoformat()} for id, at in cheers],
        "wins_hidden": hides(tx, member),
    }
