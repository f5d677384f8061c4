"""What somebody who writes without a name does and sees."""

from __future__ import annotations

from bot.cog import Cog, action, command, pick, submit
from bot.context import Context, Json
from bot.people import anonymity, members
from bot.safety.personal_data import Kept
from bot.storage import ids
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.anonymous import own, pleas, rights, sending, store, views, views_own
from cogs.anonymous.model import Answer, Nameless, Said, Write

_PAGE = 10


class Anonymous(Cog, name="anonymous"):
    """No handler here leaves a trace of who pressed: no row, no time, no log line."""

    kept = (
        Kept(
            "What you wrote without your name, locked and with no name beside it",
            ("anonymous_post",),
            until="for 30 days, then it goes with its post, or stays as nobody’s if you asked for that",
        ),
        Kept("That somebody wrote without a name today, with nothing beside it", ("anonymous_use",), 2, "since"),
        Kept(
            "That moderators muted the author of a post, whoever that is, and how that person asked for another look",
            ("anonymous_mute",),
            1,
            "until",
            until="until it is over or lifted",
        ),
        Kept("Posts without a name that you pressed “I'm with you” or “Been there” on", ("anonymous_support",)),
    )

    # Writing

    @command("share-anonymously", "Write in the support room without your name. It says who could still find out.")
    def share(self, ctx: Context) -> Outcome:
        return Reply(self._start(ctx))

    @action(unrecorded=True)
    def start(self, ctx: Context) -> Outcome:
        return Update(self._start(ctx))

    @action(unrecorded=True)
    def write(self, ctx: Context, reviewed: bool) -> Outcome:
        if rights.hindrance(ctx, answer=False):
            return Update(self._start(ctx))
        return self.send.open(None, anonymity.random_id(), reviewed)

    @submit(unrecorded=True)
    def send(self, ctx: Context, form: Write, post: int, reviewed: bool) -> Outcome:
        return sending.send(ctx, post, _said(form), sure=form.sure, root=None, told=reviewed)

    # One's own

    @action(unrecorded=True)
    def mine(self, ctx: Context, page: int = 0) -> Outcome:
        return Update(self._mine(ctx, max(page, 0)))

    @pick(unrecorded=True)
    def open(self, ctx: Context, chosen: str) -> Outcome:
        return Update(self._own(ctx, rights.mine(ctx, ids.chosen(chosen))))

    @action(unrecorded=True)
    def own(self, ctx: Context, post: int) -> Outcome:
        return Update(self._own(ctx, rights.mine(ctx, post)))

    @action(unrecorded=True)
    def change(self, ctx: Context, post: int) -> Outcome:
        found = rights.mine(ctx, post)
        if found is None or not found.changeable:
            return Update(self._own(ctx, found))
        if why := self._unchangeable(ctx, found):
            return Reply(views.not_sent(why, found.said.words))
        said = found.said
        if found.answer:
            return self.rewrite_answer.open({"words": said.words}, post)
        return self.rewrite.open(Write(wish=said.wish, words=said.words, note=said.note, sure=False), post)

    @submit(unrecorded=True)
    def rewrite(self, ctx: Context, form: Write, post: int) -> Outcome:
        return self._rewritten(ctx, post, _said(form), sure=form.sure)

    @submit(unrecorded=True)
    def rewrite_answer(self, ctx: Context, form: Answer, post: int) -> Outcome:
        return self._rewritten(ctx, post, Said(form.words.strip()), sure=form.sure)

    @action(unrecorded=True)
    def ask_withdraw(self, ctx: Context, post: int) -> Outcome:
        found = rights.mine(ctx, post)
        return Update(views_own.ask_withdraw(found) if found else views.gone())

    @action(unrecorded=True)
    def withdraw(self, ctx: Context, post: int) -> Outcome:
        found = rights.mine(ctx, post)
        if found is None:
            return Update(views.gone())
        own.withdraw(ctx, found)
        return Update(views_own.withdrawn())

    @action(unrecorded=True)
    def stay(self, ctx: Context, post: int, stays: bool) -> Outcome:
        """Whether it stays in the room when its 30 days are over."""
        found = rights.mine(ctx, post)
        if found is not None:
            store.let_stay(ctx.tx, ctx.community, post, stays)
        return Update(self._own(ctx, rights.mine(ctx, post)))

    # Leaving

    def forget(self, tx: Tx, member: int) -> None:
        """What they wrote goes with a later batch: whoever sees both can't tell that it was theirs."""
        if members.exists(tx, member):
            person = members.get(tx, member)
            for post in rights.all_mine(tx, person.community, person.account):
                store.leave(tx, post.id)
            pleas.forget(tx, person.community, person.account)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        person = members.get(tx, member)
        return {
            "posts": [
                {
                    "day": post.on.isoformat(),
                    "text": post.said.words,
                    "answer": post.answer,
                    "where": post.state.name.lower(),
                }
                for post in rights.all_mine(tx, person.community, person.account)
            ],
            "asked_about_mutes": pleas.export(tx, person.community, person.account),
            "you_were_with": [{"post": id, "how": kind} for id, kind in store.supported_by(tx, member)],
        }

    # What the handlers share

    def _start(self, ctx: Context) -> Card:
        why = rights.hindrance(ctx, answer=False)
        return views.compose(
            platform=ctx.platform,
            reviewed=store.terms(ctx.tx, ctx.community).reviewed,
            why=why,
            plea=rights.plea(ctx) if why and why == rights.mute_words(ctx) else (),
            news=rights.has_news(ctx),
        )

    def _own(self, ctx: Context, found: Nameless | None) -> Card:
        return own.card(ctx, found) if found else views.gone()

    def _mine(self, ctx: Context, page: int) -> Card:
        found = rights.all_mine(ctx.tx, ctx.community, ctx.account)
        page = min(page, max(len(found) - 1, 0) // _PAGE)
        at = page * _PAGE
        return views_own.listing(
            found[at : at + _PAGE],
            open=self.open.bind(),
            newer=self.mine.bind(page - 1) if page else None,
            older=self.mine.bind(page + 1) if len(found) > at + _PAGE else None,
        )

    def _unchangeable(self, ctx: Context, post: Nameless) -> str | None:
        if post.answer and rights.thread(ctx, post.thread) is None:
            return views.THREAD_OVER
        return rights.hindrance(ctx, answer=post.answer, again=True)

    def _rewritten(self, ctx: Context, post: int, said: Said, *, sure: bool) -> Outcome:
        found = rights.mine(ctx, post)
        if found is None or not found.changeable:
            kept = views.not_sent(views.NOT_CHANGEABLE, said.words)
            return Reply(kept)
        if why := self._unchangeable(ctx, found):
            return Reply(views.not_sent(why, said.words))
        if why := sending.wrong(ctx, said.words, sure=sure):
            return Invalid({"words": why})
        sending.change(ctx, found, said)
        return Update(self._own(ctx, rights.mine(ctx, post)))


def _said(form: Write) -> Said:
    return Said(form.words.strip(), form.wish, form.note)
