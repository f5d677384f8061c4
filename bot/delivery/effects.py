"""`Effects` as rows: each method writes into the handler's own transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.context import Context, Kind, Lane, MessageId, RoomId, Unknown
from bot.delivery import lookups, messages, notices, rooms, tasks
from bot.delivery.results import scoped
from bot.scheduling import jobs
from bot.ui.card import Call, Card
from bot.ui.event import Event


class OutboxEffects:
    def later(self, ctx: Context, when: datetime, call: Call, key: str, skip_after: int | None) -> None:
        jobs.put(
            ctx.tx,
            scoped(ctx.community, key),
            call,
            when,
            community=ctx.community or None,
            member=ctx.member or None,
            skip_after=skip_after,
        )

    def cancel(self, ctx: Context, key: str) -> None:
        """A job, or a notice that waits."""
        jobs.cancel(ctx.tx, scoped(ctx.community, key))
        notices.cancel(ctx.tx, scoped(ctx.community, key))

    def show(
        self,
        ctx: Context,
        key: str,
        room: RoomId,
        card: Card,
        lane: Lane,
        then: Call | None,
        on_unknown: Unknown,
        expires: datetime | None,
        under: str,
    ) -> MessageId:
        return messages.show(
            ctx.tx,
            key,
            card,
            platform=ctx.platform,
            community=ctx.community,
            room=room,
            member=ctx.member or None,
            lane=lane,
            then=then,
            on_unknown=on_unknown,
            expires=expires,
            now=ctx.now,
            under=under,
        )

    def announce(self, ctx: Context, key: str, event: Event, then: Call | None) -> None:
        messages.show(
            ctx.tx,
            key,
            event,
            platform=ctx.platform,
            community=ctx.community,
            room=None,
            member=ctx.member or None,
            lane=Lane.ROOM,
            then=then,
            on_unknown=Unknown.DROP,
            expires=event.starts,
            now=ctx.now,
        )

    def withdraw(self, ctx: Context, key: str) -> None:
        messages.withdraw(ctx.tx, ctx.community, key, ctx.now)

    def open_room(self, ctx: Context, key: str, members: Sequence[int], title: str, then: Call, under: str) -> RoomId:
        return rooms.want(ctx.tx, ctx.community, key, members, title, then, ctx.now, under=under)

    def close_room(self, ctx: Context, key: str) -> None:
        rooms.archive(ctx.tx, ctx.community, key, ctx.now)

    def notify(
        self, ctx: Context, member: int, kind: Kind, render: Call, due: datetime, expires: datetime, key: str
    ) -> None:
        """Nothing, if the member was erased or is of another community."""
        row = ctx.tx.one(
            "SELECT account_id, community_id FROM member WHERE id = :member"
            " AND (community_id = :community OR :community = 0)",
            {"member": member, "community": ctx.community},
        )
        if row is None:
            return
        account, community = row
        notices.put(
            ctx.tx,
            scoped(community, key) if key else "",
            render,
            kind=kind,
            community=community,
            member=member,
            account=account,
            due=max(due, ctx.now),  # overdue is now, not before a cool-off that is over
            expires=expires,
        )

    def look_up(self, ctx: Context, members: Sequence[int], then: Call) -> None:
        lookups.ask(
            ctx.tx,
            members,
            then,
            platform=ctx.platform,
            community=ctx.community,
            member=ctx.member or None,
            now=ctx.now,
        )

    def look_at(self, ctx: Context, key: str, then: Call) -> None:
        lookups.ask_about(
            ctx.tx,
            key,
            then,
            platform=ctx.platform,
            community=ctx.community,
            member=ctx.member or None,
            now=ctx.now,
        )

    def start(self, ctx: Context, task: Call, key: str) -> None:
        tasks.put(
            ctx.tx,
            scoped(ctx.community, key),
            task,
            ctx.now,
            platform=ctx.platform,
            community=ctx.community or None,
            member=ctx.member or None,
        )
