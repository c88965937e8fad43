"""Text as it comes in: one Unicode form, and no characters that nobody can see.

Vietnamese keyboards, macOS and PDF readers produce decomposed letters; word processors leave
control and direction characters behind. Everything that enters the product passes here.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# Controls but tab and line feed; soft hyphen, zero-width space, word joiner and byte order
# mark; marks, embeddings, overrides and isolates of direction; lone surrogates, which no
# database can store.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"
    "\xad\u200b\u2060\ufeff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff]",
)


def nfc(text: str) -> str:
    """Return the text with its letters composed, the form in which everything is stored."""
    return unicodedata.normalize("NFC", text)


def clean_text(text: str) -> str:
    """Return text of several lines, composed, trimmed, with LF line ends and nothing unseen."""
    lines = _LINE_BREAK.sub("\n", text).replace("\t", " ")
    return nfc(_UNSEEN.sub("", lines)).strip()


def clean_line(text: str) -> str:
    """Return text of one line: as `clean_text`, and all white space is single spaces."""
    return " ".join(clean_text(text).split())


def count_words(text: str) -> int:
    """Count what stands between white space, as word processors count Vietnamese."""
    return len(text.split())
