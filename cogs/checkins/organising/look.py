"""The cards of check-ins as they are now, and their invitations."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context, Lane
from bot.people import communities
from bot.ui.card import Call, Card
from bot.ui.form import Place
from bot.ui.outcome import Outcome, Update
from cogs.checkins import calls
from cogs.checkins.model import Checkin, Standing
from cogs.checkins.organising import figures, planning, store, views, views_invitation
from cogs.posts import api as posts

LIST = Call("checkin.show_list")
NEW = Call("checkin.ask_new")
PICK = Call("checkin.pick_one")


def found(ctx: Context, checkin: int) -> Checkin | None:
    """None also for one that has ended: nothing of it can be changed."""
    known = store.get(ctx.tx, ctx.community, checkin)
    return None if known is None or known.standing is Standing.ENDED else known


def gone() -> Outcome:
    return Update(views.gone(LIST))


def shown(ctx: Context, checkin: int, note: str = "") -> Outcome:
    known = found(ctx, checkin)
    return gone() if known is None else Update(board(ctx, known, note))


def keep(ctx: Context, checkin: Checkin, *, moved: bool = False) -> bool:
    """Stores what an organiser changed, plans by it and shows it in the room; False when nothing changed. `moved`: the
    invitation is posted anew."""
    before = store.get(ctx.tx, ctx.community, checkin.id)
    assert before is not None
    if moved:
        ctx.withdraw(before.invitation)
        checkin = replace(checkin, posted=before.posted + 1)
    if checkin == before:
        return False
    checkin = replace(checkin, organiser=ctx.member)
    posts.audit(ctx, posts.Act.CHECKINS)
    store.save(ctx.tx, checkin)
    planning.plan(ctx, checkin)
    invite(ctx, checkin)
    return True


def invite(ctx: Context, checkin: Checkin) -> None:
    """Posts the invitation, or brings it up to date. It is the community's and stays when its organiser goes."""
    room = communities.room(ctx.tx, ctx.community, checkin.room)
    if checkin.standing is Standing.ENDED or room is None:
        ctx.withdraw(checkin.invitation)
        return
    card = views_invitation.invitation(checkin, ctx.platform, calls.join(checkin.id))
    ctx.unowned().show(checkin.invitation, room.id, card, lane=Lane.ROOM)


def place(ctx: Context, checkin: Checkin) -> Place | None:
    """Its room as the bot finds it now; one that works again is marked so. None while none is chosen."""
    room = communities.room(ctx.tx, ctx.community, checkin.room)
    if room is None:
        return None
    known = next((place for place in ctx.places if place.external == room.remote), None)
    if known is None:
        return Place(room.remote, missing=(room.broken,) if room.broken else ())
    if known.missing:
        communities.break_room(ctx.tx, ctx.community, room.id, ", ".join(known.missing))
    else:
        communities.mend_room(ctx.tx, ctx.community, room.id)
    return known


def board(ctx: Context, checkin: Checkin, note: str = "") -> Card:
    id = checkin.id
    moves = views.Moves(
        change=Call("checkin.ask_change", (id,)),
        questions=Call("checkinquestions.show", (id,)),
        preview=Call("checkin.preview", (id,)),
        turn=Call("checkin.turn", (id, not checkin.running)),
        again=Call("checkin.post_again", (id, checkin.posted)),
        end=Call("checkin.ask_end", (id,)),
        look=calls.manage(id),
        back=LIST,
    )
    return views.board(look(ctx, checkin), moves, note)


def look(ctx: Context, checkin: Checkin) -> views.Look:
    return views.Look(
        checkin,
        ctx.platform,
        place(ctx, checkin),
        planning.next_day(checkin, ctx.now),
        figures.figures(ctx.tx, checkin.id),
    )


def every(ctx: Context) -> Card:
    looks = [look(ctx, checkin) for checkin in store.of_community(ctx.tx, ctx.community)]
    return views.checkins(looks, open=PICK, new=NEW)
