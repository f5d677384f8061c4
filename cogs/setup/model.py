"""What organisers choose."""

from __future__ import annotations

from enum import StrEnum

from bot.ui import form as forms
from bot.ui.form import Place


class Purpose(StrEnum):
    """What a room is for; the values are the kinds of `room`."""

    WINS = "wins"
    SUPPORT = "support"

    @property
    def label(self) -> str:
        return {Purpose.WINS: "Wins room", Purpose.SUPPORT: "Support room"}[self]


class RoomForm(forms.Form, title="Choose a room"):
    room: Place | None = forms.room("Room", hint="Members who can read it will see the posts.")


class ZoneForm(forms.Form, title="The community's zone"):
    place: str = forms.short("A city, or the time on your clock", hint="For example: Lisbon, or 14:35.", max=80)


class QuietForm(forms.Form, title="Quiet hours"):
    start: int | None = forms.hour("From", hint="On the community's clock. Members can choose their own.")
    end: int | None = forms.hour("Until", hint="The same hour twice means no quiet hours.")


class RoleForm(forms.Form, title="Moderators"):
    role: str | None = forms.role("Role", hint="Leave it empty for none.", default=None)


class PersonForm(forms.Form, title="Add a moderator"):
    person: str | None = forms.person("Person", hint="They need to have used Cairn here once.")
