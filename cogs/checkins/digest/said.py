"""The anonymous question: written without a name, shown once and only when enough people wrote."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.cog import Cog, action, job, submit
from bot.context import Context, Json, Lane
from bot.people import members
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Asked, Invalid, Outcome, Reply, Update
from cogs.checkins import calls, timing
from cogs.checkins.circles import store as circles
from cogs.checkins.digest import said_store, said_views
from cogs.checkins.digest.said_views import SayForm
from cogs.checkins.model import ANONYMOUS_LEAST, Question, QuestionKind, WeekState
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks
from cogs.posts import api as posts

_AGAIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Open:
    """What a member may answer now."""

    checkin: int
    day: date
    question: Question
    until: datetime


class AnonymousAnswers(Cog, name="checkinsaid"):
    """No handler here writes a row about who pressed: not when, not that they did."""

    kept = (
        Kept(
            "What you said without your name, locked and with no name beside it",
            ("checkin_said",),
            7,
            "until",
            until="until it is shown or turns out to be too few, two weeks at most",
        ),
    )

    @action
    def say(self, ctx: Context, week: int) -> Outcome:
        match self._open(ctx, week):
            case Card() as why:
                return Reply(why)
            case found:
                mine = said_store.own(ctx.tx, found.checkin, found.day, ctx.member)
                card = said_views.before(
                    found.question.text,
                    found.until,
                    write=self.write.bind(week),
                    take_back=self.take_back.bind(week) if mine else None,
                )
                return Reply(card)

    @action
    def write(self, ctx: Context, week: int) -> Outcome:
        match self._open(ctx, week):
            case Card() as why:
                return Reply(why)
            case found:
                mine = said_store.own(ctx.tx, found.checkin, found.day, ctx.member)
                form = self.keep.open({"words": mine.words} if mine else None, week)
                sure = SayForm.fields["sure"]
                return form.asking(
                    {"words": Asked("Your words", found.question.text), "sure": Asked(sure.label, sure.hint)}
                )

    @submit
    def keep(self, ctx: Context, form: SayForm, week: int) -> Outcome:
        found = self._open(ctx, week)
        if isinstance(found, Card):
            return Reply(found)
        words = form.words.strip()
        if why := _wrong(words) or posts.look_again(ctx, words, sure=form.sure):
            return Invalid({"words": why})
        said = said_store.Said(found.question.n, words)
        said_store.keep(ctx.tx, found.checkin, found.day, ctx.member, said)
        return Reply(said_views.kept(found.until, write=self.write.bind(week), take_back=self.take_back.bind(week)))

    @action
    def take_back(self, ctx: Context, week: int) -> Outcome:
        """Also for somebody who has left the circle since: it is theirs as long as it isn't shown."""
        found = weeks.get(ctx.tx, ctx.community, week)
        gone = found is not None and said_store.take_back(ctx.tx, found.checkin, found.day, ctx.member)
        return Update(said_views.taken_back() if gone else said_views.nothing_there())

    @job
    def publish(self, ctx: Context, checkin: int, day: int) -> None:
        """Every circle's week is over."""
        found = organising.get(ctx.tx, ctx.community, checkin)
        if found is None or not said_store.any_of(ctx.tx, checkin, day):
            return
        room = posts.place(ctx, found.room)
        if room is None:  # until the nightly clean-up takes the words away
            call, key = calls.publish_said(checkin, day), calls.publish_said_key(checkin, day)
            ctx.later(ctx.now + _AGAIN, call, key=key)
            return
        for n, words in sorted(said_store.take_all(ctx.tx, checkin, day).items()):
            if len(words) < ANONYMOUS_LEAST:
                continue
            secrets.SystemRandom().shuffle(words)
            question = found.question(n)
            for part, card in enumerate(said_views.posts(question.text if question else "", words), 1):
                ctx.show(f"checkin:said:{checkin}:{day}:{n}:{part}", room, card, lane=Lane.ROOM)

    def forget(self, tx: Tx, member: int) -> None:
        said_store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return said_store.export(tx, member)

    def _open(self, ctx: Context, week: int) -> _Open | Card:
        """Or a card that says why they can't."""
        found = weeks.get(ctx.tx, ctx.community, week)
        checkin = organising.get(ctx.tx, ctx.community, found.checkin) if found else None
        mine = circles.belonging(ctx.tx, checkin.id, ctx.member) if checkin else None
        circle = circles.circle(ctx.tx, ctx.community, mine.circle) if mine and mine.circle else None
        if found is None or checkin is None or circle is None or not circle.going_on:
            return said_views.not_here()
        if members.stopped(ctx.tx, ctx.member, ctx.now):
            return said_views.refused(posts.STOPPED)
        question = checkin.asks(QuestionKind.ANONYMOUS)
        if question is None:
            return said_views.not_asked()
        if found.state is WeekState.PLANNED:  # its day may still be moved
            return said_views.not_yet()
        until = timing.all_closed_at(found.day, found.hour)
        return said_views.over() if ctx.now >= until else _Open(checkin.id, found.day, question, until)


def _wrong(words: str) -> str | None:
    if not words:
        return said_views.EMPTY
    return posts.nameless_hindrance(words)
