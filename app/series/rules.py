"""What a series is, and which numbers of it are free."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING

from app.kernel.errors import Duplicate, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# The body of the books that the organiser of the installation keeps.
ORGANISER = "organiser"
LARGEST_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class Series:
    """One book: what its numbers are for, who keeps it, and the year after which it begins anew.

    ``code`` is the sign behind the number ("GCN-STKT"), ``body`` the key of who keeps the book;
    year 0 is a book that counts on for ever.
    """

    code: str
    body: str
    year: int = 0

    @property
    def words(self) -> str:
        """Return what a sentence calls the book: "sổ GCN-STKT năm 2026"."""
        return f"sổ {self.code} năm {self.year}" if self.year else f"sổ {self.code}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a series is no longer free.

    Every number up to ``last`` is taken, except those in ``reserved``, which are for an office to
    type, once; ``typed`` are the numbers that were typed beyond ``last`` or are asked about.
    """

    last: int = 0
    reserved: tuple[range, ...] = ()
    typed: frozenset[int] = frozenset()

    def holds(self, number: int) -> bool:
        """Tell whether a number was given to something."""
        return number in self.typed or (number <= self.last and not self.is_reserved(number))

    def is_reserved(self, number: int) -> bool:
        """Tell whether an office keeps a number for its own book."""
        return any(number in kept for kept in self.reserved)

    def next_numbers(self, wanted: int) -> list[int]:
        """Return the next free numbers in their order."""
        return list(islice(self._free(), wanted))

    def last_after(self, number: int) -> int:
        """Return how far the counting has come once ``number`` is typed, too."""
        last, typed = self.last, self.typed | {number}
        while last + 1 in typed:
            last += 1
        return last

    def _free(self) -> Iterator[int]:
        number = self.last + 1
        kept = (*self.reserved, *(range(each, each + 1) for each in self.typed))
        for numbers in sorted(kept, key=lambda each: each.start):
            yield from range(number, numbers.start)
            number = max(number, numbers.stop)
        yield from count(number)


def require_free(series: Series, number: int, taken: Taken) -> None:
    """Refuse a typed number that is none, or that was given before.

    Raises:
        Duplicate: when something has the number, with the next that is free.
        RuleBroken: when it is no number of a book.
    """
    _require_number(number)
    if taken.holds(number):
        free = taken.next_numbers(1)[0]
        raise Duplicate(
            f"Số {number} của {series.words} đã được cấp. "
            f"Hãy xem lại số trong sổ; số tiếp theo còn trống là {free}.",
            field="number",
        )


def require_reservable(series: Series, numbers: range, taken: Taken) -> None:
    """Refuse to set numbers aside of which one is given or set aside already.

    Raises:
        Duplicate: naming the first such number.
        RuleBroken: when the range is empty or holds what is no number of a book.
    """
    if not numbers:
        raise RuleBroken("Số đầu phải không lớn hơn số cuối. Hãy sửa lại khoảng số.", field="first")
    _require_number(numbers[0])
    _require_number(numbers[-1])
    clash = _first_clash(numbers, taken)
    if clash is not None:
        raise Duplicate(
            f"Số {clash} của {series.words} đã được cấp hoặc đã để riêng. Hãy chọn khoảng số khác.",
            field="first",
        )


def _first_clash(numbers: range, taken: Taken) -> int | None:
    clashes: Collection[int] = [
        *([numbers[0]] if numbers[0] <= taken.last else []),
        *(number for number in taken.typed if number in numbers),
        *(
            max(numbers[0], kept.start)
            for kept in taken.reserved
            if kept.start <= numbers[-1] and numbers[0] < kept.stop
        ),
    ]
    return min(clashes, default=None)


def _require_number(number: int) -> None:
    if not 1 <= number <= LARGEST_NUMBER:
        raise RuleBroken("Số trong sổ là số nguyên từ 1 đến 999.999.999.", field="number")
