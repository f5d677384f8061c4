"""Whether a text holds a link or an invite. An e-mail address and the name of a company with a dot are neither."""

from __future__ import annotations

import re
import unicodedata

_TLDS = "com|org|net|io|gg|co|me|dev|app|ly|link|xyz|info|biz|ai|us|uk|de|fr|es|it|nl|eu|ru|cn|in|ca|au|br|jp|to|tv|cc"
_MORE = "shop|site|online|store|club|page|jobs|work|careers|live|pro|gl|be|ee|tk|top|click|us|team|chat|website"
_LINK = re.compile(
    r"\b[a-z][a-z0-9+.-]*://\S"
    r"|\bwww\.\w"
    r"|\b(?:discord\.gg|discord(?:app)?\.com/invite|join\.slack\.com|t\.me|wa\.me|chat\.whatsapp\.com)\b"
    rf"|(?<![\w@.-])(?!(?:asp|vb|ado)\.net/)(?:[a-z0-9-]+\.)+(?:{_TLDS}|{_MORE})(?::\d+)?/[\w?#~%]",
    re.IGNORECASE,
)


def has_link(text: str) -> bool:
    if not text.isascii():
        # Full-width letters and invisible signs must not hide one.
        text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf")
    return bool(_LINK.search(text))
