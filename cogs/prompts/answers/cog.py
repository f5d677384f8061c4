"""Answers to prompts: in the room by name, or kept for oneself."""

from __future__ import annotations

from bot.cog import Cog, action, command, job, pick, submit, then
from bot.context import Context, Json, Lane, Receipt, Standings
from bot.people import communities
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.card import Button, Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.posts import api as posts
from cogs.prompts import bag, calls
from cogs.prompts.answers import store, views
from cogs.prompts.model import Answer, HereForm, KeepForm, Posted, State, room_kind
from cogs.prompts.schedules import store as schedules

_PAGE = 5
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""


class Answers(Cog, name="promptanswer"):
    kept = (Kept("Your answers to prompts, those you keep for yourself too", ("prompt_answer",)),)

    # In the room

    @action
    def here(self, ctx: Context, post: int) -> Outcome:
        found = schedules.post(ctx.tx, ctx.community, post)
        if found is None:
            return Reply(views.not_there())
        mine = store.of(ctx.tx, ctx.member, _about(found), shared=True)
        if mine is not None and mine.state is not State.KEPT:
            return Reply(self._one(ctx, mine, "This is your answer to it."))
        why = _hindrance(ctx, found.schedule)
        if why:
            return Reply(views.refused(why, mine.words if mine else ""))
        return self.say.open({"words": mine.words} if mine else None, post)

    @submit
    def say(self, ctx: Context, form: HereForm, post: int) -> Outcome:
        found = schedules.post(ctx.tx, ctx.community, post)
        if found is None:
            return Reply(views.not_there())
        mine = store.of(ctx.tx, ctx.member, _about(found), shared=True)
        if mine is not None and mine.state is not State.KEPT:
            return Reply(self._one(ctx, mine, "You answered it before. Here you can change that answer."))
        if wrong := _wrong(ctx, form.words, found.schedule, sure=form.sure):
            return wrong
        words = form.words.strip()
        id = store.keep(ctx, _about(found), found.prompt, words, shared=True, schedule=found.schedule)
        schedules.answered(ctx.tx, post)
        ctx.look_up([ctx.member], then=self.appear.bind(id))
        return Reply(views.on_its_way())

    @then
    def appear(self, ctx: Context, standings: Standings, answer: int) -> None:
        """Its author's standing is known: it is posted, or the post follows what it says now."""
        found = store.public(ctx.tx, ctx.community, answer)
        if found is None:
            return
        again = self.retry.bind(answer)
        room = posts.place(ctx, room_kind(found.schedule or 0))
        allowed = posts.may_appear(ctx, standings, author=found.member, what="answer", again=again)
        if room is None or not allowed:
            self._withdraw(ctx, found)
            store.move(ctx.tx, ctx.community, answer, State.KEPT)
            return
        store.move(ctx.tx, ctx.community, answer, State.SHOWN)
        prompt = bag.by_id(found.prompt, communities.get(ctx.tx, ctx.community).locale)
        card = views.post(found, prompt, self.more.bind(answer))
        ctx.show(found.key, room, card, lane=Lane.ACT, then=self.posted.bind(answer))

    @then
    def posted(self, ctx: Context, receipt: Receipt, answer: int) -> None:
        found = store.public(ctx.tx, ctx.community, answer)
        if found is None:
            return
        match posts.fate(ctx, receipt, author=found.member, what="answer", again=self.retry.bind(answer)):
            case posts.Fate.SHOWN:
                pass
            case posts.Fate.REMOVED:
                store.move(ctx.tx, ctx.community, answer, State.REMOVED)
            case posts.Fate.PRIVATE:
                store.move(ctx.tx, ctx.community, answer, State.KEPT)

    @action
    def retry(self, ctx: Context, answer: int, meant: bool = False) -> Outcome:
        """From the message that it could not be posted. `meant`: they were asked about what the words tell."""
        found = store.own(ctx.tx, ctx.member, answer)
        if found is None:
            return Update(views.gone())
        if found.state is not State.KEPT:
            return Update(self._one(ctx, found))
        if why := _hindrance(ctx, found.schedule or 0, found.words):
            return Reply(views.refused(why, found.words))
        told = posts.contacts_told(ctx, found.words, named=True)
        if told and not meant:
            return Update(views.ask(found, told, self.retry.bind(answer, True), self.edit.bind(answer)))
        store.move(ctx.tx, ctx.community, answer, State.WAITING)
        ctx.look_up([ctx.member], then=self.appear.bind(answer))
        return Update(views.on_its_way())

    @action(profile=True)
    def more(self, ctx: Context, answer: int) -> Outcome:
        found = store.public(ctx.tx, ctx.community, answer)
        if found is None:
            return Reply(views.gone())
        post = posts.Post(found.key, found.member, views.TITLE, found.words, self.removed.bind(answer))
        return posts.more(ctx, post, edit=self.edit.bind(answer), delete=self.ask_delete.bind(answer))

    @job
    def removed(self, ctx: Context, answer: int) -> None:
        """Staff took the post down; its author keeps the words."""
        store.move(ctx.tx, ctx.community, answer, State.REMOVED)

    # For oneself

    @action
    def keep(self, ctx: Context, post: int) -> Outcome:
        found = schedules.post(ctx.tx, ctx.community, post)
        if found is None:
            return Reply(views.not_there())
        mine = store.of(ctx.tx, ctx.member, _about(found), shared=False)
        return self.kept_here.open({"words": mine.words} if mine else None, post)

    @submit
    def kept_here(self, ctx: Context, form: KeepForm, post: int) -> Outcome:
        found = schedules.post(ctx.tx, ctx.community, post)
        if found is None:
            return Reply(views.not_there())
        if not form.words.strip():
            return Invalid({"words": views.EMPTY})
        store.keep(ctx, _about(found), found.prompt, form.words.strip())
        schedules.answered(ctx.tx, post)
        return Reply(views.kept(calls.MINE))

    @action
    def keep_own(self, ctx: Context, day: int, prompt: str) -> Outcome:
        """From a prompt that came to them alone."""
        if bag.by_id(prompt, ctx.locale) is None:
            return Reply(views.not_there())
        mine = store.of(ctx.tx, ctx.member, f"me:{day}", shared=False)
        return self.kept_own.open({"words": mine.words} if mine else None, day, prompt)

    @submit
    def kept_own(self, ctx: Context, form: KeepForm, day: int, prompt: str) -> Outcome:
        if bag.by_id(prompt, ctx.locale) is None:
            return Reply(views.not_there())
        if not form.words.strip():
            return Invalid({"words": views.EMPTY})
        store.keep(ctx, f"me:{day}", prompt, form.words.strip())
        return Reply(views.kept(calls.MINE))

    # One's own, of both kinds

    @command("prompts mine", "What you answered to prompts. Only you see the list.")
    def mine(self, ctx: Context) -> Outcome:
        return Reply(self._page(ctx, 0))

    @action
    def mine_here(self, ctx: Context) -> Outcome:
        return Update(self._page(ctx, 0))

    @action
    def turn(self, ctx: Context, page: int) -> Outcome:
        return Update(self._page(ctx, min(max(page, 0), _PAGES)))

    @pick
    def open(self, ctx: Context, value: str) -> Outcome:
        return self.look(ctx, chosen(value))

    @action
    def look(self, ctx: Context, answer: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        return Update(views.gone() if found is None else self._one(ctx, found))

    @action
    def edit(self, ctx: Context, answer: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        if found is None:
            return Reply(views.gone())
        form = self.rewrite_here if found.public else self.rewrite
        return form.open({"words": found.words}, answer)

    @submit
    def rewrite_here(self, ctx: Context, form: HereForm, answer: int) -> Outcome:
        return self._rewritten(ctx, form.words, answer, sure=form.sure)

    @submit
    def rewrite(self, ctx: Context, form: KeepForm, answer: int) -> Outcome:
        return self._rewritten(ctx, form.words, answer, sure=False)

    def _rewritten(self, ctx: Context, words: str, answer: int, *, sure: bool) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        if found is None:
            return Reply(views.gone())
        if found.public and (wrong := _wrong(ctx, words, found.schedule or 0, sure=sure)):
            return wrong
        if not words.strip():
            return Invalid({"words": views.EMPTY})
        store.rewrite(ctx.tx, ctx.member, answer, words.strip())
        if found.public:
            ctx.look_up([ctx.member], then=self.appear.bind(answer))
        return self.look(ctx, answer)

    @action
    def ask_delete(self, ctx: Context, answer: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        if found is None:
            return Update(views.gone())
        return Update(views.ask_delete(found, delete=self.delete.bind(answer), keep=self.look.bind(answer)))

    @action
    def delete(self, ctx: Context, answer: int) -> Outcome:
        found = store.own(ctx.tx, ctx.member, answer)
        if found is None:
            return Update(views.gone())
        self._withdraw(ctx, found)
        store.delete(ctx.tx, ctx.member, answer)
        return Update(views.deleted(calls.MINE))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    # What the handlers share

    def _one(self, ctx: Context, answer: Answer, note: str = "") -> Card:
        buttons = [
            Button("Edit", self.edit.bind(answer.id)),
            Button("Delete", self.ask_delete.bind(answer.id)),
            Button("My answers", calls.MINE),
        ]
        if answer.state is State.KEPT:
            buttons.insert(1, Button("Try to post it again", self.retry.bind(answer.id)))
        return views.one(answer, bag.by_id(answer.prompt, ctx.locale), buttons, note)

    def _page(self, ctx: Context, page: int) -> Card:
        found = store.page(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        return views.answers(
            [(one, bag.by_id(one.prompt, ctx.locale)) for one in found[:_PAGE]],
            open=self.open.bind(),
            newer=self.turn.bind(page - 1) if page else None,
            older=self.turn.bind(page + 1) if len(found) > _PAGE else None,
            own=calls.OWN,
        )

    def _withdraw(self, ctx: Context, answer: Answer) -> None:
        if answer.shared:
            ctx.withdraw(answer.key)
            posts.gone(ctx, answer.key)


def _about(post: Posted) -> str:
    return f"post:{post.id}"


def _hindrance(ctx: Context, schedule: int, *texts: str) -> str | None:
    room = communities.room(ctx.tx, ctx.community, room_kind(schedule))
    why = posts.hindrance(ctx, *texts, room=room_kind(schedule))
    if why == posts.STOPPED or (room is not None and not room.broken):
        return why
    return views.NO_ROOM


def _wrong(ctx: Context, words: str, schedule: int, *, sure: bool) -> Invalid | None:
    why = _hindrance(ctx, schedule, words) if words.strip() else views.EMPTY
    why = why or posts.look_again(ctx, words, sure=sure, named=True)
    return Invalid({"words": why}) if why else None
