"""A form that asks only some of its fields, in words of the moment, is so on every platform."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.cog import Cog, action, command, submit
from bot.context import Context, Json
from bot.storage.database import Tx
from bot.ui import form as forms
from bot.ui import limits
from bot.ui.card import Actions, Button, Card, CardError, Text
from bot.ui.outcome import Asked, Invalid, OpenForm, Outcome, Reply
from tests.cogs.conftest import RUNS, opened
from tests.stage import Stage

HARD = "In what was this week harder than you thought? (Nobody outside of your circle reads it.)"


class Week(forms.Form, title="Your week"):
    win: str = forms.long("What went well?", max=400, default="")
    hard: str = forms.long("What was hard?", hint="Only if you like.", max=400, default="")
    ask: str = forms.short("An ask", max=100, default="nothing")
    quiet: bool = forms.tick("Quietly", default=True)


class Must(forms.Form, title="Both"):
    first: str = forms.short("First")
    second: str = forms.short("Second", default="")


class Asking(Cog, name="asking"):
    @command("ask some", "Asks two of four.")
    def some(self, ctx: Context) -> Outcome:
        return self._some(Week(win="", hard="", ask="not asked", quiet=False))

    @command("ask all", "Asks everything.")
    def all(self, ctx: Context) -> Outcome:
        return self.save.open()

    @action
    def press(self, ctx: Context) -> Outcome:
        return self._some(Week(win="A walk", hard=""))

    def _some(self, prefill: Week) -> OpenForm:
        return self.save.open(prefill).asking({"hard": Asked("This week", HARD), "win": Asked("And good?")})

    @submit
    def save(self, ctx: Context, form: Week) -> Outcome:
        if form.hard == "no":
            return Invalid({"hard": "A few more words, please."})
        said = f"hard {form.hard!r} win {form.win!r} ask {form.ask!r} quiet {form.quiet}"
        return Reply(Card("Kept", (Text(said), Actions((Button("Again", self.press.bind()),)))))

    @submit
    def both(self, ctx: Context, form: Must) -> Outcome:
        return Reply(Card("Kept"))

    def forget(self, tx: Tx, member: int) -> None:
        pass

    def export(self, tx: Tx, member: int) -> Json:
        return None


@pytest.fixture(params=RUNS)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    async with opened(request, Asking()) as stage:
        yield stage


async def test_only_what_is_asked_is_shown_with_its_words_and_in_its_order(stage: Stage) -> None:
    form = await (await stage.member("wren")).command("ask some")
    assert form.form == ("hard", "win")
    assert form.labels == ("This week", "And good?")
    assert form.hints == (HARD, "")
    assert form.prefill == {} or set(form.prefill) <= {"hard", "win"}


async def test_fields_that_are_not_asked_arrive_with_their_defaults(stage: Stage) -> None:
    wren = await stage.member("wren")
    kept = await wren.submit(await wren.command("ask some"), hard="Monday", win="A walk")
    assert "hard 'Monday' win 'A walk' ask 'nothing' quiet True" in kept.text
    again = await wren.press(kept, "Again")
    assert again.form == ("hard", "win")
    assert again.prefill["win"] == "A walk"


async def test_what_could_not_be_taken_comes_back_with_the_same_fields_and_words(stage: Stage) -> None:
    wren = await stage.member("wren")
    wrong = await wren.submit(await wren.command("ask some"), hard="no", win="A walk")
    assert wrong.errors == {"hard": "A few more words, please."}
    assert wrong.form == ("hard", "win")
    assert wrong.labels == ("This week", "And good?")
    assert wrong.hints == (HARD, "")
    assert wrong.prefill["win"] == "A walk"
    assert "hard 'Monday' win 'A walk'" in (await wren.submit(wrong, hard="Monday")).text


async def test_without_words_of_the_moment_everything_is_asked_as_declared(stage: Stage) -> None:
    form = await (await stage.member("wren")).command("ask all")
    assert form.form == ("win", "hard", "ask", "quiet")
    assert form.labels == ("What went well?", "What was hard?", "An ask", "Quietly")
    assert form.hints == ("", "Only if you like.", "", "")


def test_a_long_hint_is_cut_where_one_sees_it_and_a_long_label_is_refused() -> None:
    hint = Asked("Fine", "x" * 400).hint
    assert len(hint) == limits.FIELD_HINT
    assert hint.endswith("x…")
    with pytest.raises(CardError, match="label"):
        Asked("x" * (limits.FIELD_LABEL + 1))


def test_what_must_be_filled_in_is_always_asked_and_what_is_not_there_never() -> None:
    opened = Asking().both.open()
    assert list(opened.asking({"first": Asked("One")}).fields) == ["first"]
    with pytest.raises(CardError, match="without 'first'"):
        opened.asking({"second": Asked("Two")})
    with pytest.raises(CardError, match="no field 'third'"):
        opened.asking({"first": Asked("One"), "third": Asked("Three")})
