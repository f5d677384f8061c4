from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.adapter import AccountRef, ButtonPressed, CommandCalled, OptionChosen, Who
from bot.delivery.effects import OutboxEffects
from bot.runtime.all_cogs import AllCogs, load
from bot.runtime.dispatch import Dispatch
from bot.scheduling.clock import SteppedClock
from bot.storage.database import StorageError, Tx
from bot.ui.card import Select
from bot.ui.outcome import Reply, Update
from bot.ui.wire import encode_call
from tests.stage import reading
from tests.stage.stage import START

T = TypeVar("T")


class Gone:
    """A database that can't be reached."""

    async def run(self, fn: Callable[[Tx], T]) -> T:
        raise StorageError("away")

    async def read(self, fn: Callable[[Tx], T]) -> T:
        raise StorageError("away")

    async def close(self) -> None: ...


def core() -> Dispatch:
    registry = load()
    clock = SteppedClock(START)
    return Dispatch(Gone(), registry, OutboxEffects(), AllCogs(registry), clock, {}, lambda: None)


WHO = Who(AccountRef("memory", "", "wren"))


async def test_help_lines_open_while_the_database_is_away() -> None:
    dispatch = core()
    asked = await dispatch.dispatch(CommandCalled(WHO, "harbour", "e1", name="help-now"))
    assert isinstance(asked.outcome, Reply)
    [first, *_] = [block for block in asked.outcome.card.body if isinstance(block, Select)]
    call = encode_call(first.call, 0)
    chosen = await dispatch.dispatch(OptionChosen(WHO, "harbour", "e2", call=call, value=first.options[0].value))
    assert isinstance(chosen.outcome, Update)
    assert first.options[0].label in chosen.outcome.card.title
    assert "Find A Helpline" in reading.read(chosen.outcome.card, chosen.scene)


async def test_everything_else_says_so_and_gives_the_words_back() -> None:
    answer = await core().dispatch(CommandCalled(WHO, "harbour", "e1", name="win", text="I called her"))
    assert isinstance(answer.outcome, Reply)
    text = reading.read(answer.outcome.card, answer.scene)
    assert "can't save right now" in text
    assert "I called her" in text


async def test_a_forged_or_outdated_button_is_refused_without_asking_the_database() -> None:
    for call in ("", "c1", "c0|1|wins.cheer|i1", "c1|1|wins.cheer|sx", "c1|1|wins.cheer", "c1|1|no.such|i1", "c1|x|y"):
        answer = await core().dispatch(ButtonPressed(WHO, "harbour", "e1", call=call))
        assert isinstance(answer.outcome, Reply)
        assert "out of date" in answer.outcome.card.title
