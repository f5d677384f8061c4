"""What organisers see of rounds: the coming one, the run of it, and those that were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.ui import limits
from bot.ui.card import (
    Actions,
    Block,
    Bold,
    Button,
    Call,
    Card,
    Divider,
    Inline,
    Mention,
    Note,
    Option,
    Select,
    Style,
    Text,
    Tone,
    When,
    WhenStyle,
)
from bot.ui.phrases import cut, named
from cogs.buddies.choices import Field, Medium, Stage
from cogs.buddies.model import Pool, Reason, Round
from cogs.buddies.pools.look import Count, Couple, Likeness
from cogs.buddies.pools.views import RULES, chooser, titled
from cogs.buddies.rounds.figures import Figures
from cogs.buddies.rounds.store import Replayed

REASONS = {
    Reason.ALONE: "nobody else took part",
    Reason.HOURS: "no hours in common with anybody",
    Reason.LANGUAGE: "no language in common with anybody",
    Reason.BOTH: "hours with some, language with others",
    Reason.NUMBERS: "the numbers did not work out",
    Reason.LEFT: "not in the community any more",
    Reason.TIMED_OUT: "timed out on the platform",
    Reason.BOT: "a bot",
    Reason.GUEST: "a guest",
    Reason.NEW_ACCOUNT: "a new account",
    Reason.ROLE: "does not hold the role",
    Reason.STOPPED: "stopped from posting",
    Reason.RESTING: "does not take part this time",
    Reason.MATCHED: "",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page about a pool has: which pool, and the way to the others."""

    pool: Pool
    pools: Sequence[Pool]
    switch: Call


def _card(title: str, at: Frame, body: Sequence[Block], tone: Tone = Tone.PLAIN) -> Card:
    return Card(titled(title, at.pool, at.pools), (*chooser(at.pools, at.pool, at.switch), *body), tone)


# Nobody to match


def too_few(title: str, at: Frame, members: int) -> Card:
    who = "One person has joined so far." if members else "Nobody has joined yet."
    return _card(title, at, (Text(f"{who} Members join with /buddy join. A round takes two people or more."),))


# The coming round


def working(at: Frame, show: Call) -> Card:
    body = (
        Text("I’m working it out, which takes a moment. Then you can look at the pairs."),
        Actions((Button("Show the pairs", show, Style.PRIMARY),)),
    )
    return _card("Pairs of the coming round", at, body)


def in_progress(title: str, at: Frame, again: Call) -> Card:
    body = (Text("A round is being put together right now."), Actions((Button("Look again", again),)))
    return _card(title, at, body)


@dataclass(frozen=True, slots=True)
class Turning:
    """Where a page of a list leads; None leaves it out."""

    newer: Call | None = None
    older: Call | None = None


def _turn(turning: Turning) -> list[Button]:
    buttons = [Button("Newer", turning.newer)] if turning.newer else []
    return buttons + ([Button("Older", turning.older)] if turning.older else [])


def pairs(
    at: Frame,
    round: Round,
    count: Count,
    shown: Sequence[Couple],
    left: Sequence[tuple[int, Reason]],
    turning: Turning,
    *,
    approve: Call | None,
    again: Call | None,
) -> Card:
    """A preview, or with `approve` the pairs that wait for an organiser."""
    body: list[Block] = []
    if approve:
        body.append(Text("These pairs wait for you. They start when you approve them."))
    else:
        words = "This is how it would be now, with who has joined and what they wish. It can still change until "
        body.append(Note((words, When(round.at), ".")))
    body.append(Text(f"{_groups(count)}. {_left_over(count.without)}"))
    body += [Text(_couple(couple)) for couple in shown]
    if left:
        body += [Divider(), Text(_unmatched(left))]
    buttons = _turn(turning)
    buttons += [Button("Approve", approve, Style.PRIMARY)] if approve else []
    buttons += [Button("Work it out again", again)] if again else []
    body += [Actions(tuple(buttons))] if buttons else []
    return _card("Pairs to approve" if approve else "Pairs of the coming round", at, body)


