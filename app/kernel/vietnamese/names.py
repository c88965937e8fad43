"""Names of people: which part is the given name, and what stands on an avatar.

A name is stored as it was entered and is split only to sort and to abbreviate it: people of
one name, of minorities ("Y Na Hôm Kbuôr") and from abroad have no family and middle name.
"""

from __future__ import annotations

from typing import NamedTuple

from app.kernel.vietnamese.text import nfc


class NameParts(NamedTuple):
    """A full name for sorting; family and middle may be empty."""

    given: str
    family: str
    middle: str


def split_name(full_name: str) -> NameParts:
    """Split a name at its spaces: first the family, last the given name, the rest between."""
    parts = nfc(full_name).split()
    if not parts:
        return NameParts("", "", "")
    *others, given = parts
    return NameParts(given, " ".join(others[:1]), " ".join(others[1:]))


def given_name(full_name: str) -> str:
    """Return the name by which a Vietnamese is addressed, the last one."""
    return split_name(full_name).given


def initials(name: str) -> str:
    """Return the first letters of the first and the last word, for an avatar; or of the one."""
    firsts = [letter for word in nfc(name).split() if (letter := _first_letter(word))]
    return "".join([*firsts[:1], *firsts[1:][-1:]]).upper()


def _first_letter(word: str) -> str:
    return next(filter(str.isalpha, word), "")
