from __future__ import annotations

from bot.cog import Cog
from bot.context import Json
from bot.people import members
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from cogs.anonymous import rights, store


class Anonymous(Cog, name="anonymous"):
    """No handler here leaves a trace of who pressed: no row, no time, no log line."""

    kept = (
        Kept(
            "What you wrote without your name, locked and with no name beside it",
            ("anonymous_post",),
            until="for 30 days, then it goes with its post, or without it if you asked for that",
        ),
        Kept("That somebody wrote without a name today, with nothing beside it", ("anonymous_use",), 2, "since"),
        Kept(
            "That moderators muted the author of a post, whoever that is",
            ("anonymous_mute",),
            1,
            "until",
            until="until it is over or lifted",
        ),
        Kept("Posts without a name that you pressed “I'm with you” or “Been there” on", ("anonymous_support",)),
    )

    def forget(self, tx: Tx, member: int) -> None:
        """What they wrote goes with a later batch: whoever sees both can't tell that it was theirs."""
        person = members.get(tx, member)
        for post in rights.all_mine(tx, person.community, person.account):
            store.leave(tx, post.id)
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        person = members.get(tx, member)
        return {
            "posts": [
                {
                    "day": post.on.isoformat(),
                    "text": post.said.words,
                    "answer": post.answer,
                    "where": post.state.name.lower(),
                }
                for post in rights.all_mine(tx, person.community, person.account)
            ],
            "you_were_with": [{"post": id, "how": kind} for id, kind in store.supported_by(tx, member)],
        }
