"""Some days in a community whose people try everything: what the suites of this folder look at afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.runtime.all_cogs import load
from cogs.checkins.model import Question, QuestionKind
from tests.cogs.anonymous.steps import joined, switched
from tests.cogs.buddies.pairs import together
from tests.cogs.checkins.circle import sit_down
from tests.cogs.checkins.weekly import weekly
from tests.cogs.prompts.people import scheduled
from tests.safety.forging import Forge, press, rows
from tests.safety.walking import Planted, Walker
from tests.safety.watching import Watch, is_text
from tests.stage import Stage

OPEN = Question(4, QuestionKind.OPEN, own="What did you learn?")
FOUR = (Question(1, QuestionKind.WIN), Question(2, QuestionKind.HARD), Question(3, QuestionKind.ASK), OPEN)
NAMELESS = (*FOUR[:2], Question(3, QuestionKind.ANONYMOUS, own="How do you feel about interviews?"))


@dataclass
class Life:
    stage: Stage
    watch: Watch
    planted: Planted
    fern: Walker
    """Organises."""
    wren: Walker
    """Shares nothing: whatever wren typed is for wren alone."""
    robin: Walker
    ash: Walker

    @property
    def people(self) -> tuple[Walker, ...]:
        return self.fern, self.wren, self.robin, self.ash

    async def walk(self, *walkers: Walker) -> None:
        for walker in walkers or self.people:
            await walker.walk()


async def begun(stage: Stage, watch: Watch, *, most: int = 5, organised: bool = True) -> Life:
    """`organised`: fern tried everything before.

    With a schedule of prompts, a pair of buddies and a check-in whose first week is planned."""
    fern = await stage.organiser("fern")
    wren, robin, ash = [await stage.member(name) for name in ("wren", "robin", "ash")]
    for actor in (fern, wren, robin, ash):
        await joined(stage, actor, timedelta(days=30))
    await switched(stage, reviewed=True)
    planted = Planted()
    first = Walker(fern, watch, planted, (ash, robin), most=most)
    if organised:
        await first.walk()  # what is organised afterwards stays as it is for a while
    await scheduled(stage, fern)
    await together(stage, robin, ash)
    await together(stage, fern, wren, lasts=timedelta(days=13))
    circle = await weekly(stage, wren, robin, ash, organiser=fern)
    await circle.planned()
    await sit_down(stage, [robin, ash, wren], FOUR, name="Evening")
    await sit_down(stage, [fern, wren, robin, ash, await stage.member("sable")], NAMELESS)
    return Life(
        stage,
        watch,
        planted,
        first,
        Walker(wren, watch, planted, (robin, ash), shares=False, most=most),
        Walker(robin, watch, planted, (ash, wren), most=most),
        Walker(ash, watch, planted, (robin, wren), most=most),
    )


async def weeks(life: Life, look: Callable[[], Awaitable[None]]) -> None:
    """Everybody tries everything, on a Monday, while check-ins are open, and when their week is over; at the end also
    what ends things. `look` is asked in between."""
    stage = life.stage
    await life.walk(life.wren, life.robin, life.ash)
    await look()
    await stage.step(days=3, hours=9)
    await life.walk(life.wren, life.robin, life.ash)
    await look()
    await stage.step(days=4)
    await life.walk(life.fern, life.robin, life.ash)
    await look()
    await stage.step(days=1)
    for walker in life.people:
        walker.ends = True
    await life.walk(life.robin, life.ash, life.fern)
    await stage.step(days=1)
    await look()


async def send_the_rest(life: Life) -> None:
    """Forms that no walk came to, with ids of what is there: whoever never sees a form can still send it."""
    forge = Forge(life.watch, await life.stage.db.read(rows), life.planted, most=3)
    for name, handler in load().handlers.items():
        fields = (
            [f"{name}.{field}" for field, asked in handler.form.fields.items() if is_text(asked)]
            if handler.form
            else []
        )
        if not [field for field in fields if field not in life.watch.typed]:
            continue
        walker = life.fern if handler.traits.staff else life.robin
        for what in forge.made_up(handler):
            words = life.planted.sentence(walker.actor.name, fields[0])
            await press(life.stage, walker.actor, handler, what, life.stage.community, words)
    await life.stage.settle()
