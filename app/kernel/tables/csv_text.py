"""CSV, read and written in one place: UTF-8, records of text, faults by line and column.

What goes to a machine is written as it is, so that the same values always give the same bytes.
What goes to somebody's spreadsheet carries a byte order mark, and nothing in it is a formula.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

from app.kernel.tables.faults import nearest
from app.kernel.tables.rows import TableRow
from app.kernel.vietnamese.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.kernel.tables.faults import Faults
    from app.kernel.tables.rows import TableKind

LARGEST_TABLE_BYTES = 64 * 1024 * 1024
MOST_ROWS = 500_000
LONGEST_CELL = 100_000
BYTE_ORDER_MARK = "\ufeff"  # spreadsheets read UTF-8 only when it says so
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
ROWS_AT_ONCE = 200
# White space and line breaks of every system stay; `clean_text` makes one of them.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
OTHER_SEPARATORS = {";": "dấu chấm phẩy", "\t": "dấu tab"}
_TRANSFER = "Hãy lưu lại tệp ở dạng CSV UTF-8"


# ── reading ──────────────────────────────────────────────────────────────────────────────────


def read_table(
    kind: TableKind, content: bytes, faults: Faults
) -> tuple[tuple[str, ...], list[TableRow]]:
    """Give the header and the records of a table, noting every fault of its shape.

    Where the cause is one (the encoding, the separator, no header), it is named alone.
    """
    text = decoded(kind.file, content, faults)
    if text is None:
        return (), []
    found = records(kind.file, text, faults)
    _, first = next(found, (1, []))
    if separator := other_separator(first):
        remedy = f"Các cột cách nhau bằng {separator}; hãy lưu lại với dấu phẩy giữa các cột."
        faults.add(kind.file, 1, "", remedy)
        return (), []
    header = [clean_line(column) for column in first]
    if not _header_is_usable(kind, header, faults):
        return tuple(header), []
    return tuple(header), [
        TableRow(kind.file, line, _cleaned(kind, header, cells), faults)
        for line, cells in found
        if _is_usable(kind.file, line, cells, header, faults)
    ]


def decoded(file: str, content: bytes, faults: Faults) -> str | None:
    """Give the text in NFC without its BOM; None, with the fault noted, for what is not UTF-8."""
    if len(content) > LARGEST_TABLE_BYTES:
        megabytes = LARGEST_TABLE_BYTES // 1024**2
        faults.add(
            file, 0, "", f"Tệp lớn hơn {megabytes} MB; hãy chia đợt xét thành nhiều thư mục."
        )
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        faults.add(file, line, "", f"Có ký tự không thuộc bảng mã UTF-8. {_TRANSFER}.")
        return None
    return unicodedata.normalize("NFC", text)


def records(file: str, text: str, faults: Faults) -> Iterator[tuple[int, list[str]]]:
    """Yield the records that hold anything, trimmed, each with the line on which it begins."""
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


def other_separator(header: Sequence[str]) -> str | None:
    """Return what a head of one cell is really separated by, in words; None where it is not."""
    if len(header) != 1:
        return None
    return next((words for sign, words in OTHER_SEPARATORS.items() if sign in header[0]), None)


def _header_is_usable(kind: TableKind, header: list[str], faults: Faults) -> bool:
    if not header:
        faults.add(kind.file, 1, "", f"Thiếu dòng tiêu đề: {','.join(kind.columns)}.")
        return False
    before = len(faults.found)
    _note_missing_columns(kind, header, faults)
    _note_odd_columns(kind, header, faults)
    return len(faults.found) == before


def _note_missing_columns(kind: TableKind, header: list[str], faults: Faults) -> None:
    for column in kind.columns:
        if column not in header:
            faults.add(kind.file, 1, column, f"Thiếu cột “{column}”; hãy thêm cột này.")


def _note_odd_columns(kind: TableKind, header: list[str], faults: Faults) -> None:
    known = kind.columns + kind.optional
    for column, count in Counter(header).items():
        if not column:
            faults.add(kind.file, 1, "", "Có cột không tên; hãy đặt tên hoặc xóa cột đó.")
        elif count > 1:
            faults.add(kind.file, 1, column, f"Cột “{column}” xuất hiện {count} lần; chỉ giữ một.")
        elif column not in known and not kind.takes_more:
            remedy = f"Không có cột “{column}”.{nearest(column, known)} Hãy đổi tên hoặc xóa cột."
            faults.add(kind.file, 1, column, remedy)


def _is_usable(file: str, line: int, cells: list[str], header: list[str], faults: Faults) -> bool:
    if len(cells) != len(header):
        remedy = (
            f"Dòng có {len(cells)} ô nhưng tiêu đề có {len(header)} cột;"
            " ô có dấu phẩy hoặc xuống dòng phải đặt trong dấu nháy kép."
        )
        faults.add(file, line, "", remedy)
        return False
    for column, cell in zip(header, cells, strict=True):
        if refusal := refusal_of(cell):
            faults.add(file, line, column, refusal)
            return False
    return True


def refusal_of(cell: str) -> str | None:
    """Return why no table takes a cell whatever its column; None where nothing is wrong."""
    if len(cell) > LONGEST_CELL:
        return f"Ô dài hơn {LONGEST_CELL} ký tự; hãy rút gọn."
    if CONTROL.search(cell):
        return "Ô có ký tự điều khiển không in được; hãy gõ lại ô này."
    return None


def _cleaned(kind: TableKind, header: list[str], cells: list[str]) -> dict[str, str]:
    pairs = zip(header, cells, strict=True)
    return {column: kind.cleaned(column, cell) for column, cell in pairs}


# ── writing ──────────────────────────────────────────────────────────────────────────────────


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as UTF-8 with LF line ends: the same values always give the same bytes."""
    return "".join(_written(columns, rows, line_end="\n")).encode()


def csv_for_spreadsheets(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table for somebody's spreadsheet, some rows at a time; a formula becomes text."""
    yield BYTE_ORDER_MARK
    guarded = ([as_text(cell) for cell in row] for row in rows)
    yield from _written(columns, guarded, line_end="\r\n")


def as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell


def _written(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, line_end: str
) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator=line_end)
    writer.writerow(columns)
    for number, row in enumerate(rows, 1):
        writer.writerow(row)
        if number % ROWS_AT_ONCE == 0:
            yield _emptied(buffer)
    yield _emptied(buffer)


def _emptied(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
