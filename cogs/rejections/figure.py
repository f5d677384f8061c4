"""How many people here heard a no last week: coarse, of a closed week, and never a step of fewer than five people.

The figure of a week is fixed when it is first asked for, so nobody can watch it move by adding or taking back an entry.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.context import Context
from bot.people import communities
from cogs.rejections import store

FEWEST = 5
STEPS = (50, 20, 10, 5)


def last_week(ctx: Context) -> int:
    """5, 10, 20 or 50 for "5+" and so on; 0 when nothing may be said."""
    monday = _monday(ctx)
    known = store.figure(ctx.tx, ctx.community)
    if known and known[0] >= monday.toordinal():
        return known[1]
    count = store.heard(ctx.tx, ctx.community, monday - timedelta(days=7), monday)
    _, _, reported, behind = known or (0, 0, 0, 0)
    shown, reported, behind = say(count, reported, behind)
    store.fix_figure(ctx.tx, ctx.community, monday.toordinal(), shown, reported, behind)
    return shown


def say(count: int, reported: int, behind: int) -> tuple[int, int, int]:
    """What to show for a count, and what is the last report from then on.

    `reported` is the last figure that was shown, `behind` the count it stood for. Another figure is shown only when
    at least five people lie between; a higher count may go on under the lower figure, which stays true.
    """
    step = next((step for step in STEPS if count >= step), 0)
    if not step:
        return 0, reported, behind
    if step == reported:
        return step, reported, behind
    if abs(count - behind) >= FEWEST:
        return step, step, count
    return (reported if reported < step else 0), reported, behind


def _monday(ctx: Context) -> date:
    """The first day of the week that is open now, on the community's clock."""
    today = ctx.now.astimezone(communities.get(ctx.tx, ctx.community).zone).date()
    return today - timedelta(days=today.weekday())
