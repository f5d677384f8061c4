from __future__ import annotations

from datetime import timedelta

from bot.storage.database import Tx
from cogs.buddies.model import PairState, RoundState
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import store
from cogs.buddies.profile import store as profiles
from cogs.buddies.rounds import store as rounds
from tests.cogs.buddies.people import joins, member_id, pair_of
from tests.stage import Actor, Seen, Stage

FIRST = timedelta(days=7, hours=1)
"""From the start of a test until the first weekly round has been matched."""


async def joined(stage: Stage, *names: str) -> list[Actor]:
    """Members who have joined."""
    actors = [await stage.member(name) for name in names]
    for actor in actors:
        await joins(actor)
    return actors


async def worked_out(fern: Actor) -> Seen:
    """The preview, when it is there."""
    return await fern.press(await fern.command("buddies preview"), "Show the pairs")


async def state(stage: Stage) -> RoundState | None:
    def read(tx: Tx) -> RoundState | None:
        planned = rounds.planned(tx, store.first(tx, stage.community).id)
        return planned.state if planned else None

    return await stage.db.run(read)


async def latest(stage: Stage, fern: Actor) -> Seen:
    """The card of the one round that was."""
    board = await fern.command("buddies history")
    (label,) = [option for option in board.options if "2026" in option]
    return await fern.choose(board, label)


# Nobody, and one


