"""What must change in a plan, and the checks that every list of a plan shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.questions.rules.soundness import Named, faults_in_codes, repeated_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PlanFault:
    """Something in a plan that must change; `where` is a path such as "criteria[2].step"."""

    where: str
    what_to_do: str

    def __str__(self) -> str:
        """Give place and remedy as one line."""
        return f"{self.where}: {self.what_to_do}" if self.where else self.what_to_do


def within(where: str, value: Decimal | None, largest: Decimal) -> Iterator[PlanFault]:
    """Name a value that lies outside 0 and the largest."""
    if value is not None and not 0 <= value <= largest:
        yield PlanFault(where, f"Giá trị {value} phải nằm trong khoảng từ 0 đến {largest}.")


def named(faults: Iterable[Named]) -> Iterator[PlanFault]:
    """Return what is wrong with a form as faults of the plan."""
    return (PlanFault(where, what_to_do) for where, what_to_do in faults)


def codes(where: str, listed: Iterable[str]) -> Iterator[PlanFault]:
    """Name codes that are none, and those that stand twice."""
    return named(faults_in_codes(where, listed))


def names(where: str, listed: Iterable[str]) -> Iterator[PlanFault]:
    """Name what has no name."""
    for index, name in enumerate(listed):
        if not name:
            yield PlanFault(f"{where}[{index}].name", "Hãy điền mục này, không được để trống.")


def unique(where: str, field: str, values: Iterable[str]) -> Iterator[PlanFault]:
    """Name every value that stands twice; ``field`` is the column it stands in."""
    return named(repeated_in(where, field, values))
