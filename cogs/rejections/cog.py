from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.cog import Cog, action, command, home, job, notice, pick, submit, then
from bot.cog import Option as Opt
from bot.context import Context, HomeSection, Json, Kind, Lane, Receipt, Standings
from bot.people import accounts, communities, members
from bot.safety.personal_data import Kept
from bot.scheduling.recurrence import next_daily
from bot.storage import ids
from bot.storage.database import Tx
from bot.ui.card import Button, Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from bot.words import packs
from cogs.buddies import api as buddies
from cogs.help import api as help_now
from cogs.posts import api as posts
from cogs.rejections import api, figure, store, views
from cogs.rejections.model import COMPANY, LESSON, ContentNote, Details, Rejection, Share, State, Telling
from cogs.rest import api as rest
from cogs.wins import api as wins

_ROOM = "support"
_PAGE = 10
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""
_DIGEST = 18
"""The hour of the author's day at which they hear who is with them."""
_WORTH_SAYING = timedelta(days=3)


class Rejections(Cog, name="rejections"):
    kept = (
        Kept("The rejections you logged, and what you shared of them", ("rejection", "rejection_share")),
        Kept("Posts of others that you pressed “I'm with you” on", ("rejection_support",)),
        Kept(
            "How many people here heard a no in a week, as a rough figure without names",
            ("rejection_figure",),
            until="until the next week",
        ),
    )

    # Logging

    @command("rejection", "Log a rejection. Only you will see it.")
    def rejection(self, ctx: Context, company: Annotated[str, Opt("Who said no? Only you see this.")] = "") -> Outcome:
        typed = company.strip()
        if len(typed) <= COMPANY:
            entry, note = store.add(ctx, company=typed), ""
        else:
            entry = store.add(ctx, lesson=typed[:LESSON])
            note = "Your words are kept under “Anything to remember?”."
            if len(typed) > LESSON:
                note = f"The first {LESSON} characters of your words are kept under “Anything to remember?”."
        line = packs.draw(ctx.tx, ctx.member, packs.load("cogs.rejections", "rejection", ctx.locale))
        mine = [one.text for one in wins.some_of_mine(ctx)]
        kind = buddies.kind_note(ctx)
        offer = None if mine or kind else wins.add_button(ctx)
        shown = figure.last_week(ctx)
        card = views.care(
            line.text, shown, mine, kind.text if kind else "", buttons=self._next(entry), offer=offer, kept=note
        )
        return Reply(card)

    @action
    def details(self, ctx: Context, rejection: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, rejection)
        if entry is None:
            return Reply(views.gone())
        known = Details(stage=entry.stage, day=entry.day, company=entry.company, role=entry.role, lesson=entry.lesson)
        return self.keep.open(known, rejection)

    @submit
    def keep(self, ctx: Context, form: Details, rejection: int) -> Outcome:
        store.keep(ctx.tx, ctx.member, rejection, form)
        entry = store.get(ctx.tx, ctx.member, rejection)
        if entry is None:
            return Reply(views.gone())
        return Update(views.kept(entry, buttons=self._next(entry), after=_after(entry)))

    @action
    def undo(self, ctx: Context, rejection: int) -> Outcome:
        shared = store.share_of(ctx.tx, ctx.member, rejection)
        if shared:
            self._withdraw(ctx, shared)
        if not store.delete(ctx.tx, ctx.member, rejection):
            return Update(views.gone())
        return Update(views.undone(shared=bool(shared and shared.public)))

    # Sharing

    @action
    def share(self, ctx: Context, rejection: int) -> Outcome:
        if store.get(ctx.tx, ctx.member, rejection) is None:
            return Reply(views.gone())
        shared = store.share_of(ctx.tx, ctx.member, rejection)
        if shared and shared.state is not State.KEPT:
            return Reply(self._shared_already(shared))
        if refused := posts.refusal(ctx, room=_ROOM):
            return Reply(refused)
        return self.tell.open(_telling(shared) if shared else None, rejection)

    @submit
    def tell(self, ctx: Context, form: Telling, rejection: int) -> Outcome:
        if store.get(ctx.tx, ctx.member, rejection) is None:
            return Reply(views.gone())
        shared = store.share_of(ctx.tx, ctx.member, rejection)
        if shared and shared.state is not State.KEPT:
            return Reply(self._shared_already(shared))
        if wrong := _wrong(ctx, form):
            return wrong
        share = store.share(ctx, rejection, form)
        ctx.look_up([ctx.member], then=self.appear.bind(share.id))
        return Reply(views.on_its_way())

    @action
    def retry(self, ctx: Context, share: int) -> Outcome:
        """From the message that it could not be posted."""
        found = store.own_share(ctx.tx, ctx.member, share)
        if found is None:
            return Update(views.gone())
        if found.state is not State.KEPT:
            return Update(self._shared_already(found))
        if refused := posts.refusal(ctx, found.words, room=_ROOM):
            return Reply(refused)
        store.move(ctx.tx, ctx.community, share, State.WAITING)
        ctx.look_up([ctx.member], then=self.appear.bind(share))
        return Update(views.on_its_way())

    @then
    def appear(self, ctx: Context, standings: Standings, share: int) -> None:
        """Posts it, or changes the post to what it says now."""
        found = store.public_share(ctx.tx, ctx.community, share)
        if found is None:
            return
        again = self.retry.bind(share)
        room = posts.place(ctx, _ROOM)
        allowed = posts.may_appear(ctx, standings, author=found.member, what="post", again=again)
        if not allowed or room is None:
            self._withdraw(ctx, found)
            store.move(ctx.tx, ctx.community, share, State.KEPT)
            return
        store.move(ctx.tx, ctx.community, share, State.SHOWN)
        ctx.show(found.key, room, self._post(found), lane=Lane.ACT, then=self.posted.bind(share))

    @then
    def posted(self, ctx: Context, receipt: Receipt, share: int) -> None:
        found = store.public_share(ctx.tx, ctx.community, share)
        if found is None:
            return
        match posts.fate(ctx, receipt, author=found.member, what="post", again=self.retry.bind(share)):
            case posts.Fate.SHOWN:
                pass
            case posts.Fate.REMOVED:
                store.move(ctx.tx, ctx.community, share, State.REMOVED)
            case posts.Fate.PRIVATE:
                store.move(ctx.tx, ctx.community, share, State.KEPT)

    # The post

    @action(open=True)
    def reveal(self, ctx: Context, share: int) -> Outcome:
        """For everybody who can see the post; nothing is stored."""
        found = store.public_share(ctx.tx, ctx.community, share)
        return Reply(views.revealed(found) if found else views.gone())

    @action
    def support(self, ctx: Context, share: int) -> Outcome:
        found = store.public_share(ctx.tx, ctx.community, share)
        if found is None:
            return Reply(views.gone())
        if found.member == ctx.member:
            return Reply(views.your_own())
        due, day = _digest_at(ctx, found.member)
        if not store.support(ctx, share, day):
            return Reply(views.with_them_already(take_back=self.take_back.bind(share)))
        ctx.notify(
            found.member,
            Kind.NOTICE,
            self.supported.bind(day),
            due=due,
            expires=due + _WORTH_SAYING,
            key=f"with-you:{found.member}:{day}",
        )
        return Reply(views.with_them())

    @action
    def take_back(self, ctx: Context, share: int) -> Outcome:
        store.take_back(ctx.tx, ctx.member, share)
        return Update(views.taken_back())

    @notice
    def supported(self, ctx: Context, day: int) -> Card | None:
        found = store.supported(ctx.tx, ctx.member, day)
        return views.digest(found) if found else None

    @action(profile=True)
    def more(self, ctx: Context, share: int) -> Outcome:
        found = store.public_share(ctx.tx, ctx.community, share)
        if found is None:
            return Reply(views.gone())
        note = "" if found.note is ContentNote.NONE else found.note.value
        title = "A post in the support room"
        post = posts.Post(found.key, found.member, title, found.words, self.removed.bind(share), note)
        return posts.more(ctx, post, edit=self.edit_post.bind(share), delete=self.delete_post.bind(share))

    @action
    def edit_post(self, ctx: Context, share: int) -> Outcome:
        found = store.own_share(ctx.tx, ctx.member, share)
        if found is None or not found.public:
            return Reply(views.gone())
        return self.rewrite.open(_telling(found), share)

    @submit
    def rewrite(self, ctx: Context, form: Telling, share: int) -> Outcome:
        found = store.own_share(ctx.tx, ctx.member, share)
        if found is None or not found.public:
            return Reply(views.gone())
        if wrong := _wrong(ctx, form):
            return wrong
        store.rewrite(ctx, found, form)
        ctx.look_up([ctx.member], then=self.appear.bind(share))
        return Reply(views.rewritten())

    @action
    def delete_post(self, ctx: Context, share: int) -> Outcome:
        found = store.own_share(ctx.tx, ctx.member, share)
        if found is None:
            return Update(views.gone())
        self._withdraw(ctx, found)
        store.unshare(ctx.tx, ctx.member, share)
        return Update(views.post_deleted())

    @job
    def removed(self, ctx: Context, share: int) -> None:
        """Staff took the post down; the author keeps it as private."""
        store.move(ctx.tx, ctx.community, share, State.REMOVED)

    # The log

    @command("rejections", "The rejections you logged. Only you see them.")
    def rejections(self, ctx: Context) -> Outcome:
        return Reply(self._log(ctx, 0))

    @action
    def turn(self, ctx: Context, page: int) -> Outcome:
        return Update(self._log(ctx, min(max(page, 0), _PAGES)))

    @pick
    def open_entry(self, ctx: Context, chosen: str, page: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, ids.chosen(chosen))
        if entry is None:
            return Update(views.gone())
        return Update(self._entry(entry, page))

    @action
    def show_entry(self, ctx: Context, rejection: int, page: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, rejection)
        return Update(self._entry(entry, page) if entry else views.gone())

    @action
    def ask_delete(self, ctx: Context, rejection: int, page: int) -> Outcome:
        entry = store.get(ctx.tx, ctx.member, rejection)
        if entry is None:
            return Update(views.gone())
        shared = store.share_of(ctx.tx, ctx.member, rejection)
        return Update(
            views.ask_delete(
                entry,
                shared=bool(shared and shared.public),
                delete=self.undo.bind(rejection),
                keep=self.show_entry.bind(rejection, page),
            )
        )

    @home(order=20)
    def section(self, ctx: Context) -> HomeSection | None:
        """Wins and no's share a section: one's own log of both."""
        line, button = wins.on_home(ctx)
        return HomeSection(views.section(line), button, (Button("My log", api.MY_LOG),))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def companies(self, tx: Tx, member: int) -> list[str]:
        return store.companies(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    # What the handlers share

    def _next(self, entry: Rejection) -> tuple[Button, ...]:
        return (
            Button("Add details", self.details.bind(entry.id)),
            Button("Share", self.share.bind(entry.id)),
            rest.button(),
            help_now.button(),
            Button("Undo", self.undo.bind(entry.id)),
        )

    def _log(self, ctx: Context, page: int) -> Card:
        found = store.page(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        entries = found[:_PAGE]
        return views.log(
            entries,
            store.shared_among(ctx.tx, ctx.member, [one.id for one in entries]),
            open=self.open_entry.bind(page),
            newer=self.turn.bind(page - 1) if page else None,
            older=self.turn.bind(page + 1) if len(found) > _PAGE else None,
        )

    def _entry(self, entry: Rejection, page: int) -> Card:
        buttons = (
            Button("Add details" if entry.plain else "Change details", self.details.bind(entry.id)),
            Button("Share", self.share.bind(entry.id)),
            help_now.button(),
            Button("Delete", self.ask_delete.bind(entry.id, page)),
        )
        return views.entry(entry, buttons=buttons, after=_after(entry), back=self.turn.bind(page))

    def _post(self, share: Share) -> Card:
        id = share.id
        return views.post(share, reveal=self.reveal.bind(id), support=self.support.bind(id), more=self.more.bind(id))

    def _shared_already(self, share: Share) -> Card:
        return views.shared_already(share, edit=self.edit_post.bind(share.id), delete=self.delete_post.bind(share.id))

    def _withdraw(self, ctx: Context, share: Share) -> None:
        ctx.withdraw(share.key)
        posts.gone(ctx, share.key)


def _after(entry: Rejection) -> tuple[Button, ...]:
    return (api.look_back_button(entry.id), api.feedback_button(entry.id))


def _telling(share: Share) -> Telling:
    return Telling(wish=share.wish, words=share.words, note=share.note)


def _wrong(ctx: Context, form: Telling) -> Invalid | None:
    if not form.words.strip():
        return Invalid({"words": "Please write a few words. They are all that people see."})
    why = posts.hindrance(ctx, form.words, room=_ROOM)
    return Invalid({"words": why}) if why else None


def _digest_at(ctx: Context, author: int) -> tuple[datetime, int]:
    """The next evening on the author's own clock, and the ordinal of its day."""
    account = accounts.get(ctx.tx, members.get(ctx.tx, author).account)
    zone = ZoneInfo(account.zone) if account.zone else communities.get(ctx.tx, ctx.community).zone
    due = next_daily(ctx.now, _DIGEST, 0, zone)
    return due, due.astimezone(zone).toordinal()
