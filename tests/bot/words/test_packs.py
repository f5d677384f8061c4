from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people import accounts, communities, members
from bot.storage.database import Database, Tx
from bot.words import packs
from bot.words.locale import choose, fallbacks
from bot.words.packs import Item, Pack
from tests.conftest import EPOCH


def items(*ids: str) -> tuple[Item, ...]:
    return tuple(Item(id, f"text of {id}") for id in ids)


ids = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True)


@given(st.lists(ids, min_size=1, max_size=30))
def test_nothing_comes_again_while_something_of_the_set_has_not_come(editions: list[list[str]]) -> None:
    """The set may be edited between any two draws: texts come, go and change their order."""
    used: list[str] = []
    turn: set[str] = set()
    last = ""
    for edition in editions:
        item, used = packs.pull(items(*edition), used)
        if item.id in turn:
            assert set(edition) <= turn
            assert item.id != last or edition == [last]
            turn = set()
        turn.add(item.id)
        last = item.id


@given(ids)
def test_a_turn_brings_every_text_once(edition: list[str]) -> None:
    used: list[str] = []
    drawn: list[str] = []
    for _ in edition:
        item, used = packs.pull(items(*edition), used)
        drawn.append(item.id)
    assert sorted(drawn) == sorted(edition)


def test_a_new_text_joins_the_turn_that_goes_on() -> None:
    _, used = packs.pull(items("a", "b"), ["a"])
    item, _ = packs.pull(items("a", "b", "c"), used)
    assert item.id == "c"


async def test_what_was_drawn_is_remembered_by_member_and_set(database: Database) -> None:
    def join(tx: Tx, external: str) -> int:
        community = communities.ensure(tx, "memory", "harbour")
        account = accounts.agree(tx, "memory", "", external, version=1, name="", locale="en", now=EPOCH)
        return members.join(tx, account, community, EPOCH)

    wren = await database.run(lambda tx: join(tx, "wren"))
    fern = await database.run(lambda tx: join(tx, "fern"))
    one, other = Pack("t.one", items("a", "b")), Pack("t.other", items("a", "b"))

    async def draw(member: int, pack: Pack) -> str:
        return (await database.run(lambda tx: packs.draw(tx, member, pack))).id

    assert {await draw(wren, one), await draw(wren, one)} == {"a", "b"}
    assert {await draw(wren, other), await draw(wren, other)} == {"a", "b"}
    assert {await draw(fern, one), await draw(fern, one)} == {"a", "b"}


async def test_a_text_for_two_is_new_to_both_while_there_is_one(database: Database) -> None:
    def join(tx: Tx, external: str) -> int:
        community = communities.ensure(tx, "memory", "harbour")
        account = accounts.agree(tx, "memory", "", external, version=1, name="", locale="en", now=EPOCH)
        return members.join(tx, account, community, EPOCH)

    wren, ash, robin = [await database.run(lambda tx, name=name: join(tx, name)) for name in ("wren", "ash", "robin")]
    pack = Pack("test.two", items("a", "b", "c", "d"))
    assert await database.run(lambda tx: packs.latest(tx, wren, pack)) is None
    drawn: list[Item] = []
    for pair in ([wren, ash], [ash, robin], [robin, wren]):
        drawn.append(await database.run(lambda tx, pair=pair: packs.draw_together(tx, pair, pack)))
        for member in pair:
            assert await database.run(lambda tx, member=member: packs.latest(tx, member, pack)) == drawn[-1]
    assert drawn[0] != drawn[1]
    assert drawn[2] not in drawn[:2]
    for _ in range(5):  # used up: a new turn starts, and nothing breaks
        drawn.append(await database.run(lambda tx: packs.draw_together(tx, [wren, ash, robin], pack)))
        assert await database.run(lambda tx: packs.latest(tx, ash, pack)) == drawn[-1]


def test_two_texts_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="id of its own"):
        Pack("t.twice", items("a", "a"))


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [("de-AT", ("de-AT", "de", "en")), ("pt_BR", ("pt-BR", "pt", "en")), ("en", ("en",)), ("", ("en",))],
)
def test_a_locale_falls_back_to_its_language_and_then_to_english(locale: str, wanted: tuple[str, ...]) -> None:
    assert fallbacks(locale) == wanted


def test_the_nearest_language_that_is_there_is_chosen() -> None:
    assert choose("de-AT", ("en", "de", "de-CH")) == "de"
    assert choose("PT-br", ("en", "pt-BR")) == "pt-BR"
    assert choose("ja", ("en", "de")) == "en"


def test_a_set_is_loaded_in_the_nearest_language_under_one_name() -> None:
    pack = packs.load("cogs.rejections", "rejection", "ja")
    assert pack.name == "rejections.rejection"
    assert len(pack.items) == 40


async def test_some_at_once_are_different_and_none_comes_again_before_all_that_fit_have(database: Database) -> None:
    pack = Pack("some", items(*"abcdefgh"))
    fitting = pack.items[:7]

    def join(tx: Tx) -> int:
        community = communities.ensure(tx, "memory", "harbour")
        account = accounts.agree(tx, "memory", "", "wren", version=1, name="", locale="en", now=EPOCH)
        return members.join(tx, account, community, EPOCH)

    def draw(tx: Tx, member: int, among: tuple[Item, ...]) -> list[str]:
        return [item.id for item in packs.draw_some(tx, member, pack, among, 3)]

    wren = await database.run(join)
    for _ in range(10):
        turns = [await database.run(lambda tx: draw(tx, wren, fitting)) for _ in range(3)]
        assert all(len(set(turn)) == 3 for turn in turns)
        assert not set(turns[0]) & set(turns[1])
        assert not set(turns[1]) & set(turns[2])
    assert sorted(await database.run(lambda tx: draw(tx, wren, pack.items[:2]))) == ["a", "b"]
    assert await database.run(lambda tx: draw(tx, wren, ())) == []
