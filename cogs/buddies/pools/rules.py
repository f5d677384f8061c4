"""The rules of pools, and pairs from before Cairn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.cog import Cog, action, command, pick, submit
from bot.context import Context, Json
from bot.people import communities
from bot.people.roles import ORGANISERS
from bot.safety.personal_data import Kept
from bot.scheduling.weekday import Weekday
from bot.storage.database import Tx
from bot.ui.card import Card
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies.choices import Wish
from cogs.buddies.model import AHEAD, PairState, Pool
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import past, store, views
from cogs.buddies.pools.forms import HoldersForm, HoursForm, ImportForm, NameForm, RoundForm, ThreadsForm, WelcomeForm
from cogs.buddies.profile import planning
from cogs.buddies.rounds import store as rounds
from cogs.posts import api as posts


def room_kind(pool: int) -> str:
    """The kind of the room under which a pool's pairs get their threads."""
    return f"buddies:{pool}"


class PoolRules(Cog, name="poolrules"):
    """All of it is for organisers, checked on every press. What they set belongs to the community."""

    kept = (
        Kept("The welcome that organisers wrote for pairs", ("buddy_pool",), until="until an organiser changes it"),
    )

    @command("buddies rules", "For organisers: when buddies are matched, and by what.", staff=ORGANISERS)
    def rules(self, ctx: Context) -> Outcome:
        return Reply(self._rules(ctx, store.first(ctx.tx, ctx.community)))

    @pick(staff=ORGANISERS)
    def switch(self, ctx: Context, value: str) -> Outcome:
        pool = next((pool for pool in store.of_community(ctx.tx, ctx.community) if str(pool.id) == value), None)
        return self._gone() if pool is None else Update(self._rules(ctx, pool))

    @action(staff=ORGANISERS)
    def open(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else Update(self._rules(ctx, found))

    def _gone(self) -> Outcome:
        return Update(views.pool_gone())

    # Rules: each button carries what it leads to, so that a double press changes nothing more.

    @action(staff=ORGANISERS)
    def turn(self, ctx: Context, pool: int, on: bool) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, running=on))

    @action(staff=ORGANISERS)
    def language(self, ctx: Context, pool: int, same: bool) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, rules=replace(found.rules, same_language=same)))

    @action(staff=ORGANISERS)
    def guests(self, ctx: Context, pool: int, allowed: bool) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, guests=allowed))

    @action(staff=ORGANISERS)
    def approval(self, ctx: Context, pool: int, first: bool) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, approve=first))

    @pick(staff=ORGANISERS)
    def put_first(self, ctx: Context, value: str, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        if found is None:
            return self._gone()
        if value not in set(Wish):
            return Update(self._rules(ctx, found, views.NO_MATCH))
        top = Wish(value)
        ranked = (top, *(wish for wish in found.rules.wishes if wish is not top))
        return self._keep(ctx, replace(found, rules=replace(found.rules, wishes=ranked)))

    @action(staff=ORGANISERS)
    def ask_when(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        if found is None:
            return self._gone()
        return self.keep_when.open(RoundForm(weekday=Weekday(str(found.weekday)), hour=found.hour), pool)

    @submit(staff=ORGANISERS)
    def keep_when(self, ctx: Context, form: RoundForm, pool: int) -> Outcome:
        if form.hour is None:
            return Invalid({"hour": "Please choose an hour."})
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, weekday=int(form.weekday.value), hour=form.hour))

    @action(staff=ORGANISERS)
    def ask_hours(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else self.keep_hours.open(HoursForm(hours=found.rules.least_hours), pool)

    @submit(staff=ORGANISERS)
    def keep_hours(self, ctx: Context, form: HoursForm, pool: int) -> Outcome:
        if form.hours is None:
            return Invalid({"hours": "Please write a number."})
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, rules=replace(found.rules, least_hours=form.hours)))

    @action(staff=ORGANISERS)
    def ask_welcome(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else self.keep_welcome.open(WelcomeForm(words=found.welcome), pool)

    @submit(staff=ORGANISERS)
    def keep_welcome(self, ctx: Context, form: WelcomeForm, pool: int) -> Outcome:
        why = posts.link_hindrance(ctx, form.words)
        if why:
            return Invalid({"words": why})
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, welcome=form.words))

    @action(staff=ORGANISERS)
    def ask_room(self, ctx: Context, pool: int) -> Outcome:
        chosen = communities.room(ctx.tx, ctx.community, room_kind(pool))
        return self.keep_room.open({"room": chosen.remote if chosen else None}, pool)

    @submit(staff=ORGANISERS)
    def keep_room(self, ctx: Context, form: ThreadsForm, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        if found is None:
            return self._gone()
        if form.room is None:
            communities.drop_room(ctx.tx, ctx.community, room_kind(pool))
        else:
            missing = ", ".join(dict.fromkeys((*form.room.missing, *form.room.rooms_missing)))
            communities.choose_room(ctx.tx, ctx.community, room_kind(pool), form.room.external, missing)
        posts.audit(ctx, posts.Act.BUDDY_RULES)
        return self._keep(ctx, found)

    @action(staff=ORGANISERS)
    def ask_role(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else self.keep_role.open({"role": found.platform_role or None}, pool)

    @submit(staff=ORGANISERS)
    def keep_role(self, ctx: Context, form: HoldersForm, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._keep(ctx, found and replace(found, platform_role=form.role or ""))

    def _keep(self, ctx: Context, pool: Pool | None) -> Outcome:
        """What it leads to is looked at anew by whoever plans rounds."""
        if pool is None:
            return self._gone()
        if store.get(ctx.tx, ctx.community, pool.id) != pool:
            store.save(ctx.tx, pool)
            communities.answers_for(ctx.tx, ctx.community, ctx.member)
            posts.audit(ctx, posts.Act.BUDDY_RULES)
        planning.plan(ctx, pool.id)
        return Update(self._rules(ctx, pool, views.SAVED))

    # Several pools

    @action(staff=ORGANISERS)
    def ask_new(self, ctx: Context) -> Outcome:
        return self.make.open()

    @submit(staff=ORGANISERS)
    def make(self, ctx: Context, form: NameForm) -> Outcome:
        if len(store.every(ctx.tx, ctx.community)) >= views.MOST_POOLS:
            return Invalid({"name": views.ENOUGH_POOLS})
        id = store.create(ctx.tx, ctx.community, form.name)
        pool = store.get(ctx.tx, ctx.community, id) if id else None
        if pool is None:
            return Invalid({"name": views.NAME_TAKEN})
        posts.audit(ctx, posts.Act.BUDDY_RULES)
        return Update(self._rules(ctx, pool, views.SAVED))

    @action(staff=ORGANISERS)
    def ask_name(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        return self._gone() if found is None else self.rename.open(NameForm(name=found.name), pool)

    @submit(staff=ORGANISERS)
    def rename(self, ctx: Context, form: NameForm, pool: int) -> Outcome:
        if not store.rename(ctx.tx, ctx.community, pool, form.name):
            found = store.get(ctx.tx, ctx.community, pool)
            return self._gone() if found is None else Invalid({"name": views.NAME_TAKEN})
        posts.audit(ctx, posts.Act.BUDDY_RULES)
        return self.open(ctx, pool)

    @action(staff=ORGANISERS)
    def ask_remove(self, ctx: Context, pool: int) -> Outcome:
        found = store.get(ctx.tx, ctx.community, pool)
        if found is None or not found.name:
            return self._gone()
        remove, keep = self.remove.bind(pool), self.open.bind(pool)
        return Update(views.ask_remove(found, store.members_in(ctx.tx, pool), remove=remove, keep=keep))

    @action(staff=ORGANISERS)
    def remove(self, ctx: Context, pool: int) -> Outcome:
        """Not while a round is announced or being put together: people were told of it."""
        first = store.first(ctx.tx, ctx.community)
        found = store.get(ctx.tx, ctx.community, pool)
        if found is not None and rounds.planned(ctx.tx, pool):
            return Update(self._rules(ctx, found, views.ROUND_FIRST))
        if not store.remove(ctx.tx, ctx.community, pool):
            return self._gone()
        communities.drop_room(ctx.tx, ctx.community, room_kind(pool))
        posts.audit(ctx, posts.Act.BUDDY_RULES)
        planning.plan(ctx, first.id)
        return Update(self._rules(ctx, first, views.SAVED))

    def _rules(self, ctx: Context, pool: Pool, note: str = "") -> Card:
        id = pool.id
        planned = rounds.planned(ctx.tx, id)
        zone = communities.get(ctx.tx, ctx.community).zone
        usual = store.next_at(pool, zone, ctx.now + AHEAD - timedelta(seconds=1))
        room = communities.room(ctx.tx, ctx.community, room_kind(id))
        at = views.Board(
            pool,
            store.every(ctx.tx, ctx.community),
            store.members_in(ctx.tx, id),
            zone,
            planned.at if planned else usual if pool.running else None,
            planned is not None,
            room.broken if room else None,
            rooms=ctx.platform != "slack",
            roles=ctx.platform in ("discord", "playground"),
        )
        do = views.Moves(
            switch=self.switch.bind(),
            running=self.turn.bind(id, not pool.running),
            when=self.ask_when.bind(id),
            hours=self.ask_hours.bind(id),
            language=self.language.bind(id, not pool.rules.same_language),
            guests=self.guests.bind(id, not pool.guests),
            approve=self.approval.bind(id, not pool.approve),
            top=self.put_first.bind(id),
            welcome=self.ask_welcome.bind(id),
            room=self.ask_room.bind(id),
            role=self.ask_role.bind(id),
            new=self.ask_new.bind(),
            rename=self.ask_name.bind(id),
            remove=self.ask_remove.bind(id),
        )
        return views.rules(at, do, note)

    # Pairs from before

    @command("buddies import", "For organisers: pairs from before Cairn.", staff=ORGANISERS)
    def bring(self, ctx: Context) -> Outcome:
        return Reply(views.import_page(self.ask_lines.bind()))

    @action(staff=ORGANISERS)
    def ask_lines(self, ctx: Context) -> Outcome:
        return self.keep_lines.open()

    @submit(staff=ORGANISERS)
    def keep_lines(self, ctx: Context, form: ImportForm) -> Outcome:
        """Sent twice, it adds nothing: a pair of a day is stored once. It counts as ended today, so that it stays as
        long as the pairs that were made here."""
        lines = past.read(form.lines, ctx.today)
        written = {who for line in lines if line.problem is None for who in (line.one, line.other)}
        good, bad = past.resolve(lines, store.meant(ctx.tx, ctx.community, written))
        pool = store.first(ctx.tx, ctx.community)
        new = [one for one in good if not store.imported(ctx.tx, ctx.community, one.members, one.line.at)]
        for one in new:
            at = one.line.at
            pairs.create(ctx.tx, pool.id, None, one.members, state=PairState.ENDED, started=at, ends=ctx.now)
        if new:
            posts.audit(ctx, posts.Act.BUDDY_IMPORTED)
        return Update(views.imported(len(new), len(good) - len(new), bad, self.ask_lines.bind()))

    def forget(self, tx: Tx, member: int) -> None:
        """Nothing here is about a member; imported pairs are forgotten with the others."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}
