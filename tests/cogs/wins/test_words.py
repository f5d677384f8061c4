from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.ui.card import Call, Mention, people_in
from bot.words import packs, tone
from cogs.wins import roundup, views
from cogs.wins.model import State, Win, WinKind

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def a_win(id: int, kind: WinKind, story: str = "A call came back.") -> Win:
    return Win(id, 7, 1, kind, story, "", False, True, State.SHOWN, NOW, NOW)


@pytest.mark.parametrize("kind", WinKind)
def test_every_kind_has_calm_headings_and_a_win_keeps_its_own(kind: WinKind) -> None:
    texts = packs.load("cogs.wins", kind.value, "en").items

    assert [tone.problems(item.text) for item in texts] == [[]] * len(texts)
    assert {views.title(a_win(id, kind)) for id in range(len(texts))} == {item.text for item in texts}
    assert views.title(a_win(5, kind)) == views.title(a_win(5, kind, "Edited."))


def test_the_post_names_its_author_without_a_ping() -> None:
    card = views.celebration(a_win(1, WinKind.REST), cheer=Call("wins.cheer"), more=Call("wins.more"), locale="en")

    assert people_in(card) == {7}
    assert Mention(7).ping is False


def test_a_round_up_of_thirty_wins_stays_short_enough_to_read() -> None:
    card = roundup.card(
        [a_win(n, kind, "word " * 300) for kind in WinKind for n in range(3)], frozenset(), Call("wins.more")
    )

    assert len(str(card)) < 8000
    assert len(card.body) == len(WinKind) + 2
