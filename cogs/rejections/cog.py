"""One's own log of no's. What is shared of them is in `sharing/`; names that buttons already bear answer here."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from bot.cog import Cog, action, command, home, job, notice, pick, submit, then
from bot.cog import Option as Opt
from bot.context import Context, HomeSection, Json, Kind, Receipt, Standings
from bot.people.roles import STAFF
from bot.safety.personal_data import Kept
from bot.storage import ids
from bot.storage.database import Tx
from bot.ui.card import Button, Card
from bot.ui.outcome import Outcome, Reply, Update
from bot.words import packs
from cogs.buddies import api as buddies
from cogs.help import api as help_now
from cogs.posts import api as posts
from cogs.rejections import api, figure, store, views
from cogs.rejections.model import COMPANY, LESSON, Details, Rejection
from cogs.rejections.sharing import asking, audiences, posting, presses
from cogs.rejections.sharing import store as shares
from cogs.rejections.sharing import views as share_views
from cogs.rejections.sharing.model import Audience, Press, Share, State, Telling
from cogs.rest import api as rest
from cogs.wins import api as wins

_PAGE = 10
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""
_WORTH_SAYING = timedelta(days=3)


class Rejections(Cog, name="rejections"):
    kept = (
        Kept("The rejections you logged, and what you shared of them", ("rejection", "rejection_share")),
        Kept("Posts of others that you pressed “I'm with you” or “Been there” on", ("rejection_support",)),
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
        shared = shares.of_rejection(ctx.tx, ctx.member, rejection)
        for one in shared:
            posting.take_down(ctx, one)
        if not store.delete(ctx.tx, ctx.member, rejection):
            return Update(views.gone())
        return Update(views.undone(shared=any(one.public for one in shared)))

    # Sharing. More of it is in `sharing/cog.py`; these names are on buttons that people have, so they stay here.

    @action
    def share(self, ctx: Context, rejection: int) -> Outcome:
        if store.get(ctx.tx, ctx.member, rejection) is None:
            return Reply(views.gone())
        return Reply(asking.whom(ctx, rejection))

    @submit
    def tell(self, ctx: Context, form: Telling, rejection: int) -> Outcome:
        """From a form that was open before there was a choice."""
        return asking.told(ctx, form, rejection, Audience.ROOM, 0)

    @action
    def retry(self, ctx: Context, share: int) -> Outcome:
        """Shows what was kept: it could not be posted, or its author was asked something first."""
        found = shares.own(ctx.tx, ctx.member, share)
        if found is None:
            return Update(views.gone())
        if found.state is not State.KEPT:
            return Update(share_views.shared_already(found))
        if why := audiences.hindrance(ctx, found.audience, found.place, found.words):
            return Reply(share_views.not_shown(why, found.words))
        shares.move(ctx.tx, ctx.community, share, State.WAITING)
        posting.send(ctx, share)
        return Update(share_views.on_its_way(found.audience))

    @then
    def appear(self, ctx: Context, standings: Standings, share: int) -> None:
        """Posts it, or changes the post to what it says now."""
        found = shares.public(ctx.tx, ctx.community, share)
        if found is None:
            return
        again = self.retry.bind(share)
        if not posts.may_appear(ctx, standings, author=found.member, what=posting.WHAT, again=again):
            posting.take_down(ctx, found, State.KEPT)
        elif not posting.show(ctx, found):
            posting.take_down(ctx, found, State.KEPT)
            posting.tell_kept(ctx, found)

    @then
    def posted(self, ctx: Context, receipt: Receipt, share: int) -> None:
        found = shares.public(ctx.tx, ctx.community, share)
        if found is not None:
            posting.arrived(ctx, receipt, found, again=self.retry.bind(share))

    # The post

    @action(open=True)
    def reveal(self, ctx: Context, share: int) -> Outcome:
        """For everybody who can see the post; nothing is stored."""
        found = self._seen(ctx, share)
        return Reply(share_views.revealed(found) if found else views.gone())

    @action
    def support(self, ctx: Context, share: int) -> Outcome:
        return self._press(ctx, share, Press.WITH)

    @action
    def been_there(self, ctx: Context, share: int) -> Outcome:
        return self._press(ctx, share, Press.BEEN)

    @action
    def take_back(self, ctx: Context, share: int, press: str = Press.WITH.value) -> Outcome:
        if press in set(Press):
            presses.take_back(ctx.tx, ctx.member, share, Press(press))
        return Update(share_views.taken_back())

    @notice
    def supported(self, ctx: Context, day: int) -> Card | None:
        found = posting.supported(ctx, day)
        return share_views.digest(found) if found else None

    @action(profile=True)
    def more(self, ctx: Context, share: int) -> Outcome:
        found = shares.public(ctx.tx, ctx.community, share)
        staff = found is not None and found.audience is Audience.CIRCLE and bool(ctx.roles & STAFF)
        if found is None or not (staff or audiences.sees(ctx, found)):
            return Reply(views.gone())
        if found.audience is Audience.BUDDY and found.member != ctx.member:
            return Reply(share_views.more_of_buddy(buddies.more_button(found.place)))
        post = posting.described(found, self.removed.bind(share))
        return posts.more(ctx, post, edit=self.edit_post.bind(share), delete=self.delete_post.bind(share))

    @action
    def edit_post(self, ctx: Context, share: int) -> Outcome:
        found = shares.own(ctx.tx, ctx.member, share)
        if found is None or not found.public:
            return Reply(views.gone())
        return self.rewrite.open(found.telling, share).asking(asking.words_of(ctx, found))

    @submit
    def rewrite(self, ctx: Context, form: Telling, share: int) -> Outcome:
        return asking.rewritten(ctx, form, share)

    @action
    def delete_post(self, ctx: Context, share: int) -> Outcome:
        found = shares.own(ctx.tx, ctx.member, share)
        if found is None:
            return Update(views.gone())
        posting.take_down(ctx, found)
        shares.unshare(ctx.tx, ctx.member, share)
        return Update(share_views.post_deleted(seen=found.public))

    @job
    def removed(self, ctx: Context, share: int) -> None:
        """Staff took the post down; the author keeps it as private."""
        found = shares.public(ctx.tx, ctx.community, share)
        if found is not None:
            posting.settled(ctx, found)
            shares.move(ctx.tx, ctx.community, share, State.REMOVED)

    def _seen(self, ctx: Context, share: int) -> Share | None:
        """One that the presser may see."""
        found = shares.public(ctx.tx, ctx.community, share)
        return found if found and audiences.sees(ctx, found) else None

    def _press(self, ctx: Context, share: int, press: Press) -> Outcome:
        found = self._seen(ctx, share)
        if found is None:
            return Reply(views.gone())
        if found.member == ctx.member:
            return Reply(share_views.your_own())
        due, day = posting.digest_at(ctx, found.member)
        if not presses.put(ctx, share, press, day):
            return Reply(share_views.pressed_already(share, press))
        posting.answered(ctx, found)
        until, key = due + _WORTH_SAYING, f"with-you:{found.member}:{day}"
        ctx.notify(found.member, Kind.NOTICE, self.supported.bind(day), due=due, expires=until, key=key)
        return Reply(share_views.pressed())

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
        shared = shares.of_rejection(ctx.tx, ctx.member, rejection)
        return Update(
            views.ask_delete(
                entry,
                shared=any(one.public for one in shared),
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
            shares.shared_among(ctx.tx, ctx.member, [one.id for one in entries]),
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


def _after(entry: Rejection) -> tuple[Button, ...]:
    return (api.look_back_button(entry.id), api.feedback_button(entry.id))
