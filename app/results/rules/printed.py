"""The words of a dossier in a list of results, as they stood when the results were frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Printed:
    """What a line of results says of its dossier beside score, rank and prize."""

    code: str
    title: str
    people: tuple[str, ...]
    unit: str
    category: str

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Printed:
        """Return the words that a frozen line keeps."""
        return cls(
            code=kept["code"],
            title=kept["title"],
            people=tuple(kept["people"]),
            unit=kept["unit"],
            category=kept["category"],
        )

    def as_json(self) -> dict[str, Any]:
        """Return what a frozen line keeps."""
        return {
            "code": self.code,
            "title": self.title,
            "people": list(self.people),
            "unit": self.unit,
            "category": self.category,
        }
