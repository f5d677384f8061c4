from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.people import anonymity


@given(st.text(max_size=2000))
def test_a_text_takes_whole_steps_and_comes_back_but_for_blanks_behind_it(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return
    padded = anonymity.padded(text)
    assert padded.startswith(text)
    assert padded.removeprefix(text).strip(" ") == ""
    assert len(padded.encode()) % 512 == 0
    assert len(padded.encode()) - size < 512


@given(st.integers(min_value=0, max_value=2**128 - 1))
def test_every_pseudonym_has_a_name_of_three_short_words(bits: int) -> None:
    first, second, number = anonymity.name(f"{bits:032x}").split(" ")
    assert first.istitle()
    assert second.istitle()
    assert len(number) == 2


def test_names_are_spread_over_many() -> None:
    found = {anonymity.name(f"{n * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128:032x}") for n in range(2000)}
    assert len(found) > 1950


def test_random_ids_are_ids_of_a_database_and_do_not_grow() -> None:
    found = [anonymity.random_id() for _ in range(200)]
    assert all(0 < one < 9 * 10**18 for one in found)
    assert found != sorted(found)
