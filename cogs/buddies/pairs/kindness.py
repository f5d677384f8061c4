"""What stays of a pair: the question at its end, and kind notes, which are the receiver's own."""

from __future__ import annotations

from datetime import timedelta

from bot.cog import Cog, action, job, notice, submit
from bot.context import Context, Json, Kind
from bot.people import members
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies.model import Pair, room_key
from cogs.buddies.pairs import intro, notes, reports, store, views, views_notes
from cogs.buddies.pairs.forms import Met, NoteForm
from cogs.buddies.pairs.pressing import others_of, pressed, refused
from cogs.buddies.profile import store as profiles

_PAGE = 4
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""
_WORTH_SAYING = timedelta(days=7)
_OPEN = timedelta(days=28)
"""How long after a pairing a note can be written."""


class KindNotes(Cog, name="kindnote"):
    kept = (Kept("Kind notes that buddies wrote to you, and those you wrote", ("buddy_note",)),)

    # The end of a pair

    @notice
    def ask(self, ctx: Context, pair: int) -> Card | None:
        found = self._ended(ctx, pair)
        return views_notes.did_you_meet(pair, others_of(ctx, found)) if found else None

    @action
    def met(self, ctx: Context, pair: int, answer: str) -> Outcome:
        found = self._ended(ctx, pair)
        if found is None or answer not in set(Met):
            return Update(views_notes.note_closed())
        store.met(ctx.tx, pair, ctx.member, {Met.YES: True, Met.NO: False, Met.UNSAID: None}[Met(answer)])
        pressed(ctx, pair)
        others = others_of(ctx, found)
        known = members.known(ctx.tx, others)
        return Update(views_notes.thanks(pair, others, [intro.short(known[other].name) for other in others]))

    @action
    def write(self, ctx: Context, pair: int, to: int) -> Outcome:
        if not self._may_write(ctx, pair, to):
            return Reply(views_notes.note_closed())
        return self.keep_note.open(None, pair, to)

    @submit
    def keep_note(self, ctx: Context, form: NoteForm, pair: int, to: int) -> Outcome:
        if not self._may_write(ctx, pair, to):
            return Reply(views_notes.note_closed())
        text = form.text.strip()
        if not text:
            return Invalid({"text": views.NOTHING})
        if why := refused(ctx, text):
            return Invalid({"text": why})
        pressed(ctx, pair)
        unwanted = profiles.excluded(ctx.tx, ctx.member, to)
        notes.write(ctx.tx, pair=pair, writer=ctx.member, to=to, text=text, now=ctx.now, hidden=unwanted)
        if not unwanted:
            due, key = ctx.now, f"{room_key(pair)}:note:{to}"
            ctx.notify(to, Kind.NOTICE, self.note_came.bind(), due=due, expires=due + _WORTH_SAYING, key=key)
        return Reply(views_notes.sent(to))

    @notice
    def note_came(self, ctx: Context) -> Card | None:
        return views_notes.note_came() if notes.any_of(ctx.tx, ctx.member) else None

    # Kind notes

    @action
    def notes(self, ctx: Context) -> Outcome:
        return Reply(self._notes(ctx, 0))

    @action
    def turn(self, ctx: Context, page: int) -> Outcome:
        return Update(self._notes(ctx, page))

    @action
    def ask_remove(self, ctx: Context, note: int, page: int) -> Outcome:
        found = notes.get(ctx.tx, ctx.member, note)
        if found is None:
            return Update(views_notes.note_gone())
        return Update(views_notes.ask_remove(found, remove=self.remove.bind(note, page), keep=self.turn.bind(page)))

    @action
    def remove(self, ctx: Context, note: int, page: int) -> Outcome:
        if not notes.remove(ctx.tx, ctx.member, note):
            return Update(views_notes.note_gone())
        return Update(self._notes(ctx, page))

    @action(profile=True)
    def report_note(self, ctx: Context, note: int) -> Outcome:
        return reports.note(ctx, note) or Reply(views_notes.note_gone())

    @job
    def note_removed(self, ctx: Context, note: int) -> None:
        notes.take_down(ctx.tx, ctx.community, note)

    # Leaving

    def forget(self, tx: Tx, member: int) -> None:
        notes.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return notes.export(tx, member)

    # What the handlers share

    def _ended(self, ctx: Context, pair: int) -> Pair | None:
        """The member's own, whose time went by; an end before its time asks nothing. One that was reported afterwards
        looks no different to the other: what they write then reaches nobody."""
        found = store.mine(ctx.tx, ctx.member, pair)
        if found is None or ctx.now > found.ends_at + _OPEN:
            return None
        return found if store.lasted(ctx.tx, pair) else None

    def _may_write(self, ctx: Context, pair: int, to: int) -> bool:
        found = self._ended(ctx, pair)
        if found is None or to not in others_of(ctx, found):
            return False
        return not notes.written(ctx.tx, pair=pair, writer=ctx.member, to=to)

    def _notes(self, ctx: Context, page: int) -> Card:
        page = min(max(page, 0), _PAGES)
        found = notes.page(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        if not found and page:
            return self._notes(ctx, 0)
        newer = self.turn.bind(page - 1) if page else None
        older = self.turn.bind(page + 1) if len(found) > _PAGE else None
        return views_notes.notes(found[:_PAGE], newer=newer, older=older, page=page)
