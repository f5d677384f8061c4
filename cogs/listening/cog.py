"""Listening: asking one person on duty, then moderators, about a post that nobody has answered."""

from __future__ import annotations

from datetime import datetime

from bot.cog import Cog, action, command, job, notice, submit, then
from bot.context import Context, Echo, Json, Kind, Standings
from bot.people import accounts, members, roles
from bot.people.roles import STAFF, Role
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies import api as buddies
from cogs.listening import calls, duty, store, views
from cogs.listening.model import (
    ANSWERED_WITHIN,
    ASKED_WITHIN,
    KEPT_ANSWERED,
    KEPT_POSTS,
    KEPT_TURNS,
    LISTENERS,
    MEMBER_FOR,
    Caps,
    CapsForm,
    Post,
    Turn,
)
from cogs.listening.settling import drop, settle
from cogs.listening.times import Listener, may_ask_at, next_turn
from cogs.posts import api as posts


class Listening(Cog, name="listening"):
    kept = (
        Kept("Whether you listen, and how often at most", ("listening_duty",)),
        Kept("When you were asked to answer a post", ("listening_turn",), KEPT_TURNS, "at"),
        Kept("Your posts that wait for an answer, without their words", ("listening_post",), KEPT_POSTS, "at"),
        Kept("The number of a post that was answered", ("listening_post",), KEPT_ANSWERED, "at", "state = 1"),
    )

    # On and off duty

    @command("listen on", "Be asked now and then to answer a post that waits.")
    def listen_on(self, ctx: Context) -> Outcome:
        return Reply(self._turn_on(ctx))

    @command("listen off", "Stop being asked about posts that wait.")
    def listen_off(self, ctx: Context) -> Outcome:
        return Reply(self._turn_off(ctx))

    @action
    def on(self, ctx: Context) -> Outcome:
        return Update(self._turn_on(ctx))

    @action
    def off(self, ctx: Context) -> Outcome:
        return Update(self._turn_off(ctx))

    def _turn_on(self, ctx: Context) -> Card:
        choice = store.choice(ctx.tx, ctx.community)
        me = members.get(ctx.tx, ctx.member)
        if not choice.active:
            return views.switched_off()
        if members.stopped(ctx.tx, ctx.member, ctx.now):
            return views.stopped()
        if ctx.now < me.joined_at + MEMBER_FOR:
            return views.too_new(me.joined_at + MEMBER_FOR)
        if choice.role_only and Role.LISTENER not in ctx.roles:
            return views.not_of_the_role()
        duty.turn_on(ctx)
        return self._on_duty(ctx)

    def _on_duty(self, ctx: Context) -> Card:
        account = accounts.get(ctx.tx, ctx.account)
        reached = account.by_dm and not account.dm_closed and not account.untried and account.daily > 0
        caps = duty.caps_of(ctx.tx, ctx.member) or Caps()
        return views.on_duty(caps, change=self.how_often.bind(), off=self.off.bind(), unreached=not reached)

    def _turn_off(self, ctx: Context) -> Card:
        if duty.caps_of(ctx.tx, ctx.member) is None:
            return views.was_off(self.on.bind())
        duty.turn_off(ctx.tx, ctx.member)
        for post in duty.open_turns(ctx.tx, ctx.member):
            self._pass(ctx, post)
        return views.off_duty(self.on.bind())

    @action
    def how_often(self, ctx: Context) -> Outcome:
        caps = duty.caps_of(ctx.tx, ctx.member)
        if caps is None:
            return Update(views.was_off(self.on.bind()))
        return self.keep_caps.open(CapsForm(daily=caps.daily, weekly=caps.weekly))

    @submit
    def keep_caps(self, ctx: Context, form: CapsForm) -> Outcome:
        if form.daily is None or form.weekly is None:
            return Invalid({"weekly" if form.daily else "daily": "Please choose a number."})
        if duty.caps_of(ctx.tx, ctx.member) is None:
            return Update(views.was_off(self.on.bind()))
        duty.limit(ctx.tx, ctx.member, Caps(form.daily, form.weekly))
        return Update(self._on_duty(ctx))

    # A post waits: one listener after the other

    @job
    def ask(self, ctx: Context, post: int) -> None:
        if self._unattended(ctx, post):
            self._look(ctx, post, queue=False)

    def _look(self, ctx: Context, post: int, *, queue: bool) -> None:
        """Reads the post itself first, as somebody may have answered there."""
        found = store.waiting(ctx.tx, ctx.community, post)
        if found is None:
            return
        if store.choice(ctx.tx, ctx.community).active:
            ctx.unowned().look_at(found.key, then=self.looked.bind(post, queue))
        else:
            drop(ctx, found.key)

    @then
    def looked(self, ctx: Context, echo: Echo, post: int, queue: bool) -> None:
        """The post itself was read: who is asked next, or moderators, if nobody has answered meanwhile."""
        found = store.waiting(ctx.tx, ctx.community, post)
        if found is None:
            return
        if not echo.here:
            drop(ctx, found.key)
        elif echo.answers:
            settle(ctx, post)
        else:
            store.looked(ctx.tx, post, echo.link, quiet=echo.answers == 0)
            if queue:
                store.enqueue(ctx, post)
                posts.waits(ctx.unowned())
            elif again := self._unattended(ctx, post):
                self._choose(ctx, again)

    def _unattended(self, ctx: Context, post: int) -> Post | None:
        """None when nobody needs to be asked about it any more."""
        found = store.waiting(ctx.tx, ctx.community, post)
        if found is None or ctx.now >= found.at + ASKED_WITHIN:
            return None
        turns = duty.turns(ctx.tx, post)
        considering = any(turn is Turn.ASKED and ctx.now < at + ANSWERED_WITHIN for turn, at in turns.values())
        taken = any(turn is Turn.TAKEN for turn, _ in turns.values())
        return None if considering or taken or len(turns) >= LISTENERS else found

    def _choose(self, ctx: Context, post: Post) -> None:
        turn = next_turn([one for one in duty.listeners(ctx, post.id) if _may_meet(ctx, one, post)], ctx.now, post.id)
        match turn:
            case Listener(member=member):
                ctx.unowned().look_up([member], then=self.known.bind(post.id, member))
            case datetime() if turn < post.at + ASKED_WITHIN:
                ctx.unowned().later(turn, calls.ask(post.id), key=store.ask_key(post.id))
            case _:
                pass  # moderators hear of it in time

    @then
    def known(self, ctx: Context, standings: Standings, post: int, member: int) -> None:
        """How somebody stands on the platform is known: they are asked, or somebody else is."""
        found = self._unattended(ctx, post)
        if found is None:
            return
        if not any(one.member == member and may_ask_at(one, ctx.now) == ctx.now for one in duty.listeners(ctx, post)):
            self._choose(ctx, found)  # meanwhile they were asked about another one, or went off duty
            return
        standing = next(iter(standings.of), None)
        if standing is not None and not standing.here:
            duty.turn_off(ctx.tx, member)
        held = roles.held(ctx.tx, ctx.community, member, standing.role_ids if standing else ())
        left_out = store.choice(ctx.tx, ctx.community).role_only and Role.LISTENER not in held
        if left_out or (standing is not None and (standing.new or not standing.may_post)):
            duty.give_turn(ctx, member, post, Turn.UNFIT)
            self._choose(ctx, found)
            return
        duty.give_turn(ctx, member, post, Turn.ASKED)
        until, key = ctx.now + ANSWERED_WITHIN, store.alert_key(post, member)
        ctx.notify(member, Kind.NOTICE, self.alert.bind(post), due=ctx.now, expires=until, key=key)
        ctx.unowned().later(until, calls.ask(post), key=store.ask_key(post))

    @notice
    def alert(self, ctx: Context, post: int) -> Card | None:
        found = self._mine(ctx, post)
        if found is None or duty.caps_of(ctx.tx, ctx.member) is None:
            return None
        return views.alert(
            found,
            take=self.take.bind(post),
            replied=self.replied.bind(post),
            skip=self.skip.bind(post),
            off=self.off.bind(),
        )

    def _mine(self, ctx: Context, post: int) -> Post | None:
        """A post that waits and that this member was asked about, and did not pass on."""
        if duty.turn_of(ctx.tx, ctx.member, post) not in (Turn.ASKED, Turn.TAKEN):
            return None
        return store.waiting(ctx.tx, ctx.community, post)

    @action
    def take(self, ctx: Context, post: int) -> Outcome:
        found = self._mine(ctx, post)
        if found is None:
            return Update(views.settled())
        done, skip = self.replied.bind(post), self.skip.bind(post)
        turns = duty.turns(ctx.tx, post)
        if any(turn is Turn.TAKEN for member, (turn, _) in turns.items() if member != ctx.member):
            return Update(views.somebody_else(found, replied=done, skip=skip))
        duty.set_turn(ctx.tx, ctx.member, post, Turn.TAKEN)
        ctx.cancel(store.ask_key(post))
        return Update(views.yours(found, replied=done, skip=skip))

    @action
    def replied(self, ctx: Context, post: int) -> Outcome:
        if self._mine(ctx, post) is None:
            return Update(views.settled())
        settle(ctx, post)
        return Update(views.replied())

    @action
    def skip(self, ctx: Context, post: int) -> Outcome:
        if self._mine(ctx, post) is None:
            return Update(views.settled())
        self._pass(ctx, post)
        return Update(views.passed())

    def _pass(self, ctx: Context, post: int) -> None:
        duty.set_turn(ctx.tx, ctx.member, post, Turn.PASSED)
        ctx.cancel(store.alert_key(post, ctx.member))
        ctx.unowned().later(ctx.now, calls.ask(post), key=store.ask_key(post))

    # After 18 hours: moderators

    @job
    def enqueue(self, ctx: Context, post: int) -> None:
        self._look(ctx, post, queue=True)

    @action(staff=STAFF)
    def unanswered(self, ctx: Context, post: int) -> Outcome:
        found = store.waiting(ctx.tx, ctx.community, post)
        if found is None or found.queued_at is None:
            return Update(views.closed(posts.BACK_TO_QUEUE))
        return Update(views.unanswered(found, answered=self.close.bind(post), back=posts.BACK_TO_QUEUE))

    @action(staff=STAFF)
    def close(self, ctx: Context, post: int) -> Outcome:
        found = store.waiting(ctx.tx, ctx.community, post)
        if found is not None and found.queued_at is not None:
            settle(ctx, post)
            posts.audit(ctx, posts.Act.POST_ANSWERED, key=found.key)
        return Update(views.closed(posts.BACK_TO_QUEUE))

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)


def _may_meet(ctx: Context, listener: Listener, post: Post) -> bool:
    """Not the author's own post, nor one of somebody they are kept apart from."""
    if post.author is None:
        return True
    return listener.member != post.author and not buddies.apart(ctx.tx, listener.member, post.author)
