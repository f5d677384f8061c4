"""Texts that people could type: pieces that mean something somewhere, in every neighbourhood."""

from __future__ import annotations

import random

PIECES = (
    *(
        "@everyone",
        "@here",
        "@",
        "everyone",
        "<@123456789012345678>",
        "<@!1>",
        "<@&12>",
        "<#1>",
        "</win:1>",
        "<id:home>",
    ),
    *("<t:0:R>", "<t:1700000000>", "<:e:1>", "<a:e:1>", ":tada:", "<", ">", "&", "&lt;", "&amp;lt;!channel&gt;"),
    *("<!channel>", "<!here|here>", "<!everyone>", "<!subteam^S1|x>", "<!date^1^{date}|x>", "<@U0000001>", "<#C1|x>"),
    *(
        "https://a.example/x",
        "http:",
        "//",
        "<https://x.y|z>",
        "[",
        "](",
        ")",
        "[x](http://y)",
        "www.a.example",
        "a@b.example",
    ),
    *("*", "**", "***", "_", "__", "~", "~~", "|", "||", "`", "``", "```", "```py\n", "\\", "\\\\", "\\*"),
    *(
        "# ",
        "## ",
        "### ",
        "#",
        "-# ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "10.",
        "> ",
        ">>> ",
        "•",
        ":",
        "::",
        "/win",
        "---",
    ),
    *(
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\x0b",
        "\x0c",
        "\x85",
        "\u2028",
        "\u2029",
        "\x00",
        "\x07",
        "\x1b[31m",
        " ",
        "  ",
        "\u3000",
    ),
    *(
        "\u200b",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u202e",
        "\u202c",
        "\u2066",
        "\u2069",
        "\u200f",
        "\ufe0f",
        "\u0301",
        "\u00a0",
    ),
    *(
        "שלום",
        "مرحبا",
        "😀",
        "👩‍👩‍👧‍👦",
        "\ud83d",
        "\udc00",
        "é",
        "ﬁ",
        "１.",
        "＠everyone",
        "＊",
        "words",
        "a",
        "I",
        "0",
    ),
)
"""Each of them means something to Discord, to Slack, or to whoever cuts a text."""


def strange(chance: random.Random) -> str:
    """With a word in it, mostly short; now and then as long as a form takes, so that something has to be cut."""
    pieces = chance.choices(PIECES, k=chance.choice((1, 2, 3, 4, 6, 9, 14)))
    text = "".join(pieces)
    if chance.random() < 0.01:
        text = (text or "x") * (3000 // max(len(text), 1))
    return text if any(map(str.isalnum, text)) else f"{text}w"
