"""What a week leaves: shown in its thread when it closes, and again whenever something in it changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.context import Context, Kind, Lane
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Block
from cogs.checkins import calls, timing
from cogs.checkins.answers import store as answers
from cogs.checkins.circles import store as circles
from cogs.checkins.digest import store, views
from cogs.checkins.digest.views import Ask, Left, Said
from cogs.checkins.model import Answer, Checkin, QuestionKind, Week, WeekState
from cogs.checkins.organising import store as organising
from cogs.checkins.weeks import store as weeks

_NEWS = timedelta(days=4)
"""How long a notice of it may wait for somebody who rests."""


def close(ctx: Context, week: Week) -> None:
    """The week is over: its digest comes, by notice where there is no thread, and the anonymous answers have their
    day."""
    checkin = organising.get(ctx.tx, ctx.community, week.checkin)
    if checkin is None:
        return
    _publish_later(ctx, checkin, week)
    if week.room:
        _show(ctx, checkin, week, first=True)
    else:
        tell(ctx, week)


def refresh(ctx: Context, week: Week) -> None:
    """An answer, or an offer of help, is new, changed or gone. Nothing marks the change."""
    if week.state not in (WeekState.CLOSED, WeekState.OVER):
        return
    checkin = organising.get(ctx.tx, ctx.community, week.checkin)
    if checkin is not None and week.room:
        _show(ctx, checkin, week, first=False)
    after = store.week_after(ctx.tx, week)
    if after is not None:
        ctx.unowned().later(ctx.now, calls.head(after), key=calls.head_key(after))


def tell(ctx: Context, week: Week) -> None:
    """Everybody who is not paused hears by message, as there is no thread to read it in."""
    checkin = organising.get(ctx.tx, ctx.community, week.checkin)
    if checkin is None or not left_by(ctx.tx, checkin, week):
        return
    for person in weeks.people(ctx.tx, week, ctx.now):
        if not person.paused:
            ctx.notify(
                person.member,
                Kind.NOTICE,
                calls.digest(week.id),
                due=ctx.now,
                expires=max(week.closes_at, ctx.now) + _NEWS,
                key=f"{week.digest}:{person.member}",
            )


def returning(ctx: Context, week: Week) -> tuple[Block, ...]:
    """Asks of the circle's week before that nobody took, for the head of this one. Asked for again, the same ones;
    an ask comes back once and never again."""
    before = weeks.before(ctx.tx, week)
    checkin = organising.get(ctx.tx, ctx.community, week.checkin)
    if before is None or checkin is None:
        return ()
    found: list[Ask] = []
    for answer, ask in _asks(ctx.tx, checkin, before):
        if answer.returned_to is None and not ask.offered and circles.is_in(ctx.tx, week.circle, answer.member):
            answers.set_returned(ctx.tx, answer.id, week.id)
        elif answer.returned_to != week.id:
            continue
        found.append(ask)
    return views.returned(found)


def left_by(tx: Tx, checkin: Checkin, week: Week) -> Left:
    said = [answer for answer in answers.of_week(tx, week.id) if not answer.resting]
    by_title = [
        (title, Said(answer.member, text))
        for kind in (QuestionKind.WIN, QuestionKind.HARD, QuestionKind.OPEN)
        for n in sorted({n for answer in said for n in answer.words.said})
        if (title := _title(checkin, n, kind))
        for answer in said
        if (text := answer.words.said.get(n, "").strip())
    ]
    return Left(views.sections(by_title), tuple(ask for _, ask in _asks(tx, checkin, week)))


def ask_of(checkin: Checkin, answer: Answer) -> str:
    """What somebody could use help with, in their words; empty where they asked for nothing, or took it back."""
    if not answer.public or answer.resting:
        return ""
    asked = [text for n, text in sorted(answer.words.said.items()) if _kind(checkin, n) is QuestionKind.ASK]
    return "\n".join(text for text in asked if text.strip())


def _asks(tx: Tx, checkin: Checkin, week: Week) -> Iterator[tuple[Answer, Ask]]:
    offered = store.offered(tx, week.id)
    for answer in answers.of_week(tx, week.id):
        if text := ask_of(checkin, answer):
            yield answer, Ask(answer.id, answer.member, text, answer.id in offered)


def _kind(checkin: Checkin, n: int) -> QuestionKind:
    """A question whose words are gone was an open one, as far as anybody can tell."""
    question = checkin.question(n)
    return question.kind if question else QuestionKind.OPEN


def _title(checkin: Checkin, n: int, kind: QuestionKind) -> str:
    """Over what was said to question `n`; empty if it is of another kind."""
    if _kind(checkin, n) is not kind:
        return ""
    question = checkin.question(n)
    match kind:
        case QuestionKind.WIN:
            return views.WELL
        case QuestionKind.HARD:
            return views.HARD
        case _:
            return views.heading(question.own) if question and question.own else views.MORE


def _show(ctx: Context, checkin: Checkin, week: Week, *, first: bool) -> None:
    card = views.digest(checkin.name, left_by(ctx.tx, checkin, week))
    then = calls.digest_shown(week.id) if first else None
    ctx.unowned().show(week.digest, week.room, card, lane=Lane.ROOM, then=then, under=week.head)


def _publish_later(ctx: Context, checkin: Checkin, week: Week) -> None:
    """Put here and not when somebody writes: the id of a job tells when it was made. The first circle puts it."""
    if not any(question.kind is QuestionKind.ANONYMOUS for question in (*checkin.questions, *checkin.past)):
        return
    day = week.day.toordinal()
    key = calls.publish_said_key(checkin.id, day)
    if not jobs.waits(ctx.tx, f"{ctx.community}:{key}"):
        at = timing.all_closed_at(week.day, week.hour)
        ctx.unowned().later(at, calls.publish_said(checkin.id, day), key=key)
