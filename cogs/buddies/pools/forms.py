"""What organisers are asked, one small form for each thing."""

from __future__ import annotations

from bot.scheduling.weekday import Weekday
from bot.ui import form as forms
from bot.ui import limits
from bot.ui.form import Place
from cogs.buddies.model import WELCOME

MOST_HOURS = 20
NAME = 40
"""Characters in the name of a pool."""


class RoundForm(forms.Form, title="When rounds are"):
    weekday: Weekday = forms.choice("Day of the week", Weekday)
    hour: int | None = forms.hour("Hour", hint="On the community's clock. Everybody hears a day before.")


class HoursForm(forms.Form, title="Shared hours"):
    hours: int | None = forms.number(
        "Hours a week that both have free",
        low=0,
        high=MOST_HOURS,
        hint=f"0 to {MOST_HOURS}. With 0, hours don't count.",
    )


class WelcomeForm(forms.Form, title="Your words to new pairs"):
    words: str = forms.long(
        "Words",
        hint="Each new pair reads them at the top of its room. Leave it empty for none.",
        max=WELCOME,
        default="",
    )


class ThreadsForm(forms.Form, title="Where pairs meet"):
    room: Place | None = forms.room(
        "Room", hint="Private threads are made in it. Leave it empty for the support room.", default=None
    )


class HoldersForm(forms.Form, title="Who can take part"):
    role: str | None = forms.role("Role", hint="Only holders are matched. Leave it empty for everybody.", default=None)


class NameForm(forms.Form, title="Name of the pool"):
    name: str = forms.short("Name", hint="Members see it when they join.", max=NAME)


class ImportForm(forms.Form, title="Import past pairs"):
    lines: str = forms.long(
        "One pair on each line",
        hint="person, person, date. People as @name, mention or id. Dates like 2026-03-14.",
        max=limits.LONG_TEXT,
    )
