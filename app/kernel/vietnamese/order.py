"""Vietnamese alphabetical order as bytes that any database can sort.

Neither SQLite nor PostgreSQL can be relied on to know the order, so the key is stored in an
indexed column. It gives the order of ICU for ``vi``: first the letters, of which ă â đ ê ô ơ ư
are letters of their own; then the tones, ngang huyền hỏi ngã sắc nặng; then lower case before
upper. Spaces and punctuation count, and come before digits and letters.
"""

from __future__ import annotations

import unicodedata
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from app.kernel.vietnamese.names import split_name
from app.kernel.vietnamese.search import FOREIGN_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SEPARATOR = b"\x00"
_COMMON = b"\x01"
_UPPER = b"\x02"
_STRANGE = b"\xff"

# White space, punctuation, signs, digits, letters, each in its place.
_CHARACTERS = (
    "\t\n\v\f\r\x85\u2028\u2029 _-\u2013\u2014,;:!?.·'\"«»()[]{}"
    "§¶@*/\\&#%‰†‡•`^°©®→∑+±÷\u00d7<=>¬|¦~$£¥₫€"
    "0123456789"
    "aăâbƀcdđeêfghijklmnoôơpqrstuưvwxyz"
)
# Huyền, hỏi, ngã, sắc, nặng; then marks of other languages: breve, circumflex, caron, ring,
# diaeresis, double acute, dot above, cedilla, ogonek, macron, horn.
_MARKS = (
    "\u0300\u0309\u0303\u0301\u0323"
    "\u0306\u0302\u030c\u030a\u0308\u030b\u0307\u0327\u0328\u0304\u031b"
)
_VARIANTS = FOREIGN_LETTERS | str.maketrans("\u2018\u2019\u201a\u201c\u201d", "'''\"\"")
_PRIMARY = {character: bytes([place]) for place, character in enumerate(_CHARACTERS, start=1)}
_SECONDARY = {mark: bytes([place]) for place, mark in enumerate(_MARKS, start=2)}
_LETTERS_OF_THEIR_OWN = {unicodedata.normalize("NFD", letter): letter for letter in "ăâêôơư"}


class _Weights(NamedTuple):
    """What one character adds to each of the three levels of the key."""

    primary: bytes
    secondary: bytes
    tertiary: bytes


def sort_key(text: str) -> bytes:
    """Return bytes that sort as the text sorts in Vietnamese; equal for NFC and NFD.

    The levels are letters, tones and case, with a zero byte between them. A level's trailing
    common weights say nothing and are left out.
    """
    weights = list(starmap(_weigh, _clusters(text)))
    primary = b"".join(weight.primary for weight in weights)
    secondary = b"".join(weight.secondary for weight in weights)
    tertiary = b"".join(weight.tertiary for weight in weights)
    return _SEPARATOR.join([primary, secondary.rstrip(_COMMON), tertiary.rstrip(_COMMON)])


def person_sort_key(full_name: str) -> bytes:
    """Return the key by which Vietnamese lists order people: given name, family, middle."""
    name = split_name(full_name)
    return _SEPARATOR.join(sort_key(part) for part in (name.given, name.family, name.middle))


def _clusters(text: str) -> Iterator[tuple[str, str]]:
    """Yield each base character with the marks that follow it; what is ignorable is left out."""
    base, marks = "", ""
    for character in unicodedata.normalize("NFKD", text.translate(_VARIANTS)):
        if unicodedata.category(character) == "Mn":
            marks += character
        elif not _is_ignorable(character):
            yield base, marks
            base, marks = character, ""
    yield base, marks


def _is_ignorable(character: str) -> bool:
    return character not in _PRIMARY and unicodedata.category(character) in {"Cc", "Cf"}


def _weigh(base: str, marks: str) -> _Weights:
    letter, tones = _own_letter(base.lower(), marks)
    return _Weights(
        primary=_weight_of(letter, _PRIMARY),
        secondary=(_COMMON if base else b"") + _joined(_weight_of(m, _SECONDARY) for m in tones),
        tertiary=_case_of(base) + _COMMON * len(tones),
    )


def _own_letter(base: str, marks: str) -> tuple[str, str]:
    """Join a base and its circumflex, breve or horn to one letter; return it and the rest.

    A mark that another of its own height keeps from the base stays a mark.
    """
    heights: set[int] = set()
    for place, mark in enumerate(marks):
        letter = _LETTERS_OF_THEIR_OWN.get(base + mark)
        if letter and unicodedata.combining(mark) not in heights:
            return letter, marks[:place] + marks[place + 1 :]
        heights.add(unicodedata.combining(mark))
    return base, marks


def _weight_of(character: str, table: dict[str, bytes]) -> bytes:
    """Return the weight in the table; characters outside it follow, by code point."""
    if not character:
        return b""
    return table.get(character) or _STRANGE + character.encode("utf-8", "surrogatepass")


def _case_of(base: str) -> bytes:
    if not base:
        return b""
    return _COMMON if base == base.lower() else _UPPER


def _joined(weights: Iterable[bytes]) -> bytes:
    return b"".join(weights)
