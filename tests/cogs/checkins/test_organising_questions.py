"""What a check-in asks, as organisers set it."""

from __future__ import annotations

import pytest

from bot.storage.database import Tx
from cogs.checkins.model import Checkin, Question, QuestionKind
from cogs.checkins.organising import store
from tests.cogs.checkins.made import invitations, made
from tests.stage import Actor, Seen, Stage

WIN, HARD, ASK = "What went well, even a little?", "What was hard?", "One thing you could use help with"


async def questions(stage: Stage, fern: Actor, template: str = "back") -> Seen:
    return await fern.press(await made(stage, fern, template=template), "Questions")


async def asked(stage: Stage) -> Checkin:
    (found,) = await stage.db.read(lambda tx: store.of_community(tx, stage.community))
    return found


async def texts(stage: Stage) -> list[str]:
    return [question.text for question in (await asked(stage)).questions]


async def test_a_question_in_ones_own_words_is_added_and_stands_in_the_invitation(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await questions(stage, fern), "Add a question")
    await fern.submit(form, kind="open", words="Who made  you smile?")
    seen = await fern.submit(form, kind="open", words="Who made  you smile?")
    assert "Who made you smile?" in seen.text
    assert await texts(stage) == [WIN, HARD, ASK, "Who made you smile?"]
    assert "Add a question" not in seen.buttons
    (invitation,) = await invitations(stage)
    assert "4. Who made you smile?" in invitation.text


async def test_four_are_the_most(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    form = await fern.press(await questions(stage, fern), "Add a question")
    before = await ivy.press(await _opened(ivy), "Questions")
    await fern.submit(form, kind="open", words="One more?")
    full = await fern.submit(form, kind="open", words="And one more?")
    assert "that is the most" in " ".join((*full.errors.values(), full.text))
    assert "that is the most" in (await ivy.press(before, "Add a question")).text
    assert len(await texts(stage)) == 4


async def test_plan_ask_and_the_anonymous_one_are_asked_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await questions(stage, fern, "honest"), "Add a question")
    for kind in ("plan", "ask", "anonymous"):
        wrong = await fern.submit(form, kind=kind, words="Again, in other words?")
        assert "asked once already" in wrong.errors["kind"]
    assert len(await texts(stage)) == 3


async def test_links_are_refused_and_the_words_stay(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    form = await fern.press(await questions(stage, fern), "Add a question")
    wrong = await fern.submit(form, kind="open", words="Did you see https://example.com/x?")
    assert "holds a link" in wrong.errors["words"]
    assert len(await texts(stage)) == 3


async def test_moved_up_and_down_a_double_press_moves_once(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    one = await fern.choose(await questions(stage, fern), f"2. {HARD}")
    moved = await fern.press(one, "Move up")
    assert "Move up" not in moved.buttons
    await fern.press(one, "Move up")  # as it looked before
    assert await texts(stage) == [HARD, WIN, ASK]
    await fern.press(moved, "Move down")
    assert await texts(stage) == [WIN, HARD, ASK]


async def test_one_question_to_the_circle_stays(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    listed = await questions(stage, fern, "honest")
    first = await fern.choose(listed, listed.options[0])
    for _ in range(2):
        listed = await fern.press(first, "Remove")
    one = await fern.choose(listed, listed.options[0])
    assert "stays" in (await fern.press(one, "Remove")).text
    kinds = [question.kind for question in (await asked(stage)).questions]
    assert kinds == [QuestionKind.ASK, QuestionKind.ANONYMOUS]


async def test_the_last_one_to_the_circle_does_not_become_an_anonymous_one(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    listed = await questions(stage, fern, "light")
    await fern.press(await fern.choose(listed, listed.options[0]), "Remove")
    form = await fern.press(await fern.choose(listed, listed.options[1]), "Change")
    wrong = await fern.submit(form, kind="anonymous", words="")
    assert "stays" in wrong.errors["kind"]


async def test_changed_words_are_another_question_and_earlier_answers_keep_theirs(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    one = await fern.choose(await questions(stage, fern), f"2. {HARD}")
    form = await fern.press(one, "Change")
    assert form.prefill["kind"] == "hard"
    await fern.submit(form, kind="hard", words="What took strength?")
    seen = await fern.submit(form, kind="hard", words="What took strength?")
    assert "2. " in seen.text
    checkin = await asked(stage)
    assert [question.text for question in checkin.questions] == [WIN, "What took strength?", ASK]
    assert checkin.question(2) == Question(2, QuestionKind.HARD)
    assert checkin.question(4) == Question(4, QuestionKind.HARD, "What took strength?")
    # Back in its old words it is the old question.
    one = await fern.choose(seen, "2. What took strength?")
    await fern.submit(await fern.press(one, "Change"), kind="hard", words="")
    assert [question.n for question in (await asked(stage)).questions] == [1, 2, 3]


async def test_two_organisers_at_once_change_what_they_see_or_nothing(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    listed = await questions(stage, fern)
    seen = await ivy.choose(await ivy.press(await _opened(ivy), "Questions"), f"2. {HARD}")
    form = await ivy.press(seen, "Change")
    await fern.press(await fern.choose(listed, f"2. {HARD}"), "Remove")
    for label in ("Change", "Move up", "Move down", "Remove"):
        assert "changed or removed since" in (await ivy.press(seen, label)).text
    assert "changed or removed since" in (await ivy.choose(listed, f"2. {HARD}")).text
    late = await ivy.submit(form, kind="hard", words="What took strength?")
    assert "copy them" in late.errors["words"]
    assert await texts(stage) == [WIN, ASK]


async def _opened(ivy: Actor) -> Seen:
    listed = await ivy.command("checkin manage")
    return await ivy.choose(listed, listed.options[0])


async def test_a_ready_set_is_used_at_once_and_asks_before_own_words_go(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    listed = await questions(stage, fern)
    light = next(label for label in listed.options if label.startswith("Short: plan"))
    seen = await fern.choose(listed, light)
    assert len(await texts(stage)) == 2
    seen = await fern.submit(await fern.press(seen, "Add a question"), kind="open", words="Who made you smile?")
    whole = next(label for label in listed.options if label.startswith("The whole week"))
    ask = await fern.choose(seen, whole)
    assert "Who made you smile?" in ask.text
    await fern.press(ask, "Keep mine")
    assert len(await texts(stage)) == 3
    for _ in range(2):
        await fern.press(ask, "Use the ready set")
    assert [question.kind.value for question in (await asked(stage)).questions] == ["win", "plan", "hard", "ask"]


@pytest.mark.parametrize("stage", [("memory", "sqlite")], indirect=True, ids=str)
async def test_numbers_are_never_used_twice_and_old_words_go_in_the_end(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await questions(stage, fern, "light")
    for n in range(60):

        def change(tx: Tx, n: int = n) -> None:
            (found,) = store.of_community(tx, stage.community)
            store.ask(tx, found, (found.questions[0], Question(0, QuestionKind.OPEN, f"Words {n}?")))

        await stage.db.run(change)
    checkin = await asked(stage)
    assert [question.n for question in checkin.questions] == [1, 62]
    assert len(checkin.past) == 39
    assert checkin.question(61) == Question(61, QuestionKind.OPEN, "Words 58?")
    assert checkin.question(3) is None
