from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.scheduling.clock import seconds
from bot.storage.database import Tx
from cogs.buddies.pairs import store as pairs
from cogs.buddies.pools import past, store
from cogs.buddies.pools.past import Line, Problem
from tests.stage import Actor, Seen, Stage

TODAY = date(2026, 3, 2)
PEOPLE = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=30).map(str.strip)
NAMES = PEOPLE.filter(lambda name: bool(past._person(name)) and not past._person(name).startswith("@"))  # pyright: ignore[reportPrivateUsage] -- what a name may be
DAYS = st.dates(date(1990, 1, 1), TODAY)


def problems(text: str) -> dict[int, Problem | None]:
    return {line.number: line.problem for line in past.read(text, TODAY)}


def one(text: str) -> Line:
    (line,) = past.read(text, TODAY)
    return line


# Reading


@given(st.text())
def test_any_text_is_read_without_raising(text: str) -> None:
    lines = past.read(text, TODAY)
    assert all(line.text in text for line in lines)
    good, bad = past.resolve(lines, {"a": [1], "b": [2]})
    assert len(good) + len(bad) == len(lines)


@given(st.text(alphabet=',;"\t\n\r a<@U1>-20236', max_size=200))
def test_any_text_of_separators_and_quotes_is_read_without_raising(text: str) -> None:
    past.resolve(past.read(text, TODAY), {"a": [1], "1": [2]})


@given(st.lists(st.tuples(NAMES, NAMES, DAYS), min_size=1, max_size=8), st.sampled_from(",;"))
def test_good_lines_survive_the_way_through_a_csv_file(rows: list[tuple[str, str, date]], mark: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=mark, quoting=csv.QUOTE_ALL).writerows(rows)
    text = file.getvalue()
    lines = past.read(text, TODAY)
    if any(other in cell for row in rows for cell in row[:2] for other in ',;"\t'):
        return  # which sign separates is guessed from how often it is there
    assert [(line.one, line.other, line.day) for line in lines] == [
        (past._person(a), past._person(b), day)  # pyright: ignore[reportPrivateUsage] -- without the sign of a mention
        for a, b, day in rows
    ]
    assert all((line.problem is Problem.SAME) == (line.one == line.other) for line in lines)


@pytest.mark.parametrize(
    "text",
    [
        "fern,wren,2026-02-01",
        "  fern , wren , 2026-02-01 ",
        '"fern";"wren";"2026-02-01"',
        "fern\twren\t2026-02-01",
        "@fern, @wren, 2026-02-01",
        "<@fern>,<@!wren>,2026-02-01",
        "<@fern|Fern>, <@wren|Wren>, 2026-02-01",
        "fern,wren,2026-02-01T10:30:00Z",
        "fern,wren,2026-02-01,,",
        "person,person,date\nfern,wren,2026-02-01",
        "\n\nOne;Other;Started at\r\nfern;wren;2026-02-01\r\n\r\n",
    ],
)
def test_what_spreadsheets_and_platforms_write_is_understood(text: str) -> None:
    line = one(text)
    assert (line.one, line.other, line.day, line.problem) == ("fern", "wren", date(2026, 2, 1), None)


def test_each_bad_line_is_known_by_its_number_and_why() -> None:
    text = "\n".join(
        (
            "fern,wren,2026-02-01",
            "fern,wren",
            "fern,wren,soon",
            "fern,wren,2026-02-31",
            "fern,wren,2026-03-03",
            "fern,fern,2026-02-01",
            "fern,,2026-02-01",
            '"fern,wren,2026-02-01',
            "fern,wren,0001-01-01",
        )
    )
    assert problems(text) == {
        1: None,
        2: Problem.SHAPE,
        3: Problem.DATE,
        4: Problem.DATE,
        5: Problem.FUTURE,
        6: Problem.SAME,
        7: Problem.SHAPE,
        8: Problem.SHAPE,
        9: Problem.DATE,
    }


def test_only_the_first_line_may_name_the_columns() -> None:
    assert problems("fern,wren,2026-02-01\nperson,person,date") == {1: None, 2: Problem.DATE}


def test_the_same_pair_and_day_again_is_a_duplicate_whoever_is_named_first() -> None:
    lines = past.read("fern,wren,2026-02-01\nwren,@fern,2026-02-01\nwren,fern,2026-02-02", TODAY)
    good, bad = past.resolve(lines, {"fern": [1], "wren": [2]})
    assert [found.line.number for found in good] == [1, 3]
    assert [(line.number, line.problem) for line in bad] == [(2, Problem.TWICE)]


