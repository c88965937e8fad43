"""Lists: pages of exactly the shown rows, in a total order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import func

from app.infra.db.engine import db

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

T = TypeVar("T")
PAGE_SIZE = 50


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
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        """The place of the first shown item in the whole list, counted from 1."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_item(self) -> int:
        """The place of the last shown item in the whole list."""
        return self.first_item + len(self.items) - 1 if self.items else 0


def paginate(query: Select[Any], number: int, *, size: int = PAGE_SIZE) -> Page[Any]:
    """Return a page of a query of one entity: two statements, whatever the length of the list."""
    total = count_rows(query)
    last = max(1, -(-total // size))
    number = min(max(1, number), last)
    rows = db.session.execute(query.limit(size).offset((number - 1) * size))
    return Page(rows.scalars().unique().all(), total, number, size)


def count_rows(query: Select[Any]) -> int:
    """Count what a query would return, without its order and without loading anything."""
    bare = query.order_by(None).with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.execute(bare).scalar_one()