def _groups(count: Count) -> str:
    twos = count.pairs - count.trios
    said = ["1 pair" if twos == 1 else f"{twos} pairs"] if twos or not count.trios else []
    said += ["1 trio" if count.trios == 1 else f"{count.trios} trios"] if count.trios else []
    return " and ".join(said)


def _left_over(people: int) -> str:
    if not people:
        return "Nobody is left over."
    return "1 person has no buddy this time." if people == 1 else f"{people} people have no buddy this time."


def _couple(couple: Couple) -> tuple[Inline, ...]:
    head: tuple[Inline, ...] = named(couple.members) if couple.members else ("Nobody is left in this pair",)
    return head if couple.like is None else (*head, "\n", *_likeness(couple.like))


def _likeness(like: Likeness) -> list[Inline]:
    hours = f"{like.hours:g}"
    found: list[Inline] = [f"{hours} shared {'hour' if hours == '1' else 'hours'} a week · {_apart(like.apart)} · "]
    found += ["met before, on ", When(like.met, WhenStyle.DATE)] if like.met else ["new to each other"]
    alike = [like.field.label] if like.field is not Field.UNSAID else []
    alike += [like.stage.label] if like.stage is not Stage.UNSAID else []
    alike += [like.medium.label] if like.medium is not Medium.UNSAID else []
    alike += [like.cadence.label] if like.cadence else []
    return [*found, f"\nIn common: {', '.join(alike)}"] if alike else found


def _apart(minutes: int) -> str:
    if not minutes:
        return "the same clock"
    hours = f"{minutes / 60:g}"
    return f"clocks {hours} {'hour' if hours == '1' else 'hours'} apart"


def _unmatched(left: Sequence[tuple[int, Reason]]) -> tuple[Inline, ...]:
    lines: list[Inline] = [Bold("Without a buddy this time")]
    for member, reason in left:
        lines += ["\n", Mention(member), f": {REASONS[reason]}"]
    return tuple(lines)


def approved(at: Frame, fresh: bool) -> Card:
    text = "The pairs start now. Each gets its room in the next minutes." if fresh else "They were approved before."
    return _card("Approved", at, (Text(text),), Tone.WARM)


# A round on request


def not_now(at: Frame) -> Card:
    words = "Fewer than two people can take part tomorrow. Others have paused, or have a buddy then."
    return _card("A round of buddies", at, (Text(words),))


def off(at: Frame) -> Card:
    body = (Text("Rounds are off for this pool."), Actions((Button("Rules for buddies", RULES),)))
    return _card("A round of buddies", at, body)


def announced(at: Frame, round: Round, preview: Call) -> Card:
    body = (
        Text(("The next round is at ", When(round.at), ". Everybody who takes part hears of it before.")),
        Actions((Button("Look at the pairs", preview),)),
    )
    return _card("The round is planned", at, body)


def ask_run(at: Frame, when: datetime, usual: datetime, run: Call) -> Card:
    body = (
        Text(("Everybody hears of it first and can skip it. Pairs are made a day later: ", When(when), ".")),
        Note(("Without this, the next round is at ", When(usual), ".")),
        Actions((Button("Plan this round", run, Style.PRIMARY),)),
    )
    return _card("A round of buddies", at, body)


def waiting(at: Frame, count: Count, *, approve: Call, preview: Call) -> Card:
    body = (
        Text(f"Ready for you to look at: {_groups(count)}."),
        Actions((Button("Look at the pairs", preview), Button("Approve", approve, Style.PRIMARY))),
    )
    return _card("A round waits for you", at, body)


# Rounds that were


