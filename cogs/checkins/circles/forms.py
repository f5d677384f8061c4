"""What somebody may say so that their circle suits them."""

from __future__ import annotations

from bot.ui import form as forms
from cogs.buddies.api import Field, Part, Stage


class AboutForm(forms.Form, title="A circle that suits you"):
    parts: frozenset[Part] = forms.several(
        "When are you free?",
        Part,
        hint="On your own clock. Nothing ticked: any time is fine.",
        default=frozenset(),
    )
    stage: Stage = forms.choice("Where are you in your search?", Stage, default=Stage.UNSAID)
    field: Field = forms.choice("What kind of work do you look for?", Field, default=Field.UNSAID)
