"""What people read about a round. Why somebody has no buddy is said from the rules alone, never from another person."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from bot.ui.card import Actions, Button, Call, Card, Note, Style, Text, Tone, When
from cogs.buddies import calls
from cogs.buddies.choices import Language
from cogs.buddies.model import Reason, Rules
from cogs.buddies.rounds.store import Replayed

_FIRST = "You have first place in the next match."
_IN_PROFILE = (Reason.HOURS, Reason.LANGUAGE, Reason.BOTH)
"""What a change of the own profile may help with."""
_AGAIN = "Nothing is asked of you. I look again before each round."
_STATUS = Button("My buddy page", calls.STATUS)
_PAGE = Actions((_STATUS,))
_CHANGE = Actions((Button("My profile", calls.PROFILE), _STATUS))


def ahead(at: datetime, *, stay: Call, skip: Call, pause: Call) -> Card:
    return Card(
        "Buddies: the next round is near",
        (
            Text(("You are in for the round on ", When(at), ". If that suits you, there is nothing to do.")),
            Text("You can sit this one out, or pause for longer. Both are fine, and nobody hears of it."),
            Actions(
                (
                    Button("Stay", stay, Style.PRIMARY),
                    Button("Skip this round", skip),
                    Button("Pause", pause),
                )
            ),
        ),
        Tone.WARM,
    )


def called_off(at: datetime) -> Card:
    return Card(
        "Buddies: no round this time",
        (
            Text(("The round planned for ", When(at), " is called off. It has nothing to do with you.")),
            Text("You will hear from me a day before the next one."),
            _PAGE,
        ),
        Tone.CARE,
    )


def unmatched(reason: Reason, rules: Rules, language: str) -> Card | None:
    words = _why(reason, rules, language)
    if words is None:
        return None
    why, change = words
    return Card(
        "Buddies: no match for you this time",
        (Text(why), Text(f"{_FIRST} {change}".strip()), _CHANGE if reason in _IN_PROFILE else _PAGE),
        Tone.CARE,
    )


def _why(reason: Reason, rules: Rules, language: str) -> tuple[str, str] | None:
    """What was in the way, and what they could change."""
    hours = "1 free hour" if rules.least_hours == 1 else f"{rules.least_hours} free hours"
    more = "If you want, add more hours to your profile: that makes a match more likely."
    match reason:
        case Reason.ALONE:
            return "You were the only one who could take part this time.", "It may help to tell others about buddies."
        case Reason.HOURS:
            return f"I looked for somebody who shares {hours} a week with you, and found nobody this time.", more
        case Reason.LANGUAGE:
            return (
                f"I looked for somebody to talk with in {_name(language)}, and found nobody this time.",
                "If you speak another language too, you can change it in your profile.",
            )
        case Reason.BOTH:
            return (
                f"Some people share {hours} a week with you, and others your language. Nobody shared both this time.",
                more,
            )
        case Reason.NUMBERS:
            return "There are people who fit you. This time the numbers did not work out.", ""
        case _:
            return None


def _name(language: str) -> str:
    return Language(language).label if language in set(Language) else "your language"


def left_out(reason: Reason) -> Card | None:
    """What keeps somebody out of the rounds for now, and what they can do."""
    words = _keeps_out(reason)
    return Card("Buddies: you are left out for now", (Text(words), _PAGE), Tone.CARE) if words else None


def _keeps_out(reason: Reason) -> str | None:
    match reason:
        case Reason.TIMED_OUT:
            return f"You are in a timeout here. Until it is over, I don't pair you with anybody. {_AGAIN}"
        case Reason.GUEST:
            return (
                "You are a guest here, and buddies are for full members. If that is a mistake, an organiser can help."
                " I look again before each round."
            )
        case Reason.ROLE:
            return (
                "Your pool is for people with a certain role here, and you don't hold it now. An organiser can help,"
                " or you choose another pool in your profile."
            )
        case Reason.NEW_ACCOUNT:
            return f"Your account is less than a week old, and new accounts wait a little. {_AGAIN}"
        case Reason.STOPPED:
            return (
                "Moderators have paused your posts here for now. Until that is over, I don't pair you with anybody."
                f" {_AGAIN}"
            )
        case Reason.LEFT | Reason.BOT:
            return None  # nobody to tell
        case Reason.MATCHED | Reason.RESTING:
            return None
        case Reason.ALONE | Reason.HOURS | Reason.LANGUAGE | Reason.BOTH | Reason.NUMBERS:
            return None
        case _:
            assert_never(reason)


# For organisers


def waits(at: datetime, until: datetime) -> Card:
    """Without a button: in a direct message some platforms don't tell who is an organiser."""
    return Card(
        "Buddies: pairs wait for your yes",
        (
            Text(("The pairs of the round on ", When(at), " are ready to look at. Send /buddies preview to see them.")),
            Note(("If nobody looks, they begin by themselves on ", When(until), ".")),
        ),
    )


def replayed(at: datetime, came: Replayed) -> Card:
    return Card("Buddies: a round, worked out again", (Text(("The round of ", When(at), f": {_came(came)}")),))


def _came(came: Replayed) -> str:
    match came:
        case Replayed.SAME:
            return "the same people, the same rules and the same seed gave the same pairs."
        case Replayed.OTHER:
            return "the same people, rules and seed gave other pairs. This version matches in another way."
        case Replayed.CHANGED:
            return "it can't be repeated. Somebody's data was erased or changed since."
        case _:
            assert_never(came)
