"""The one place that decides what a member receives unasked, and when.

All due notices of one person become one message, if the rules allow it now:

- Who wants no direct messages, or can't get them, finds notices on Home; so does everybody of a community that removed
  the bot, if it is invited back.
- After somebody wished for direct messages, the test message goes first and alone. The rest that is due waits until it
  arrived; where it did not, or there is none, the rest is found on Home. The test message itself never is.
- What falls due in a cool-off is held back: it waits on Home and is never sent, so that the gentle message at the end
  is the only one. A safety notice is not held back.
- Quiet hours put notices off to their end.
- `notice` spends one of the day's messages (`account.daily`); `asked` and `safety` do not. Without one left it waits
  for the next day. What goes out anyway takes along what is due.

Two communities may share one inbox: what both have to say arrives as one message too, by the wishes of the account and,
where it has none, of each notice's own community. A safety notice travels alone: it must not carry others through a
cool-off.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.context import Kind, Lane, Unknown
from bot.delivery import notices
from bot.delivery.combined import combine, fitting, of_community
from bot.delivery.notices import Notice
from bot.people.accounts import ByDm
from bot.scheduling.clock import moment, seconds
from bot.scheduling.recurrence import next_day, outside_quiet
from bot.storage.database import Tx
from bot.storage.ids import new_id
from bot.ui.card import Call, Card
from bot.ui.wire import dump_card

_TEST_TAKES = timedelta(minutes=1)
"""After this long it is looked again whether a test message arrived."""

Render = Callable[[Tx, Call, int, int], Card | None]
"""Draws a notice: transaction, call, community, member. None when there is nothing left to say."""


@dataclass(frozen=True, slots=True)
class Rules:
    """An account's wishes, with its community's where it has none."""

    reachable: bool
    untried: bool
    """No direct message has arrived since they were wished for."""
    rest_until: datetime | None
    quiet_from: int
    quiet_to: int
    zone: ZoneInfo
    daily: int
    platform: str

    def resting(self, now: datetime) -> bool:
        return self.rest_until is not None and self.rest_until > now

    def awake(self, now: datetime) -> datetime:
        return outside_quiet(now, self.quiet_from, self.quiet_to, self.zone)


def rules_of(tx: Tx, account: int, community: int) -> Rules | None:
    """None if the account was erased."""
    row = tx.one(
        "SELECT a.by_dm, a.dm_closed, a.rest_until, COALESCE(a.quiet_from, c.quiet_from),"
        " COALESCE(a.quiet_to, c.quiet_to), COALESCE(a.zone, c.zone), a.daily, a.platform, c.left_at"
        " FROM account a, community c WHERE a.id = :account AND c.id = :community",
        {"account": account, "community": community},
    )
    if row is None:
        return None
    by_dm, dm_closed, rest_until, quiet_from, quiet_to, zone, daily, platform, left_at = row
    return Rules(
        bool(by_dm) and not dm_closed and left_at is None,
        by_dm == ByDm.UNTRIED,
        None if rest_until is None else moment(rest_until),
        quiet_from,
        quiet_to,
        ZoneInfo(zone),
        daily,
        platform,
    )


def accounts_due(tx: Tx, now: datetime, most: int) -> list[int]:
    """Whose notices are due, the longest waiting first."""
    rows = tx.all(
        "SELECT account_id FROM (SELECT account_id, due_at FROM notice WHERE state = 0 AND due_at <= :now"
        " ORDER BY due_at LIMIT :rows) AS waiting GROUP BY account_id ORDER BY min(due_at) LIMIT :most",
        {"now": seconds(now), "rows": most * 8, "most": most},
    )
    return [row[0] for row in rows]


def deliver(tx: Tx, account: int, now: datetime, render: Render) -> list[int]:
    """Settles everything that is due for one account; ids of the messages it became."""
    due: list[Notice] = []
    for notice in notices.due_of(tx, account, now):
        if notice.expires <= now:
            notices.drop(tx, notice.id)
        else:
            due.append(notice)
    of: dict[int, Rules] = {}
    for community in dict.fromkeys(notice.community for notice in due):
        rules = rules_of(tx, account, community)
        assert rules is not None, "an account takes its notices along"
        of[community] = rules
    allowed = _allowed(tx, account, due, of, now)
    safety = [notice for notice in allowed if notice.kind is Kind.SAFETY]
    others = [notice for notice in allowed if notice.kind is not Kind.SAFETY]
    made = [_message(tx, account, of, drawn, now) for drawn in _drawn(tx, safety, render)]
    for drawn in _drawn(tx, others, render):
        counted = [notice for notice, _ in drawn if notice.kind is Kind.NOTICE]
        if counted and not _spend_slot(tx, account, of[counted[0].community], now):
            for notice in counted:
                rules = of[notice.community]
                notices.put_off(tx, notice.id, rules.awake(next_day(now, rules.zone)))
            drawn = [pair for pair in drawn if pair[0].kind is not Kind.NOTICE]
        if drawn:
            made.append(_message(tx, account, of, drawn, now))
    return made


def _allowed(tx: Tx, account: int, due: Sequence[Notice], of: Mapping[int, Rules], now: datetime) -> list[Notice]:
    """What may be sent now; the rest is held back or put off."""
    allowed: list[Notice] = []
    tested = any(rules.untried for rules in of.values()) and notices.under_test(tx, account)
    for notice in due:
        rules = of[notice.community]
        when = rules.awake(now)
        after_test = rules.untried and notice.kind is not Kind.TEST
        if after_test:
            when = max(when, now + _TEST_TAKES)
        never_tried = after_test and (not tested or when >= notice.expires)
        unwanted = notice.kind is Kind.NOTICE and rules.daily <= 0
        if not rules.reachable or never_tried or unwanted or _missed_by_rest(notice, rules):
            (notices.drop if notice.kind is Kind.TEST else notices.hold)(tx, notice.id)
        elif when > now:
            notices.put_off(tx, notice.id, when)
        else:
            allowed.append(notice)
    return allowed


def _missed_by_rest(notice: Notice, rules: Rules) -> bool:
    """Whether it fell due in a cool-off. The gentle message is due at the very end, and found so after an outage."""
    return notice.kind is not Kind.SAFETY and rules.rest_until is not None and notice.due < rules.rest_until


def _drawn(tx: Tx, due: Sequence[Notice], render: Render) -> list[list[tuple[Notice, Card]]]:
    """In groups that fit one message each. What has nothing left to say is dropped."""
    drawn: list[tuple[Notice, Card]] = []
    for notice in due:
        card = render(tx, notice.call, notice.community, notice.member)
        if card is None:
            notices.drop(tx, notice.id)
        else:
            drawn.append((notice, card))
    groups: list[list[tuple[Notice, Card]]] = []
    while drawn:
        count = fitting([card for _, card in drawn])
        groups.append(drawn[:count])
        drawn = drawn[count:]
    return groups


def _spend_slot(tx: Tx, account: int, rules: Rules, now: datetime) -> bool:
    """Takes one of the day's messages; False if there is none left."""
    day = now.astimezone(rules.zone).toordinal()
    row = tx.one(
        "SELECT count(*) FROM courtesy_slot WHERE account_id = :account AND local_day = :day",
        {"account": account, "day": day},
    )
    assert row is not None
    if row[0] >= rules.daily:
        return False
    # Unique: two processes can't spend the same one.
    tx.run(
        "INSERT INTO courtesy_slot (account_id, local_day, n) VALUES (:account, :day, :n)",
        {"account": account, "day": day, "n": row[0]},
    )
    return True


