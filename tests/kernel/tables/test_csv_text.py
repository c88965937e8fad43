from __future__ import annotations

import pytest

from app.kernel.tables.csv_text import as_text, csv_bytes, csv_for_spreadsheets, read_table
from app.kernel.tables.faults import Faults
from app.kernel.tables.rows import TableKind

UNITS = TableKind("units.csv", ("code", "name"), ("locality",))


def faults_of(content: bytes) -> list[tuple[int, str, str]]:
    faults = Faults()
    read_table(UNITS, content, faults)
    return [(fault.line, fault.column, fault.what_to_do) for fault in faults.in_order()]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_what_looks_like_a_formula_is_text(cell: str) -> None:
    assert as_text(cell) == f"'{cell}"


def test_what_goes_to_a_machine_is_written_as_it_is_and_reads_back() -> None:
    content = csv_bytes(("code", "name"), [("so", "-1"), ("cty", 'Công ty "C", Hạ Long')])
    assert content == 'code,name\nso,-1\ncty,"Công ty ""C"", Hạ Long"\n'.encode()
    _, rows = read_table(UNITS, content, Faults())
    assert [(row.line, row.text("name")) for row in rows] == [
        (2, "-1"),
        (3, 'Công ty "C", Hạ Long'),
    ]


def test_what_goes_to_a_spreadsheet_comes_in_parts() -> None:
    parts = list(csv_for_spreadsheets(("mã",), ([f"{n}"] for n in range(450))))
    assert parts[0] == "\ufeff"
    assert len(parts) == 4
    assert parts[1].startswith("mã\r\n0\r\n")


@pytest.mark.parametrize(
    ("content", "place", "told"),
    [
        ("code,name\nso,Sở".encode("cp1258", "replace") + b"\xff", 2, "UTF-8"),
        ("code;name;locality\nso;Sở A;\n".encode(), 1, "dấu chấm phẩy"),
        ("code\tname\nso\tSở A\n".encode(), 1, "dấu tab"),
        (b"", 1, "Thiếu dòng tiêu đề"),
    ],
)
def test_the_cause_is_named_alone(content: bytes, place: int, told: str) -> None:
    found = faults_of(content)
    assert len(found) == 1
    line, column, words = found[0]
    assert (line, column) == (place, "")
    assert told in words


def test_every_cell_that_no_table_takes_is_named() -> None:
    found = faults_of("code,name\nso,Sở\x07A\ncty,Công ty,x\n".encode())
    assert [(line, column) for line, column, _ in found] == [(2, "name"), (3, "")]
