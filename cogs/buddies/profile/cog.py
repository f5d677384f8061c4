from __future__ import annotations

from bot.cog import Cog
from bot.context import Json
from bot.safety.personal_data import Kept
from bot.storage.database import Tx
from cogs.buddies.profile import store


class Buddy(Cog, name="buddy"):
    kept = (
        Kept("What you say about yourself as a buddy, and who you never want as one", ("buddy", "buddy_never")),
        Kept("Buddies you had, your plans with them and the notes they wrote you", ("buddy_in_pair", "buddy_note")),
        Kept("Rounds you took part in, with what was matched", ("buddy_place",)),
        Kept("The welcome that organisers wrote for pairs", ("buddy_pool",), until="until an organiser changes it"),
    )

    def forget(self, tx: Tx, member: int) -> None:
        store.forget(tx, member)

    def export(self, tx: Tx, member: int) -> Json:
        return {"buddy": store.export(tx, member), "pairs": store.export_pairs(tx, member)}
