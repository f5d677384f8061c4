"""The small forms behind Home."""

from __future__ import annotations

from collections.abc import Mapping

from bot.ui import form as forms


class QuietHours(forms.Form, title="Quiet hours"):
    start: int | None = forms.hour("From", hint="Leave both empty for the community's hours.", default=None)
    end: int | None = forms.hour("Until", hint="The same hour twice means no quiet hours.", default=None)


class Where(forms.Form, title="Your time zone"):
    place: str = forms.short("A city, or the time on your clock", hint="For example: Lisbon, or 14:35.", max=80)


def quiet_errors(form: QuietHours) -> Mapping[str, str]:
    """Both hours, or none."""
    if (form.start is None) == (form.end is None):
        return {}
    missing = "end" if form.end is None else "start"
    return {missing: "Please choose both hours, or leave both empty."}
