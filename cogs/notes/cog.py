from __future__ import annotations

from typing import Annotated

from bot.cog import Cog, action, command, pick, submit
from bot.cog import Option as Opt
from bot.context import Context, Json
from bot.safety.personal_data import Kept
from bot.storage import ids
from bot.storage.database import Tx
from bot.ui.card import Button, Card
from bot.ui.outcome import OpenForm, Outcome, Reply, Update
from cogs.notes import cards, store, views, wording
from cogs.notes.model import NoteForm, NoteKind, Tone, read
from cogs.rejections import api as rejections

_PAGE = 10
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""
_PARTS = {
    rejections.Stage.APPLICATION: "my application",
    rejections.Stage.FIRST_CALL: "our first call",
    rejections.Stage.INTERVIEWS: "my interviews",
    rejections.Stage.FINAL_ROUND: "the final round",
    rejections.Stage.NO_REPLY: "my application",
}
"""What feedback is asked about, by how far it went."""


class Notes(Cog, name="notes"):
    kept = (
        Kept("A note you are writing", ("note",), 1, "touched_at", "kept = 0"),
        Kept("Notes you kept, and what you wrote about replies", ("note",), 180, "touched_at", "kept = 1"),
    )

    # Writing

    @command("note", "Words to copy: ask for feedback, say thank you, follow up. Nothing is sent.")
    def note(self, ctx: Context, kind: Annotated[NoteKind | None, Opt("What kind of note?")] = None) -> Outcome:
        if kind is not None:
            return self._begin(ctx, kind)
        mine = Button("My notes", self.mine.bind(0)) if store.kept(ctx.tx, ctx.member, skip=0, most=1) else None
        return Reply(views.kinds(self.choose.bind(), mine))

    @pick
    def choose(self, ctx: Context, chosen: str) -> Outcome:
        kind = read(NoteKind, chosen)
        return self._begin(ctx, kind) if kind else Update(views.gone())

    @pick
    def choose_no(self, ctx: Context, chosen: str) -> Outcome:
        found = rejections.heard(ctx.tx, ctx.member, ids.chosen(chosen))
        return self._ask(NoteKind.FEEDBACK, _about(found), apart=False)

    @action
    def about(self, ctx: Context, rejection: int) -> Outcome:
        """From a logged rejection: see cogs/rejections/api.py."""
        found = rejections.heard(ctx.tx, ctx.member, rejection)
        return self._ask(NoteKind.FEEDBACK, _about(found), apart=True)

    @submit
    def fill(self, ctx: Context, form: NoteForm, kind: str, note: int, apart: bool) -> Outcome:
        """`note`: 0 for a new one. `apart`: the card that it was opened from stays."""
        of = read(NoteKind, kind)
        found = store.get(ctx.tx, ctx.member, note) if note else None
        if of is None or (note and (found is None or found.kind is not of)):
            return Reply(views.gone())
        if found and found.tone is form.tone:
            item = wording.named(of, form.tone, found.template, ctx.locale)
        else:
            item = wording.first(of, form.tone, ctx.locale)
        words = wording.render(item, of, form.filling)
        id = store.save(ctx, note, of, form.tone, item.id, form.filling, words)
        one = store.get(ctx.tx, ctx.member, id)
        card = cards.note(ctx, one) if one else views.gone()
        return Reply(card) if apart else Update(card)

    @action
    def show(self, ctx: Context, note: int) -> Outcome:
        return Update(cards.shown(ctx, note))

    @action
    def reword(self, ctx: Context, note: int) -> Outcome:
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Update(views.gone())
        item = wording.after(one.kind, one.tone, one.template, ctx.locale)
        words = wording.render(item, one.kind, one.filling)
        store.save(ctx, note, one.kind, one.tone, item.id, one.filling, words)
        return Update(cards.shown(ctx, note))

    @pick
    def retone(self, ctx: Context, chosen: str, note: int) -> Outcome:
        one, tone = store.get(ctx.tx, ctx.member, note), read(Tone, chosen)
        if one is None or tone is None:
            return Update(views.gone())
        if tone is not one.tone:
            item = wording.first(one.kind, tone, ctx.locale)
            words = wording.render(item, one.kind, one.filling)
            store.save(ctx, note, one.kind, tone, item.id, one.filling, words)
        return Update(cards.shown(ctx, note))

    @action
    def change(self, ctx: Context, note: int) -> Outcome:
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Update(views.gone())
        said = one.filling
        form = NoteForm(tone=one.tone, name=said.name, company=said.company, role=said.role, detail=said.detail)
        return self._ask(one.kind, form, note=note, apart=False)

    @action
    def file(self, ctx: Context, note: int) -> Outcome:
        one = store.get(ctx.tx, ctx.member, note)
        return Reply(views.file(one) if one else views.gone())

    # What is kept

    @action
    def keep(self, ctx: Context, note: int) -> Outcome:
        store.keep(ctx, note)
        return Update(cards.shown(ctx, note))

    @action
    def mine(self, ctx: Context, page: int) -> Outcome:
        return Update(self._mine(ctx, min(max(page, 0), _PAGES)))

    @action
    def write(self, ctx: Context) -> Outcome:
        return Update(views.kinds(self.choose.bind(), None))

    @pick
    def open_kept(self, ctx: Context, chosen: str) -> Outcome:
        return Update(cards.shown(ctx, ids.chosen(chosen)))

    @action
    def ask_delete(self, ctx: Context, note: int) -> Outcome:
        if store.get(ctx.tx, ctx.member, note) is None:
            return Update(views.gone())
        return Update(views.ask_delete(self.delete.bind(note), self.show.bind(note)))

    @action
    def delete(self, ctx: Context, note: int) -> Outcome:
        one = store.get(ctx.tx, ctx.member, note)
        if one is None:
            return Update(views.gone())
        ctx.cancel(one.remind_key)
        ctx.cancel(one.ask_key)
        store.delete(ctx.tx, ctx.member, note)
        return Update(views.deleted())

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return store.export(tx, member)

    # What the handlers share

    def _begin(self, ctx: Context, kind: NoteKind) -> Outcome:
        logged = rejections.recent(ctx) if kind is NoteKind.FEEDBACK else []
        if logged:
            return Update(views.which(logged, self.choose_no.bind()))
        return self._ask(kind, None, apart=False)

    def _ask(self, kind: NoteKind, known: NoteForm | None, *, note: int = 0, apart: bool) -> OpenForm:
        return self.fill.open(known, kind.value, note, apart).asking(kind.asks)

    def _mine(self, ctx: Context, page: int) -> Card:
        found = store.kept(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        return views.mine(
            found[:_PAGE],
            write=self.write.bind(),
            open=self.open_kept.bind(),
            newer=self.mine.bind(page - 1) if page else None,
            older=self.mine.bind(page + 1) if len(found) > _PAGE else None,
        )


def _about(found: rejections.Heard | None) -> NoteForm:
    """What was logged; the rest stays open."""
    if found is None:
        return NoteForm()
    return NoteForm(company=found.company, role=found.role, detail=_PARTS.get(found.stage, ""))
