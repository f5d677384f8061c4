"""What Discord's client makes of markdown: a small reader of its own, written from how the client behaves.

It knows nothing of how cards are escaped. Its rules are simple-markdown's, which the client uses, with Discord's own:
mentions, moments, emoji, commands, spoilers, small text. A block begins at the start of a line, a mark inside words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BLOCK = re.compile(
    r"(?P<heading>[^\S\n]*\#{1,3}[^\S\n]+)|(?P<small>-\#[^\S\n]+)|(?P<quote>[^\S\n]*>(?:>>)?[^\S\n])"
    r"|(?P<list>[^\S\n]*(?:[-*+]|\d+[.)])[^\S\n]+)"
)
_INLINE = re.compile(
    r"""
      (?P<escape>\\([^0-9A-Za-z\s]))
    | (?P<codeblock>```[\s\S]+?```)
    | (?P<code>(?P<ticks>`+)[\s\S]*?[^`](?P=ticks)(?!`))
    | (?P<spoiler>\|\|(?P<hidden>[\s\S]+?)\|\|)
    | (?P<bold>\*\*(?P<strong>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*))
    | (?P<underline>__(?P<under>(?:\\[\s\S]|[^\\])+?)__(?!_))
    | (?P<strike>~~(?P<gone>(?:\\[\s\S]|[^\\])+?)~~)
    | (?P<italic>\*(?=\S)(?:\\[\s\S]|[^\\*])+?\*(?!\*)|\b_(?:\\[\s\S]|[^\\_])+?_\b)
    | (?P<link>\[(?P<label>(?:\\[\s\S]|[^\\\]])+)\]\(<?(?P<to>[^\s)>]+)>?\))
    | (?P<angle><https?://[^\s>]+>|<[^\s<>@]+@[^\s<>]+>)
    | (?P<address>(?:https?|steam|discord)://[^\s<]+)
    | (?P<person><@!?(?P<who>\d+)>)
    | (?P<role><@&\d+>)
    | (?P<channel><\#\d+>|<id:\w+>)
    | (?P<moment><t:-?\d+(?::[tTdDfFR])?>)
    | (?P<emoji><a?:\w{1,32}:\d+>)
    | (?P<command></[^:<>]+:\d+>)
    | (?P<everyone>@(?:everyone|here))
    """,
    re.VERBOSE,
)
_INSIDE = {"spoiler": "hidden", "bold": "strong", "underline": "under", "link": "label"}


@dataclass
class Reading:
    marks: list[str] = field(default_factory=list[str])
    """Everything that is not plain words, in order; what opens something, and what closes it."""
    words: list[str] = field(default_factory=list[str])

    @property
    def text(self) -> str:
        return "".join(self.words)


def read(markdown: str) -> Reading:
    found = Reading()
    for number, line in enumerate(_lines(markdown)):
        if number:
            found.words.append("\n")
        start = _BLOCK.match(line)
        if start is not None:
            found.marks.append(str(start.lastgroup))
            line = line[start.end() :]
        _inline(line, found)
    return found


def _lines(markdown: str) -> list[str]:
    """Marks may go over lines, so a line only ends where none is open: good enough, as none is opened by words."""
    lines = markdown.split("\n")
    whole = [lines[0]]
    for line in lines[1:]:
        opened = re.sub(r"\\[^0-9A-Za-z\s]", "", whole[-1])
        if opened.count("||") % 2 or opened.count("**") % 2:
            whole[-1] += f"\n{line}"
            if _BLOCK.match(line):
                whole[-1] += "\x00block"  # something begins inside: it is counted below
        else:
            whole.append(line)
    return whole


def _inline(text: str, found: Reading) -> None:
    at = 0
    if "\x00block" in text:
        found.marks.append("block inside")
    for match in _INLINE.finditer(text):
        found.words.append(text[at : match.start()])
        at = match.end()
        kind = next(name for name in match.groupdict() if match[name] is not None and name not in _PARTS)
        match kind:
            case "escape":
                found.words.append(match[2])
            case "bold" | "spoiler" | "underline" | "link":
                found.marks.append(kind if kind != "link" else f"link to {match['to']}")
                _inline(match[_INSIDE[kind]], found)
                found.marks.append(f"/{kind}")
            case "person":
                found.marks.append(f"person {match['who']}")
            case "moment":
                found.marks.append(kind)
            case _:
                found.marks.append(kind)
                found.words.append(match.group())
    found.words.append(text[at:])


_PARTS = {"ticks", "hidden", "strong", "under", "gone", "label", "to", "who"}
