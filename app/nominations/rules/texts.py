"""A section as flat text: what its fields hold, by name, and a number that changes with it.

Two tabs, two people or a lost connection may save the same section from different beginnings.
A page therefore carries the number of what it was drawn from; another number on the server
means that somebody wrote in between, and both texts are shown. The number belongs to one
section, so that a file uploaded in another tab disturbs nobody who writes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import clean_text
from app.nominations.rules.people import FIELDS
from app.nominations.rules.sections import person_field

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST_TEXT = 200_000
MOST_ROWS = 60
NUMBERS = 10**9


def version_of(texts: Mapping[str, str]) -> int:
    """Return a number below a thousand million that changes when a text does; empty is absent."""
    filled = sorted((name, text) for name, text in texts.items() if text)
    digest = hashlib.sha256(repr(filled).encode()).digest()
    return int.from_bytes(digest[:8]) % NUMBERS


def kept_as_typed(text: str) -> str:
    """Return a text as it is kept: composed, without what nobody can see.

    Raises:
        RuleBroken: for a text that no field asks for; it is refused whole, never cut.
    """
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            f"Một mục dài {len(text)} ký tự, hơn mức {LONGEST_TEXT} ký tự nên chưa ghi được. "
            "Hãy chia bớt nội dung sang tệp đính kèm."
        )
    return clean_text(text)


def texts_of_people(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the fields of people as the page names them."""
    return {
        person_field(place, name): row.get(name, "")
        for place, row in enumerate(rows, 1)
        for name in FIELDS
    }


def people_in(texts: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the rows that a page sent, in their order, the empty ones too.

    Raises:
        RuleBroken: for more rows than any dossier has.
    """
    places = sorted({place for name in texts if (place := _place_of(name))})
    if len(places) > MOST_ROWS:
        raise RuleBroken(f"Không thể ghi quá {MOST_ROWS} người trong một hồ sơ.")
    return [
        {name: kept_as_typed(texts.get(person_field(place, name), "")) for name in FIELDS}
        for place in places
    ]


def without_row(rows: Sequence[dict[str, str]], place: int) -> list[dict[str, str]]:
    """Return the rows without the one of a place, counted from 1."""
    return [row for at, row in enumerate(rows, 1) if at != place]


def _place_of(name: str) -> int:
    """Return the place that the name of a field holds, or 0."""
    head, _, field = name.partition("_")
    figures = head.removeprefix("p")
    is_row = head.startswith("p") and figures.isascii() and figures.isdecimal() and field in FIELDS
    return int(figures) if is_row and len(figures) <= len(str(NUMBERS)) else 0


def differing(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Iterable[str]:
    """Return the names of the fields in which two versions of a section differ."""
    return [name for name in {**theirs, **mine} if mine.get(name, "") != theirs.get(name, "")]
