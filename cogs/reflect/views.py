"""The cards on the way through a look back. Each part can be skipped, and none asks twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.ui import limits
from bot.ui.card import Actions, Block, Bold, Button, Call, Card, Note, Option, Select, Style, Text, Tone
from bot.ui.phrases import cut, day_in_full
from bot.words.packs import Item
from cogs.help import api as help_now
from cogs.reflect import calls
from cogs.reflect.model import OPEN_DAYS, Answer, Reflection, Step, Want
from cogs.rejections.api import Heard, Stage

IN_THE_PLAN = "It stands in your plan for this week."
FULL = "This week's plan has three lines already, so it is kept here as an idea."
RESTING = "You rest this week, so it is kept here as an idea."
BLANK_CUE = "Please write when, in a few words."
BLANK_ACT = "Please write what, in a few words."
STAGES = tuple(stage for stage in Stage if stage is not Stage.UNSAID)


@dataclass(frozen=True, slots=True)
class Seen:
    """A reflection with what is read elsewhere: the company, the wants, the list of its stage."""

    one: Reflection
    company: str
    wants: Sequence[Want]
    items: Sequence[Item]

    @property
    def about(self) -> str:
        return " · ".join(part for part in (self.one.stage.label, self.company) if part)

    @property
    def blank(self) -> bool:
        return self.one.blank and not self.wants


# The beginning


def start(recent: Sequence[Heard], *, about: Call, stage: Call) -> Card:
    body: list[Block] = [
        Text(
            "On an application, a talk, a no, or a silence. It begins with what went well."
            " You can skip any part and stop at any time."
        )
    ]
    if recent:
        options = tuple(Option(cut(_heard(one), limits.OPTION_LABEL), str(one.id)) for one in recent)
        body.append(Select("One of the no's you logged", options, about))
    body += [
        _stages("Or only how far it got" if recent else "How far did it get?", stage),
        Actions((calls.earlier_button(), calls.wants_button(), help_now.button())),
        Note(f"Only you see it, and I send no reminder. What is not finished waits {OPEN_DAYS} days, then it goes."),
    ]
    return Card("Look back", tuple(body), Tone.CARE)


def ask_stage(heard: Heard, *, stage: Call) -> Card:
    return Card("How far did it get?", (Note(_heard(heard)), _stages("Choose one", stage)), Tone.CARE)


def _stages(placeholder: str, call: Call) -> Select:
    return Select(placeholder, tuple(Option(stage.label, stage.value) for stage in STAGES), call)


def _heard(one: Heard) -> str:
    stage = "" if one.stage is Stage.UNSAID else one.stage.label
    return " · ".join(part for part in (day_in_full(one.day), one.company, stage) if part)


def busy(opened: Seen, *, go_on: Call, instead: Call) -> Card:
    body = (
        Text((Bold(opened.about), f", begun on {day_in_full(opened.one.day)}. One is open at a time.")),
        Actions((Button("Go on with that one", go_on), Button("Keep it as it is, begin this one", instead))),
        Note("What is empty is not kept."),
    )
    return Card("Another one is open", body, Tone.CARE)


# The parts


@dataclass(frozen=True, slots=True)
class Way:
    """Where the buttons of a part lead."""

    write: Call
    forward: Call
    back: Call | None
    stop: Call


def well(seen: Seen, way: Way) -> Card:
    body = (
        Note(seen.about),
        Text("Something you did, learned or got through. A small thing is enough."),
        *((Text(seen.one.well),) if seen.one.well else ()),
        _buttons(way, written=bool(seen.one.well)),
    )
    return Card("What went well, even a little?", body, Tone.CARE)


def check(seen: Seen, n: int, *, answers: Mapping[Answer, Call], way: Way, skip_all: Call) -> Card:
    item = seen.items[n]
    said = seen.one.checks.get(item.id)
    body: list[Block] = [Note(seen.about)]
    if n == 0:
        body.append(Note("Some things that people can do at this stage. Each answer is as good as the others."))
    body.append(Text(Bold(item.text)))
    if said:
        body.append(Note(f"You said: {said.label}."))
    body += [
        Actions(tuple(Button(answer.label, call) for answer, call in answers.items())),
        Actions(
            (
                *_back(way),
                Button("Next one" if said else "Skip this one", way.forward),
                Button("Skip the list", skip_all),
                Button("Stop for now", way.stop),
                help_now.button(),
            )
        ),
    ]
    return Card("What was in your hands", tuple(body), Tone.CARE)


def wants(seen: Seen, way: Way) -> Card:
    body = (
        Note(seen.about),
        Text("What did it show you about the work, the people or the place you want?"),
        *(_wants(seen.wants)),
        _buttons(way, written=bool(seen.wants)),
        Note("It goes on a list of your own: What I want next."),
    )
    return Card("What do you want next?", body, Tone.CARE)


def kinder(seen: Seen, way: Way) -> Card:
    one = seen.one
    body = (
        Note(seen.about),
        Text("If a hard thought stays with you: write it down, and then how a kind person would put it."),
        *_kinder(one),
        _buttons(way, written=bool(one.thought or one.kinder)),
        Note("Nobody else sees it. I put it nowhere else."),
    )
    return Card("A kinder way to say it", body, Tone.CARE)


def plan(seen: Seen, way: Way, *, put: Call, my_plan: Button, note: str = "") -> Card:
    one = seen.one
    body: list[Block] = [Note(seen.about)]
    if later := [item.text for item in seen.items if one.checks.get(item.id) is Answer.NEXT]:
        body.append(_listed("Next time", later))
    if not one.cue:
        body += [
            Text("One small thing, with a time or a place: When …, I'll …"),
            _buttons(way, written=False),
        ]
    elif one.line is None:
        body += [
            Text(one.sentence),
            Text(note or "It is kept here as an idea."),
            _buttons(way, written=True, more=Button("Put it into my plan", put)),
        ]
    else:
        body += [
            Text(one.sentence),
            Text(note or IN_THE_PLAN),
            Actions(
                (*_back(way), Button("Next", way.forward, Style.PRIMARY), my_plan, Button("Stop for now", way.stop))
            ),
        ]
    return Card("One line for your plan", tuple(body), Tone.CARE)


def _buttons(way: Way, *, written: bool, more: Button | None = None) -> Actions:
    """`more` takes the place of the way to help lines, which every part has room for otherwise."""
    write = Button("Change it" if written else "Write it down", way.write, Style.PLAIN if written else Style.PRIMARY)
    forward = Button("Next", way.forward, Style.PRIMARY) if written else Button("Skip this", way.forward)
    return Actions((write, forward, *_back(way), Button("Stop for now", way.stop), more or help_now.button()))


def _back(way: Way) -> tuple[Button, ...]:
    return (Button("Back", way.back),) if way.back else ()


# All of it


def everything(seen: Seen) -> list[Block]:
    """What was skipped is left out, and not named."""
    one = seen.one
    body: list[Block] = [Note(f"{seen.about} · {day_in_full(one.day)}")]
    if one.well:
        body.append(Text((Bold("What went well"), f"\n{one.well}")))
    for answer in Answer:
        if texts := [item.text for item in seen.items if one.checks.get(item.id) is answer]:
            body.append(_listed(answer.label, texts))
    body += [*_wants(seen.wants), *_kinder(one)]
    if one.cue:
        body.append(Text((Bold("A plan" if one.line else "An idea"), f"\n{one.sentence}")))
    return body


def end(
    seen: Seen, *, keep: Call, offers: Sequence[Button], part: Call, delete: Call, stop: Call, note: str = ""
) -> Card:
    back = Select(
        "Go back to a part", tuple(Option(step.label, step.value) for step in Step if step is not Step.END), part
    )
    if seen.blank:
        body: tuple[Block, ...] = (
            Note(seen.about),
            Text("Nothing is written here, and that is fine."),
            back,
            Actions((Button("Close it", delete), Button("Stop for now", stop))),
        )
        return Card("That is the end of it", body, Tone.CARE)
    told = (Text(note),) if note else ()
    body = (
        *everything(seen),
        *told,
        Actions((Button("Keep it", keep, Style.PRIMARY), *offers, Button("Delete it", delete))),
        back,
        Note(f"Only you see it. If you don't press Keep, it waits {OPEN_DAYS} days, then it goes."),
    )
    return Card("Your look back", body, Tone.CARE)


def entry(seen: Seen, *, offers: Sequence[Button], delete: Call, back: Call, note: str = "") -> Card:
    told = (Text(note),) if note else ()
    body = (
        *everything(seen),
        *told,
        Actions((*offers, calls.wants_button(), Button("Delete it", delete), Button("Earlier ones", back))),
        Note("Kept until you delete it. Only you see it."),
    )
    return Card("Your look back", body, Tone.CARE)


def _listed(title: str, texts: Sequence[str]) -> Text:
    return Text((Bold(title), "".join(f"\n· {text}" for text in texts)))


def _wants(found: Sequence[Want]) -> list[Block]:
    return [Text((Bold(want.kind.label or "What I want"), f"\n{want.text}")) for want in found]


def _kinder(one: Reflection) -> list[Block]:
    parts = (("A hard thought", one.thought), ("How a kind person would put it", one.kinder))
    return [Text((Bold(title), f"\n{text}")) for title, text in parts if text]


# Leaving, deleting


def stopped(until: date, *, go_on: Call, delete: Call) -> Card:
    body = (
        Text(f"It waits for you until {day_in_full(until)}, then it goes. /reflect goes on with it."),
        Actions((Button("Go on", go_on), Button("Delete it", delete))),
        Note("I send no reminder."),
    )
    return Card("Stopped for now", body, Tone.CARE)


def ask_delete(seen: Seen, *, delete: Call, keep: Call) -> Card:
    stays = " What you want next stays on its own list." if seen.wants else ""
    body = (
        Note(f"{seen.about} · {day_in_full(seen.one.day)}"),
        Text(f"It can't be brought back.{stays}"),
        Actions((Button("Yes, delete it", delete, Style.DANGER), Button("Leave it as it is", keep))),
    )
    return Card("Delete this look back?", body, Tone.CARE)


def deleted() -> Card:
    body = (Text("It is gone."), Actions((calls.earlier_button(), calls.wants_button())))
    return Card("Deleted", body, Tone.CARE)


def closed() -> Card:
    body = (
        Text("There was nothing to keep. That is fine."),
        Actions((calls.earlier_button(), calls.wants_button())),
    )
    return Card("Closed", body, Tone.CARE)


def gone() -> Card:
    told = "It was deleted, it waited too long, or it is somebody else's. Nothing changed."
    return Card("This one is gone", (Text(told), Actions((Button("Look back", calls.REFLECT),))), Tone.CARE)


# The list


def earlier(
    found: Sequence[Seen], opened: Seen | None, *, open: Call, go_on: Call, newer: Call | None, older: Call | None
) -> Card:
    body: list[Block] = [Text(_line(seen)) for seen in found]
    if found:
        options = tuple(Option(cut(_line(seen), limits.OPTION_LABEL), str(seen.one.id)) for seen in found)
        body.append(Select("Open one", options, open))
    else:
        body.append(Text("Nothing is kept here. /reflect looks back on an application, a talk, a no, or a silence."))
    if opened:
        body += [
            Text(("Not finished: ", Bold(opened.about))),
            Actions((Button("Go on with it", go_on),)),
        ]
    turn = [Button(label, call) for label, call in (("Newer", newer), ("Older", older)) if call]
    again = () if opened else (Button("Look back", calls.REFLECT),)
    body += [Actions((*turn, *again, calls.wants_button())), Note("Only you see this list.")]
    return Card("What you looked back on", tuple(body), Tone.CARE)


def _line(seen: Seen) -> str:
    return f"{day_in_full(seen.one.day)} · {seen.about}"
