"""Which private card somebody sees of a week now."""

from __future__ import annotations

from bot.context import Context
from bot.ui.card import Button, Card
from cogs.checkins import calls
from cogs.checkins.answers import rules, store, views, views_posts, wires
from cogs.checkins.answers.rules import Here
from cogs.checkins.model import AnswerState, QuestionKind, Words
from cogs.plans import api as plans
from cogs.wins import api as wins


def week(ctx: Context, week: int, note: str = "", *, before: int = 0) -> Card:
    """What they said, else the check-in card."""
    here = rules.here(ctx, week)
    if here is None:
        return views.gone()
    if here.mine is not None:
        return own(ctx, here, note)
    return checkin(ctx, week, False, note, before=before)


def checkin(ctx: Context, week: int, hidden: bool, note: str = "", *, before: int = 0) -> Card:
    here = rules.here(ctx, week)
    if here is None:
        return views.gone()
    if not here.may_write(ctx.now):
        return own(ctx, here, note) if here.mine is not None else views.over(here)
    ahead = rules.ahead(ctx, here.week)
    now = plans.lines(ctx)
    last, lines = (now, ()) if ahead else (plans.last_lines(ctx), now)
    board = views.Board(
        here=here,
        hidden=hidden,
        last=last,
        lines=lines,
        offered=() if ahead or len(lines) >= plans.LINES else plans.open_lines(ctx),
        ahead=ahead,
        resting=plans.resting(ctx),
        closed=here.closed(ctx.now),
        before=before,
        note=note,
    )
    return views.checkin(board)


def own(ctx: Context, here: Here, note: str = "") -> Card:
    answer = here.mine
    assert answer is not None, "asked for somebody who answered"
    buttons: list[Button] = []
    if not note and answer.public and here.inside and not here.may_write(ctx.now):
        note = views_posts.CLOSED
    if here.may_write(ctx.now):
        if answer.state is AnswerState.KEPT:
            buttons.append(Button("Try to post it again", wires.retry(answer.id)))
        label = "Write after all" if answer.resting else "Change it"
        buttons.append(Button(label, wires.show(here.week.id, rules.leaves_out(answer))))
    if went_well(here, answer.words) and not wins.hidden(ctx):
        kept = Button("Keep it as a win", wires.keep_win(answer.id))
        buttons.append(wins.look_button(answer.words.win) if answer.words.win else kept)
    if here.inside and not here.early:
        buttons.append(Button("What my circle said", calls.read(here.week.id)))
    buttons.append(Button("Take it back", wires.ask_delete(answer.id)))
    return views_posts.own(here, answer, buttons, note)


def went_well(here: Here, words: Words) -> str:
    """What was said of it; empty for nothing."""
    asked = {n: here.checkin.question(n) for n in words.said}
    found = [words.said[n] for n, one in asked.items() if one is not None and one.kind is QuestionKind.WIN]
    return "\n".join(found)


def circle(ctx: Context, week: int, page: int) -> Card:
    """What the circle said, for those who are in it."""
    here = rules.here(ctx, week)
    if here is None or not here.inside:
        return views.gone()
    if here.early:
        return views_posts.not_open(here.checkin, here.week)
    pages = views_posts.pages(here.checkin, store.of_week(ctx.tx, week))
    page = min(max(page, 0), max(len(pages) - 1, 0))
    return views_posts.circle(
        here.checkin,
        here.week,
        pages[page] if pages else (),
        newer=wires.turn(week, page - 1) if page else None,
        older=wires.turn(week, page + 1) if page + 1 < len(pages) else None,
        write=here.may_write(ctx.now) and here.mine is None,
    )
