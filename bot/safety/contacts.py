"""What a text tells about who wrote it and where they apply: their name, an address, a number, a link, a company.

Only for a private question before something is posted; the member decides. So a miss or a false alarm costs little,
and the rules stay simple. Nothing here takes longer than in proportion to the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.safety.links import has_link, seen


class Contact(StrEnum):
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    COMPANY = "company"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Contact.NAME: "your name",
    Contact.EMAIL: "an e-mail address",
    Contact.PHONE: "a phone number",
    Contact.LINK: "a link",
    Contact.COMPANY: "a company's name",
}


def found(text: str, *, name: str = "", companies: Sequence[str] = ()) -> tuple[Contact, ...]:
    """`name`: how the platform shows the member; `companies`: those that the member logged."""
    plain = seen(text)
    words = _words(plain)
    checks = (
        (Contact.NAME, _has_name(words, name)),
        (Contact.EMAIL, bool(_EMAIL.search(plain))),
        (Contact.PHONE, _has_phone(plain)),
        (Contact.LINK, has_link(plain)),
        (Contact.COMPANY, any(_has_company(words, company) for company in companies)),
    )
    return tuple(contact for contact, there in checks if there)


def warning(found: Sequence[Contact]) -> str:
    """What a text holds, in words for its author; nothing when it holds nothing."""
    if not found:
        return ""
    *others, last = (contact.label for contact in found)
    named = f"{', '.join(others)} and {last}" if others else last
    return f"I saw {named} in it. Others would see that too, and you decide."


# Mail: written as usual, or spelled out: "ann (at) example dot org".

_EMAIL = re.compile(
    r"[\w+-]@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}\b"
    r"|[\w+-][ ]?[(\[{][ ]?(?:at|@)[ ]?[)\]}][ ]?[\w-]{1,63}[ ]?(?:\.|[(\[{][ ]?(?:dot|\.)[ ]?[)\]}]|[ ]dot[ ])[ ]?\w"
    r"|\w[ ]at[ ][\w-]{1,63}[ ]dot[ ](?:com|org|net|io|co|me|dev|eu|de|fr|es|it|nl|uk|ca|in)\b",
    re.IGNORECASE,
)

# Phone: runs of digits with what people put between them, judged by how they are grouped.

_RUN = re.compile(r"[+(]{0,2}\d[\d \t().\-\u2010\u2013\u2014/]*")
_DASH = r"[ ]?[-\u2010\u2013\u2014/][ ]?"
_NO_NUMBER = re.compile(
    r"(?<![\d.+(/-])(?:"
    r"(?:19|20)\d\d([-./])[01]?\d\1[0-3]?\d"  # a date
    r"|[0-3]?\d([-./])[0-3]?\d\2(?:(?:19|20)\d\d|\d\d)"
    rf"|[0-2]?\d\.[0-5]\d{_DASH}[0-2]?\d\.[0-5]\d"  # from one time to another
    rf"|(?:19|20)\d\d{_DASH}(?:19|20)\d\d"  # from one year to another
    r"|\d{1,3}(?:\.\d{1,3}){3}"  # an address of a computer, a version
    r")(?![-./]?\d)"
)
_SIGN = frozenset("$€£¥₹#№§%&*=_")
_UNIT = re.compile(
    r"[ ]?(?:[$€£¥₹%]|(?:eur|euros?|usd|gbp|chf|inr|cad|aud|dollars?|pounds?|rupees?|people|users|applications|k)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:eur|usd|gbp|chf|inr|cad|aud|id|ids|ref|req|job|ticket|order|case|no|nr|version)[ :.]{0,3}$")
_ASKS = re.compile(r"\b(?:call|phone|tel|telephone|mobile|cell|whatsapp|signal|text|sms|reach|ring)\b")


def _has_phone(text: str) -> bool:
    text = _NO_NUMBER.sub(",", text)
    return any(_is_phone(text, match.start(), match.end()) for match in _RUN.finditer(text))


def _is_phone(text: str, start: int, end: int) -> bool:
    run = text[start:end].rstrip(" \t().-\u2010\u2013\u2014/")
    before, after = text[max(0, start - 24) : start].lower(), text[start + len(run) : start + len(run) + 14]
    groups = re.findall(r"\d+", run)
    digits = "".join(groups)
    if not 7 <= len(digits) <= 15 or (before and (before[-1].isalnum() or before[-1] in _SIGN)):
        return False
    if run.startswith(("+", "(+")):
        return len(digits) >= 8
    if _UNIT.match(after) or _BEFORE.search(before) or _counts(run, groups):
        return False
    if digits.startswith("0"):
        return True
    least = 7 if _ASKS.search(before) else 10 if len(groups) == 1 else 8
    return least <= len(digits) <= 11


def _counts(run: str, groups: Sequence[str]) -> bool:
    """Whether it counts something: a list of years, a countdown, from one salary to another, twelve million."""
    sides = [re.sub(r"\D", "", side) for side in re.split(r"[-\u2010\u2013\u2014/]", run)]
    return (
        all(re.fullmatch(r"(?:19|20)\d\d", group) for group in groups)
        or sum(len(group) == 1 for group in groups) * 2 > len(groups)
        or (len(sides) == 2 and all(side.endswith("00") for side in sides))
        or bool(re.fullmatch(r"\d{1,3}(?:[ .]\d{3})*[ .]000", run))
    )


# Names: whole words, whatever their case and accents.


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split())


_MONTHS = _all("january february march april may june july august september october november december")
_COMMON = _all(
    "the and for you she her hers him his they them their job jobs seeker open work hire looking dev von van der den"
    " del not but all any can get got has had was who how why yes now new one two out"
)
_ORDINARY = _all(
    "will mark rose hope grace joy art bill faith max pat rob sue jack chance page young long king best good day summer"
    " dawn eve ray chase grant miles dean frank guy jay lance nick norm penny robin sandy star stone wood woods hill"
    " field fields park price rich small strong white black brown green grey gray banks bell bush cook baker carter"
    " mason miller fisher hunter parker taylor turner walker ward west north east wise wolf ash pine fern ivy lily"
    " daisy iris violet olive ruby amber pearl river rain sky sun moon sage basil reed heath cliff glen drew gene"
    " target apple indeed shell gap visa bold next slack notion monday square stripe box zoom match ford oracle amazon"
    " signal discord reply bumble chime brave gusto loom linear remote deel lever greenhouse workday base unity"
)
_LEGAL = _all("gmbh inc ltd llc plc ag sa bv corp co se oy ab srl spa limited company group kg ug as")
_LETTERS = str.maketrans("øØłŁđĐıİ", "oOlLdDiI")
_WORD = re.compile(r"[^\W_]+")
_ENDS = frozenset(".!?:\n")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text as they are compared. `capital`: those with a capital that they would not have anyway."""

    folded: tuple[str, ...]
    capital: frozenset[str]
    once: frozenset[str]

    def names(self, part: str) -> bool:
        """An ordinary word is somebody's name only where its capital says so."""
        return part in self.capital or (len(part) > 2 and part not in _ORDINARY and part in self.once)

    def in_a_row(self, parts: Sequence[str]) -> bool:
        return f" {' '.join(parts)} " in f" {' '.join(self.folded)} "

    def hold(self, part: str) -> bool:
        return any(part in word for word in self.once)