def history(
    at: Frame, rounds: Sequence[tuple[Round, Figures | None]], turning: Turning, *, zone: ZoneInfo, open: Call
) -> Card:
    body: list[Block] = []
    if not rounds:
        body.append(Text("There is nothing older." if turning.newer else "No round has started yet."))
    body += [Text((Bold(_date(round.at, zone)), f"\n{figures(count)}")) for round, count in rounds]
    if rounds:
        options = tuple(Option(_date(round.at, zone), str(round.id)) for round, _ in rounds)
        body.append(Select("Open a round", options, open))
        body.append(Note("Numbers are in steps of five, so that they tell nothing about one person."))
    buttons = _turn(turning)
    body += [Actions(tuple(buttons))] if buttons else []
    return _card("Rounds of buddies", at, body)


def _date(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"


def figures(count: Figures | None) -> str:
    if count is None:
        return "Nothing is counted of this round."
    matched = f"About {count.matched} people" if count.matched else _FEW
    return f"{matched} with a buddy.\n{_without(count)}\n{_met(count)}"


_FEW = "Fewer than five people"


def _without(count: Figures) -> str:
    parts = [f"about {number} ({REASONS[reason]})" for reason, number in count.unmatched]
    parts += [f"about {count.others} (other reasons)"] if count.others else []
    return f"Without one: {', '.join(parts)}." if parts else f"{_FEW} without one."


def _met(count: Figures) -> str:
    if count.answered is None:
        return "Whether they met: fewer than five answers."
    return f"Met: about {count.met or 0} of about {count.answered} pairs that answered."


def one_round(
    round: Round,
    count: Figures | None,
    came: Replayed | None,
    shown: Sequence[Couple],
    called: Mapping[int, str],
    turning: Turning,
    *,
    zone: ZoneInfo,
    open: Call,
    replay: Call,
    back: Call,
) -> Card:
    body: list[Block] = [Text(figures(count))]
    body += [Text(_REPLAYED[came])] if came else []
    listed = [couple for couple in shown if couple.members]
    if listed:
        body.append(Text(Bold("Pairs that are going on")))
        body += [Text(named(couple.members)) for couple in listed]
        options = tuple(Option(_called(couple, called), str(couple.pair)) for couple in listed)
        body.append(Select("End a pair", options, open))
    body.append(Actions((*_turn(turning), Button("Replay", replay), Button("All rounds", back))))
    body.append(Note("Replay works the round out again from its stored seed, and compares. It changes nothing."))
    return Card(f"Round of {_date(round.at, zone)}", tuple(body))


_REPLAYED = {
    Replayed.SAME: "Replayed: the same pairs came out.",
    Replayed.OTHER: "Replayed: other pairs came out. Please tell whoever runs Cairn here.",
    Replayed.CHANGED: "Replayed: some of what this round was made from is not stored any more. It can’t be compared.",
}


def _called(couple: Couple, called: Mapping[int, str]) -> str:
    return cut(" and ".join(called.get(member) or "somebody" for member in couple.members), limits.OPTION_LABEL)


def round_gone(history: Call) -> Card:
    body = (Text("It is not stored any more."), Actions((Button("All rounds", history),)))
    return Card("I don’t find this round", body)


def replaying(show: Call) -> Card:
    body = (
        Text("I’m working it out again, which takes a moment. You hear from me when it is done."),
        Actions((Button("Show the result", show, Style.PRIMARY),)),
    )
    return Card("Replay", body)


def ask_end(members: Sequence[int], *, end: Call, keep: Call) -> Card:
    body = (
        Text(("This ends the pair of ", *named(members), " and closes its room.")),
        Text("Each of them reads the same short note, which tells no cause and nobody’s name."),
        Text("They have first place in the next match. What you do here is written down."),
        Actions((Button("End this pair", end, Style.DANGER), Button("Keep it", keep))),
    )
    return Card("End this pair?", body, Tone.WARNING)


def pair_over(fresh: bool, back: Call | None) -> Card:
    text = "They hear of it now." if fresh else "It was over before. Nothing changed."
    buttons = (Actions((Button("Back to the round", back),)),) if back else ()
    return Card("This pair has ended", (Text(text), *buttons))
