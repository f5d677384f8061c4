from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.cog import Cog, Option, action, command, pick, submit
from bot.context import Context, Json
from bot.people import accounts, communities, members, zones
from bot.people.zones import Candidate
from bot.storage.database import Tx
from bot.ui.card import Call, Card, CardError, Content
from bot.ui.outcome import Invalid, Outcome, Reply, Update
from cogs.buddies.model import Pool, Profile
from cogs.buddies.pairs import notes
from cogs.buddies.pools import store as pools
from cogs.buddies.profile import stand, store, views
from cogs.buddies.profile.forms import (
    AboutForm,
    CadenceForm,
    FieldForm,
    LanguageForm,
    Line,
    MediumForm,
    PartsForm,
    StageForm,
    WhereForm,
)
from cogs.buddies.profile.planning import plan
from cogs.posts import api as posts


class Editing(Cog, name="profile"):
    """Joining, and the card of lines. `joining` on a button tells it from a change by somebody who left meanwhile:
    nobody is in without having asked for it."""

    @command("buddy join", "Get a buddy: somebody who looks for work too, one to one.", profile=True)
    def join(
        self,
        ctx: Context,
        city: Annotated[str, Option("A city, or the time on your clock", complete=zones.suggest)] = "",
    ) -> Outcome:
        if refused := self._refused(ctx):
            return Reply(refused)
        if city.strip():
            one = zones.named(city)
            if one is not None:
                return Reply(self._use(ctx, one.zone, joining=True))
            found = zones.find(city, ctx.now)
            if found:
                return Reply(self._candidates(ctx, found, joining=True))
            return Reply(views.zone_unknown(city, ask=self._ask(city)))
        if accounts.get(ctx.tx, ctx.account).zone is None:
            return self.find_zone.open({"place": _offered(ctx)}, True)
        return Reply(self._in(ctx))

    @action(profile=True)
    def show(self, ctx: Context) -> Outcome:
        return Update(self._card(ctx))

    # The zone

    @action(profile=True)
    def ask_zone(self, ctx: Context, joining: bool, typed: str = "") -> Outcome:
        known = accounts.get(ctx.tx, ctx.account).zone
        return self.find_zone.open({"place": typed or (_said(known) if known else _offered(ctx))}, joining)

    @submit
    def find_zone(self, ctx: Context, form: WhereForm, joining: bool) -> Outcome:
        one = zones.named(form.place)
        if one is not None:
            return Update(self._use(ctx, one.zone, joining))
        found = zones.find(form.place, ctx.now)
        if not found:
            return Invalid({"place": views.unknown_place(form.place)})
        return Update(self._candidates(ctx, found, joining))

    @pick
    def pick_zone(self, ctx: Context, value: str, joining: bool) -> Outcome:
        if value not in zones.known():
            return Update(views.zone_unknown(value, ask=self.ask_zone.bind(joining)))
        return Update(self._use(ctx, value, joining))

    def _use(self, ctx: Context, zone: str, joining: bool) -> Card:
        before = accounts.get(ctx.tx, ctx.account).zone
        accounts.set_zone(ctx.tx, ctx.account, zone)
        ctx = replace(ctx, zone=ZoneInfo(zone))
        profile = store.get(ctx.tx, ctx.member)
        if profile is None and joining:
            return self._refused(ctx) or self._in(ctx)
        return self._card(ctx, () if before == zone else views.changed(Line.ZONE))

    def _candidates(self, ctx: Context, found: list[Candidate], joining: bool) -> Card:
        return views.candidates(found, ctx.now, pick=self.pick_zone.bind(joining), ask=self.ask_zone.bind(joining))

    def _ask(self, typed: str) -> Call:
        """As much of what was typed as fits the button; the card itself shows all of it."""
        for length in range(min(len(typed), 60), 0, -1):
            try:
                return self.ask_zone.bind(True, typed[:length])
            except CardError:
                continue
        return self.ask_zone.bind(True)

    # Joining

    def _refused(self, ctx: Context) -> Card | None:
        until = members.get(ctx.tx, ctx.member).stopped_until
        if until is None or until <= ctx.now or store.get(ctx.tx, ctx.member) is not None:
            return None
        return views.stopped(until)

    def _in(self, ctx: Context) -> Card:
        """Pressed twice, or long after: the profile that is there."""
        if store.get(ctx.tx, ctx.member) is not None:
            return self._card(ctx)
        open_to = self._open_pools(ctx)
        pool = open_to[0] if open_to else pools.first(ctx.tx, ctx.community)
        language = views.language(communities.get(ctx.tx, ctx.community).locale)
        store.join(ctx.tx, ctx.member, pool.id, language, ctx.now)
        plan(ctx, pool.id)
        return self._card(ctx, views.joined(stand.next_round(ctx, pool) if pool.running else None, ctx.now))

    def _open_pools(self, ctx: Context) -> list[Pool]:
        """The first one is where people are unless they choose another."""
        pools.first(ctx.tx, ctx.community)
        return [
            pool
            for pool in pools.of_community(ctx.tx, ctx.community)
            if not pool.platform_role or pool.platform_role in ctx.role_ids
        ]

    # The lines

    @pick(profile=True)
    def line(self, ctx: Context, value: str) -> Outcome:
        profile = store.get(ctx.tx, ctx.member)
        if profile is None or value not in set(Line):
            return Update(self._card(ctx))
        match Line(value):
            case Line.ZONE:
                return self.ask_zone(ctx, False)
            case Line.PARTS:
                return self.keep_parts.open(PartsForm(parts=profile.parts))
            case Line.FIELD:
                return self.keep_field.open(FieldForm(field=profile.field))
            case Line.STAGE:
                return self.keep_stage.open(StageForm(stage=profile.stage))
            case Line.LANGUAGE:
                return self.keep_language.open(LanguageForm(language=profile.language))
            case Line.CADENCE:
                return self.keep_cadence.open(CadenceForm(cadence=profile.cadence))
            case Line.MEDIUM:
                return self.keep_medium.open(MediumForm(medium=profile.medium))
            case Line.ABOUT:
                return self.keep_about.open(AboutForm(about=profile.about))
            case Line.POOL:
                return Update(views.choose_pool(self._open_pools(ctx), profile.pool, self.pick_pool.bind()))

    @submit
    def keep_parts(self, ctx: Context, form: PartsForm) -> Outcome:
        return self._keep(ctx, Line.PARTS, lambda p: replace(p, parts=form.parts))

    @submit
    def keep_field(self, ctx: Context, form: FieldForm) -> Outcome:
        return self._keep(ctx, Line.FIELD, lambda p: replace(p, field=form.field))

    @submit
    def keep_stage(self, ctx: Context, form: StageForm) -> Outcome:
        return self._keep(ctx, Line.STAGE, lambda p: replace(p, stage=form.stage))

    @submit
    def keep_language(self, ctx: Context, form: LanguageForm) -> Outcome:
        return self._keep(ctx, Line.LANGUAGE, lambda p: replace(p, language=form.language))

    @submit
    def keep_cadence(self, ctx: Context, form: CadenceForm) -> Outcome:
        return self._keep(ctx, Line.CADENCE, lambda p: replace(p, cadence=form.cadence))

    @submit
    def keep_medium(self, ctx: Context, form: MediumForm) -> Outcome:
        return self._keep(ctx, Line.MEDIUM, lambda p: replace(p, medium=form.medium))

    @submit
    def keep_about(self, ctx: Context, form: AboutForm) -> Outcome:
        if why := posts.link_hindrance(ctx, form.about):
            return Invalid({"about": why})
        return self._keep(ctx, Line.ABOUT, lambda p: replace(p, about=form.about))

    @pick
    def pick_pool(self, ctx: Context, value: str) -> Outcome:
        chosen = next((pool for pool in self._open_pools(ctx) if str(pool.id) == value), None)
        if chosen is None:
            return Update(self._card(ctx, views.gone(Line.POOL)))
        plan(ctx, chosen.id)
        return self._keep(ctx, Line.POOL, lambda p: replace(p, pool=chosen.id))

    def _keep(self, ctx: Context, line: Line, change: Callable[[Profile], Profile]) -> Outcome:
        profile = store.get(ctx.tx, ctx.member)
        if profile is not None:
            store.heard(ctx.tx, ctx.member)
            store.keep(ctx.tx, change(profile))
        return Update(self._card(ctx, views.changed(line)))

    def _card(self, ctx: Context, lead: tuple[Content, ...] = ()) -> Card:
        profile = store.get(ctx.tx, ctx.member)
        pool = pools.get(ctx.tx, ctx.community, profile.pool) if profile else None
        if profile is None or pool is None:
            return views.no_profile(notes=notes.any_of(ctx.tx, ctx.member))
        return views.profile_card(
            profile,
            ctx.zone,
            ctx.now,
            pool,
            pools=len({pool.id, *(each.id for each in self._open_pools(ctx))}),
            change=self.line.bind(),
            lead=lead,
            dms=stand.unreached(ctx),
        )

    def forget(self, tx: Tx, member: int) -> None:
        """The profile goes with what `Buddy` keeps."""

    def export(self, tx: Tx, member: int) -> Json:
        return {}


def _said(zone: str) -> str:
    """A zone as a person would type it, if that leads back to it."""
    place = zones.place_of(zone)
    one = zones.named(place)
    return place if one is not None and one.zone == zone else zone


def _offered(ctx: Context) -> str:
    """What the platform's profile says, to be confirmed by sending the form."""
    told = zones.named(ctx.profile_zone)
    return _said(told.zone) if told else ""
