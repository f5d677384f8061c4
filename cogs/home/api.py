"""What other cogs may use."""

from datetime import timedelta

from bot.context import Context, Kind
from bot.people import accounts
from bot.ui.card import Button, Call

OPEN = Call("home.open")
TEST_MESSAGE = Call("home.test_message")

_TEST_GOOD_FOR = timedelta(hours=24)


def button() -> Button:
    return Button("Home", OPEN)


def wish_messages(ctx: Context) -> None:
    """The person wishes for direct messages, and a test message tries them; wished twice, one message comes. In a
    rest it comes at the end, and what else falls due then comes after it."""
    accounts.wish_dms(ctx.tx, ctx.account)
    rest = accounts.get(ctx.tx, ctx.account).rest_until
    due = ctx.now if rest is None else max(ctx.now, rest)
    ctx.notify(ctx.member, Kind.TEST, TEST_MESSAGE, due=due, expires=due + _TEST_GOOD_FOR, key=test_key(ctx))


def test_key(ctx: Context) -> str:
    return f"home:test:{ctx.account}"
