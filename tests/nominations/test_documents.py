from __future__ import annotations

import csv
import io
import zipfile

import pytest

from app.nominations.documents import HEAD, ListRow, as_text, csv_of_list, xlsx_of_list


def row(title: str) -> ListRow:
    return ListRow("1", "STTN-IX-0001", title, "Y dược", "", "Lê Thuỵ Khuê", "Đã nộp", "", "")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"


def test_csv_reads_back_with_its_head_and_vietnamese_letters() -> None:
    text = "".join(csv_of_list(row(f'Giải pháp "{n}", một\nhai') for n in range(450)))
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == HEAD
    assert len(rows) == 451
    assert rows[1][2] == 'Giải pháp "0", một\nhai'


def test_workbook_holds_text_and_no_formula() -> None:
    book = b"".join(xlsx_of_list([row("=HYPERLINK(1)"), row("x" * 40_000)]))
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK(1)" in sheet
    assert "<f>" not in sheet
