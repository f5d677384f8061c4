"""One incoming event: dedupe, account, consent, call, outcome, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

import structlog

from bot.adapter import (
    Adapter,
    Answer,
    CommunityLeft,
    HomeOpened,
    Incoming,
    Scene,
)
from bot.cog import Registry
from bot.context import AllCogs, Context, Effects
from bot.people import accounts, communities, consent, members
from bot.runtime import answers, form_rooms, mentioned, text_args
from bot.runtime.away import Away
from bot.runtime.interrupted import Interrupted
from bot.runtime.plan import Plan, Refused
from bot.runtime.plan import plan as make_plan
from bot.scheduling.clock import Clock, seconds
from bot.storage.database import Database, Row, StorageError, Tx, Value
from bot.ui.form import Place
from bot.ui.outcome import Done, Invalid, OpenForm, Outcome, Reply, Update

log = structlog.get_logger()

_UTC = ZoneInfo("UTC")
_FOUND = (
    "SELECT c.id, c.zone, c.locale, a.id, a.zone, a.locale, a.name, a.consent_version, m.id, m.gone_at, c.left_at"
    " FROM community c"
    " LEFT JOIN account a ON a.platform = :platform AND a.tenant = :tenant AND a.external = :external"
    " LEFT JOIN member m ON m.account_id = a.id AND m.community_id = c.id WHERE"
)
_FOUND_TEAM = f"{_FOUND} c.platform = :platform AND c.external = :team"


class Dispatch:
    """The `Core` that adapters talk to."""

    def __init__(
        self,
        db: Database,
        registry: Registry,
        effects: Effects,
        cogs: AllCogs,
        clock: Clock,
        adapters: Mapping[str, Adapter],
        nudge: Callable[[], None],
    ) -> None:
        self.registry = registry
        self._db = db
        self._effects = effects
        self._cogs = cogs
        self._clock = clock
        self._adapters = adapters
        self._nudge = nudge
        self._interrupted = Interrupted()

    async def dispatch(self, event: Incoming) -> Answer:
        reference = ""
        try:
            return await self._handle(event)
        except Refused as refused:
            return self._for_anybody(event) or Answer(refused.outcome, Scene(0))
        except StorageError as error:
            log.warning("storage", problem=str(error))
            return self._for_anybody(event) or Answer(Reply(answers.busy(answers.typed_in(event))), Scene(0))
        except Exception as error:  # whatever it is, the person gets an answer and their words back
            reference = secrets.token_hex(3)
            log.exception("handler failed", reference=reference, kind=type(error).__name__, exc_info=_bare(error))
            return Answer(Reply(answers.fault(reference, answers.typed_in(event))), Scene(0))

    async def left(self, event: CommunityLeft) -> None:
        def leave(tx: Tx) -> None:
            community = communities.find(tx, event.platform, event.community)
            if community is not None:
                communities.leave(tx, community, self._clock.now())

        await self._db.run(leave)

    async def known(self, key: str) -> str | None:
        row = await self._db.read(lambda tx: tx.one("SELECT value FROM known WHERE key = :key", {"key": key}))
        return row[0] if row else None

    async def remember(self, key: str, value: str) -> None:
        await self._db.run(
            lambda tx: tx.run(
                "INSERT INTO known (key, value) VALUES (:key, :value)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                {"key": key, "value": value},
            )
        )

    async def _handle(self, event: Incoming) -> Answer:
        plan = make_plan(self.registry, event, self._clock.now())
        if plan.handler.name == consent.AGREE:
            return await self._agree(event, plan)
        places: tuple[Place, ...] = ()
        if plan.handler.traits.inspect:
            places = await self._inspect(event, form_rooms.named_in(plan))
            plan = form_rooms.looked_at(plan, places)
        answer = await self._db.run(partial(self._in_transaction, event, plan, places))
        self._nudge()
        return answer

    def _for_anybody(self, event: Incoming) -> Answer | None:
        """Help lines open even without a database, and to somebody who is not in the community that a button names."""
        try:
            wanted = make_plan(self.registry, event, self._clock.now())
        except Refused:
            return None
        if not wanted.handler.traits.always:
            return None
        platform, locale = event.who.account.platform, event.who.locale or "en"
        ctx = Context(Away(), self._effects, self._cogs, 0, 0, 0, locale, _UTC, self._clock.now(), platform)
        return Answer(wanted.handler.func(ctx, *wanted.args, **wanted.named), Scene(wanted.community or 0))

    async def _inspect(self, event: Incoming, named: list[str]) -> tuple[Place, ...]:
        platform = event.who.account.platform

        def remotes(tx: Tx) -> list[str]:
            community = communities.find(tx, platform, event.community)
            return [] if community is None else [r.remote for r in communities.rooms(tx, community) if r.remote]

        rooms = list(dict.fromkeys((*await self._db.read(remotes), *named)))
        return tuple(await self._adapters[platform].inspect(event.community, rooms)) if rooms else ()

    # Inside the transaction.

    def _in_transaction(self, event: Incoming, plan: Plan, places: tuple[Place, ...], tx: Tx) -> Answer:
        now = self._clock.now()
        traits = plan.handler.traits
        recorded = not isinstance(event, HomeOpened) and not traits.unrecorded
        if recorded and not self._first_time(tx, event, now):
            return Answer(Done(), Scene(0), again=True)
        ctx, scene = self._context(tx, event, plan, places, now, even_outdated=traits.open)
        if not ctx.account and not traits.open:
            return self._ask_consent(event, ctx, scene)
        if traits.staff and not traits.staff & ctx.roles:
            if not event.community:
                return Answer(Reply(answers.staff_elsewhere()), scene)
            return Answer(Reply(answers.staff_only(traits.staff)), scene)
        named = {n: v.on(ctx.today) if isinstance(v, text_args.DaysAgo) else v for n, v in plan.named.items()}
        outcome: Outcome = plan.handler.func(ctx, *plan.args, **named)
        return Answer(outcome, mentioned.with_people(tx, scene, outcome))

    def _first_time(self, tx: Tx, event: Incoming, now: datetime) -> bool:
        return bool(
            tx.run(
                "INSERT INTO inbox (platform, event_id, at) VALUES (:platform, :event_id, :at) ON CONFLICT DO NOTHING",
                {"platform": event.who.account.platform, "event_id": event.event_id, "at": seconds(now)},
            )
        )

    def _found(self, tx: Tx, event: Incoming, plan: Plan) -> Row:
        """The community with the account and the member in it, if there are such; one query.

        In a guild it is the guild; in a DM the button names it, and only a community the person is in counts.
        """
        ref = event.who.account
        of: dict[str, Value] = {"platform": ref.platform, "tenant": ref.tenant, "external": ref.external}
        if not event.community and plan.community is None:
            raise Refused(Reply(answers.nowhere()))
        if not event.community:
            row = tx.one(f"{_FOUND} c.id = :id AND c.platform = :platform", {**of, "id": plan.community})
        else:
            of["team"] = event.community
            row = tx.one(_FOUND_TEAM, of)
            if row is None:  # seen for the first time
                communities.ensure(tx, ref.platform, event.community)
                row = tx.one(_FOUND_TEAM, of)
        if row is None or (plan.community is not None and plan.community != row[0]):
            raise Refused(Reply(answers.elsewhere()))
        return row

    def _context(
        self,
        tx: Tx,
        event: Incoming,
        plan: Plan,
        places: tuple[Place, ...],
        now: datetime,
        *,
        even_outdated: bool = False,
    ) -> tuple[Context, Scene]:
        """`even_outdated`: whoever agreed to an older version counts too, so that they can read and erase their data
        without agreeing to the new one."""
        who, ref = event.who, event.who.account
        found = self._found(tx, event, plan)
        community, zone, locale, account, own_zone, own_locale, name, version, member, gone_at, left_at = found
        if left_at is not None:  # invited back
            communities.returned(tx, community)
        agreed = version == consent.VERSION or (even_outdated and member is not None)
        if account is None or not agreed:
            account = member = 0
        else:
            locale, zone = own_locale, own_zone or zone
            if member is None and not event.community:
                raise Refused(Reply(answers.elsewhere()))
            if member is None:
                member = members.join(tx, account, community, now)
            elif gone_at is not None and not plan.handler.traits.unrecorded:
                tx.run("UPDATE member SET gone_at = NULL WHERE id = :id", {"id": member})
            renamed = who.name and who.name != name and version == consent.VERSION
            if renamed and not plan.handler.traits.unrecorded:
                tx.run("UPDATE account SET name = :name WHERE id = :id", {"name": who.name, "id": account})
        place = ZoneInfo(zone)
        ctx = Context(
            tx,
            self._effects,
            self._cogs,
            community,
            member,
            account,
            locale,
            place,
            now,
            ref.platform,
            who.zone,
            who.organiser,
            who.role_ids,
            bool(event.community) and (who.timed_out_until is None or who.timed_out_until <= now),
            places,
        )
        return ctx, Scene(community, zone=place, locale=locale)

    # Consent.

    def _ask_consent(self, event: Incoming, ctx: Context, scene: Scene) -> Answer:
        token = self._interrupted.keep(event, ctx.now)
        ask = self.registry.handlers[consent.ASK]
        ref = event.who.account
        known = accounts.find(ctx.tx, ref.platform, ref.tenant, ref.external) is not None
        ask_for_dms = not known and self._adapters[ref.platform].asks_before_dm
        return Answer(ask.func(ctx, token, answers.typed_in(event), ask_for_dms), scene)

    async def _agree(self, event: Incoming, plan: Plan) -> Answer:
        """Makes the account, then does what was interrupted. The card with the button becomes the answer."""
        now = self._clock.now()

        def agree(tx: Tx) -> Answer:
            self._first_time(tx, event, now)
            before, scene = self._context(tx, event, plan, (), now)
            if before.account:
                return Answer(Reply(answers.agreed_before()), scene)
            ref, name, locale = event.who.account, event.who.name, event.who.locale or "en"
            account = accounts.agree(
                tx,
                ref.platform,
                ref.tenant,
                ref.external,
                version=consent.VERSION,
                name=name,
                locale=locale,
                now=now,
                by_dm=not self._adapters[ref.platform].asks_before_dm,
            )
            members.join(tx, account, before.community, now)
            ctx, scene = self._context(tx, event, plan, (), now)
            return Answer(plan.handler.func(ctx, *plan.args), scene)

        welcome = await self._db.run(agree)
        self._nudge()
        wanted = self._interrupted.take(str(plan.args[0]), event.who.account.external, now)
        if wanted is None:
            return welcome
        # The interrupted event's id is in the inbox already; under a name of its own it runs once more, and once only.
        again = replace(wanted, who=event.who, event_id=f"{wanted.event_id}+agreed")
        answer = await self.dispatch(again)
        match answer.outcome:
            case Reply(card):
                return replace(answer, outcome=Update(card))
            case Done():
                return replace(answer, outcome=welcome.outcome, again=False)
            case Update() | OpenForm() | Invalid():
                return answer
            case _:
                assert_never(answer.outcome)


def _bare(error: BaseException) -> BaseException:
    """The error without its message: an exception may quote what somebody typed, and logs hold no content."""
    bare = RuntimeError(type(error).__name__)
    bare.__traceback__ = error.__traceback__
    return bare
