"""From what people write to what a week leaves, in the circle's own thread."""

from __future__ import annotations

from datetime import timedelta

from tests.cogs.checkins.answering import HONEST, answered, card, head, plan, said, seeded, thread
from tests.stage import Actor, Seen, Stage

WEEK = timedelta(days=7)


async def digest(stage: Stage, actor: Actor) -> Seen:
    (found,) = [seen for seen in await thread(stage, actor) if "How the week went" in seen.text]
    return found


async def newest_head(stage: Stage, actor: Actor) -> Seen:
    return [seen for seen in await thread(stage, actor) if "The week of" in seen.text][-1]


async def test_a_week_leaves_one_digest_in_the_thread_with_asks_to_help_with(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, elm = circle.people
    await answered(stage, wren, first="A call came back.", second="The wait.", third="Somebody to read my letter")
    await answered(stage, ash, first="I wrote two letters.")
    await stage.step(days=3)
    found = await digest(stage, elm)
    for words in ("@wren: A call came back.", "@ash: I wrote two letters.", "@wren: The wait.", "@wren: Somebody to"):
        assert words in found.text
    assert "elm" not in found.text
    if stage.has_replies:
        assert found.under == (await head(stage, elm)).id
    await ash.press(found, "I can help")
    await stage.step(minutes=10)
    assert any("offered to help" in dm.text for dm in await stage.dms(wren))
    assert "Somebody offered to help" in (await digest(stage, elm)).text


async def test_an_offer_before_the_week_closes_is_told_and_marked_on_the_answer(stage: Stage) -> None:
    wren, ash, elm = (await seeded(stage, "wren", "ash", "elm")).people
    await answered(stage, wren, third="Somebody to read my letter")
    (post,) = await said(stage, elm)
    assert "they will write to you" in (await ash.press(post, "I can help")).text
    await stage.step(minutes=10)
    assert any("offered to help" in dm.text for dm in await stage.dms(wren))
    (post,) = await said(stage, elm)
    assert "Somebody offered to help" in post.text
    assert "ash" not in post.text
    seen = await ash.press(await ash.command("forget-me"), "Erase my data")
    await ash.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))
    (post,) = await said(stage, elm)
    assert "Somebody offered to help" not in post.text


async def test_late_words_join_the_digest_and_taken_back_ones_leave_it(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, _ = circle.people
    await stage.step(days=3)
    assert "quiet week" in (await digest(stage, ash)).text
    await answered(stage, wren, first="Late, and here.")
    assert "@wren: Late, and here." in (await digest(stage, ash)).text
    mine = await card(stage, wren)
    await wren.press(await wren.press(mine, "Take it back"), "Take it back")
    assert "quiet week" in (await digest(stage, ash)).text


async def test_an_ask_nobody_took_stands_in_the_head_of_the_next_week(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, ash, elm = circle.people
    await answered(stage, wren, third="Somebody to read my letter")
    day = stage.now.date()
    await stage.step(days=3)
    await stage.step(days=3)
    await plan(stage, circle, day + WEEK)
    await stage.step(days=1, hours=1)
    top = await newest_head(stage, elm)
    assert "Somebody to read my letter" in top.text
    assert "I can help" in top.buttons
    await ash.press(top, "I can help")
    top = await newest_head(stage, elm)
    assert "Somebody offered to help" in top.text


async def test_an_erased_members_ask_leaves_the_head_of_an_older_week_too(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm")
    wren, _, elm = circle.people
    await answered(stage, wren, third="Somebody to read my letter")
    day = stage.now.date()
    for weeks in (1, 2):
        await stage.step(days=6)
        await plan(stage, circle, day + weeks * WEEK)
        await stage.step(days=1, hours=1)
    if not stage.closes_rooms:  # elsewhere nobody sees the older thread any more
        assert any("Somebody to read my letter" in seen.text for seen in await thread(stage, elm))
    seen = await wren.press(await wren.command("forget-me"), "Erase my data")
    await wren.press(seen, next(label for label in seen.buttons if label.startswith(("Erase", "Yes"))))
    assert not any("Somebody to read my letter" in seen.text for seen in await thread(stage, elm))


async def test_the_card_of_a_check_in_leads_to_the_anonymous_question(stage: Stage) -> None:
    circle = await seeded(stage, "wren", "ash", "elm", "ivy", "fern", questions=HONEST)
    for n, actor in enumerate(circle.people):
        seen = await actor.press(await card(stage, actor), "Say it without your name")
        await actor.submit(await actor.press(seen, "Write"), words=f"What is said {n}")
    await stage.step(days=4)
    (post,) = [seen for seen in await stage.posts("support") if "Said without a name" in seen.text]
    for n, actor in enumerate(circle.people):
        assert f"“What is said {n}”" in post.text
        assert actor.name not in post.text
