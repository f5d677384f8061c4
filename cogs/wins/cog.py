"""Wins: keeping one, changing it, posting it, deleting it. What is pressed in the room is in `posted.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from bot.cog import Cog, Message, action, command, menu, submit
from bot.cog import Option as Opt
from bot.context import Context, Json
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.posts import api as posts
from cogs.wins import calls, changes, posting, store, views
from cogs.wins.model import STORY, Audience, State, Tell, Win, WinKind
from cogs.wins.receipts import before_changing, before_posting, receipt


class Wins(Cog, name="wins"):
    kept = (
        Kept("Your wins, who may see each, and whether you hide wins", ("win", "win_choice")),
        Kept("New words for a posted win, while I ask whether they are meant for everybody", ("win_change",), 1, "at"),
        Kept("Cheers you gave", ("cheer",), until="until you take them back or the win is deleted"),
    )

    # Keeping a win

    @command("win", "Keep something that went well, big or small. With text, it is posted in the wins room.")
    def win(
        self,
        ctx: Context,
        text: Annotated[str, Opt("What went well? Leave it out to get a form with more choices.")] = "",
        kind: Annotated[WinKind | None, Opt("What kind of win?")] = None,
    ) -> Outcome:
        text = text.strip()
        if not text:
            return self.save.open({"kind": (kind or WinKind.OTHER).value, "audience": Audience.EVERYONE.value}, 0)
        if len(text) > STORY:
            return Reply(views.too_long(text))
        return self._keep(ctx, kind or WinKind.OTHER, text, "", Audience.EVERYONE)

    @action
    def write(self, ctx: Context) -> Outcome:
        """The form for a win that only its author sees, unless they choose otherwise."""
        return self.save.open({"audience": Audience.ME.value}, 0)

    @menu("Save as my win")
    def save_message(self, ctx: Context, message: Message) -> Outcome:
        text = message.text.strip()
        if not message.mine:
            return Reply(views.not_yours())
        if not text:
            return Reply(views.nothing_to_save())
        win = store.add(ctx, WinKind.OTHER, text[:STORY].strip())
        return Reply(receipt(win, note=views.CUT if len(text) > STORY else ""))

    @submit
    def save(self, ctx: Context, form: Tell, win: int) -> Outcome:
        """`win` is 0 for a new one."""
        if not form.story.strip():
            return Invalid({"story": "Please write a few words."})
        if not win:
            return self._keep(ctx, form.kind, form.story.strip(), form.behind.strip(), form.audience)
        return self._change(ctx, form, win)

    def _keep(self, ctx: Context, kind: WinKind, story: str, behind: str, audience: Audience) -> Outcome:
        if audience is Audience.ME:
            return Reply(receipt(store.add(ctx, kind, story, behind)))
        why = posts.hindrance(ctx, story, behind, room=views.ROOM)
        if why:
            return Reply(receipt(store.add(ctx, kind, story, behind), note=views.not_posted(why)))
        found = posts.contacts_in(ctx, story, behind)
        if found:
            return Reply(before_posting(store.add(ctx, kind, story, behind), found))
        win = store.add(ctx, kind, story, behind, state=State.WAITING)
        ctx.look_up([win.member], then=calls.appear(win.id))
        return Reply(receipt(win))

    def _try_to_post(self, ctx: Context, win: Win, *, meant: frozenset[str] = frozenset()) -> Card:
        """Queues a private win for the wins room, or says why it stays private. `meant`: the kinds of contact that its
        author was asked about."""
        why = posts.hindrance(ctx, win.story, win.behind, room=views.ROOM)
        if why:
            return receipt(win, note=views.not_posted(why))
        found = posts.contacts_in(ctx, win.story, win.behind)
        if not meant.issuperset(found):
            return before_posting(win, found)
        if store.move(ctx.tx, ctx.community, win.id, (State.PRIVATE,), State.WAITING):
            ctx.look_up([win.member], then=calls.appear(win.id))
        return receipt(self._again(ctx, win))

    # The author's own win: change, post, delete

    @action
    def edit(self, ctx: Context, win: int, to_post: bool = False) -> Outcome:
        """`to_post`: they were on the way to post it, or its change."""
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None or mine.brag:
            return Update(views.gone())
        change = changes.waiting(ctx, win) if mine.public else None
        if change:
            return self.save.open(change, win)
        audience = Audience.EVERYONE if mine.public or to_post else Audience.ME
        return self.save.open(Tell(kind=mine.kind, story=mine.story, behind=mine.behind, audience=audience), win)

    def _change(self, ctx: Context, form: Tell, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None or mine.brag:
            return Reply(views.gone())
        public = form.audience is Audience.EVERYONE
        if mine.public and public:
            why = posts.hindrance(ctx, form.story, form.behind, room=views.ROOM)
            if why:
                return Invalid({"story": why})
            found = posts.contacts_in(ctx, form.story, form.behind)
            if found and not set(posts.contacts_in(ctx, mine.story, mine.behind)).issuperset(found):
                changes.keep(ctx, win, form)
                return Update(before_changing(win, form, found))
        return self._rewrite(ctx, mine, form)

    def _rewrite(self, ctx: Context, mine: Win, form: Tell) -> Outcome:
        win, public = mine.id, form.audience is Audience.EVERYONE
        store.rewrite(ctx, win, form)
        changes.drop(ctx.tx, ctx.member, win)
        mine = self._again(ctx, mine)
        if mine.public:
            if public:
                ctx.look_up([ctx.member], then=calls.changed(win))
            else:
                posting.take_out(ctx, mine, State.PRIVATE)
                posting.refresh(ctx, mine)
            return Update(receipt(self._again(ctx, mine), heading="Changed"))
        if public and mine.state is State.REMOVED:
            return Update(receipt(mine, note=views.STAYS_OUT, heading="Changed"))
        return Update(self._try_to_post(ctx, mine) if public else receipt(mine, heading="Changed"))

    @action
    def post(self, ctx: Context, win: int, meant: str = "") -> Outcome:
        """`meant`: what the member was asked about and wants to be seen."""
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None or mine.brag:
            return Update(views.gone())
        if mine.state is not State.PRIVATE:
            return Update(receipt(mine))
        return Update(self._try_to_post(ctx, mine, meant=frozenset(meant.split())))

    @action
    def post_change(self, ctx: Context, win: int, meant: str) -> Outcome:
        """The new words of a posted win are meant for everybody."""
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        change = changes.waiting(ctx, win)
        if change is None:
            return Update(receipt(mine, heading="Your win"))
        if not mine.public:
            return self._rewrite(ctx, mine, replace(change, audience=Audience.ME))
        why = posts.hindrance(ctx, change.story, change.behind, room=views.ROOM)
        if why:
            return Update(receipt(mine, note=views.not_changed(why), heading="Your win"))
        found = posts.contacts_in(ctx, change.story, change.behind)
        if not set(meant.split()).issuperset(found):
            return Update(before_changing(win, change, found))
        return self._rewrite(ctx, mine, change)

    @action
    def leave_post(self, ctx: Context, win: int) -> Outcome:
        changes.drop(ctx.tx, ctx.member, win)
        return self._look(ctx, win)

    @action
    def in_roundup(self, ctx: Context, win: int, on: bool) -> Outcome:
        store.set_roundup(ctx.tx, ctx.member, win, on)
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        if mine.shown_at and mine.state is State.SHOWN:
            posting.plan_roundup(ctx, mine.shown_at)
            posting.refresh(ctx, mine)
        return Update(receipt(mine))

    @action
    def ask_delete(self, ctx: Context, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        return Update(views.ask_delete(mine, delete=self.delete.bind(win), keep=self.look.bind(win)))

    @action
    def delete(self, ctx: Context, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        ctx.withdraw(mine.key)
        posts.gone(ctx, mine.key)
        posting.refresh(ctx, mine)
        changes.drop(ctx.tx, ctx.member, win)
        store.delete(ctx.tx, ctx.member, win)
        return Update(views.deleted(mine.public, calls.LIST))

    @action
    def look(self, ctx: Context, win: int) -> Outcome:
        return self._look(ctx, win)

    def _look(self, ctx: Context, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        return Update(views.gone() if mine is None else receipt(mine, heading="Your win"))

    # What the handlers share

    def _again(self, ctx: Context, win: Win) -> Win:
        found = store.own(ctx.tx, ctx.member, win.id)
        assert found is not None  # read in this very transaction
        return found

    def forget(self, tx: Tx, member: int) -> None:
        posting.refresh_without(tx, member)
        changes.forget(tx, member)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {**store.export(tx, member), "words_that_wait_for_your_decision": changes.export(tx, member)}
