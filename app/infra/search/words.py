"""The words by which a row is found, and the words that somebody types to find it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from app.kernel.vietnamese.search import search_fold
from app.kernel.vietnamese.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST_WORDS = 10
LONGEST_SEARCH = 200
SHORTEST_INDEXED = 3  # an index of trigrams knows nothing shorter
# Huyền, hỏi, ngã, sắc, nặng, as people type them in Telex after a word.
_TONES = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
_PIECES = re.compile(r"\w+")
_PLAIN_SIGNS = str.maketrans("\u2018\u2019\u02bc\u201c\u201d\u2013\u2014", "'''\"\"--")


def folded_words(texts: Iterable[str | None]) -> str:
    """Return texts without marks and case; each word, and each piece of one, follows a blank."""
    return _spaced(texts, search_fold)


def marked_words(texts: Iterable[str | None]) -> str:
    """Return texts as `folded_words`, with marks: the tone of each word at its end.

    "hoà" and "hòa" are one word, whichever letter its writer puts the tone on.
    """
    return _spaced(texts, _with_marks)


def typed_words(text: str) -> list[tuple[str, str]]:
    """Return the words of a search, each folded and with its marks; nobody needs more than ten."""
    words = clean_line(text[:LONGEST_SEARCH]).split()[:MOST_WORDS]
    return [(folded, _with_marks(word)) for word in words if (folded := search_fold(word))]


def sought(folded: str) -> str:
    """Return what a row must hold to be found by a folded word.

    Any part of a word will do; of two letters only its beginning, of one letter the whole word:
    "le" finds Lê and Lệ Thuỷ, and not "tiểu luận". So each search has three signs to look up.
    """
    if len(folded) >= SHORTEST_INDEXED:
        return folded
    return f" {folded}" if len(folded) == SHORTEST_INDEXED - 1 else f" {folded} "


def _spaced(texts: Iterable[str | None], fold: Callable[[str], str]) -> str:
    words = [word for text in texts if text for word in fold(clean_line(text)).split()]
    pieces = [piece for word in words for piece in _PIECES.findall(word) if piece != word]
    together = " ".join([*words, *pieces])
    return f" {together} " if together else ""


def _with_marks(text: str) -> str:
    lowered = text.lower().translate(_PLAIN_SIGNS)
    return " ".join(_tone_last(word) for word in lowered.split())


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(_TONES[sign] for sign in letters if sign in _TONES)
    bare = "".join(sign for sign in letters if sign not in _TONES)
    return unicodedata.normalize("NFC", bare) + tones
