"""Rows of a table whose columns are named in its head; each row knows where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from app.kernel.tables.faults import nearest
from app.kernel.tables.plain import day_in, number_in
from app.kernel.vietnamese.text import clean_line, clean_text

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from app.kernel.tables.faults import Faults

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class TableKind:
    """Which columns a file has; with `takes_more` further columns are questions of the form.

    Only `paragraphs` and the answers of questions keep their lines.
    """

    file: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    takes_more: bool = False
    paragraphs: tuple[str, ...] = ()

    def cleaned(self, column: str, cell: str) -> str:
        """Give a cell as it is kept, without what nobody can see."""
        is_answer = column not in self.columns + self.optional
        return clean_text(cell) if is_answer or column in self.paragraphs else clean_line(cell)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One record of a table, with typed access that notes what it cannot read."""

    file: str
    line: int
    cells: dict[str, str]
    faults: Faults

    def text(self, column: str) -> str:
        """Give the cell, empty where the column is missing."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """Give the cell, noting a fault when it is empty."""
        value = self.text(column)
        if not value:
            self.refuse(column, "Ô này không được để trống; hãy điền.")
        return value

    def one_of(self, column: str, kind: type[E]) -> E | None:
        """Give the member of `kind` that the cell names, None when it is empty or unknown."""
        value = self.text(column)
        if not value:
            return None
        known = [str(member) for member in kind]
        if value in known:
            return kind(value)
        hint = nearest(value, known)
        self.refuse(column, f"“{value}” không dùng được.{hint} Hãy ghi: {', '.join(known)}.")
        return None

    def integer(self, column: str) -> int | None:
        """Give the cell as a whole number from 1."""
        value = self.text(column)
        if value.isascii() and value.isdigit() and len(value) < 10 and int(value) >= 1:  # noqa: PLR2004  no such order
            return int(value)
        self.refuse(column, f"“{value}” không phải số nguyên từ 1 trở lên.")
        return None

    def decimal(self, column: str) -> Decimal | None:
        """Give the cell as an exact number, None when it is empty or not a number."""
        value = self.text(column)
        if not value:
            return None
        number = number_in(value)
        if number is not None:
            return number
        comma = " Trong tệp CSV, phần thập phân dùng dấu chấm." if "," in value else ""
        self.refuse(column, f"“{value}” không phải là số.{comma}")
        return None

    def day(self, column: str) -> date | None:
        """Give the cell as a day, None when it is empty or no day of the calendar."""
        value = self.text(column)
        if not value:
            return None
        day = day_in(value)
        if day is None:
            self.refuse(column, f"“{value}” không phải ngày; hãy ghi năm-tháng-ngày: 1980-02-29.")
        return day

    def refuse(self, column: str, what_to_do: str) -> None:
        """Note a fault of this cell."""
        self.faults.add(self.file, self.line, column, what_to_do)
