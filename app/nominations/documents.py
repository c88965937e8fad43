"""The list of dossiers as a file for a spreadsheet; text stays text, whatever it looks like."""

from __future__ import annotations

import csv
import io
import tempfile
from typing import TYPE_CHECKING, NamedTuple

import xlsxwriter

from app.kernel.calendar import local
from app.kernel.numbers import format_decimal
from app.nominations.enums import STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.nominations.models import Nomination

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it says so
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
CHUNK_ROWS = 200
CHUNK_BYTES = 1 << 16
LONGEST_CELL = 32_000
WIDTHS = (12, 18, 60, 28, 36, 44, 20, 22, 22)


class ListRow(NamedTuple):
    """One dossier as the list shows it."""

    receipt_no: str
    code: str
    title: str
    category: str
    unit: str
    people: str
    state: str
    submitted_at: str
    reason: str


HEAD = ListRow(
    "Số tiếp nhận",
    "Mã hồ sơ",
    "Tên hồ sơ",
    "Lĩnh vực",
    "Đơn vị đề cử",
    "Tác giả, người được đề cử",
    "Trạng thái",
    "Thời điểm nộp",
    "Lý do không hợp lệ",
)


def list_row(nomination: Nomination) -> ListRow:
    """Return the cells of a dossier."""
    people = nomination.people
    return ListRow(
        receipt_no=str(nomination.receipt_no or ""),
        code=nomination.code or "",
        title=nomination.title,
        category=nomination.category.name if nomination.category else "",
        unit=nomination.unit.name if nomination.unit else "",
        people="; ".join(_person(row.full_name, row.contribution) for row in people),
        state=STATE_LABELS[nomination.state],
        submitted_at=_moment(nomination),
        reason=nomination.ineligible_reason,
    )


def _person(name: str, share: object) -> str:
    return name if share is None else f"{name} ({format_decimal(share)} %)"  # type: ignore[arg-type]  # a Decimal


def _moment(nomination: Nomination) -> str:
    sent = nomination.submitted_at
    return f"{local(sent):%d/%m/%Y %H:%M:%S}" if sent else ""


def csv_of_list(rows: Iterable[ListRow]) -> Iterator[str]:
    """Yield the list as CSV, some rows at a time; what looks like a formula is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEAD)
    yield BYTE_ORDER_MARK
    for number, row in enumerate(rows, 1):
        writer.writerow([as_text(cell) for cell in row])
        if number % CHUNK_ROWS == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def xlsx_of_list(rows: Iterable[ListRow]) -> Iterator[bytes]:
    """Yield the list as a workbook; it is written row by row to a file, never held in memory."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        _write_book(file.name, rows)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _write_book(path: str, rows: Iterable[ListRow]) -> None:
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False})
    sheet, bold = book.add_worksheet("Hồ sơ"), book.add_format({"bold": True})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    for column, cell in enumerate(HEAD):
        sheet.write_string(0, column, cell, bold)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell[:LONGEST_CELL])
    sheet.freeze_panes(1, 0)
    book.close()
