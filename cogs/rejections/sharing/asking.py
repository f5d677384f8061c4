"""What a member is asked before others see something of a no, and what comes of their words."""

from __future__ import annotations

from collections.abc import Mapping

from bot.context import Context
from bot.ui.card import Card
from bot.ui.outcome import Asked, Invalid, Outcome, Reply
from cogs.anonymous import api as anonymous
from cogs.posts import api as posts
from cogs.rejections import views as log_views
from cogs.rejections.sharing import audiences, posting, store, views
from cogs.rejections.sharing.model import Audience, Share, State, Telling


def whom(ctx: Context, rejection: int) -> Card:
    """Whom they may share it with now. Asked also where there is one answer: it says who will see it."""
    choices = audiences.choices(ctx)
    shared = store.of_rejection(ctx.tx, ctx.member, rejection)
    nameless = anonymous.start_button() if anonymous.on(ctx) else None
    return views.whom(rejection, choices, shared, nameless=nameless, platform=ctx.platform)


def words_of(ctx: Context, share: Share) -> Mapping[str, Asked]:
    """How the form calls those whom it is for."""
    choice = audiences.choice(ctx, share.audience, share.place)
    return views.asks(share.audience, len(choice.people) if choice else 1)


def told(ctx: Context, form: Telling, rejection: int, audience: Audience, place: int) -> Outcome:
    """Words for these people. Where they tell who wrote them, their author is asked first."""
    if not store.is_own(ctx.tx, ctx.member, rejection):
        return Reply(log_views.gone())
    shared = store.with_them(ctx.tx, ctx.member, rejection, audience, place)
    if shared and shared.state is not State.KEPT:
        return Reply(views.shared_already(shared))
    if wrong := _wrong(ctx, form, audience, place):
        return wrong
    found = posts.contacts_in(ctx, form.words)
    state = State.KEPT if found else State.WAITING
    share = store.share(ctx, rejection, audience, place, form, state)
    if found:
        return Reply(views.look_again(found, share.words, share))
    posting.send(ctx, share.id)
    return Reply(views.on_its_way(audience))


def rewritten(ctx: Context, form: Telling, share: int) -> Outcome:
    """Other words for what is shown."""
    found = store.own(ctx.tx, ctx.member, share)
    if found is None or not found.public:
        return Reply(log_views.gone())
    if wrong := _wrong(ctx, form, found.audience, found.place):
        return wrong
    if contacts := posts.contacts_in(ctx, form.words):
        store.set_draft(ctx, share, form)
        return Reply(views.look_again(contacts, form.words.strip(), found))
    return Reply(_change(ctx, found, form))


def change_posted(ctx: Context, share: Share) -> Card:
    """They were asked about the change, and want it shown."""
    draft = share.draft
    if draft is None or not share.public:
        return views.shared_already(share)
    if why := audiences.hindrance(ctx, share.audience, share.place, draft.words):
        return views.not_shown(why, draft.words)
    return _change(ctx, share, draft)


def _change(ctx: Context, share: Share, form: Telling) -> Card:
    store.rewrite(ctx, share, form)
    posting.send(ctx, share.id)
    return views.rewritten()


def _wrong(ctx: Context, form: Telling, audience: Audience, place: int) -> Invalid | None:
    if not form.words.strip():
        return Invalid({"words": views.NO_WORDS})
    why = audiences.hindrance(ctx, audience, place, form.words)
    return Invalid({"words": why}) if why else None
