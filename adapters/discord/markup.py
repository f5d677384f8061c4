"""Rich text as Discord's markdown. User text can ping nobody and change no layout.

`discord.utils.escape_markdown` leaves numbered lists, small text, timestamps, custom emoji, command links and bare
addresses alone, so the escaping here is our own: a backslash before whatever Discord gives a meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never
from urllib.parse import quote

from adapters.discord import words
from bot.adapter import Scene
from bot.ui.card import Bold, Content, Inline, Link, Mention, When, WhenStyle, inlines

_BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_DROPPED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\u202a-\u202e\u2066-\u2069]")  # control, direction overrides
_SPECIAL = re.compile(
    r"""
      (?P<broken>[\ud800-\udfff])                       # half a surrogate pair cannot be sent
    | (?P<at>@(?=everyone|here|[!&]?\d))                # mentions, also where a parser skips the backslash
    | (?P<line>(?m:^)[^\S\n]*(?:[#>+-]|\d+(?=[.)])))      # headings, quotes, small text and lists
    | (?P<address>:(?=//))                              # bare addresses become links and previews
    | (?P<plain>[\\*_~|`<\[\]])                         # emphasis, spoilers, code, tokens in angles, links
    """,
    re.VERBOSE,
)

_TOKEN = re.compile(r"(?P<broken>[\ud800-\udfff])|<(?=[@#:/a-z])|@(?=everyone|here)")


def _defused(found: re.Match[str]) -> str:
    text = found.group()
    match found.lastgroup:
        case "broken":
            return "�"
        case "at":
            return "@\u200b"
        case "line":
            # a number is shown as it is: the backslash goes between it and its dot
            return text + "\\" if text[-1].isdecimal() else f"{text[:-1]}\\{text[-1]}"
        case _:
            return "\\" + text


def escape(text: str) -> str:
    """Shows `text` as it was typed. Line breaks stay line breaks."""
    if not text.isprintable():
        text = _DROPPED.sub("", _BREAKS.sub("\n", text))
    return _SPECIAL.sub(_defused, text)


def one_line(text: str) -> str:
    return escape(" ".join(text.split()))


def unstyled(text: str) -> str:
    """One line for a field in which Discord knows no marks: the text as it is, but for tokens and mentions, and never
    empty. Addresses stay as they are."""
    line = _DROPPED.sub("", " ".join(text.split()))
    return _TOKEN.sub(_apart, line) or words.MORE_BELOW


def _apart(found: re.Match[str]) -> str:
    return "�" if found.lastgroup == "broken" else f"{found.group()}\u200b"


def cut(escaped: str, room: int) -> str:
    """At most `room` characters, with a visible "…" and never half an escape."""
    if len(escaped) <= room:
        return escaped
    if room < 1:
        return ""
    kept = escaped[: room - 1]
    slashes = len(kept) - len(kept.rstrip("\\"))
    if slashes % 2:
        kept = kept[:-1]
    return kept.rstrip(" \n\u200d\ufe0f\u200b") + "…"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of markdown. What opens and closes it is never cut; `solid` text is kept whole or left out."""

    text: str
    before: str = ""
    after: str = ""
    solid: bool = False


_STYLES = {WhenStyle.DATE: "D", WhenStyle.TIME: "t", WhenStyle.DATE_TIME: "f", WhenStyle.RELATIVE: "R"}


def _as_words(inline: Inline, scene: Scene) -> Inline:
    """What Discord has no token for is text like any other: somebody without a Discord id, and `tel:`, which it makes
    no links of, so a number is written out beside its label."""
    match inline:
        case Mention(member):
            person = scene.people.get(member)
            if person is not None and person.external.isdecimal():
                return inline
            return (" ".join(person.name.split()) if person else "") or words.NO_ONE
        case Link(label, url) if url.startswith("tel:"):
            number = url.removeprefix("tel:")
            return " ".join((label if number in label else f"{label} {number}").split())
        case _:
            return inline


def _part(inline: Inline, scene: Scene) -> Part:
    match inline:
        case str():
            return Part(escape(inline))
        case Bold(text):
            return _bold(text)
        case Mention(member):
            return Part(f"<@{scene.people[member].external}>", solid=True)
        case When(at, style):
            return Part(f"<t:{int(at.timestamp())}:{_STYLES[style]}>", solid=True)
        case Link(label, url):
            return _link(label, url)
        case _:
            assert_never(inline)


def _bold(text: str) -> Part:
    inner = text.strip()
    if not inner:
        return Part(escape(text))
    lead, _, tail = text.partition(inner)
    return Part(escape(inner), f"{lead}**", f"**{tail}")


def _link(label: str, url: str) -> Part:
    target = quote(url, safe="/:?#@!$&'*+,;=%~._-")
    return Part(f"[{one_line(label) or escape(url)}]({target})", solid=True)


def parts_of(content: Content, scene: Scene) -> list[Part]:
    if type(content) is str:
        return [Part(escape(content))]
    return [_part(inline, scene) for inline in _joined([_as_words(inline, scene) for inline in inlines(content)])]


def _joined(content: Sequence[Inline]) -> Iterator[Inline]:
    """Neighbouring text as one: an "@" and an "everyone" are harmless only apart."""
    text = ""
    for inline in content:
        if isinstance(inline, str):
            text += inline
            continue
        if text:
            yield text
        text = ""
        yield inline
    if text:
        yield text


def whole(parts: Sequence[Part]) -> str:
    return "".join(f"{p.before}{p.text}{p.after}" for p in parts)


def within(parts: Sequence[Part], room: int) -> str:
    """The parts in at most `room` characters; what had to go is marked by "…"."""
    text = whole(parts)
    if len(text) <= room:
        return text
    out = ""
    for part in parts:
        frame = len(part.before) + len(part.after)
        left = room - len(out)
        if frame + len(part.text) < left or (part is parts[-1] and frame + len(part.text) <= left):
            out += f"{part.before}{part.text}{part.after}"
            continue
        if not part.solid and left - frame > 1:
            shorter = cut(part.text, left - frame)
            shorter = shorter if shorter.endswith("…") else cut(f"{shorter} ", len(shorter))
            return f"{out}{part.before}{shorter}{part.after}"
        return f"{out}…" if left > 0 else out
    return out
