from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.infra.spreadsheets import SheetHead, csv_in_parts, text_of, workbook_in_parts

HEAD = SheetHead("Hồ sơ", ("Mã", "Tên", "Nộp lúc"), (10, 60))
SENT = datetime(2026, 11, 30, 10, 0, 5, tzinfo=UTC)


def sheet_of(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("chữ", "chữ"),
        (12, "12"),
        (Decimal("87.50"), "87,5"),
        (date(2026, 2, 28), "28/02/2026"),
        (SENT, "30/11/2026 17:00:05"),
        (None, ""),
    ],
)
def test_csv_says_values_as_people_write_them(value: object, words: str) -> None:
    assert text_of(value) == words  # type: ignore[arg-type]


def test_csv_reads_back_with_its_head_and_vietnamese_letters() -> None:
    rows = ((f"M{n}", f'Giải pháp "{n}", một\nhai', SENT) for n in range(450))
    text = "".join(csv_in_parts(HEAD, rows))
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert tuple(read[0]) == HEAD.heads
    assert len(read) == 451
    assert read[1] == ["M0", 'Giải pháp "0", một\nhai', "30/11/2026 17:00:05"]


def test_csv_gives_spreadsheets_no_formula() -> None:
    text = "".join(csv_in_parts(HEAD, [("=1+1", "@cmd", None)]))
    assert "'=1+1,'@cmd," in text


def test_workbook_holds_text_and_no_formula_nor_link() -> None:
    rows = [("=HYPERLINK(1)", "https://x.vn", None), ("x" * 40_000, "+84", None)]
    sheet = sheet_of(b"".join(workbook_in_parts(HEAD, rows)))
    assert "=HYPERLINK(1)" in sheet
    assert "<f>" not in sheet
    assert "hyperlink " not in sheet


def test_workbook_keeps_numbers_and_moments_as_such() -> None:
    rows = [(7, Decimal("87.25"), SENT), (8, None, date(2026, 11, 30))]
    sheet = sheet_of(b"".join(workbook_in_parts(HEAD, rows)))
    assert "<v>7</v>" in sheet
    assert "<v>87.25</v>" in sheet
    assert "<v>46356.7083912037" in sheet  # 30/11/2026 17:00:05 in Vietnam
    assert "<v>46356</v>" in sheet


def test_memory_does_not_grow_with_the_list() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        rows = ((n, "Giải pháp nâng cao hiệu quả sản xuất", SENT) for n in range(count))
        for _part in workbook_in_parts(HEAD, rows):
            pass
        for _text in csv_in_parts(HEAD, ((n, "Giải pháp", SENT) for n in range(count))):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(100)
    assert peak(6000) < peak(600) + 300_000
