"""Wins: keeping one, posting it, cheering, and looking back at one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.cog import Cog, Message, action, command, job, menu, notice, pick, submit, then
from bot.cog import Option as Opt
from bot.context import Context, Json, Receipt, Standings
from bot.people import accounts, communities, members
from bot.people.roles import STAFF
from bot.safety.contacts import Contact
from bot.safety.personal_data import Kept
from bot.scheduling.recurrence import next_daily, on_wall
from bot.storage.database import Tx
from bot.storage.ids import chosen
from bot.ui.card import Button, Call, Card, Style
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.posts import api as posts
from cogs.wins import changes, cheers, posting, roundup, store, views, views_asked, views_list
from cogs.wins.model import STORY, Audience, Brag, State, Tell, Win, WinKind

_PAGE = 5
_DIGEST_HOUR = 18
_LATEST = timezone(timedelta(hours=14))
"""Kiribati's clock: a day is in the future only if it is so everywhere."""


class Wins(Cog, name="wins"):
    kept = (
        Kept("Your wins, who may see each, and whether you hide wins", ("win", "win_choice")),
        Kept("New words for a posted win, while I ask whether they are meant for everybody", ("win_change",), 1, "at"),
        Kept("Cheers you gave", ("cheer",), until="until you take them back or the win is deleted"),
    )

    # Keeping a win

    @command("win", "Keep something that went well, big or small. With text, it is posted in the wins room.")
    def win(
        self,
        ctx: Context,
        text: Annotated[str, Opt("What went well? Leave it out to get a form with more choices.")] = "",
        kind: Annotated[WinKind | None, Opt("What kind of win?")] = None,
    ) -> Outcome:
        text = text.strip()
        if not text:
            return self.save.open({"kind": (kind or WinKind.OTHER).value, "audience": Audience.EVERYONE.value}, 0)
        if len(text) > STORY:
            return Reply(views.too_long(text))
        return self._keep(ctx, kind or WinKind.OTHER, text, "", Audience.EVERYONE)

    @action
    def write(self, ctx: Context) -> Outcome:
        """The form for a win that only its author sees, unless they choose otherwise."""
        return self.save.open({"audience": Audience.ME.value}, 0)

    @menu("Save as my win")
    def save_message(self, ctx: Context, message: Message) -> Outcome:
        text = message.text.strip()
        if not message.mine:
            return Reply(views.not_yours())
        if not text:
            return Reply(views.nothing_to_save())
        win = store.add(ctx, WinKind.OTHER, text[:STORY].strip())
        return Reply(self._receipt(win, note=views.CUT if len(text) > STORY else ""))

    @submit
    def save(self, ctx: Context, form: Tell, win: int) -> Outcome:
        """`win` is 0 for a new one."""
        if not form.story.strip():
            return Invalid({"story": "Please write a few words."})
        if not win:
            return self._keep(ctx, form.kind, form.story.strip(), form.behind.strip(), form.audience)
        return self._change(ctx, form, win)

    def _keep(self, ctx: Context, kind: WinKind, story: str, behind: str, audience: Audience) -> Outcome:
        if audience is Audience.ME:
            return Reply(self._receipt(store.add(ctx, kind, story, behind)))
        why = posts.hindrance(ctx, story, behind, room=views.ROOM)
        if why:
            return Reply(self._receipt(store.add(ctx, kind, story, behind), note=views.not_posted(why)))
        found = posts.contacts_in(ctx, story, behind)
        if found:
            return Reply(self._ask(store.add(ctx, kind, story, behind), found))
        win = store.add(ctx, kind, story, behind, state=State.WAITING)
        ctx.look_up([win.member], then=self.appear.bind(win.id))
        return Reply(self._receipt(win))

    def _try_to_post(self, ctx: Context, win: Win, *, meant: frozenset[str] = frozenset()) -> Card:
        """Queues a private win for the wins room, or says why it stays private. `meant`: the kinds of contact that its
        author was asked about."""
        why = posts.hindrance(ctx, win.story, win.behind, room=views.ROOM)
        if why:
            return self._receipt(win, note=views.not_posted(why))
        found = posts.contacts_in(ctx, win.story, win.behind)
        if not meant.issuperset(found):
            return self._ask(win, found)
        if store.move(ctx.tx, ctx.community, win.id, (State.PRIVATE,), State.WAITING):
            ctx.look_up([win.member], then=self.appear.bind(win.id))
        return self._receipt(self._again(ctx, win))

    # The author's own win: change, post, delete

    @action
    def edit(self, ctx: Context, win: int, to_post: bool = False) -> Outcome:
        """`to_post`: they were on the way to post it, or its change."""
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        if mine.brag:
            return self.save_brag.open({"text": mine.story}, win)
        change = changes.waiting(ctx, win) if mine.public else None
        if change:
            return self.save.open(change, win)
        audience = Audience.EVERYONE if mine.public or to_post else Audience.ME
        return self.save.open(Tell(kind=mine.kind, story=mine.story, behind=mine.behind, audience=audience), win)

    def _change(self, ctx: Context, form: Tell, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None or mine.brag:
            return Reply(views.gone())
        public = form.audience is Audience.EVERYONE
        if mine.public and public:
            why = posts.hindrance(ctx, form.story, form.behind, room=views.ROOM)
            if why:
                return Invalid({"story": why})
            found = posts.contacts_in(ctx, form.story, form.behind)
            if not set(posts.contacts_in(ctx, mine.story, mine.behind)).issuperset(found):
                changes.keep(ctx, win, form)
                return Update(self._ask_change(win, form, found))
        return self._rewrite(ctx, mine, form)

    def _rewrite(self, ctx: Context, mine: Win, form: Tell) -> Outcome:
        win, public = mine.id, form.audience is Audience.EVERYONE
        store.rewrite(ctx, win, form)
        changes.drop(ctx.tx, ctx.member, win)
        mine = self._again(ctx, mine)
        if mine.public:
            if public:
                ctx.look_up([ctx.member], then=self.changed.bind(win))
            else:
                posting.take_out(ctx, mine, State.PRIVATE)
                posting.refresh(ctx, mine, self.roundup_again)
            return Update(self._receipt(self._again(ctx, mine), heading="Changed"))
        if public and mine.state is State.REMOVED:
            return Update(self._receipt(mine, note=views.STAYS_OUT, heading="Changed"))
        return Update(self._try_to_post(ctx, mine) if public else self._receipt(mine, heading="Changed"))

    @action
    def post(self, ctx: Context, win: int, meant: str = "") -> Outcome:
        """`meant`: what the member was asked about and wants to be seen."""
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None or mine.brag:
            return Update(views.gone())
        if mine.state is not State.PRIVATE:
            return Update(self._receipt(mine))
        return Update(self._try_to_post(ctx, mine, meant=frozenset(meant.split())))

    @action
    def post_change(self, ctx: Context, win: int, meant: str) -> Outcome:
        """The new words of a posted win are meant for everybody."""
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        change = changes.waiting(ctx, win)
        if change is None:
            return Update(self._receipt(mine, heading="Your win"))
        if not mine.public:
            return self._rewrite(ctx, mine, replace(change, audience=Audience.ME))
        why = posts.hindrance(ctx, change.story, change.behind, room=views.ROOM)
        if why:
            return Update(self._receipt(mine, note=views.not_changed(why), heading="Your win"))
        found = posts.contacts_in(ctx, change.story, change.behind)
        if not set(meant.split()).issuperset(found):
            return Update(self._ask_change(win, change, found))
        return self._rewrite(ctx, mine, change)

    @action
    def leave_post(self, ctx: Context, win: int) -> Outcome:
        changes.drop(ctx.tx, ctx.member, win)
        return self._look(ctx, win)

    @action
    def in_roundup(self, ctx: Context, win: int, on: bool) -> Outcome:
        store.set_roundup(ctx.tx, ctx.member, win, on)
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        if mine.shown_at and mine.state is State.SHOWN:
            posting.plan_roundup(ctx, mine.shown_at, self.roundup_check, self.roundup)
            posting.refresh(ctx, mine, self.roundup_again)
        return Update(self._receipt(mine))

    @action
    def ask_delete(self, ctx: Context, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        return Update(views.ask_delete(mine, delete=self.delete.bind(win), keep=self.look.bind(win)))

    @action
    def delete(self, ctx: Context, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        if mine is None:
            return Update(views.gone())
        ctx.withdraw(mine.key)
        posts.gone(ctx, mine.key)
        posting.refresh(ctx, mine, self.roundup_again)
        changes.drop(ctx.tx, ctx.member, win)
        store.delete(ctx.tx, ctx.member, win)
        return Update(views.deleted(mine.public, self.page.bind("", 0, 0, 0)))

    @action
    def look(self, ctx: Context, win: int) -> Outcome:
        return self._look(ctx, win)

    def _look(self, ctx: Context, win: int) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, win)
        return Update(views.gone() if mine is None else self._receipt(mine, heading="Your win"))

    # In the wins room

    @then
    def appear(self, ctx: Context, standings: Standings, win: int) -> None:
        """The author's standing is known: the post goes out, or the win stays private and its author is told."""
        found = store.here(ctx.tx, ctx.community, win)
        if found is None or found.state is not State.WAITING:
            return
        again = self.post.bind(win)
        room = posts.place(ctx, views.ROOM)
        if room is None or not posts.may_appear(ctx, standings, author=found.member, what="win", again=again):
            store.move(ctx.tx, ctx.community, win, (State.WAITING,), State.PRIVATE)
            return
        store.move(ctx.tx, ctx.community, win, (State.WAITING,), State.SHOWN, ctx.now)
        posting.show(ctx, found, room, self._post_calls(win), self.shown.bind(win))
        if found.roundup:
            posting.plan_roundup(ctx, ctx.now, self.roundup_check, self.roundup)

    @then
    def changed(self, ctx: Context, standings: Standings, win: int) -> None:
        """Its author's standing is known again: the post follows the edit, or is taken back."""
        found = store.here(ctx.tx, ctx.community, win)
        if found is None or found.state is not State.SHOWN:
            return
        if posts.may_appear(ctx, standings, author=found.member, what="win", again=self.post.bind(win)):
            posting.show_again(ctx, found, self._post_calls(win), self.shown.bind(win))
        else:
            posting.take_out(ctx, found, State.PRIVATE)
        posting.refresh(ctx, found, self.roundup_again)

    @then
    def shown(self, ctx: Context, receipt: Receipt, win: int) -> None:
        found = store.here(ctx.tx, ctx.community, win)
        if found is None or not found.public:
            return
        fate = posts.fate(ctx, receipt, author=found.member, what="win", again=self.post.bind(win))
        if fate is not posts.Fate.SHOWN:
            gone = fate is posts.Fate.REMOVED
            posting.take_out(ctx, found, State.REMOVED if gone else State.PRIVATE)
            posting.refresh(ctx, found, self.roundup_again)

    @job
    def removed(self, ctx: Context, win: int) -> None:
        """Staff took the post down."""
        found = store.here(ctx.tx, ctx.community, win)
        if found is not None and found.public:
            posting.take_out(ctx, found, State.REMOVED)
            posting.refresh(ctx, found, self.roundup_again)

    @action(profile=True)
    def more(self, ctx: Context, win: int) -> Outcome:
        found = store.shown(ctx.tx, ctx.community, win)
        if found is None:
            return Reply(views.not_there())
        post = posts.Post(
            key=found.key,
            author=found.member,
            title=found.kind.noun,
            excerpt=f"{found.story}\n{found.behind}".strip(),
            removed=self.removed.bind(win),
        )
        hide = Button("Hide wins", self.hide.bind())
        return posts.more(ctx, post, edit=self.edit.bind(win), delete=self.ask_delete.bind(win), hide=hide)

    @action
    def cheer(self, ctx: Context, win: int) -> Outcome:
        found = store.shown(ctx.tx, ctx.community, win)
        if found is None:
            return Reply(views.not_there())
        if found.member == ctx.member:
            return Reply(views.own_win())
        due, day = self._digest_time(ctx, found.member)
        if not cheers.add(ctx, win, day.toordinal()):
            take_back = self.take_back.bind(win)
            return Reply(views.cheered_before(found, take_back=take_back, keep=self.keep_cheer.bind()))
        if not store.hides(ctx.tx, found.member):
            posting.plan_digest(ctx, found.member, due, day, self.digest)
        return Reply(views.cheered(found))

    @action
    def take_back(self, ctx: Context, win: int) -> Outcome:
        cheers.take_back(ctx.tx, ctx.member, win)
        return Update(views.taken_back())

    @action
    def keep_cheer(self, ctx: Context) -> Outcome:
        return Update(views.stays())

    @notice
    def digest(self, ctx: Context, day: int) -> Card | None:
        found, more = cheers.of_day(ctx.tx, ctx.community, ctx.member, day)
        return views.digest(found, more=more) if found and not store.hides(ctx.tx, ctx.member) else None

    # The weekly round-up

    @job
    def roundup_check(self, ctx: Context, day: int) -> None:
        """Draws the posts once more: nobody tells that one was deleted by hand, and its words must not come back."""
        week = date.fromordinal(day)
        for win in self._week(ctx, day):
            posting.show_again(ctx, win, self._post_calls(win.id), self.shown.bind(win.id))
        end = roundup.end_of(week, communities.get(ctx.tx, ctx.community).zone)
        posting.plan_roundup_at(ctx, max(end, ctx.now), day, self.roundup)

    @job
    def roundup(self, ctx: Context, day: int) -> None:
        """`day`: the ordinal of the Sunday that ends the week."""
        end = roundup.end_of(date.fromordinal(day), communities.get(ctx.tx, ctx.community).zone)
        if ctx.now < end:  # the community moved to a later clock meanwhile
            posting.plan_roundup_at(ctx, end, day, self.roundup)
            return
        found = self._week(ctx, day)
        if len(found) >= roundup.LEAST:
            ctx.look_up(roundup.authors(found), then=self.roundup_due.bind(day))

    @then
    def roundup_due(self, ctx: Context, standings: Standings, day: int) -> None:
        """Whose standing is known by now; who may not post here any more is left out."""
        week = date.fromordinal(day)
        found = roundup.of_those_who_may_post(ctx, self._week(ctx, day), standings)
        room = posts.place(ctx, views.ROOM)
        if room is not None and len(found) >= roundup.LEAST and not roundup.was_posted(ctx.tx, ctx.community, week):
            roundup.mark_posted(ctx.tx, ctx.community, week)
            posting.show_roundup(ctx, room, week, found, self.roundup_more.bind(day))

    @job
    def roundup_again(self, ctx: Context, day: int) -> None:
        """A win of a week whose round-up was posted has changed: the post follows."""
        if roundup.was_posted(ctx.tx, ctx.community, date.fromordinal(day)):
            ctx.look_up(roundup.authors(self._week(ctx, day)), then=self.roundup_changed.bind(day))

    @then
    def roundup_changed(self, ctx: Context, standings: Standings, day: int) -> None:
        week = date.fromordinal(day)
        room = posts.place(ctx, views.ROOM)
        if room is None or not roundup.was_posted(ctx.tx, ctx.community, week):
            return
        found = roundup.of_those_who_may_post(ctx, self._week(ctx, day), standings)
        if found:
            posting.show_roundup(ctx, room, week, found, self.roundup_more.bind(day))
        else:
            ctx.withdraw(roundup.key(ctx.community, week))

    @action(profile=True)
    def roundup_more(self, ctx: Context, day: int) -> Outcome:
        remove = self.roundup_remove.bind(day) if ctx.roles & STAFF else None
        return Reply(views.roundup_more(remove=remove, mine=self.page.bind("", 0, 0, 0)))

    @action(staff=STAFF, profile=True)
    def roundup_remove(self, ctx: Context, day: int) -> Outcome:
        """The wins in it stay where they are, and nothing brings this round-up back."""
        if 0 < day < date.max.toordinal() and roundup.take_down(ctx.tx, ctx.community, date.fromordinal(day)):
            key = roundup.key(ctx.community, date.fromordinal(day))
            ctx.withdraw(key)
            posts.audit(ctx, posts.Act.REMOVED, key=key)
        return Update(views.roundup_removed())

    def _week(self, ctx: Context, day: int) -> list[Win]:
        zone = communities.get(ctx.tx, ctx.community).zone
        return roundup.wins_of(ctx.tx, ctx.community, date.fromordinal(day), zone)

    # Looking back

    @command("wins", "Look back at your own wins. Only you will see them.")
    def mine(
        self,
        ctx: Context,
        kind: Annotated[WinKind | None, Opt("Show one kind only")] = None,
        since: Annotated[date | None, Opt("The first day, like 2026-03-01")] = None,
        until: Annotated[date | None, Opt("The last day, like 2026-03-31")] = None,
    ) -> Outcome:
        latest = ctx.now.astimezone(_LATEST).date()
        for name, day in (("since", since), ("until", until)):
            if day and day > latest:
                return Reply(views_list.day_to_come(name))
        if since and until and since > until:
            return Reply(views_list.days_swapped())
        first, last = (day.toordinal() if day else 0 for day in (since, until))
        return Reply(self._list(ctx, kind.value if kind else "", first, last, 0))

    @action
    def page(self, ctx: Context, kind: str, since: int, until: int, skip: int) -> Outcome:
        return Update(self._list(ctx, kind, since, until, skip))

    @pick
    def one_kind(self, ctx: Context, value: str, since: int, until: int) -> Outcome:
        return Update(self._list(ctx, value, since, until, 0))

    @pick
    def open(self, ctx: Context, value: str) -> Outcome:
        mine = store.own(ctx.tx, ctx.member, chosen(value))
        return Update(views.gone() if mine is None else self._receipt(mine, heading="Your win"))

    def _list(self, ctx: Context, kind_value: str, since: int, until: int, skip: int) -> Card:
        kind = WinKind(kind_value) if kind_value in set(WinKind) else None
        name = kind.value if kind else ""
        first, last = _day(since), _day(until)
        skip = max(skip, 0)
        found = store.page(
            ctx.tx,
            ctx.member,
            kind=kind,
            since=on_wall(first, 0, 0, ctx.zone) if first else None,
            before=on_wall(last + timedelta(days=1), 0, 0, ctx.zone) if last else None,
            skip=skip,
            most=_PAGE + 1,
        )
        hidden = store.hides(ctx.tx, ctx.member)
        ways = views_list.Ways(
            open=self.open.bind(),
            filter=self.one_kind.bind(since, until),
            write=self.write.bind(),
            other=self.proud_of.bind(0),
            hide=self.unhide.bind() if hidden else self.hide.bind(),
            newer=self.page.bind(name, since, until, max(skip - _PAGE, 0)) if skip else None,
            older=self.page.bind(name, since, until, skip + _PAGE) if len(found) > _PAGE else None,
        )
        filtered = bool(kind or first or last)
        return views_list.wins(found[:_PAGE], ways, kind=kind, hidden=hidden, filtered=filtered, first=not skip)

    @action
    def proud_of(self, ctx: Context, skip: int) -> Outcome:
        return Update(self._brags(ctx, max(skip, 0)))

    @action
    def add_brag(self, ctx: Context) -> Outcome:
        return self.save_brag.open(None, 0)

    @submit
    def save_brag(self, ctx: Context, form: Brag, win: int) -> Outcome:
        """`win` is 0 for a new one."""
        text = form.text.strip()
        if not text:
            return Invalid({"text": "Please write a few words."})
        if not win:
            store.add(ctx, WinKind.OTHER, text, brag=True)
        elif not store.rewrite_brag(ctx, win, text):
            return Reply(views.gone())
        return Update(self._brags(ctx, 0))

    def _brags(self, ctx: Context, skip: int) -> Card:
        found = store.page(ctx.tx, ctx.member, brag=True, skip=skip, most=_PAGE + 1)
        ways = views_list.Ways(
            open=self.open.bind(),
            filter=self.one_kind.bind(0, 0),
            write=self.add_brag.bind(),
            other=self.page.bind("", 0, 0, 0),
            hide=self.hide.bind(),
            newer=self.proud_of.bind(max(skip - _PAGE, 0)) if skip else None,
            older=self.proud_of.bind(skip + _PAGE) if len(found) > _PAGE else None,
        )
        return views_list.brags(found[:_PAGE], ways, first=not skip)

    @action
    def hide(self, ctx: Context) -> Outcome:
        store.hide(ctx.tx, ctx.member, True)
        return Update(views.hidden(ctx.platform, show=self.unhide.bind()))

    @action
    def unhide(self, ctx: Context) -> Outcome:
        store.hide(ctx.tx, ctx.member, False)
        return Update(views.shown_again(hide=self.hide.bind()))

    # What the handlers share

    def _again(self, ctx: Context, win: Win) -> Win:
        found = store.own(ctx.tx, ctx.member, win.id)
        assert found is not None  # read in this very transaction
        return found

    def _ask(self, win: Win, found: Sequence[Contact]) -> Card:
        ways = (
            Button("Post it", self.post.bind(win.id, " ".join(found))),
            Button("Change it", self.edit.bind(win.id, True)),
            Button("Keep it private", self.look.bind(win.id)),
        )
        return views_asked.before_posting(win.story, win.behind, found, ways)

    def _ask_change(self, win: int, form: Tell, found: Sequence[Contact]) -> Card:
        ways = (
            Button("Post it", self.post_change.bind(win, " ".join(found))),
            Button("Change it", self.edit.bind(win, True)),
            Button("Leave the post as it was", self.leave_post.bind(win)),
        )
        return views_asked.before_changing(form.story.strip(), form.behind.strip(), found, ways)

    def _post_calls(self, win: int) -> tuple[Call, Call]:
        return self.cheer.bind(win), self.more.bind(win)

    def _receipt(self, win: Win, *, note: str = "", heading: str = "Kept") -> Card:
        edit = Button("Edit", self.edit.bind(win.id))
        delete = Button("Delete", self.ask_delete.bind(win.id))
        if win.brag:
            return views.receipt(win, (edit, delete, Button("My list", self.proud_of.bind(0))), heading=heading)
        mine = Button("My wins", self.page.bind("", 0, 0, 0))
        first: tuple[Button, ...] = ()
        if win.public:
            said = "yes" if win.roundup else "no"
            first = (Button(f"In the weekly round-up: {said}", self.in_roundup.bind(win.id, not win.roundup)),)
        elif win.state is State.PRIVATE:
            first = (Button("Post it in the wins room", self.post.bind(win.id), Style.PRIMARY),)
        return views.receipt(win, (*first, edit, delete, mine), note=note, heading=heading)

    def _digest_time(self, ctx: Context, author: int) -> tuple[datetime, date]:
        """When the author next hears of cheers, and that day, on their own clock."""
        account = accounts.get(ctx.tx, members.get(ctx.tx, author).account)
        zone = ZoneInfo(account.zone) if account.zone else communities.get(ctx.tx, ctx.community).zone
        due = next_daily(ctx.now, _DIGEST_HOUR, 0, zone)
        return due, due.astimezone(zone).date()

    def forget(self, tx: Tx, member: int) -> None:
        posting.refresh_without(tx, member, self.roundup_again)
        changes.forget(tx, member)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {**store.export(tx, member), "words_that_wait_for_your_decision": changes.export(tx, member)}


def _day(ordinal: int) -> date | None:
    """None for 0, and for what no button of ours carries."""
    return date.fromordinal(ordinal) if 0 < ordinal < date.max.toordinal() - 1 else None
