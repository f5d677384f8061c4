"""Everything the plans hold of a member, for `/my-data`."""

from __future__ import annotations

from bot.context import Json
from bot.scheduling.clock import moment
from bot.storage.database import Tx
from cogs.plans import choice_store, step_store, store
from cogs.plans.model import Line, Week
from cogs.plans.weeks import DAYS


def plans(tx: Tx, member: int) -> Json:
    chosen = choice_store.get(tx, member)
    return {
        "weeks": [_week(week) for week in store.everything(tx, member)],
        "week_begins_on": DAYS[chosen.start],
        "rhythm_hidden": chosen.hidden,
        "stage_of_the_search": chosen.stage.label,
    }


def _week(week: Week) -> Json:
    return {
        "began": week.began.isoformat(),
        "rest": week.rest,
        "in_the_way": week.obstacle,
        "what_then": week.answer,
        "lines": [_line(line) for line in week.lines],
    }


def _line(line: Line) -> Json:
    return {
        "kind": line.kind.label,
        "when": line.cue,
        "what": line.act,
        "times": line.times,
        "done": line.done,
        "said": line.outcome.value,
        "new_week": line.carried.value,
    }


def steps(tx: Tx, member: int) -> Json:
    return [
        {"step": step, "day": day.isoformat(), "win": win, "at": moment(at).isoformat()}
        for step, day, win, at in step_store.everything(tx, member)
    ]
