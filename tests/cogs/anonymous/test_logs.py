"""What the program logs at its most talkative says neither what is written without a name nor who wrote."""

from __future__ import annotations

import io

from bot.runtime.health import report_of
from tests.cogs.anonymous.room import account_id, answered, appeared, in_the_room
from tests.cogs.anonymous.steps import listed, member_id, members_of, own, sent
from tests.cogs.posts.moderating import appointed, opened
from tests.safety.test_planted import written
from tests.stage import Stage

__all__ = ["written"]

WORDS = "The lighthouse keeps me awake."


async def test_no_log_holds_words_or_author_from_sending_to_the_end(stage: Stage, written: io.StringIO) -> None:
    rosa, tom = await members_of(stage, "rosa", "tom", reviewed=True)
    mara = await appointed(stage, "mara")
    written.truncate(0)
    await sent(rosa, WORDS)
    await mara.press(await opened(mara), "Accept")
    await appeared(stage)
    await answered(rosa, await in_the_room(stage, WORDS), f"{WORDS} Still.")
    await mara.submit(await mara.press(await opened(mara), "Decline"), reason="It names the lighthouse.")
    await tom.press(await in_the_room(stage, WORDS), "I'm with you")
    await listed(rosa)
    asked = await rosa.press(await own(rosa), "Withdraw")
    await rosa.press(asked, "Withdraw it")
    await stage.step(hours=2)
    said = written.getvalue() + str(await report_of(stage.app))
    for token in ("lighthouse", "rosa", rosa.id, str(await account_id(stage, rosa)), str(await member_id(stage, rosa))):
        assert token not in said


async def test_a_fault_while_somebody_sends_is_logged_without_them_and_their_words(
    stage: Stage, written: io.StringIO
) -> None:
    (rosa,) = await members_of(stage, "rosa")
    form = await rosa.press(await rosa.command("share-anonymously"), "Write")
    await stage.db.run(lambda tx: tx.run("DROP TABLE anonymous_use"))
    written.truncate(0)
    await rosa.submit(form, words=WORDS)
    said = written.getvalue()
    assert "failed" in said or "storage" in said
    for token in ("lighthouse", "rosa", rosa.id, str(await account_id(stage, rosa)), str(await member_id(stage, rosa))):
        assert token not in said
