"""What organisers choose."""

from __future__ import annotations

from enum import StrEnum

from bot.ui import form as forms
from bot.ui.form import Place


class Purpose(StrEnum):
    """What a room is for; the values are the kinds of `room`."""

    WINS = "wins"
    SUPPORT = "support"
    STAFF = "staff"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def needed(self) -> bool:
        """Without a room for moderators they are told privately."""
        return self is not Purpose.STAFF


_LABELS = {Purpose.WINS: "Wins room", Purpose.SUPPORT: "Support room", Purpose.STAFF: "Moderators' room"}


class RoomForm(forms.Form, title="Choose a room"):
    room: Place | None = forms.room("Room", hint="Members who can read it will see the posts.")


class StaffRoomForm(forms.Form, title="Moderators' room"):
    room: Place | None = forms.room(
        "Room", hint="Who reads it learns that something waits, never what. Leave it empty for none.", default=None
    )


class ZoneForm(forms.Form, title="The community's zone"):
    place: str = forms.short("A city, or the time on your clock", hint="For example: Lisbon, or 14:35.", max=80)


class QuietForm(forms.Form, title="Quiet hours"):
    start: int | None = forms.hour("From", hint="On the community's clock. Members can choose their own.")
    end: int | None = forms.hour("Until", hint="The same hour twice means no quiet hours.")


class RoleForm(forms.Form, title="Choose a role"):
    role: str | None = forms.role("Role", hint="Leave it empty for none.", default=None)


class PersonForm(forms.Form, title="Add a person"):
    person: str | None = forms.person("Person", hint="They need to have used Cairn here once.")
