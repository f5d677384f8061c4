"""The plan of a week, its rhythm, and what Home says of both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Fields, Note, Option, Select, Style, Text, Tone
from bot.ui.phrases import day_named
from cogs.plans import calls
from cogs.plans.model import Kind, Line, Outcome, Week
from cogs.plans.rhythm import SHOWN, Rhythm, Sort
from cogs.plans.weeks import DAYS

_EXAMPLE = "When it is Tuesday after lunch, I'll write to one person I worked with."
FULL = "This week has three lines already. Remove one first, if you want this one in it."
BLANK_CUE = "Please write when, in a few words."
BLANK_ACT = "Please write what, in a few words."
STARTED = "Another week has begun since that card."

_SIGNS = {Sort.ACTIVE: "■", Sort.QUIET: "□", Sort.REST: "–"}
_LEGEND = "■ something done, □ quiet, – rest. The latest week is last."


def day(began: date) -> str:
    return day_named(began)


def plural(count: int, one: str, several: str) -> str:
    return f"1 {one}" if count == 1 else f"{count} {several}"


# The plan


def first(began: date) -> Card:
    """For somebody who never had a plan."""
    body = (
        Text("A plan is one to three lines: when and where, and what you do then. For example:"),
        Note(_EXAMPLE),
        Text("A line can be small. A week without a plan is fine too."),
        _begin(began),
        Note("Only you see it."),
    )
    return Card("A plan for this week", body)


def _begin(began: date, more: Sequence[Button] = ()) -> Actions:
    return Actions(
        (
            Button("Write a line", calls.WRITE, Style.PRIMARY),
            Button("A small step instead", calls.STEP),
            Button("Rest this week", calls.rest(began)),
            *more,
        )
    )


def plan(week: Week, last: Week | None, *, note: str = "", quiet: bool, rhythm: str) -> Card:
    """`last`: the plan before this one. `quiet`: a smaller plan may fit. `rhythm`: a sentence, if it is shown."""
    body: list[Block] = [Note(f"Since {day(week.began)}. Only you see it.")]
    if note:
        body.append(Text(note))
    for n, line in enumerate(week.lines, 1):
        body += [Text(wording(n, line)), Actions(line_buttons(n, line))]
    offered = last.open if last is not None else ()
    if offered and len(offered) + len(week.lines) <= 3:
        body.append(Text("Open from before. Keeping, changing and dropping a line are equally fine."))
        for n, line in enumerate(offered, len(week.lines) + 1):
            body += [Text(wording(n, line)), Actions(carry_buttons(n, line))]
    if not week.lines and not offered:
        body.append(Text("Nothing is planned, and it can stay so."))
    if quiet and last is not None and not week.lines:
        body += smaller_offer(last.began)
    if week.obstacle or week.answer:
        body.append(in_the_way(week))
    more = Button("More", calls.MORE)
    if week.lines:
        write = () if week.full else (Button("Write a line", calls.WRITE),)
        what = "Change what to do then" if week.obstacle or week.answer else "If something gets in the way"
        buttons = (*write, Button(what, calls.obstacle(week.began)), Button("A small step", calls.STEP))
        body.append(Actions((*buttons, Button("Rest this week", calls.rest(week.began)), more)))
    else:
        body.append(_begin(week.began, (more,)))
    if rhythm:
        body.append(Note(rhythm))
    return Card("Your plan for this week", tuple(body))


def wording(n: int, line: Line) -> tuple[Bold | str, ...]:
    kind = "" if line.kind is Kind.OWN else line.kind.label
    below = " · ".join(part for part in (kind, progress(line)) if part)
    return (Bold(f"{n}. "), line.sentence, f"\n{below}" if below else "")


def progress(line: Line) -> str:
    match line.outcome:
        case Outcome.DONE | Outcome.NOT | Outcome.PART | Outcome.RESTING:
            return line.outcome.label.lower()
        case Outcome.OPEN:
            if line.times == 1:
                return "done" if line.finished else ""
            return f"{line.done} of {line.times} times"


def tick_button(n: int, line: Line) -> Button:
    return Button(f"Tick line {n}" if line.times == 1 else f"+1 on line {n}", calls.tick(line.id, line.done))


def line_buttons(n: int, line: Line) -> tuple[Button, ...]:
    tick = () if line.finished else (tick_button(n, line),)
    undo = (Button(f"Undo line {n}", calls.undo(line.id, line.done)),) if line.done or line.finished else ()
    return (
        *tick,
        *undo,
        Button(f"Edit line {n}", calls.edit(line.id)),
        Button(f"Remove line {n}", calls.remove(line.id)),
    )


def carry_buttons(n: int, line: Line) -> tuple[Button, ...]:
    return (
        Button(f"Keep line {n}", calls.keep(line.id)),
        Button(f"Make line {n} smaller", calls.smaller(line.id)),
        Button(f"Drop line {n}", calls.drop(line.id)),
    )


def smaller_offer(began: date) -> Sequence[Block]:
    return (
        Text("Two quiet weeks happen. If you want, make the plan smaller: one line, for 20 minutes."),
        Actions((Button("A smaller plan", calls.smaller_plan(began)), Button("A small step", calls.STEP))),
    )


def in_the_way(week: Week) -> Fields:
    rows = (("If this gets in the way", week.obstacle), ("I do this then", week.answer))
    return Fields(tuple(row for row in rows if row[1]))


def ticked(line: Line) -> str:
    return f"Ticked: {line.act}"


def resting(week: Week) -> Card:
    kept = (Text("Your lines stay as they are."),) if week.lines else ()
    body = (
        Text("That is a full answer. I ask for nothing until the next week."),
        *kept,
        Actions((Button("Plan after all", calls.plan_after_all(week.began)), Button("More", calls.MORE))),
    )
    return Card("You rest this week", body, Tone.CARE)


def gone() -> Card:
    told = "It was removed, or it is somebody else's. Nothing changed."
    return Card("This line is gone", (Text(told), Actions((Button("My plan", calls.OPEN),))))


# More


def more(start: int, last: Week | None, *, begin_on: Call) -> Card:
    options = tuple(Option(f"My week begins on {name}", str(n)) for n, name in enumerate(DAYS))
    back = (Button("Look at the last plan", calls.look(last.began)),) if last is not None else ()
    body = (
        Select("When does your week begin?", options, begin_on, str(start)),
        Note("If you change it, the plan of this week moves along."),
        Actions(
            (
                *back,
                Button("My rhythm", calls.RHYTHM),
                Button("Why I'm looking", calls.WHY),
                Button("My plan", calls.OPEN),
            )
        ),
    )
    return Card("More about your plan", body)


def begins_on(start: int, began: date) -> str:
    return f"Your week begins on {DAYS[start]} now. This one began on {day(began)}."


# The rhythm


def active(rhythm: Rhythm) -> str:
    """Never a nought: a quiet time is no result."""
    if not rhythm.active:
        return "The last weeks were quiet. Any week is fine to start again."
    if rhythm.of == 1:
        return "Active in your first week."
    return f"Active in {rhythm.active} of the last {rhythm.of} weeks."


def row(rhythm: Rhythm) -> str:
    return " ".join(_SIGNS[sort] for sort in rhythm.weeks)


def in_words(rhythm: Rhythm) -> str:
    """What the row shows."""
    done, rest, quiet = (rhythm.weeks.count(sort) for sort in (Sort.ACTIVE, Sort.REST, Sort.QUIET))
    weeks = len(rhythm.weeks)
    span = f"Your last {weeks} weeks" if weeks == SHOWN else plural(weeks, "week so far", "weeks so far")
    parts = [f"something done in {done}"] if done else []
    parts += [f"rest in {rest}"] if rest else []
    parts += [f"quiet in {quiet}"] if quiet else []
    return f"{span}: {', '.join(parts)}."


def rhythm(shown: Rhythm | None, *, hidden: bool, show: Call, hide: Call) -> Card:
    back = Button("My plan", calls.OPEN)
    if hidden:
        body: tuple[Block, ...] = (
            Text("Your rhythm is hidden. Nothing is lost."),
            Actions((Button("Show it again", show), back)),
        )
        return Card("Your rhythm", body)
    if shown is None:
        body = (Text("It shows in how many weeks you did something. Nothing is here yet."), Actions((back,)))
        return Card("Your rhythm", body)
    body = (
        Text(active(shown)),
        Text(row(shown)),
        Note(_LEGEND),
        Text(in_words(shown)),
        Note("Ticks and small steps count, and weeks of rest are left out. Only you see this."),
        Actions((Button("Hide it", hide), back)),
    )
    return Card("Your rhythm", body)


# Home


def section(week: Week, shown: Rhythm | None) -> str:
    """`shown`: None while it is hidden or there is none."""
    told = _week(week)
    if shown is None:
        return told
    if len(shown.weeks) == 1:
        return f"{told} {active(shown)}"
    return f"{told} {active(shown)}\n{row(shown)}\n{in_words(shown)}\n{_LEGEND}"


def _week(week: Week) -> str:
    if week.rest:
        return "This week: rest."
    if not week.lines:
        return "This week: nothing is planned, and that is fine."
    done = sum(line.finished for line in week.lines)
    lines = plural(len(week.lines), "line", "lines")
    return f"This week: {lines}, {done} done." if done else f"This week: {lines} planned."
