"""Moderators read what was sent without a name before it appears, and mute authors whom they don't know.

Nothing here says whose anything is. To one person alone it says more: what is their own is for others to decide.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.cog import Cog, action, submit
from bot.context import Context, Json
from bot.people import anonymity
from bot.people.roles import STAFF
from bot.storage.database import Tx
from bot.ui.card import Button, Call, Card
from bot.ui.outcome import Outcome, Reply, Update
from cogs.anonymous import calls, muting, pleas, rights, store, views_plea, views_review
from cogs.anonymous.model import Decline, MuteForm, Nameless, State, key_of
from cogs.posts import api as posts
from cogs.posts.api import Act, Queued

_PAGE = 5


def queued(ctx: Context) -> list[Queued]:
    """What waits to be read or looked at again. The hour in which it was sent is nowhere: it counts from the day's
    beginning until that day is over, and then from its end, so that nothing is overdue before it has waited for a
    whole day."""
    today = anonymity.today(ctx.now)
    return [
        Queued(
            title,
            _midnight(day if day == today else day + 1),
            open,
            overdue=today - day >= 2,
        )
        for title, day, open in (*_posts(ctx), *_pleas(ctx))
    ]


def _posts(ctx: Context) -> Iterator[tuple[str, int, Call]]:
    for id, day, answer in store.to_review(ctx.tx, ctx.community):
        yield views_review.ANSWER if answer else views_review.POST, day, calls.review(id)


def _pleas(ctx: Context) -> Iterator[tuple[str, int, Call]]:
    for mute, day in pleas.waiting(ctx.tx, ctx.community, ctx.now):
        yield views_plea.TITLE, day, calls.look_at_plea(mute)


def mutes_button(ctx: Context) -> Button | None:
    """For moderators alone, and only while somebody is muted."""
    there = ctx.roles & STAFF and muting.active(ctx.tx, ctx.community, ctx.now)
    return Button("Muted authors", calls.MUTES) if there else None


def _midnight(day: int) -> datetime:
    return datetime.fromordinal(day).replace(tzinfo=UTC)


class AnonymousReview(Cog, name="anonymousreview"):
    """It keeps nothing; see `Anonymous`."""

    # One post or answer that waits

    @action(staff=STAFF)
    def review(self, ctx: Context, post: int) -> Outcome:
        found = self._waiting(ctx, post)
        return Update(found if isinstance(found, Card) else self._card(ctx, found))

    @action(staff=STAFF)
    def reveal(self, ctx: Context, post: int) -> Outcome:
        """The words behind a content note, for whoever has to decide."""
        found = self._waiting(ctx, post)
        return Reply(found if isinstance(found, Card) else views_review.revealed(found, _root(ctx, found)))

    @action(staff=STAFF)
    def accept(self, ctx: Context, post: int, seen: int) -> Outcome:
        found = self._seen(ctx, post, seen)
        if isinstance(found, Card):
            return Update(found)
        return self._decide(ctx, found, State.READY, Act.NAMELESS_ACCEPTED)

    @action(staff=STAFF)
    def ask(self, ctx: Context, post: int, seen: int) -> Outcome:
        found = self._seen(ctx, post, seen)
        return Update(found) if isinstance(found, Card) else self.asking.open(None, post, seen)

    @submit(staff=STAFF)
    def asking(self, ctx: Context, form: Decline, post: int, seen: int) -> Outcome:
        found = self._seen(ctx, post, seen)
        if isinstance(found, Card):
            return Update(found)
        return self._decide(ctx, found, State.EDIT, Act.NAMELESS_ASKED, form.reason.strip())

    @action(staff=STAFF)
    def decline(self, ctx: Context, post: int, seen: int) -> Outcome:
        found = self._seen(ctx, post, seen)
        return Update(found) if isinstance(found, Card) else self.declining.open(None, post, seen)

    @submit(staff=STAFF)
    def declining(self, ctx: Context, form: Decline, post: int, seen: int) -> Outcome:
        found = self._seen(ctx, post, seen)
        if isinstance(found, Card):
            return Update(found)
        return self._decide(ctx, found, State.DECLINED, Act.NAMELESS_DECLINED, form.reason.strip())

    # Mutes

    @action(staff=STAFF)
    def ask_mute(self, ctx: Context, post: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, post)
        if found is None:
            return Update(views_review.gone())
        if rights.is_mine(ctx.tx, ctx.account, found):
            return Update(views_review.yours())
        return self.mute.open(None, post)

    @submit(staff=STAFF)
    def mute(self, ctx: Context, form: MuteForm, post: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, post)
        if found is None:
            return Update(views_review.gone())
        if rights.is_mine(ctx.tx, ctx.account, found):
            return Update(views_review.yours())
        if not muting.mute(ctx, found, form.length):
            return Update(views_review.muted_before(calls.MUTES))
        posts.audit(ctx, Act.NAMELESS_MUTED, key=found.key)
        return Update(views_review.muted(form.length, calls.MUTES))

    @action(staff=STAFF)
    def mutes(self, ctx: Context, page: int = 0) -> Outcome:
        return Update(self._mutes(ctx, page))

    @action(staff=STAFF)
    def lift(self, ctx: Context, mute: int) -> Outcome:
        if muting.is_mine(ctx, mute):
            return Update(views_review.yours())
        found = next((one for one in muting.active(ctx.tx, ctx.community, ctx.now) if one.id == mute), None)
        if found is not None and muting.lift(ctx.tx, ctx.community, mute):
            posts.audit(ctx, Act.NAMELESS_LIFTED, key=key_of(found.post))
        return Update(self._mutes(ctx, 0, note=views_review.LIFTED))

    # What the handlers share

    def _waiting(self, ctx: Context, post: int) -> Nameless | Card:
        """Something that this moderator may decide about now, or what to say instead."""
        found = store.get(ctx.tx, ctx.community, post)
        if found is None:
            return views_review.gone()
        if rights.is_mine(ctx.tx, ctx.account, found):
            return views_review.yours()
        return found if found.state is State.REVIEW else views_review.decided_before(calls.ask_mute(post))

    def _seen(self, ctx: Context, post: int, seen: int) -> Nameless | Card:
        """Nobody accepts words that they have not read: the author may have changed them meanwhile."""
        found = self._waiting(ctx, post)
        if isinstance(found, Card) or _print(found) == seen:
            return found
        return self._card(ctx, found, note=views_review.CHANGED)

    def _card(self, ctx: Context, found: Nameless, note: str = "") -> Card:
        seen = _print(found)
        return views_review.review(
            found,
            _root(ctx, found),
            reveal=self.reveal.bind(found.id),
            buttons=(
                Button("Accept", self.accept.bind(found.id, seen)),
                Button("Ask for a change", self.ask.bind(found.id, seen)),
                Button("Decline", self.decline.bind(found.id, seen)),
                Button("Mute the author", calls.ask_mute(found.id)),
            ),
            note=note,
        )

    def _decide(self, ctx: Context, found: Nameless, after: State, act: Act, verdict: str | None = None) -> Outcome:
        if not store.move(ctx.tx, ctx.community, found.id, (State.REVIEW,), after, verdict):
            return Update(views_review.decided_before(calls.ask_mute(found.id)))
        posts.audit(ctx, act, key=found.key)
        return Update(views_review.decided(after, calls.ask_mute(found.id)))

    def _mutes(self, ctx: Context, page: int, note: str = "") -> Card:
        found = muting.active(ctx.tx, ctx.community, ctx.now)
        page = max(0, min(page, (len(found) - 1) // _PAGE))
        start = page * _PAGE
        return views_review.mutes(
            [(one, self.lift.bind(one.id)) for one in found[start : start + _PAGE]],
            earlier=self.mutes.bind(page - 1) if page else None,
            later=self.mutes.bind(page + 1) if start + _PAGE < len(found) else None,
            note=note,
        )

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _root(ctx: Context, found: Nameless) -> Nameless | None:
    """The post that an answer stands below."""
    return store.get(ctx.tx, ctx.community, found.thread) if found.answer else None


def _print(found: Nameless) -> int:
    """Tells one version of the words from another, on a button."""
    said = found.said
    return zlib.crc32(f"{said.wish.value}|{said.note.value}|{said.words}".encode())
