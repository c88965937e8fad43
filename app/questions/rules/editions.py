"""What becomes of a field that was written on two pages at once.

A page carries, for each of its fields, the edition of the text that it was drawn from. With it the
server knows of a text that arrives whether somebody wrote something else in between, and whether
the page changed the field at all: fields that only one side changed are put together without a
word, and only a field that both changed is asked about.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIGURES = 12


def edition_of(text: str) -> str:
    """Return the edition of a text: the beginning of its SHA-256; an empty text has none."""
    return hashlib.sha256(text.encode()).hexdigest()[:FIGURES] if text else ""


def editions_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the editions of the fields of a page, by their names."""
    return {name: edition_of(text) for name, text in texts.items()}


@dataclass(slots=True)
class Merged:
    """Two versions of some fields, put together.

    ``kept`` is what the page changed and nobody else did, to be written; ``taken`` what somebody
    else changed and the page did not; ``conflicts`` what both did, with the other one's text;
    ``unsent`` what is stored in fields that the page does not have.
    """

    kept: dict[str, str] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    unsent: dict[str, str] = field(default_factory=dict)

    def add(self, other: Merged) -> None:
        """Take in what became of further fields."""
        self.kept |= other.kept
        self.taken |= other.taken
        self.conflicts |= other.conflicts

    def renamed(self, names: Mapping[str, str]) -> Merged:
        """Return the same under other names of the fields."""
        return Merged(*({names[name]: text for name, text in part.items()} for part in self._parts))

    @property
    def _parts(self) -> tuple[dict[str, str], ...]:
        return self.kept, self.taken, self.conflicts, self.unsent

    def current(self, mine: Mapping[str, str]) -> dict[str, str]:
        """Return what all fields hold now, those that the page did not send too."""
        return {**self.unsent, **mine, **self.taken, **self.conflicts}


def merged(
    mine: Mapping[str, str], theirs: Mapping[str, str], known: Mapping[str, str] | None
) -> Merged:
    """Put what a page sent and what is stored together, field by field.

    Args:
        mine: the texts that the page sent, by field.
        theirs: the texts that are stored; one that is missing is empty.
        known: the editions from which the page was drawn; None for a page that tells none.
    """
    outcome = Merged(unsent={name: text for name, text in theirs.items() if name not in mine})
    for name, text in mine.items():
        stored = theirs.get(name, "")
        if text == stored:
            continue
        drawn_from = None if known is None else known.get(name)
        if drawn_from == edition_of(stored):
            outcome.kept[name] = text
        elif drawn_from == edition_of(text):
            outcome.taken[name] = stored
        else:
            outcome.conflicts[name] = stored
    return outcome
