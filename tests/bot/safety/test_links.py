from __future__ import annotations

import pytest

from bot.safety.links import has_link


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org",
        "HTTP://EXAMPLE.ORG",
        "www.example.org",
        "join discord.gg/abc",
        "discord.com/invite/abc",
        "join.slack.com/t/abc",
        "foo.com/x",
        "my.page.io/me?x=1",
        "h\u200bttps://example.org",
        "ｗｗｗ.example.org",
        "[here](https://example.org)",
        "steam://run/1",
    ],
)
def test_links_and_invites_are_found(text: str) -> None:
    assert has_link(text)


@pytest.mark.parametrize(
    "text",
    [
        "I got a call from Booking.com",
        "Node.js/React and ASP.NET/C# again",
        "write to wren@example.org",
        "and/or 3.5/5, 24/7, e.g./i.e.",
        "Finished.Then rested",
        "a://",
        "10:30: done",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert not has_link(text)
