from __future__ import annotations

from datetime import timedelta

from bot.cog import Cog, action, command, job, notice, pick, submit
from bot.context import Context, Json, Lane
from bot.people import communities, members, roles, zones
from bot.people.roles import ORGANISERS, Role
from bot.storage.database import Tx
from bot.ui.card import Call, Card
from bot.ui.form import Place
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.checkins import api as checkins
from cogs.posts import api as posts
from cogs.prompts import api as prompts
from cogs.setup import care, people, rooms, views
from cogs.setup.model import PersonForm, Purpose, QuietForm, RoleForm, RoomForm, StaffRoomForm, ZoneForm

_TEST_STAYS = timedelta(hours=1)


class SetupCog(Cog, name="setup"):
    """Each step saves itself, so that set-up can be left and taken up at any point. All of it is for organisers."""

    @command("setup", "For organisers: rooms, clock and rules of Cairn.", staff=ORGANISERS, profile=True, inspect=True)
    def show(self, ctx: Context) -> Outcome:
        return Reply(self._board(ctx))

    @action(staff=ORGANISERS, profile=True, inspect=True)
    def back(self, ctx: Context) -> Outcome:
        return Update(self._board(ctx))

    @action(staff=ORGANISERS, profile=True, inspect=True)
    def again(self, ctx: Context) -> Outcome:
        """Looks at the rooms as they are now: what works goes on, what misses something waits."""
        mended = wrong = 0
        places = {place.external: place for place in ctx.places}
        ended = rooms.ended(ctx)
        for room in communities.rooms(ctx.tx, ctx.community):
            place = places.get(room.remote)
            if place is None or room.kind in ended:
                continue
            lacking = place.missing + place.rooms_missing if rooms.for_pairs(room.kind) else place.missing
            if lacking:
                wrong += 1
                communities.break_room(ctx.tx, ctx.community, room.id, ", ".join(lacking))
            else:
                mended += communities.mend_room(ctx.tx, ctx.community, room.id)
        return Update(self._board(ctx, views.checked(mended, wrong)))

    # Rooms.

    @action(staff=ORGANISERS, profile=True)
    def choose(self, ctx: Context, purpose: str) -> Outcome:
        room = communities.room(ctx.tx, ctx.community, purpose)
        now = {"room": room.remote if room else None}
        return self.keep_staff_room.open(now) if purpose == Purpose.STAFF else self.keep_room.open(now, purpose)

    @submit(staff=ORGANISERS, profile=True, inspect=True)
    def keep_room(self, ctx: Context, form: RoomForm, purpose: str) -> Outcome:
        """A room in which something is missing is kept too: what is posted there waits until it is granted."""
        if form.room is None or purpose not in set(Purpose):
            return Invalid({"room": "Please choose a room."})
        return self._use_room(ctx, purpose, form.room)

    @submit(staff=ORGANISERS, profile=True, inspect=True)
    def keep_staff_room(self, ctx: Context, form: StaffRoomForm) -> Outcome:
        if form.room is not None:
            return self._use_room(ctx, Purpose.STAFF, form.room)
        communities.drop_room(ctx.tx, ctx.community, Purpose.STAFF)
        self._set_up(ctx, Purpose.STAFF.label.lower())
        return Update(self._board(ctx, "Saved."))

    def _use_room(self, ctx: Context, purpose: str, room: Place) -> Outcome:
        communities.choose_room(ctx.tx, ctx.community, purpose, room.external, ", ".join(room.missing))
        self._set_up(ctx, Purpose(purpose).label.lower())
        return Update(self._board(ctx, "Saved.", room))

    # Clock and rules.

    @action(staff=ORGANISERS, profile=True)
    def zone(self, ctx: Context) -> Outcome:
        return self.keep_zone.open()

    @submit(staff=ORGANISERS, profile=True, inspect=True)
    def keep_zone(self, ctx: Context, form: ZoneForm) -> Outcome:
        one = zones.named(form.place)
        if one is not None:
            return self._use_zone(ctx, one.zone)
        found = zones.find(form.place, ctx.now)
        if not found:
            return Invalid({"place": views.unknown_place(form.place)})
        return Update(views.candidates(found, ctx.now, self.pick_zone.bind(), self.zone.bind()))

    @pick(staff=ORGANISERS, profile=True, inspect=True)
    def pick_zone(self, ctx: Context, value: str) -> Outcome:
        return self._use_zone(ctx, value)

    def _use_zone(self, ctx: Context, zone: str) -> Outcome:
        if zone not in zones.known():
            return Update(self._board(ctx))
        communities.set_zone(ctx.tx, ctx.community, zone)
        prompts.community_clock_changed(ctx)
        checkins.community_clock_changed(ctx)
        self._set_up(ctx, "time zone")
        return Update(self._board(ctx, "Saved."))

    @action(staff=ORGANISERS, profile=True)
    def quiet(self, ctx: Context) -> Outcome:
        community = communities.get(ctx.tx, ctx.community)
        return self.keep_quiet.open(QuietForm(start=community.quiet_from, end=community.quiet_to))

    @submit(staff=ORGANISERS, profile=True, inspect=True)
    def keep_quiet(self, ctx: Context, form: QuietForm) -> Outcome:
        if form.start is None or form.end is None:
            return Invalid({"end" if form.end is None else "start": "Please choose an hour."})
        communities.set_quiet_hours(ctx.tx, ctx.community, form.start, form.end)
        self._set_up(ctx, "quiet hours")
        return Update(self._board(ctx, "Saved."))

    @action(staff=ORGANISERS, profile=True, inspect=True)
    def links(self, ctx: Context, allowed: bool) -> Outcome:
        """The button carries what it leads to, so that a double press changes nothing more."""
        communities.set_links_allowed(ctx.tx, ctx.community, allowed)
        self._set_up(ctx, "links in posts")
        return Update(self._board(ctx, "Saved."))

    # People: a role of the platform where there are such, else a list kept here. Buttons from before there were more
    # roles than one name none: they mean moderators.

    @action(staff=ORGANISERS, profile=True)
    def moderators(self, ctx: Context) -> Outcome:
        return self._people(ctx, Role.MODERATOR)

    @action(staff=ORGANISERS, profile=True)
    def people(self, ctx: Context, role: str) -> Outcome:
        given = people.known_role(role)
        return Update(self._care(ctx)) if given is None else self._people(ctx, given)

    @submit(staff=ORGANISERS, profile=True, inspect=True)
    def keep_role(self, ctx: Context, form: RoleForm, role: str = Role.MODERATOR.value) -> Outcome:
        given = people.known_role(role)
        if given is not None:
            people.use_platform_role(ctx, given, form.role)
            self._set_up(ctx, f"who is {given.value}")
        return Update(self._board(ctx, "Saved.") if given is Role.MODERATOR else self._care(ctx, "Saved."))

    @action(staff=ORGANISERS, profile=True)
    def ask_person(self, ctx: Context, role: str = Role.MODERATOR.value) -> Outcome:
        return self.add_person.open(None, role)

    @submit(staff=ORGANISERS, profile=True)
    def add_person(self, ctx: Context, form: PersonForm, role: str = Role.MODERATOR.value) -> Outcome:
        given = people.known_role(role)
        if given is None:
            return Update(self._care(ctx))
        member = members.by_external(ctx.tx, ctx.community, form.person) if form.person else None
        if member is None:
            return Invalid({"person": views.NOT_HERE_YET})
        roles.give(ctx.tx, member, given)
        self._given(ctx, posts.Act.ROLE_GIVEN, member, given)
        return Update(self._listed(ctx, given, "Saved."))

    @pick(staff=ORGANISERS, profile=True)
    def remove_person(self, ctx: Context, value: str, role: str = Role.MODERATOR.value) -> Outcome:
        given = people.known_role(role)
        if given is None:
            return Update(self._care(ctx))
        here = {str(member): member for member in roles.holders(ctx.tx, ctx.community, given)}
        if value not in here:
            return Update(self._listed(ctx, given, views.NOT_OF_HERE))
        roles.take(ctx.tx, here[value], given)
        self._given(ctx, posts.Act.ROLE_TAKEN, here[value], given)
        return Update(self._listed(ctx, given, "Saved."))

    def _given(self, ctx: Context, act: posts.Act, member: int, role: Role) -> None:
        communities.set_up(ctx.tx, ctx.community, ctx.member, ctx.now)
        posts.audit(ctx, act, member=member, key=role.value)

    def _people(self, ctx: Context, role: Role) -> Outcome:
        if ctx.platform == "discord":
            return self.keep_role.open({"role": next(iter(people.platform_roles(ctx, role)), None)}, role.value)
        return Update(self._listed(ctx, role))

    def _listed(self, ctx: Context, role: Role, note: str = "") -> Card:
        return views.people(
            role,
            people.listed(ctx, role),
            add=self.ask_person.bind(role.value),
            remove=self.remove_person.bind(role.value),
            back=self.back.bind() if role is Role.MODERATOR else self.care.bind(),
            note=note,
        )

    # The second page. What is set there belongs to the features themselves.

    @action(staff=ORGANISERS, profile=True)
    def care(self, ctx: Context) -> Outcome:
        return Update(self._care(ctx))

    def _care(self, ctx: Context, note: str = "") -> Card:
        return care.page(
            ctx,
            listeners=self.people.bind(Role.LISTENER.value),
            facilitators=self.people.bind(Role.FACILITATOR.value),
            back=self.back.bind(),
            note=note,
        )

    # A test, and a room that is lost.

    @action(staff=ORGANISERS, profile=True, inspect=True)
    def test(self, ctx: Context) -> Outcome:
        """Pressed twice, the post stays one: the key is the room's."""
        places = {place.external: place for place in ctx.places}
        sent: list[str] = []
        for purpose, room in rooms.by_purpose(ctx).items():
            place = places.get(room.remote, Place(room.remote))
            if place.missing or room.broken:
                continue
            key = f"setup:test:{purpose}"
            ctx.show(key, room.id, views.test_post(purpose), lane=Lane.ROOM, expires=ctx.now + _TEST_STAYS)
            ctx.later(ctx.now + _TEST_STAYS, self.remove_later.bind(purpose.value), key=key)
            sent.append(views.name_of(place))
        if not sent:
            return Update(views.nowhere_to_test(self.back.bind()))
        return Update(views.test_sent(sent, self.remove_test.bind(), self.back.bind()))

    @action(staff=ORGANISERS, profile=True, inspect=True)
    def remove_test(self, ctx: Context) -> Outcome:
        for purpose in Purpose:
            ctx.withdraw(f"setup:test:{purpose}")
            ctx.cancel(f"setup:test:{purpose}")
        return Update(self._board(ctx, "The test post is removed."))

    @job
    def remove_later(self, ctx: Context, purpose: str) -> None:
        ctx.withdraw(f"setup:test:{purpose}")

    @notice
    def room_lost(self, ctx: Context, room: int) -> Card | None:
        """Nothing to say any more when it works again, or another room was chosen."""
        lost = communities.room_of(ctx.tx, ctx.community, room)
        if lost is None or not lost.broken:
            return None
        if lost.kind.startswith(prompts.ROOMS):
            return views.prompts_lost(lost.broken)
        if lost.kind.startswith(checkins.ROOMS):
            return views.checkins_lost(lost.broken, ctx.platform) if lost.kind not in rooms.ended(ctx) else None
        if lost.kind not in set(Purpose):
            return None
        return views.room_lost(lost.kind, lost.broken, ctx.platform, self.again.bind())

    def forget(self, tx: Tx, member: int) -> None:
        """What organisers chose belongs to the community; who chose it is forgotten by the core."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}

    def _set_up(self, ctx: Context, what: str) -> None:
        """`what`: what was changed, for the audit."""
        communities.set_up(ctx.tx, ctx.community, ctx.member, ctx.now)
        posts.audit(ctx, posts.Act.SETTINGS, key=what)

    def _board(self, ctx: Context, note: str = "", chosen: Place | None = None) -> Card:
        """`chosen` is a room of which more is known than when the rooms were looked at."""
        places = {place.external: place for place in (*ctx.places, *((chosen,) if chosen else ()))}
        community = communities.get(ctx.tx, ctx.community)
        under = rooms.under(ctx, places)
        circles = rooms.of_circles(ctx, places)
        moderators = people.who(ctx, Role.MODERATOR, "only organisers")
        at = views.Board(community, ctx.platform, rooms.by_purpose(ctx), places, under, circles, moderators, ctx.now)
        choose: dict[Purpose, Call] = {purpose: self.choose.bind(purpose.value) for purpose in Purpose}
        return views.board(
            at,
            views.Moves(
                rooms=choose,
                zone=self.zone.bind(),
                quiet=self.quiet.bind(),
                links=self.links.bind(not community.links_allowed),
                moderators=self.moderators.bind(),
                care=self.care.bind(),
                again=self.again.bind(),
                test=self.test.bind(),
            ),
            note,
        )
