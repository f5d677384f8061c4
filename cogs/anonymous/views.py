"""What is said to somebody who writes without a name, or wants to. Every card here is for one person alone."""

from __future__ import annotations

from datetime import datetime

from bot.ui.phrases import day_in_full
from cogs.anonymous.model import ANSWERS_A_DAY, MEMBER_FOR, POSTS_A_DAY
from cogs.anonymous.muting import FOR_GOOD

OFF = "Sharing without a name is switched off here. The organisers of this community decide about it."
ENOUGH_POSTS = f"You have sent {POSTS_A_DAY} posts today, and that is the most a day. Tomorrow there is room again."
ENOUGH_ANSWERS = f"You have sent {ANSWERS_A_DAY} answers today. That is the most a day. Tomorrow there is room again."


def too_new(from_then: datetime) -> str:
    return (
        f"This opens {MEMBER_FOR.days} days after you first used Cairn here: on {day_in_full(from_then.date())}."
        " It keeps out people who come only to hurt."
    )


def muted(until: datetime) -> str:
    ends = "until they lift it" if until == FOR_GOOD else f"until {day_in_full(until.date())}"
    return (
        f"Moderators have paused your posts without a name here {ends}. They acted on one of your posts and don't know"
        " whose it is. Everything with your name still works."
    )
