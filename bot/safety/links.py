"""Whether a text holds a link or an invite, or calls somebody by name. An e-mail address and the name of a company with
a dot are none of them."""

from __future__ import annotations

import re
import unicodedata

_TLDS = "com|org|net|io|gg|co|me|dev|app|ly|link|xyz|info|biz|ai|us|uk|de|fr|es|it|nl|eu|ru|cn|in|ca|au|br|jp|to|tv|cc"
_MORE = "shop|site|online|store|club|page|jobs|work|careers|live|pro|gl|be|ee|tk|top|click|us|team|chat|website"
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]{0,30}://\S"
    r"|\bwww\.\w"
    r"|\b(?:discord\.gg|discord(?:app)?\.com/invite|join\.slack\.com|t\.me|wa\.me|chat\.whatsapp\.com)\b"
    rf"|(?<![\w@.-])(?!(?:asp|vb|ado)\.net/)(?:[a-z0-9-]+\.)+(?:{_TLDS}|{_MORE})(?::\d+)?/[\w?#~%]",
    re.IGNORECASE,
)
_MENTION = re.compile(r"<[@#!]|(?<![\w.+-])@\w")


def has_link(text: str) -> bool:
    return bool(_LINK.search(seen(text)))


def has_mention(text: str) -> bool:
    return bool(_MENTION.search(seen(text)))


def seen(text: str) -> str:
    """The text as an eye reads it: full-width letters and invisible signs must not hide anything."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
