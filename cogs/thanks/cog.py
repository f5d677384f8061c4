"""Thanks: whoever gets one sees it first, and chooses whether others may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Annotated

from bot.cog import Cog, PersonRef, action, command, job, notice, submit, then
from bot.cog import Option as Opt
from bot.context import Context, Json, Kind, Receipt, Standings
from bot.safety.contacts import Contact
from bot.safety.personal_data import Kept
from bot.scheduling import jobs
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies import api as buddies
from cogs.posts import api as posts
from cogs.thanks import sending, store, views
from cogs.thanks.model import KEPT_DAYS, REASON, Give, Problem, State, ThankYou, key_of

_PAGE = 3
_ON_ITS_WAY = (State.WAITING, State.SHOWN)
_WAITS = timedelta(days=KEPT_DAYS)


class Thanks(Cog, name="thanks"):
    kept = (
        Kept("Thanks you got and did not answer", ("thanks",), KEPT_DAYS, "at", "state = 0"),
        Kept("Thanks you keep or published, and whether you hide thanks", ("thanks", "thanks_choice")),
        Kept("To whom you gave thanks, and when", ("thanks_given",), KEPT_DAYS, "at"),
    )

    # Giving

    @command("thank", "Thank somebody for something. They see it first and decide whether others do.")
    def thank(
        self,
        ctx: Context,
        person: Annotated[PersonRef | None, Opt("Whom?")] = None,
        reason: Annotated[str, Opt("What for? Leave it out to get a form.")] = "",
    ) -> Outcome:
        reason = reason.strip()
        if len(reason) > REASON:
            return Reply(views.refused(Problem("reason", views.TOO_LONG), reason))
        if not person or not reason:
            return self.give.open({"person": person or None, "reason": reason})
        found = sending.receiver(ctx, person, reason)
        return Reply(views.refused(found, reason)) if isinstance(found, Problem) else self._send(ctx, found, reason)

    @submit
    def give(self, ctx: Context, form: Give) -> Outcome:
        reason = form.reason.strip()
        found = sending.receiver(ctx, form.person or "", reason)
        if not isinstance(found, Problem):
            return self._send(ctx, found, reason)
        return Reply(views.refused(found, reason)) if found.again else Invalid({found.field: found.why})

    def _send(self, ctx: Context, to: int, text: str) -> Outcome:
        id = store.give(ctx, to)
        if sending.reaches(ctx, ctx.member, to):
            store.deliver(ctx, id, to, text)
            if not store.hides(ctx.tx, to):
                due, until = ctx.now, ctx.now + _WAITS
                ctx.notify(to, Kind.NOTICE, self.arrived.bind(id), due=due, expires=until, key=key_of(id))
        return Reply(views.sent(to, text, self.ask_take_back.bind(id)))

    @action
    def ask_take_back(self, ctx: Context, thanks: int) -> Outcome:
        if not self._mine_to_take_back(ctx, thanks):
            return Update(views.nothing_to_take_back())
        return Update(views.ask_take_back(yes=self.take_back.bind(thanks), no=self.leave.bind()))

    @action
    def take_back(self, ctx: Context, thanks: int) -> Outcome:
        """The answer is the same whatever the receiver did with it, also when it never reached them."""
        if not self._mine_to_take_back(ctx, thanks):
            return Update(views.nothing_to_take_back())
        if store.written(ctx.tx, ctx.member, thanks):
            self._withdraw(ctx, thanks)
            store.take_back(ctx.tx, ctx.member, thanks)
        return Update(views.taken_back())

    def _mine_to_take_back(self, ctx: Context, thanks: int) -> bool:
        written = store.written(ctx.tx, ctx.member, thanks)
        return store.gave(ctx.tx, ctx.member, thanks) or bool(written and written.public)

    @action
    def leave(self, ctx: Context) -> Outcome:
        return Update(views.left())

    # Having received

    @notice
    def arrived(self, ctx: Context, thanks: int) -> Card | None:
        """Nothing to say of one that was answered or taken back, or to somebody who hides thanks."""
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None or found.state is not State.OFFERED or store.hides(ctx.tx, ctx.member):
            return None
        if found.writer is not None and buddies.apart(ctx.tx, ctx.member, found.writer):
            return None
        return views.arrived(found, self._ways(thanks))

    @action
    def publish(self, ctx: Context, thanks: int, meant: bool = False) -> Outcome:
        """`meant`: they were asked about what the words tell besides. Both names stand on the post anyway."""
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None:
            return Update(views.gone())
        if found.public:
            return Update(self._card(found))
        if found.state is State.REMOVED or found.writer is None:
            return Update(self._card(found, views.NO_NAME if found.writer is None else views.STAYS_OUT))
        why = posts.hindrance(ctx, found.text, room=views.ROOM)
        told = [contact for contact in posts.contacts_in(ctx, found.text) if contact is not Contact.NAME]
        if told and not why and not meant:
            return Update(views.ask_publish(found, told, self.publish.bind(thanks, True), self.keep.bind(thanks)))
        ctx.cancel(found.key)
        store.move(ctx.tx, ctx.community, thanks, (State.OFFERED, State.KEPT), State.KEPT if why else State.WAITING)
        if not why:
            ctx.look_up([ctx.member, found.writer], then=self.appear.bind(thanks))
        return Update(self._again(ctx, thanks, views.not_posted(why) if why else ""))

    @action
    def keep(self, ctx: Context, thanks: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None:
            return Update(views.gone())
        if store.move(ctx.tx, ctx.community, thanks, (State.OFFERED,), State.KEPT):
            ctx.cancel(found.key)
        return Update(self._again(ctx, thanks))

    @action
    def take_out(self, ctx: Context, thanks: int) -> Outcome:
        """The receiver keeps it and may publish it again."""
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None:
            return Update(views.gone())
        if store.move(ctx.tx, ctx.community, thanks, _ON_ITS_WAY, State.KEPT):
            self._withdraw(ctx, thanks)
        return Update(self._again(ctx, thanks))

    @action
    def ask_drop(self, ctx: Context, thanks: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None:
            return Update(views.gone())
        return Update(views.ask_drop(found, drop=self.drop.bind(thanks), keep=self.look.bind(thanks)))

    @action
    def drop(self, ctx: Context, thanks: int) -> Outcome:
        if store.own(ctx.tx, ctx.member, thanks) is None:
            return Update(views.gone())
        self._withdraw(ctx, thanks)
        store.delete(ctx.tx, ctx.member, thanks)
        return Update(views.dropped(self.page.bind(0)))

    @action
    def look(self, ctx: Context, thanks: int) -> Outcome:
        return Update(self._again(ctx, thanks))

    @command("thanks", "Thanks that others sent you. Only you see this page.")
    def thanks(self, ctx: Context) -> Outcome:
        return Reply(self._page(ctx, 0))

    @action
    def page(self, ctx: Context, skip: int) -> Outcome:
        return Update(self._page(ctx, max(skip, 0)))

    @action
    def hide(self, ctx: Context, hidden: bool) -> Outcome:
        store.hide(ctx.tx, ctx.member, hidden)
        return Update(self._page(ctx, 0))

    def _page(self, ctx: Context, skip: int) -> Card:
        if store.hides(ctx.tx, ctx.member):
            return views.hidden(self.hide.bind(False))
        found = store.page(ctx.tx, ctx.member, skip=skip, most=_PAGE + 1)
        return views.page(
            [(thanks, self.look.bind(thanks.id)) for thanks in found[:_PAGE]],
            newer=self.page.bind(max(skip - _PAGE, 0)) if skip else None,
            older=self.page.bind(skip + _PAGE) if len(found) > _PAGE else None,
            hide=self.hide.bind(True),
        )

    # When it was no thank-you

    @action
    def about(self, ctx: Context, thanks: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None or found.writer is None:
            return Reply(views.gone())
        return Reply(views.about(found, self.report.bind(thanks)))

    @action
    def report(self, ctx: Context, thanks: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None or found.writer is None:
            return Update(views.gone())
        return self.reported.open(None, thanks)

    @submit
    def reported(self, ctx: Context, form: posts.PersonReport, thanks: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None or found.writer is None:
            return Reply(views.gone())
        said = replace(form, note=views.report_note(form.note, found.text))
        posts.report_person(ctx, said, key=f"{found.key}:person", title=views.TITLE, whom=found.writer)
        buddies.keep_apart(ctx, found.writer)
        return Update(views.reported())

    # In the wins room

    @then
    def appear(self, ctx: Context, standings: Standings, thanks: int) -> None:
        """How both stand is known: the post goes out, or stays with its receiver, who is told."""
        found = store.here(ctx.tx, ctx.community, thanks)
        if found is None or found.state is not State.WAITING or found.writer is None:
            return
        room = posts.place(ctx, views.ROOM)
        again = self.publish.bind(thanks)
        if room is None or not posts.may_appear(ctx, standings, author=found.member, what="thank-you", again=again):
            store.move(ctx.tx, ctx.community, thanks, (State.WAITING,), State.KEPT)
        elif not sending.may_be_named(ctx, found.writer, found.member, standings):
            store.move(ctx.tx, ctx.community, thanks, (State.WAITING,), State.KEPT)
            due, until = ctx.now, ctx.now + timedelta(days=3)
            ctx.notify(found.member, Kind.ASKED, self.not_now.bind(thanks), due=due, expires=until, key=found.key)
        else:
            store.move(ctx.tx, ctx.community, thanks, (State.WAITING,), State.SHOWN)
            card = views.post(found, found.writer, self.more.bind(thanks))
            sending.show(ctx, found, found.writer, room, card, self.shown.bind(thanks))

    @then
    def shown(self, ctx: Context, receipt: Receipt, thanks: int) -> None:
        found = store.here(ctx.tx, ctx.community, thanks)
        if found is None or not found.public:
            return
        fate = posts.fate(ctx, receipt, author=found.member, what="thank-you", again=self.publish.bind(thanks))
        if fate is posts.Fate.REMOVED:
            store.move(ctx.tx, ctx.community, thanks, _ON_ITS_WAY, State.REMOVED)
        elif fate is posts.Fate.PRIVATE:
            store.move(ctx.tx, ctx.community, thanks, _ON_ITS_WAY, State.KEPT)
            self._withdraw(ctx, thanks)

    @notice
    def not_now(self, ctx: Context, thanks: int) -> Card | None:
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None or found.state is not State.KEPT:
            return None
        return views.not_now(self.publish.bind(thanks))

    @job
    def removed(self, ctx: Context, thanks: int) -> None:
        """Staff took the post down, and told who wrote it; who received it hears that they keep it."""
        found = store.here(ctx.tx, ctx.community, thanks)
        if store.move(ctx.tx, ctx.community, thanks, _ON_ITS_WAY, State.REMOVED) and found:
            due, until = ctx.now, ctx.now + timedelta(days=7)
            ctx.notify(found.member, Kind.NOTICE, self.taken_down.bind(thanks), due=due, expires=until, key=found.key)

    @notice
    def taken_down(self, ctx: Context, thanks: int) -> Card | None:
        found = store.own(ctx.tx, ctx.member, thanks)
        if found is None or found.state is not State.REMOVED:
            return None
        return views.taken_down(self.look.bind(thanks))

    @job
    def withdrawn(self, ctx: Context, thanks: int) -> None:
        """Its receiver erased themselves: nothing of it stays, the post of its writer neither."""
        self._withdraw(ctx, thanks)

    @action(profile=True)
    def more(self, ctx: Context, thanks: int) -> Outcome:
        found = store.here(ctx.tx, ctx.community, thanks)
        if found is None or not found.public or found.writer is None:
            return Reply(views.not_there())
        if found.member == ctx.member:
            return Reply(views.more_to_you(self._ways(thanks)))
        post = posts.Post(found.key, found.writer, views.TITLE, found.text, self.removed.bind(thanks))
        return posts.more(ctx, post, edit=None, delete=self.ask_take_back.bind(thanks))

    # What the handlers share

    def _withdraw(self, ctx: Context, thanks: int) -> None:
        """Its post and the notice about it, whichever there is."""
        ctx.cancel(key_of(thanks))
        ctx.withdraw(key_of(thanks))
        posts.gone(ctx, key_of(thanks))

    def _ways(self, thanks: int) -> views.Ways:
        return views.Ways(
            publish=self.publish.bind(thanks),
            keep=self.keep.bind(thanks),
            take_out=self.take_out.bind(thanks),
            drop=self.ask_drop.bind(thanks),
            more=self.about.bind(thanks),
        )

    def _card(self, thanks: ThankYou, note: str = "") -> Card:
        return views.one(thanks, self._ways(thanks.id), self.page.bind(0), note=note)

    def _again(self, ctx: Context, thanks: int, note: str = "") -> Card:
        found = store.own(ctx.tx, ctx.member, thanks)
        return views.gone() if found is None else self._card(found, note)

    def forget(self, tx: Tx, member: int) -> None:
        for community, thanks in store.posted_to(tx, member):
            key = f"{community}:thanks-gone:{thanks}"
            jobs.put(tx, key, self.withdrawn.bind(thanks), moment(0), community=community)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)
