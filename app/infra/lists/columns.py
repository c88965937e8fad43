"""The columns of a list: what its page shows, what its files hold, what it is ordered by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from app.infra.templating import clock, day
from app.infra.words import gettext as _
from app.kernel.numbers import format_decimal

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

    from app.infra.spreadsheets import CellValue

NOTHING = "–"
ROW_END, CELL_END = Markup("</th>"), Markup("</td>")


class Kind(Enum):
    """What a column holds, as far as it changes how it is printed."""

    TEXT = auto()
    CODE = auto()  # short, never broken over lines
    NUMBER = auto()
    DAY = auto()
    INSTANT = auto()


class Place(Enum):
    """Where a column stands."""

    EVERYWHERE = auto()
    PAGE = auto()
    FILE = auto()


def _said(moment: datetime) -> str:
    return f"{clock(moment)}, {day(moment)}"


LOOKS = {Kind.CODE: "text-nowrap", Kind.INSTANT: "text-nowrap", Kind.NUMBER: "num"}
PRINTED: dict[Kind, Callable[[Any], str]] = {
    Kind.NUMBER: format_decimal,
    Kind.DAY: day,
    Kind.INSTANT: _said,
}


@dataclass(frozen=True, slots=True)
class ListOrder:
    """What a head can order the list by: its word in the address, and the columns."""

    word: str
    by: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """One column: the attribute of a row, its head, and how it is shown.

    ``value`` gives what a file holds, and the page where the package has no macro for the column;
    left out, it is the attribute. ``heads_row`` marks the cell that names its row. ``alike`` gives
    all that a cell depends on, where many rows have the same: it is then printed once for them.
    """

    name: str
    label: str
    value: Callable[[Any], CellValue] | None = None
    kind: Kind = Kind.TEXT
    place: Place = Place.EVERYWHERE
    width: int = 20
    order: ListOrder | None = None
    is_spoken: bool = False
    heads_row: bool = False
    alike: Callable[[Any], Hashable] | None = None

    def of(self, row: Any) -> CellValue:
        """Return what a file holds of a row."""
        found: CellValue = self.value(row) if self.value else getattr(row, self.name)
        return found

    def printed(self, row: Any) -> str:
        """Return what the page shows of a row; a dash for nothing."""
        found = self.of(row)
        if found is None or found == "":
            return NOTHING
        return PRINTED[self.kind](found) if self.kind in PRINTED else str(found)

    def printer(self, cell: Callable[[Any], str] | None) -> Callable[[Any], str]:
        """Return what prints its cells on one page: the macro of the package, or the value."""
        prints, alike = cell or self.escaped, self.alike
        if alike is None:
            return prints
        known: dict[Hashable, str] = {}

        def printed(row: Any) -> str:
            key = alike(row)
            if key not in known:
                known[key] = prints(row)
            return known[key]

        return printed

    def escaped(self, row: Any) -> Markup:
        """Return what the page shows of a row, as markup."""
        return escape(self.printed(row))

    @property
    def opening(self) -> Markup:
        """The beginning of each of its cells: the label is shown where the table stacks."""
        if self.heads_row:
            return Markup('<th scope="row">')
        look = Markup(' class="{}"').format(LOOKS[self.kind]) if self.kind in LOOKS else ""
        return Markup('<td data-label="{}"{}>').format(_(self.label), look)

    @property
    def closing(self) -> Markup:
        """The end of each of its cells."""
        return ROW_END if self.heads_row else CELL_END