async def test_every_page_says_so_when_nobody_has_joined(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    assert "Nobody has joined yet" in (await fern.command("buddies preview")).text
    assert "Nobody has joined yet" in (await fern.command("buddies run")).text
    assert "No round has started yet" in (await fern.command("buddies history")).text


async def test_one_member_alone_is_no_round(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, "wren")
    assert "One person has joined" in (await fern.command("buddies preview")).text
    run = await fern.command("buddies run")
    assert "One person has joined" in run.text
    assert run.buttons == ()


async def test_members_are_refused_politely(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, _ = await joined(stage, "wren", "robin")
    for name in ("preview", "run", "history"):
        assert "for organisers" in (await wren.command(f"buddies {name}")).text
    for card in (await fern.command("buddies preview"), await worked_out(fern), await fern.command("buddies run")):
        for label in card.buttons:
            assert "for organisers" in (await wren.press(card, label)).text
    assert await state(stage) is None


# Preview


async def test_a_preview_shows_pairs_with_what_speaks_for_them(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, "wren", "robin", "ivy", "linnet")
    assert "working it out" in (await fern.command("buddies preview")).text
    card = await worked_out(fern)
    assert "2 pairs. Nobody is left over." in card.text
    for name in ("wren", "robin", "ivy", "linnet"):
        assert name in card.text
    assert "shared hours a week" in card.text
    assert "new to each other" in card.text
    assert "Approve" not in card.buttons


async def test_a_preview_matches_nobody(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, robin = await joined(stage, "wren", "robin")
    await worked_out(fern)
    await stage.step(hours=2)
    assert await pair_of(stage, wren) is None
    assert await pair_of(stage, robin) is None
    assert await stage.dms(wren) == []


async def test_a_preview_is_what_the_round_becomes(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    actors = await joined(stage, "wren", "robin", "ivy", "linnet", "hazel", "rowan", "alder", "birch")
    before = await worked_out(fern)
    await stage.step(seconds=FIRST.total_seconds())
    for actor in actors:
        pair = await pair_of(stage, actor)
        assert pair
        both = [other.name for other in actors if await member_id(stage, other) in pair.members]
        assert any(both[0] in line and both[1] in line for line in before.text.split("\n")), both


async def test_who_has_no_buddy_is_named_with_the_hard_rule_alone(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, robin, ivy = await joined(stage, "wren", "robin", "ivy")

    def apart(tx: Tx) -> None:
        """One speaks another language; the other two asked never to be a pair. Nobody can be matched."""
        profile = profiles.get(tx, ids[2])
        assert profile
        tx.run(
            "UPDATE buddy SET language = 'fr', about = :about WHERE member_id = :member",
            {
                "member": ids[2],
                "about": tx.seal("buddy", "about", ids[2], "I stammer."),
            },
        )
        profiles.add_never(tx, ids[0], ids[1], profiles.ASKED, stage.now)

    ids = [await member_id(stage, actor) for actor in (wren, robin, ivy)]
    await stage.db.run(apart)
    card = await worked_out(fern)
    assert "0 pairs. 3 people have no buddy" in card.text
    assert "ivy: no language in common" in card.text
    for name in ("wren", "robin"):
        assert f"{name}: the numbers did not work out" in card.text
    assert "stammer" not in card.text


async def test_people_who_met_before_are_shown_with_the_day(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, "wren", "robin")
    form = await fern.press(await fern.command("buddies import"), "Import past pairs")
    await fern.submit(form, lines="wren,robin,2026-01-05")
    card = await worked_out(fern)
    assert "met before, on" in card.text
    assert "new to each other" not in card.text


async def test_ten_pairs_are_on_a_page(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, *(f"member{n:02}" for n in range(23)))
    card = await worked_out(fern)
    assert "10 pairs and 1 trio. Nobody is left over." in card.text
    assert card.text.count("shared hours") == 10
    older = await fern.press(card, "Older")
    assert older.text.count("shared hours") == 1
    assert "Older" not in older.buttons
    assert (await fern.press(older, "Newer")).text == card.text


# On request


async def test_a_round_on_request_is_a_day_away_and_everybody_hears(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, robin = await joined(stage, "wren", "robin")
    ask = await fern.command("buddies run")
    planned = await fern.press(ask, "Plan this round")
    assert "The round is planned" in planned.text
    await stage.step(hours=1)
    assert len(await stage.dms(wren)) == 1
    await stage.step(hours=24)
    pair = await pair_of(stage, wren)
    assert pair
    assert pair == await pair_of(stage, robin)


async def test_two_organisers_who_press_plan_one_round(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    await joined(stage, "wren", "robin")
    ask, also = await fern.command("buddies run"), await ivy.command("buddies run")
    await fern.press(ask, "Plan this round")
    assert "The round is planned" in (await ivy.press(also, "Plan this round")).text
    assert "The round is planned" in (await fern.press(ask, "Plan this round")).text

    def count(tx: Tx) -> object:
        return tx.one("SELECT COUNT(*) FROM buddy_round WHERE state <> 0")

    assert await stage.db.run(count) == (1,)
    assert (await fern.command("mod audit")).text.count("planned a round of buddies") == 1


async def test_no_round_is_planned_while_rounds_are_off(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, "wren", "robin")
    ask = await fern.command("buddies run")
    await fern.press(await fern.command("buddies rules"), "Turn rounds off")
    assert "Rounds are off" in (await fern.press(ask, "Plan this round")).text
    assert await state(stage) is None


async def test_with_everybody_paused_it_says_that_there_is_nobody_to_match(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, _ = await joined(stage, "wren", "robin")
    member = await member_id(stage, wren)
    await stage.db.run(lambda tx: profiles.pause(tx, member, profiles.PAUSED_UNTIL_BACK))
    ask = await fern.command("buddies run")
    assert "Fewer than two people can take part" in (await fern.press(ask, "Plan this round")).text
    assert await state(stage) is None


# Approval


async def waits(stage: Stage, fern: Actor) -> list[Actor]:
    """A round that waits for an organiser."""
    await fern.press(await fern.command("buddies rules"), "Approve first")
    actors = await joined(stage, "wren", "robin")
    await stage.step(seconds=FIRST.total_seconds())
    assert await state(stage) is RoundState.PROPOSED
    return actors


async def test_a_round_that_waits_is_shown_and_approved_once(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    wren, _ = await waits(stage, fern)
    assert await pair_of(stage, wren) is None
    assert "look at: 1 pair." in (await fern.command("buddies run")).text
    card, also = await fern.command("buddies preview"), await ivy.command("buddies preview")
    assert "These pairs wait for you" in card.text
    assert "wren" in card.text
    assert "start now" in (await fern.press(card, "Approve")).text
    assert "approved before" in (await ivy.press(also, "Approve")).text
    assert (await fern.command("mod audit")).text.count("approved a round of buddies") == 1
    assert await pair_of(stage, wren)


async def test_members_can_approve_nothing(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, _ = await waits(stage, fern)
    card = await fern.command("buddies preview")
    assert "for organisers" in (await wren.press(card, "Approve")).text
    assert await state(stage) is RoundState.PROPOSED


async def test_a_pool_with_a_round_on_its_way_is_not_removed(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.submit(await fern.press(await fern.command("buddies rules"), "New pool"), name="Evenings")
    actors = await joined(stage, "wren", "robin")
    ids = [await member_id(stage, actor) for actor in actors]

    def move(tx: Tx) -> int:
        pool = next(one for one in store.of_community(tx, stage.community) if one.name)
        for member in ids:
            tx.run("UPDATE buddy SET pool_id = :pool WHERE member_id = :member", {"pool": pool.id, "member": member})
        return pool.id

    pool = await stage.db.run(move)
    run = await fern.choose(await fern.command("buddies run"), "Evenings")
    await fern.press(run, "Plan this round")
    sure = await fern.press(board, "Remove")
    assert "on its way" in (await fern.press(sure, "Remove the pool")).text
    await stage.step(hours=26)
    pair = await pair_of(stage, actors[0])
    assert pair
    assert "Rules for buddies" in (await fern.press(sure, "Remove the pool")).text

    def after(tx: Tx) -> None:
        first = store.first(tx, stage.community)
        assert store.of_community(tx, stage.community) == [first]
        assert {mine.pool for id in ids if (mine := profiles.get(tx, id))} == {first.id}
        kept = pairs.get(tx, stage.community, pair.id)
        assert kept
        assert (kept.pool, kept.state) == (first.id, pair.state)
        assert pair.pool == pool

    await stage.db.run(after)
    await stage.step(days=14)


# What was


async def test_history_shows_a_round_without_figures_of_few(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, "wren", "robin")
    await stage.step(seconds=FIRST.total_seconds())
    board = await fern.command("buddies history")
    assert "9 March 2026, 10:00" in board.text
    assert "Fewer than five people with a buddy" in board.text
    assert "fewer than five answers" in board.text
    card = await latest(stage, fern)
    assert "wren" in card.text
    assert "robin" in card.text


async def test_history_tells_numbers_in_steps_of_five_and_nothing_of_fewer(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    actors = await joined(stage, *(f"member{n:02}" for n in range(18)))
    ids = [await member_id(stage, actor) for actor in actors]

    def apart(tx: Tx) -> None:
        """Six who each speak a language of their own, so that they can't be matched."""
        for n, member in enumerate(ids[:6]):
            language = ("fr", "de", "es", "it", "pl", "pt")[n]
            tx.run("UPDATE buddy SET language = :to WHERE member_id = :member", {"to": language, "member": member})

    await stage.db.run(apart)
    await stage.step(seconds=FIRST.total_seconds())
    board = await fern.command("buddies history")
    assert "About 10 people with a buddy." in board.text
    assert "Without one: about 5 (no language in common with anybody)." in board.text
    await actors[0].press(await actors[0].press(await actors[0].command("forget-me"), "Erase my data"), "Yes, erase it")
    assert (await fern.command("buddies history")).text == board.text


async def test_a_round_replayed_gives_the_same_pairs(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, *(f"member{n}" for n in range(7)))
    await stage.step(seconds=FIRST.total_seconds())
    working = await fern.press(await latest(stage, fern), "Replay")
    assert "working it out again" in working.text
    assert "the same pairs came out" in (await fern.press(working, "Show the result")).text
    await fern.press(working, "Show the result")


async def test_a_replay_says_when_somebody_is_not_stored_any_more(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    actors = await joined(stage, *(f"member{n}" for n in range(6)))
    await stage.step(seconds=FIRST.total_seconds())
    sure = await actors[0].press(await actors[0].command("forget-me"), "Erase my data")
    await actors[0].press(sure, "Yes, erase it")
    working = await fern.press(await latest(stage, fern), "Replay")
    assert "can’t be compared" in (await fern.press(working, "Show the result")).text


async def test_an_organiser_ends_a_pair_once_and_it_is_written_down(stage: Stage) -> None:
    fern, ivy = await stage.organiser("fern"), await stage.organiser("ivy")
    wren, robin = await joined(stage, "wren", "robin")
    await stage.step(seconds=FIRST.total_seconds())
    card = await latest(stage, fern)
    label = next(option for option in card.options if "wren" in option)
    sure = await fern.choose(card, label)
    assert "End this pair?" in sure.text
    pair = await pair_of(stage, wren)
    assert pair
    assert "Round of" in (await fern.press(sure, "Keep it")).text
    assert "hear of it now" in (await fern.press(sure, "End this pair")).text
    assert "Nothing changed" in (await ivy.press(sure, "End this pair")).text
    assert "It was over before" in (await ivy.choose(card, label)).text
    assert await pair_of(stage, wren) is None
    await stage.step(hours=30)
    told = [[dm.text for dm in await stage.dms(who)] for who in (wren, robin)]
    assert told[0][-1] == told[1][-1]
    assert "fern" not in told[0][-1]
    audit = (await fern.command("mod audit")).text
    assert audit.count("ended a buddy pair of") == 2

    def over(tx: Tx) -> PairState:
        found = pairs.get(tx, stage.community, pair.id)
        assert found
        return found.state

    assert await stage.db.run(over) is PairState.ENDED


async def test_members_end_no_pair_of_others(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    wren, _ = await joined(stage, "wren", "robin")
    await stage.step(seconds=FIRST.total_seconds())
    card = await latest(stage, fern)
    label = next(option for option in card.options if "wren" in option)
    sure = await fern.choose(card, label)
    for answer in (
        await wren.choose(card, label),
        await wren.press(sure, "End this pair"),
        await wren.press(card, "Replay"),
        await wren.press(card, "All rounds"),
    ):
        assert "for organisers" in answer.text
    assert await pair_of(stage, wren)


async def test_rounds_and_pairs_of_another_community_are_out_of_reach(stage: Stage) -> None:
    wren, _ = await joined(stage, "wren", "robin")
    await stage.step(seconds=FIRST.total_seconds())
    pair = await pair_of(stage, wren)
    assert pair
    round = pair.round
    assert round

    def reach(tx: Tx) -> None:
        assert rounds.get(tx, stage.community + 1, round) is None
        assert pairs.get(tx, stage.community + 1, pair.id) is None

    await stage.db.run(reach)


async def test_while_a_round_is_put_together_every_page_says_so(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, "wren", "robin")
    ask = await fern.command("buddies run")

    def begin(tx: Tx) -> int:
        pool = store.first(tx, stage.community)
        return rounds.add(tx, pool.id, stage.now, pool.seed, RoundState.MATCHING).id

    round = await stage.db.run(begin)
    for card in (
        await fern.command("buddies preview"),
        await fern.command("buddies run"),
        await fern.press(ask, "Plan this round"),
    ):
        assert "put together right now" in card.text
    assert await stage.db.run(lambda tx: rounds.planned(tx, store.first(tx, stage.community).id)) == await stage.db.run(
        lambda tx: rounds.get(tx, stage.community, round)
    )


async def test_old_pages_of_a_pool_that_was_removed_lead_to_the_rules(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    board = await fern.submit(await fern.press(await fern.command("buddies rules"), "New pool"), name="Evenings")
    wren, robin = await joined(stage, "wren", "robin")
    ids = [await member_id(stage, wren), await member_id(stage, robin)]

    def move(tx: Tx) -> None:
        pool = next(one for one in store.of_community(tx, stage.community) if one.name)
        for member in ids:
            tx.run("UPDATE buddy SET pool_id = :pool WHERE member_id = :member", {"pool": pool.id, "member": member})

    await stage.db.run(move)
    run = await fern.choose(await fern.command("buddies run"), "Evenings")
    working = await fern.choose(await fern.command("buddies preview"), "Evenings")
    assert "working it out" in working.text
    await fern.press(await fern.press(board, "Remove"), "Remove the pool")
    assert "not there any more" in (await fern.press(working, "Show the pairs")).text
    assert "not there any more" in (await fern.choose(run, "Evenings")).text
    assert "Nobody has joined" not in (await fern.command("buddies run")).text


async def test_of_three_people_all_three_are_shown_as_a_trio(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    await joined(stage, "wren", "robin", "ivy")
    card = await worked_out(fern)
    assert "1 trio. Nobody is left over." in card.text
    line = next(line for line in card.text.split("\n") if "wren" in line)
    assert "robin" in line
    assert "ivy" in line
