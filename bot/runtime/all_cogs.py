"""What only the whole set of cogs can answer: sections of Home, held notices, export, erasure."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from datetime import datetime

from bot.cog import Cog, Entry, Registry
from bot.context import Context, HomeSection, Json
from bot.delivery import messages
from bot.safety import personal_data
from bot.storage.database import Tx
from bot.ui.card import Call, Card


def load() -> Registry:
    """Every package under `cogs/`; adding a feature is adding a folder. A feature with many handlers is several cogs:
    its `setup` returns them all."""
    package = importlib.import_module("cogs")
    modules = sorted(info.name for info in pkgutil.iter_modules(package.__path__) if info.ispkg)
    cogs: list[Cog] = []
    for name in modules:
        made: Cog | tuple[Cog, ...] = importlib.import_module(f"cogs.{name}").setup()
        cogs += made if isinstance(made, tuple) else (made,)
    return Registry(tuple(cogs))


class AllCogs:
    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def sections(self, ctx: Context) -> tuple[HomeSection, ...]:
        drawn = (handler.func(ctx) for handler in self._registry.sections)
        return tuple(section for section in drawn if section is not None)

    def draw(self, ctx: Context, call: Call) -> Card | None:
        """None also when the handler is gone: a notice of an older version has nothing left to say."""
        handler = self._registry.handlers.get(call.name)
        if handler is None or handler.entry is not Entry.NOTICE:
            return None
        return handler.func(ctx, *call.args)

    def export(self, tx: Tx, member: int) -> Json:
        mine: dict[str, Json] = {"cairn": personal_data.export_core(tx, member)}
        mine.update({cog.name: cog.export(tx, member) for cog in self._registry.cogs})
        return mine

    def forget(self, ctx: Context, members: Sequence[int]) -> None:
        erase(ctx.tx, self._registry, members, ctx.now)

    def companies(self, tx: Tx, member: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for cog in self._registry.cogs for name in cog.companies(tx, member)))

    def kept(self) -> tuple[personal_data.Kept, ...]:
        return personal_data.kept_of(self._registry.cogs)


def erase(tx: Tx, registry: Registry, erased: Sequence[int], now: datetime) -> None:
    """Everything of these members, posts on the platform included; an account left without a member goes too."""
    for member in erased:
        for cog in registry.cogs:
            cog.forget(tx, member)
        messages.erase(tx, member, now)
        account = personal_data.forget_core(tx, member)
        if account is not None:
            messages.erase_account(tx, account)
