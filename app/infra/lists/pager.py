"""The pages of a list, and the way to the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")
PAGE_SIZE = 50
AROUND = 2
GAP = "…"


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; ``number`` counts from 1, ``total`` counts all items."""

    items: Sequence[T]
    total: int
    number: int
    size: int

    @property
    def last(self) -> int:
        """The number of the last page; an empty list has one page."""
        return last_page(self.total, self.size)

    @property
    def first_item(self) -> int:
        """The place of the first shown item in the whole list, counted from 1."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_item(self) -> int:
        """The place of the last shown item in the whole list."""
        return self.first_item + len(self.items) - 1 if self.items else 0


class PageLink(NamedTuple):
    """A number of the pager; a gap has no address."""

    label: int | str
    url: str | None
    is_current: bool


@dataclass(frozen=True, slots=True)
class Pager:
    """The way to the other pages of a list."""

    previous_url: str | None
    next_url: str | None
    numbers: tuple[PageLink, ...]


def last_page(total: int, size: int) -> int:
    """Return the number of the last page of so many items."""
    return max(1, -(-total // size))


def pager_of(page: Page[Any], address: Callable[[int], str]) -> Pager:
    """Return links to the pages around the shown one, and to the first and the last."""
    near = range(max(1, page.number - AROUND), min(page.last, page.number + AROUND) + 1)
    numbers: list[PageLink] = []
    for number in sorted({1, *near, page.last}):
        if numbers and number - int(numbers[-1].label) > 1:
            numbers.append(PageLink(number - 1, None, is_current=False))
        numbers.append(PageLink(number, address(number), number == page.number))
    return Pager(
        previous_url=address(page.number - 1) if page.number > 1 else None,
        next_url=address(page.number + 1) if page.number < page.last else None,
        numbers=tuple(link if link.url else link._replace(label=GAP) for link in numbers),
    )