def test_a_name_that_two_people_have_is_nobody_s() -> None:
    lines = past.read("fern,wren,2026-02-01\nwren,1,2026-02-01", TODAY)
    good, bad = past.resolve(lines, {"fern": [1], "wren": [2, 3], "1": [2]})
    assert good == []
    assert [line.problem for line in bad] == [Problem.AMBIGUOUS, Problem.AMBIGUOUS]


# On the platforms


async def send(fern: Actor, lines: str) -> Seen:
    return await fern.submit(await fern.press(await fern.command("buddies import"), "Import past pairs"), lines=lines)


async def stored(stage: Stage) -> list[tuple[int, int, int]]:
    def read(tx: Tx) -> list[tuple[int, int, int]]:
        return pairs.past(tx, store.first(tx, stage.community).id, stage.now + timedelta(days=1))

    return await stage.db.run(read)


async def test_good_lines_are_kept_and_bad_ones_come_back_with_why(stage: Stage) -> None:
    fern, wren, robin = await stage.organiser("fern"), await stage.member("wren"), await stage.member("robin")
    linnet = stage.stranger("linnet")
    bad = (f"<@{wren.id}>,<@{linnet.id}>,2026-02-01", "@wren,@robin,soon", f"{wren.id},@wren,2026-02-01")
    seen = await send(fern, "\n".join((f"<@{wren.id}>,{robin.id},2026-02-01", *bad, "@robin;@fern;2026-01-05")))
    assert "2 pairs are kept." in seen.text
    for words in ("line 2", "line 3", "line 4", "never used Cairn here"):
        assert words in seen.text
    for line in bad:
        assert line in seen.text
    assert [at for _, _, at in await stored(stage)] == [1767614400, 1769947200]  # noon of each day
    assert "imported past buddies" in (await fern.command("mod audit")).text


async def test_the_same_lines_twice_add_nothing(stage: Stage) -> None:
    fern, _ = await stage.organiser("fern"), await stage.member("wren")
    lines = "person,person,date\nfern,wren,2026-02-01\nfern,wren,2026-02-08"
    assert "2 pairs are kept." in (await send(fern, lines)).text
    before = await stored(stage)
    assert "No new pair. 2 were there already." in (await send(fern, lines)).text
    assert await stored(stage) == before
    assert len(before) == 2
    assert all(at < seconds(stage.now) for _, _, at in before)


async def test_pairs_of_long_ago_stay_as_long_as_new_ones(stage: Stage) -> None:
    fern, _ = await stage.organiser("fern"), await stage.member("wren")
    await send(fern, "fern,wren,2019-05-01")
    await stage.step(days=3)
    assert len(await stored(stage)) == 1


async def test_somebody_of_another_community_is_unknown_here(stage: Stage) -> None:
    from bot.people import accounts, communities, members

    fern = await stage.organiser("fern")

    def elsewhere(tx: Tx) -> None:
        there = communities.ensure(tx, stage.platform.name, "elsewhere")
        account = accounts.agree(
            tx, stage.platform.name, stage.platform.tenant, "id-ivy", version=1, name="ivy", locale="en", now=stage.now
        )
        members.join(tx, account, there, stage.now)

    await stage.db.run(elsewhere)
    seen = await send(fern, "fern,ivy,2026-02-01")
    assert "No new pair." in seen.text
    assert "fern,ivy,2026-02-01" in seen.text
    assert await stored(stage) == []


async def test_a_form_of_an_organiser_is_worth_nothing_to_a_member(stage: Stage) -> None:
    fern, wren = await stage.organiser("fern"), await stage.member("wren")
    form = await fern.press(await fern.command("buddies import"), "Import past pairs")
    assert "for organisers" in (await wren.submit(form, lines="fern,wren,2026-02-01")).text
    assert await stored(stage) == []


async def test_a_full_form_of_bad_lines_comes_back_whole(stage: Stage) -> None:
    fern = await stage.organiser("fern")
    lines = [f"nobody{n:03},stranger{n:03},2026-02-01" for n in range(88)]
    seen = await send(fern, "\n".join(lines))
    for line in lines:
        assert line in seen.text, line
