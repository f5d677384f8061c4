from __future__ import annotations

from bot.cog import Cog, action, pick, submit
from bot.context import Context, Json
from bot.people.roles import ORGANISERS
from bot.safety import helplines
from bot.safety.helplines import Kind
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Button, Call, Card, Style
from bot.ui.outcome import Asked, Invalid, Outcome, Update
from cogs.help import model, store, views, views_organising
from cogs.help.model import Entry, Told, Words
from cogs.posts import api as posts

_SETUP = Call("setup.care")


class HelpLines(Cog, name="helplines"):
    """Organisers confirm, hide, change and add the lines of their countries. The emergency number always stays."""

    kept = (
        Kept(
            "Help lines that organisers confirmed, changed or added for everybody; without their names",
            ("helpline",),
            until="until an organiser changes them back",
        ),
    )

    @action(staff=ORGANISERS)
    def open(self, ctx: Context) -> Outcome:
        groups = views.grouped(helplines.countries())
        looked_at = [helplines.COUNTRIES.get(code, code) for code in store.countries(ctx.tx, ctx.community)]
        return Update(
            views_organising.countries(
                looked_at, tuple((part, self.country.bind(n)) for n, part in enumerate(groups)), back=_SETUP
            )
        )

    @pick(staff=ORGANISERS)
    def country(self, ctx: Context, chosen: str, group: int) -> Outcome:
        """`group` only keeps the lists of countries apart on the wire."""
        return self._country(ctx, chosen)

    @action(staff=ORGANISERS)
    def lines(self, ctx: Context, country: str) -> Outcome:
        return self._country(ctx, country)

    @pick(staff=ORGANISERS)
    def choose(self, ctx: Context, ref: str, country: str) -> Outcome:
        return self._line(ctx, country, ref)

    @action(staff=ORGANISERS)
    def line(self, ctx: Context, country: str, ref: str) -> Outcome:
        return self._line(ctx, country, ref)

    # Decisions

    @action(staff=ORGANISERS)
    def confirm(self, ctx: Context, country: str, ref: str) -> Outcome:
        found = self._find(ctx, country, ref)
        today = found and found.confirmed(ctx.now) and found.decision and found.decision.at.date() == ctx.now.date()
        if found and not today:
            words = found.decision.words if found.decision else None
            store.decide(ctx, country, ref, hidden=False, words=words)
            self._audit(ctx, country, "confirmed")
        return self._line(ctx, country, ref)

    @action(staff=ORGANISERS)
    def hide(self, ctx: Context, country: str, ref: str) -> Outcome:
        found = self._find(ctx, country, ref)
        if found and not found.stays and not found.hidden:
            words = found.decision.words if found.decision else None
            store.decide(ctx, country, ref, hidden=True, words=words)
            self._audit(ctx, country, "hidden")
        return self._line(ctx, country, ref)

    @action(staff=ORGANISERS)
    def undo(self, ctx: Context, country: str, ref: str) -> Outcome:
        """Back to the bundled line; one that organisers added is taken away."""
        if store.undo(ctx.tx, ctx.community, country, ref):
            self._audit(ctx, country, "undone")
        return self._line(ctx, country, ref)

    @action(staff=ORGANISERS)
    def change(self, ctx: Context, country: str, ref: str) -> Outcome:
        found = self._find(ctx, country, ref)
        if found is None:
            return self._country(ctx, country)
        line = found.line
        form = self.keep.open(
            model.told(Words(line.name, line.phone, line.text, line.url, line.hours, line.languages)), country, ref
        )
        if found.stays:
            return form.asking({"phone": Asked("Emergency number", "It always stays, so it can't be empty.")})
        return form

    @action(staff=ORGANISERS)
    def add(self, ctx: Context, country: str) -> Outcome:
        if country not in helplines.COUNTRIES or self._full(ctx, country):
            return self._country(ctx, country)
        return self.keep.open(None, country, "")

    @submit(staff=ORGANISERS)
    def keep(self, ctx: Context, form: Told, country: str, ref: str) -> Outcome:
        """`ref` is empty for a new line."""
        found = self._find(ctx, country, ref) if ref else None
        if country not in helplines.COUNTRIES or (ref and found is None) or (not ref and self._full(ctx, country)):
            return self._country(ctx, country)
        words = model.words_of(form)
        if found and found.stays:  # the number alone was asked
            line = found.line
            words = Words(line.name, words.phone, line.text, line.url, line.hours, line.languages)
        wrong = model.problems(words, found.line.kind if found else Kind.CRISIS)
        if wrong:
            return Invalid(wrong)
        ref = ref or f"o{new_id()}"
        store.decide(ctx, country, ref, hidden=False, words=words)
        self._audit(ctx, country, "changed" if found else "added")
        return self._line(ctx, country, ref)

    # What the handlers share

    def _entries(self, ctx: Context, country: str) -> tuple[Entry, ...]:
        return model.entries(country, store.decisions(ctx.tx, ctx.community, country))

    def _find(self, ctx: Context, country: str, ref: str) -> Entry | None:
        if country not in helplines.COUNTRIES:
            return None
        return next((entry for entry in self._entries(ctx, country) if entry.ref == ref), None)

    def _full(self, ctx: Context, country: str) -> bool:
        return sum(not entry.bundled for entry in self._entries(ctx, country)) >= model.OWN

    def _audit(self, ctx: Context, country: str, what: str) -> None:
        posts.audit(ctx, posts.Act.HELP_LINES, key=f"help-lines:{country}:{what}")

    def _country(self, ctx: Context, country: str) -> Outcome:
        if country not in helplines.COUNTRIES:
            return self.open(ctx)
        entries = self._entries(ctx, country)
        buttons = (
            *(() if self._full(ctx, country) else (Button("Add a line", self.add.bind(country)),)),
            Button("Another country", self.open.bind()),
            Button("Back to set-up", _SETUP),
        )
        return Update(
            views_organising.lines(
                helplines.COUNTRIES[country],
                [(entry, entry.shown(ctx.now, ctx.today)) for entry in entries],
                choose=self.choose.bind(country),
                buttons=buttons,
            )
        )

    def _line(self, ctx: Context, country: str, ref: str) -> Outcome:
        found = self._find(ctx, country, ref)
        if found is None:
            return self._country(ctx, country)
        return Update(self._card(ctx, country, found))

    def _card(self, ctx: Context, country: str, entry: Entry) -> Card:
        buttons = [Button("Confirm", self.confirm.bind(country, entry.ref), Style.PRIMARY)]
        if not entry.stays and not entry.hidden and entry.bundled:
            buttons.append(Button("Hide", self.hide.bind(country, entry.ref)))
        buttons.append(Button("Change", self.change.bind(country, entry.ref)))
        if entry.decision:
            label = "Back to the original" if entry.bundled else "Take it away"
            buttons.append(Button(label, self.undo.bind(country, entry.ref)))
        buttons.append(Button("All lines", self.lines.bind(country)))
        return views_organising.line(
            helplines.COUNTRIES[country], entry, entry.shown(ctx.now, ctx.today), ctx.now, tuple(buttons)
        )

    def forget(self, tx: Tx, member: int) -> None:
        """These lines are the community's, and name nobody."""

    def export(self, tx: Tx, member: int) -> Json:
        """Nothing of its own: the audit's export shows what somebody did as staff."""
        return {}
