"""Tables for somebody's spreadsheet, as CSV or as a workbook, in a stream of constant memory.

What people typed stays text, whatever it looks like: in a workbook by the kind of its cell, in
CSV by an apostrophe before what a spreadsheet would take for a formula.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import xlsxwriter
from flask import Response, stream_with_context

from app.kernel.calendar import local
from app.kernel.numbers import format_decimal
from app.kernel.tables.csv_text import csv_for_spreadsheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
CHUNK_BYTES = 1 << 16
LONGEST_CELL = 32_000  # a workbook holds 32,767 characters
USUAL_WIDTH = 20
DAY_FORMAT, INSTANT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"
# How a workbook is made: text is neither a formula nor a link, and rows go to the disk at once.
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

CellValue = str | int | Decimal | date | datetime | None
"""What a cell may hold; an instant is shown as the time it is in Vietnam."""


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The name of a sheet, the head of each column, and how wide each is in characters."""

    name: str
    heads: tuple[str, ...]
    widths: tuple[int, ...] = ()

    def width_of(self, place: int) -> int:
        """Return how wide a column is, counted from 0."""
        return self.widths[place] if place < len(self.widths) else USUAL_WIDTH


def download(
    head: SheetHead, rows: Iterable[Sequence[CellValue]], *, name: str, kind: str
) -> Response:
    """Answer with a table as a file; `kind` is one of `KINDS`, which is its extension too."""
    written = csv_in_parts if kind == "csv" else workbook_in_parts
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    body = stream_with_context(written(head, rows))
    return Response(body, headers=headers, mimetype=KINDS[kind])


def csv_in_parts(head: SheetHead, rows: Iterable[Sequence[CellValue]]) -> Iterator[str]:
    """Yield a table as CSV, some rows at a time, with a byte order mark."""
    yield from csv_for_spreadsheets(head.heads, ([text_of(cell) for cell in row] for row in rows))


def text_of(value: CellValue) -> str:
    """Return what a cell holds as people write it: "87,5", "30/11/2026", "30/11/2026 17:00:00"."""
    if isinstance(value, datetime):
        return f"{local(value):%d/%m/%Y %H:%M:%S}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return format_decimal(value)
    return "" if value is None else str(value)


def workbook_in_parts(head: SheetHead, rows: Iterable[Sequence[CellValue]]) -> Iterator[bytes]:
    """Yield a table as a workbook; it is written row by row to a file, never held in memory."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        _write_book(file.name, head, rows)
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _write_book(path: str, head: SheetHead, rows: Iterable[Sequence[CellValue]]) -> None:
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        page = SheetPage(book, head)
        for number, row in enumerate(rows, 1):
            page.write(number, row)


class SheetPage:
    """A sheet that is being written, row after row."""

    def __init__(self, book: Any, head: SheetHead) -> None:
        self.sheet = book.add_worksheet(head.name)
        self._day = book.add_format({"num_format": DAY_FORMAT, "align": "left"})
        self._instant = book.add_format({"num_format": INSTANT_FORMAT, "align": "left"})
        bold = book.add_format({"bold": True})
        self.sheet.freeze_panes(1, 0)
        for place, words in enumerate(head.heads):
            self.sheet.set_column(place, place, head.width_of(place))
            self.sheet.write_string(0, place, words, bold)

    def write(self, number: int, row: Sequence[CellValue]) -> None:
        """Write a row; the head is row 0."""
        for place, value in enumerate(row):
            self._write_cell(number, place, value)

    def _write_cell(self, row: int, column: int, value: CellValue) -> None:
        if isinstance(value, datetime):
            naive = local(value).replace(tzinfo=None)  # a workbook knows no zones
            self.sheet.write_datetime(row, column, naive, self._instant)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self._day)
        elif isinstance(value, int | Decimal):
            self.sheet.write_number(row, column, value)
        elif value:
            self.sheet.write_string(row, column, value[:LONGEST_CELL])