def _message(tx: Tx, account: int, of: Mapping[int, Rules], drawn: Sequence[tuple[Notice, Card]], now: datetime) -> int:
    id = new_id()
    community = drawn[0][0].community
    several = any(notice.community != community for notice, _ in drawn)
    card = combine([of_community(card, notice.community) if several else card for notice, card in drawn])
    tx.run(
        "INSERT INTO message (id, key, platform, community_id, account_id, lane, card, on_unknown, visible_at,"
        " expires_at) VALUES (:id, :key, :platform, :community, :account, :lane, :card, :on_unknown, :now, :expires)",
        {
            "id": id,
            "key": f"notices:{id}",
            "platform": of[community].platform,
            "community": community,
            "account": account,
            "lane": int(Lane.NOTICE),
            "card": tx.seal("message", "card", id, dump_card(card)),
            "on_unknown": Unknown.DROP.value,
            "now": seconds(now),
            "expires": max(seconds(notice.expires) for notice, _ in drawn),
        },
    )
    for notice, _ in drawn:
        tx.run("UPDATE notice SET state = 1, message_id = :message WHERE id = :id", {"message": id, "id": notice.id})
    return id


def still_fine(tx: Tx, account: int, message: int, now: datetime) -> datetime | Literal[True, False]:
    """The rules once more, when the message is about to leave: True, False if it may not any more, or when it may."""
    carried = tx.all("SELECT kind, community_id FROM notice WHERE message_id = :message", {"message": message})
    if not carried:  # taken back or erased meanwhile
        return False
    when = now
    for community in {community for _, community in carried}:
        rules = rules_of(tx, account, community)
        if rules is None or not rules.reachable:
            return False
        if rules.untried and any(kind != Kind.TEST.value for kind, _ in carried):
            return False
        if rules.resting(now) and all(kind != Kind.SAFETY.value for kind, _ in carried):
            return False
        when = max(when, rules.awake(now))
    return True if when <= now else when
