"""The CSV files of a round folder, cell by cell, each cell knowing where it stands."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from app.folders.rules.faults import Faults, nearest
from app.folders.rules.written import day_in, number_in
from app.kernel.vietnamese.text import clean_line, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

E = TypeVar("E", bound=StrEnum)

LARGEST_TABLE_BYTES = 64 * 1024 * 1024
MOST_ROWS = 500_000
LONGEST_CELL = 100_000
# White space and line breaks of every system stay; `clean_text` makes one of them.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_TRANSFER = "Hãy lưu lại tệp ở dạng CSV UTF-8"


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
class Row:
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


def read_table(
    kind: TableKind, content: bytes, faults: Faults
) -> tuple[tuple[str, ...], list[Row]]:
    """Give the header and the records of a table, noting every fault of its shape."""
    text = decoded(kind.file, content, faults)
    records = _records(kind.file, text, faults)
    _, header = next(records, (1, []))
    header = [clean_line(column) for column in header]
    if not _header_is_usable(kind, header, faults):
        return tuple(header), []
    return tuple(header), [
        Row(kind.file, line, _cleaned(kind, header, cells), faults)
        for line, cells in records
        if _is_usable(kind.file, line, cells, header, faults)
    ]


def decoded(file: str, content: bytes, faults: Faults) -> str:
    """Give the text in NFC without its BOM; what is not UTF-8 is refused with its line."""
    if len(content) > LARGEST_TABLE_BYTES:
        megabytes = LARGEST_TABLE_BYTES // 1024**2
        faults.add(
            file, 0, "", f"Tệp lớn hơn {megabytes} MB; hãy chia đợt xét thành nhiều thư mục."
        )
        return ""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        faults.add(file, line, "", f"Có ký tự không thuộc bảng mã UTF-8. {_TRANSFER}.")
        return ""
    return unicodedata.normalize("NFC", text)


def _records(file: str, text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                faults.add(file, line, "", f"Tệp có hơn {MOST_ROWS} dòng; hãy bớt số dòng.")
                return
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as problem:
        faults.add(file, line, "", f"Dòng CSV viết sai ({problem}); hãy xem lại dấu nháy kép.")


def _header_is_usable(kind: TableKind, header: list[str], faults: Faults) -> bool:
    before = len(faults.found)
    if not header:
        faults.add(kind.file, 1, "", f"Thiếu dòng tiêu đề: {','.join(kind.columns)}.")
        return False
    for column in kind.columns:
        if column not in header:
            faults.add(kind.file, 1, column, f"Thiếu cột “{column}”; hãy thêm cột này.")
    known = kind.columns + kind.optional
    for column, count in Counter(header).items():
        if not column:
            faults.add(kind.file, 1, "", "Có cột không tên; hãy đặt tên hoặc xóa cột đó.")
        elif count > 1:
            faults.add(kind.file, 1, column, f"Cột “{column}” xuất hiện {count} lần; chỉ giữ một.")
        elif column not in known and not kind.takes_more:
            hint = nearest(column, known)
            faults.add(
                kind.file, 1, column, f"Không có cột “{column}”.{hint} Hãy đổi tên hoặc xóa cột."
            )
    return len(faults.found) == before


def _is_usable(file: str, line: int, cells: list[str], header: list[str], faults: Faults) -> bool:
    if len(cells) != len(header):
        faults.add(
            file,
            line,
            "",
            f"Dòng có {len(cells)} ô nhưng tiêu đề có {len(header)} cột;"
            " ô có dấu phẩy hoặc xuống dòng phải đặt trong dấu nháy kép.",
        )
        return False
    for column, cell in zip(header, cells, strict=True):
        if len(cell) > LONGEST_CELL:
            faults.add(file, line, column, f"Ô dài hơn {LONGEST_CELL} ký tự; hãy rút gọn.")
            return False
        if _CONTROL.search(cell):
            faults.add(file, line, column, "Ô có ký tự điều khiển không in được; hãy gõ lại ô này.")
            return False
    return True


def _cleaned(kind: TableKind, header: list[str], cells: list[str]) -> dict[str, str]:
    pairs = zip(header, cells, strict=True)
    return {column: kind.cleaned(column, cell) for column, cell in pairs}