def _words(text: str) -> _Words:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", plain).translate(_LETTERS)
    folded: list[str] = []
    capital: set[str] = set()
    end = 0
    for match in _WORD.finditer(plain):
        word = match[0].casefold()
        if folded and match[0][0].isupper() and not _ENDS.intersection(plain[end : match.start()]):
            capital.add(word)
        folded.append(word)
        end = match.end()
    return _Words(tuple(folded), frozenset(capital), frozenset(folded))


def _has_name(words: _Words, name: str) -> bool:
    parts = _words(seen(name)).folded
    letters = [part for part in parts if len(part) >= 3 and not part.isdecimal() and part not in _COMMON | _MONTHS]
    return (
        (len(parts) > 1 and bool(letters) and words.in_a_row(parts))
        or any(map(words.names, letters))
        or any(_unspaced(part) and words.hold(part) for part in parts)
    )


def _has_company(words: _Words, company: str) -> bool:
    parts = list(_words(seen(company)).folded)
    while len(parts) > 1 and parts[-1] in _LEGAL:
        parts.pop()
    if len(parts) == 1:
        (one,) = parts
        return words.hold(one) if _unspaced(one) else len(one) > 1 and one not in _COMMON and words.names(one)
    return bool(parts) and words.in_a_row(parts)


def _unspaced(part: str) -> bool:
    """Scripts that put no space between words."""
    return len(part) >= 2 and any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" for c in part)
