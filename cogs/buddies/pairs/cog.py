from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.cog import Cog, action, home, job, notice, submit, then
from bot.context import Context, HomeSection, Json, Kind, Lane, Receipt, Result, Standings
from bot.people import accounts, members
from bot.safety.personal_data import Kept
from bot.scheduling import jobs
from bot.storage.database import Tx
from bot.ui.card import Button, Call, Card
from bot.ui.outcome import Invalid, OpenForm, Outcome, Reply, Update
from cogs.buddies import calls
from cogs.buddies.model import GOING_ON, Pair, PairState, room_key
from cogs.buddies.pairs import course, ending, intro, notes, opening, reports, store, views
from cogs.buddies.pairs.forms import Kindness, Met, Plan
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import store as profiles
from cogs.posts import api as posts

_PAGE = 4
_PAGES = 100_000
"""A button may hold any number; nobody has as many pages."""
_WORTH_SAYING = timedelta(days=7)
_NOTES_OPEN = timedelta(days=28)
"""How long after a pairing a note can be written."""


class Pairs(Cog, name="pair"):
    """Presses come from cards in a room, from messages and from the buddy page: a pair's id proves nothing, so each
    one is looked up by who presses."""

    kept = (
        Kept("The pairs you were in, and when", ("buddy_pair",), 365, "ended_at"),
        Kept("Your plan and your answers in a pair", ("buddy_in_pair",), until="365 days after the pair ended"),
        Kept("Kind notes that buddies wrote to you, and those you wrote", ("buddy_note",)),
    )

    # The beginning

    @job
    def begin(self, ctx: Context, pair: int) -> None:
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state in (PairState.PROPOSED, PairState.OPENING):
            opening.begin(_nobodys(ctx), found)

    @then
    def opened(self, ctx: Context, receipt: Receipt, pair: int) -> None:
        """Told again when the room closes; only a pair that is being opened cares."""
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state is PairState.OPENING:
            opening.opened(_nobodys(ctx), found, receipt)

    @then
    def looked_again(self, ctx: Context, standings: Standings, pair: int, why: str) -> None:
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state is PairState.OPENING:
            opening.looked_again(_nobodys(ctx), found, standings, why)

    @then
    def intro_posted(self, ctx: Context, receipt: Receipt, pair: int) -> None:
        """Where even the intro can't be read, the room is none. One that somebody deleted stays deleted."""
        found = store.get(ctx.tx, ctx.community, pair)
        if found is None or found.state is not PairState.OPEN or not found.room:
            return
        if receipt.result is not Result.DONE and receipt.reason != posts.REMOVED_BY_HAND:
            opening.by_message(_nobodys(ctx), found, receipt.reason)

    @notice
    def introduced(self, ctx: Context, pair: int) -> Card | None:
        found = self._going_on(ctx, pair)
        return intro.draw(ctx, found) if found else None

    @job
    def redraw(self, ctx: Context, pair: int) -> None:
        """Somebody left a group of three: what the room shows of them goes."""
        found = store.get(ctx.tx, ctx.community, pair)
        if found and found.state is PairState.OPEN and found.room:
            opening.introduce(_nobodys(ctx), found)

    @job
    def forget_mark(self, ctx: Context) -> None:
        """While this waits, an organiser knows that rooms can't be made, or a buddy of a rest."""

    @notice
    def no_rooms(self, ctx: Context, pool: int, why: str) -> Card | None:
        found = pools.get(ctx.tx, ctx.community, pool)
        return views.no_rooms(found.label, why, preview=calls.PREVIEW) if found else None

    # The plan

    @action
    def write_plan(self, ctx: Context, pair: int) -> Outcome:
        if self._going_on(ctx, pair) is None:
            return Reply(views.gone())
        seat = store.seat(ctx.tx, ctx.member, pair)
        when, _, what = seat.plan.partition("\n") if seat else ("", "", "")
        return self.keep_plan.open(Plan(when=when, what=what) if what else None, pair)

    @submit
    def keep_plan(self, ctx: Context, form: Plan, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        if found is None:
            return Reply(views.gone())
        when, what = (" ".join(text.split()) for text in (form.when, form.what))
        if not when or not what:
            return Invalid({"what" if when else "when": views.NOTHING})
        if why := self._refused(ctx, when, what):
            return Invalid({"what": why})
        store.plan(ctx.tx, pair, ctx.member, f"{when}\n{what}")
        self._pressed(ctx, pair)
        text, others = _sentence(when, what), _others(ctx, found)
        if found.room:
            card = views.plan(ctx.member, text, change=self.write_plan.bind(pair))
            ctx.show(ending.plan_key(pair, ctx.member), found.room, card, lane=Lane.ROOM)
        else:
            for other in others:
                self._tell(ctx, found, other, f"plan-{ctx.member}", self.plan_came.bind(pair, ctx.member))
        return Reply(views.plan_kept(text, others))

    @notice
    def plan_came(self, ctx: Context, pair: int, author: int) -> Card | None:
        if self._going_on(ctx, pair) is None:
            return None
        seat = store.seat(ctx.tx, author, pair)
        if seat is None or not seat.plan:
            return None
        when, _, what = seat.plan.partition("\n")
        return views.plan_of(author, _sentence(when, what), pair)

    # On the way

    @job
    def half(self, ctx: Context, pair: int) -> None:
        if found := self._open(ctx, pair):
            course.half(_nobodys(ctx), found)

    @notice
    def half_notice(self, ctx: Context, pair: int) -> Card | None:
        found = self._going_on(ctx, pair)
        return views.nudge(pair, _others(ctx, found)) if found else None

    @action
    def talked(self, ctx: Context, pair: int) -> Outcome:
        if self._going_on(ctx, pair) is None:
            return Update(views.gone())
        store.talked(ctx.tx, pair, ctx.member, yes=True)
        self._pressed(ctx, pair)
        return Update(views.talked(pair))

    @action
    def not_yet(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        if found is None:
            return Update(views.gone())
        store.talked(ctx.tx, pair, ctx.member, yes=False)
        self._pressed(ctx, pair)
        who = intro.people(ctx.tx, ctx.community, found.members)
        slots = [slot for slot in intro.free(who, ctx.now) if slot < found.ends_at] if len(who) > 1 else []
        slot = ("One time that suits: ", *intro.slot_line(who, slots[0]), ".") if slots else None
        return Update(views.not_yet(pair, _others(ctx, found), slot))

    @action
    def stay(self, ctx: Context, pair: int) -> Outcome:
        if self._going_on(ctx, pair) is None:
            return Update(views.gone())
        self._pressed(ctx, pair)
        return Update(views.stayed())

    @job
    def silence(self, ctx: Context, pair: int) -> None:
        if found := self._open(ctx, pair):
            course.silence(_nobodys(ctx), found)

    @notice
    def quiet_notice(self, ctx: Context, pair: int) -> Card | None:
        return views.quiet(pair) if self._going_on(ctx, pair) else None

    @action
    def tell_resting(self, ctx: Context, pair: int, until: int) -> Outcome:
        """`until` is what the button was made for; what is told is the rest as it is now, once for each."""
        found = self._going_on(ctx, pair)
        if found is None:
            return Reply(views.gone())
        rest = accounts.get(ctx.tx, ctx.account).rest_until
        if rest is None or rest <= ctx.now:
            return Reply(views.not_resting())
        mark = f"{room_key(pair)}:resting:{ctx.member}"
        if jobs.waits(ctx.tx, f"{ctx.community}:{mark}"):
            return Reply(views.resting_told_before())
        ctx.later(rest, self.forget_mark.bind(), key=mark)
        self._pressed(ctx, pair)
        others = _others(ctx, found)
        for other in others:
            self._tell(ctx, found, other, f"rest-{ctx.member}", self.rests.bind(pair, ctx.member))
        return Reply(views.resting_told(others))

    @notice
    def rests(self, ctx: Context, pair: int, who: int) -> Card | None:
        found = self._going_on(ctx, pair)
        if found is None or who not in found.members:
            return None
        rest = accounts.get(ctx.tx, members.get(ctx.tx, who).account).rest_until
        return views.resting(who, rest) if rest and rest > ctx.now else None

    # Stepping out

    @action
    def more(self, ctx: Context, pair: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        if found is None:
            return Reply(views.gone())
        return Reply(views.more(pair, going_on=self._going_on(ctx, pair) is not None))

    @action
    def ask_step_out(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        return Update(views.ask_step_out(pair, _others(ctx, found), swap=False) if found else views.gone())

    @action
    def ask_swap(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        return Update(views.ask_step_out(pair, _others(ctx, found), swap=True) if found else views.gone())

    @action
    def step_out(self, ctx: Context, pair: int) -> Outcome:
        found = self._going_on(ctx, pair)
        if found is None:
            return Update(views.gone())
        self._pressed(ctx, pair)
        ending.end(ctx, found, by=ctx.member)
        return Update(views.stepped_out())

    @notice
    def over(self, ctx: Context) -> Card | None:
        return views.over()

    @notice
    def fewer(self, ctx: Context) -> Card | None:
        return views.fewer()

    @job
    def gone(self, ctx: Context, pair: int) -> None:
        """Somebody in it erased themselves."""
        if found := store.get(ctx.tx, ctx.community, pair):
            ending.settle(_nobodys(ctx), found)

    # The end

    @job
    def end(self, ctx: Context, pair: int) -> None:
        if found := self._open(ctx, pair):
            course.end(_nobodys(ctx), found)

    @notice
    def ask_notice(self, ctx: Context, pair: int) -> Card | None:
        found = self._ended(ctx, pair)
        return views.did_you_meet(pair, _others(ctx, found)) if found else None

    @action
    def met(self, ctx: Context, pair: int, answer: str) -> Outcome:
        found = self._ended(ctx, pair)
        if found is None or answer not in set(Met):
            return Update(views.note_closed())
        store.met(ctx.tx, pair, ctx.member, {Met.YES: True, Met.NO: False, Met.UNSAID: None}[Met(answer)])
        self._pressed(ctx, pair)
        others = _others(ctx, found)
        known = members.known(ctx.tx, others)
        return Update(views.thanks(pair, others, [intro.short(known[other].name) for other in others]))

    @action
    def write(self, ctx: Context, pair: int, to: int) -> Outcome:
        if not self._may_write(ctx, pair, to):
            return Reply(views.note_closed())
        return self.keep_note.open(None, pair, to)

    @submit
    def keep_note(self, ctx: Context, form: Kindness, pair: int, to: int) -> Outcome:
        if not self._may_write(ctx, pair, to):
            return Reply(views.note_closed())
        text = form.text.strip()
        if not text:
            return Invalid({"text": views.NOTHING})
        if why := self._refused(ctx, text):
            return Invalid({"text": why})
        self._pressed(ctx, pair)
        unwanted = profiles.excluded(ctx.tx, ctx.member, to)
        notes.write(ctx.tx, pair=pair, writer=ctx.member, to=to, text=text, now=ctx.now, hidden=unwanted)
        if not unwanted:
            due, key = ctx.now, f"{room_key(pair)}:note:{ctx.member}:{to}"
            ctx.notify(to, Kind.NOTICE, self.note_came.bind(), due=due, expires=due + _WORTH_SAYING, key=key)
        return Reply(views.sent(to))

    @notice
    def note_came(self, ctx: Context) -> Card | None:
        return views.note_came() if notes.any_of(ctx.tx, ctx.member) else None

    @notice
    def paused(self, ctx: Context) -> Card | None:
        profile = profiles.get(ctx.tx, ctx.member)
        return views.paused() if profile and profiles.paused(profile, ctx.now) else None

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
            return Update(views.note_gone())
        return Update(views.ask_remove(found, remove=self.remove.bind(note, page), keep=self.turn.bind(page)))

    @action
    def remove(self, ctx: Context, note: int, page: int) -> Outcome:
        if not notes.remove(ctx.tx, ctx.member, note):
            return Update(views.note_gone())
        return Update(self._notes(ctx, page))

    @action(profile=True)
    def report_note(self, ctx: Context, note: int) -> Outcome:
        return reports.note(ctx, note) or Reply(views.note_gone())

    @job
    def note_removed(self, ctx: Context, note: int) -> None:
        notes.take_down(ctx.tx, ctx.community, note)

    @home(order=36)
    def section(self, ctx: Context) -> HomeSection | None:
        if not notes.any_of(ctx.tx, ctx.member):
            return None
        return HomeSection("Kind notes that buddies left you.", Button("Kind notes", calls.NOTES))

    # Reports

    @action
    def ask_report(self, ctx: Context, pair: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        others = _others(ctx, found) if found else ()
        if not others:
            return Update(views.gone())
        if len(others) == 1:
            return self._report_form(pair, others[0])
        known = members.known(ctx.tx, others)
        return Update(views.whom(pair, others, [intro.short(known[other].name) for other in others]))

    @action
    def report(self, ctx: Context, pair: int, whom: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        if found is None or whom not in _others(ctx, found):
            return Update(views.gone())
        return self._report_form(pair, whom)

    @submit
    def reported(self, ctx: Context, form: posts.PersonReport, pair: int, whom: int) -> Outcome:
        found = store.ever_mine(ctx.tx, ctx.member, pair)
        if found is None or whom not in _others(ctx, found):
            return Reply(views.gone())
        self._pressed(ctx, pair)
        reports.person(ctx, found, whom, form)
        return Update(views.reported())

    # Leaving

    def forget(self, tx: Tx, member: int) -> None:
        """What others are told, and the room, come from a job: it runs when the member's rows are gone."""
        if not members.exists(tx, member):
            return
        community = members.get(tx, member).community
        for pair in store.going_on(tx, member):
            key = f"{community}:{room_key(pair.id)}:gone:{member}"
            jobs.put(tx, key, self.gone.bind(pair.id), pair.started_at, community=community)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {"pairs": store.export(tx, member), "kind_notes": notes.export(tx, member)}

    # What the handlers share

    def _open(self, ctx: Context, pair: int) -> Pair | None:
        found = store.get(ctx.tx, ctx.community, pair)
        return found if found and found.state is PairState.OPEN else None

    def _going_on(self, ctx: Context, pair: int) -> Pair | None:
        """The member's own."""
        found = store.mine(ctx.tx, ctx.member, pair)
        return found if found and found.state in GOING_ON else None

    def _ended(self, ctx: Context, pair: int) -> Pair | None:
        """The member's own, whose time went by; an end before its time asks nothing."""
        found = store.mine(ctx.tx, ctx.member, pair)
        if found is None or found.state is not PairState.ENDED or ctx.now > found.ends_at + _NOTES_OPEN:
            return None
        return found if store.lasted(ctx.tx, pair) else None

    def _may_write(self, ctx: Context, pair: int, to: int) -> bool:
        found = self._ended(ctx, pair)
        if found is None or to not in _others(ctx, found):
            return False
        return not notes.written(ctx.tx, pair=pair, writer=ctx.member, to=to)

    def _pressed(self, ctx: Context, pair: int) -> None:
        store.acted(ctx.tx, pair, ctx.member, ctx.now)
        profiles.heard(ctx.tx, ctx.member)

    def _refused(self, ctx: Context, *texts: str) -> str | None:
        if members.stopped(ctx.tx, ctx.member, ctx.now):
            return posts.STOPPED
        return posts.link_hindrance(ctx, *texts)

    def _tell(self, ctx: Context, pair: Pair, member: int, what: str, render: Call) -> None:
        key = ending.notice_key(pair.id, what, member)
        ctx.notify(member, Kind.NOTICE, render, due=ctx.now, expires=pair.ends_at, key=key)

    def _notes(self, ctx: Context, page: int) -> Card:
        page = min(max(page, 0), _PAGES)
        found = notes.page(ctx.tx, ctx.member, skip=page * _PAGE, most=_PAGE + 1)
        if not found and page:
            return self._notes(ctx, 0)
        newer = self.turn.bind(page - 1) if page else None
        older = self.turn.bind(page + 1) if len(found) > _PAGE else None
        return views.notes(found[:_PAGE], newer=newer, older=older, page=page)

    def _report_form(self, pair: int, whom: int) -> OpenForm:
        return self.reported.open(None, pair, whom)


def _nobodys(ctx: Context) -> Context:
    """What the bot does for a pair belongs to none of them: it stays when whoever set it off erases themselves."""
    return replace(ctx, member=0, account=0)


def _others(ctx: Context, pair: Pair) -> tuple[int, ...]:
    return tuple(member for member in pair.members if member != ctx.member)


def _sentence(when: str, what: str) -> str:
    """People often begin with the word that stands before the line."""
    when = when[5:] if when.lower().startswith("when ") else when
    what = what[5:] if what.lower().startswith(("i'll ", "i’ll ")) else what
    return f"When {when.rstrip(' .,')}, I'll {what}"
