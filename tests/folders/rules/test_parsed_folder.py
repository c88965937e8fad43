"""A round folder is read whole, and every kind of fault is named by file, line and column."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.folders.enums import ConflictWord, DecisionKind, SeatWord
from app.folders.rules.parsed_folder import lint_folder, read_folder
from app.kernel.errors import RuleBroken
from app.programmes.enums import PrizeScope, ScoringMethod
from app.registry.enums import Gender, UnitKind
from tests.folders.rules.small_folder import (
    EXAMPLES,
    PRESETS,
    ROUND,
    SMALL,
    edited,
    files_with,
    without,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_small_folder_is_read_whole() -> None:
    folder = read_folder(files_with(), PRESETS)
    plan = folder.plan
    assert plan.name == "Hội thi thử"
    assert plan.opens_at == datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    assert plan.final_stage.scoring.method is ScoringMethod.MEAN
    assert plan.prizes[0].scope is PrizeScope.CATEGORY
    assert [question.label for question in plan.questions] == ["Tính mới"]
    assert not any(question.required for question in plan.questions)
    assert [unit.kind for unit in folder.units] == [UnitKind.DEPARTMENT, UnitKind.COMPANY]
    assert folder.nominations[0].answers == (("tinh_moi", "Dòng một\ndòng hai, có phẩy"),)
    assert folder.nominations[1].line == 4
    assert folder.nominations[1].unit is None
    first, second = folder.people_of("HS1")
    assert (first.full_name, first.birth_date) == ("Trần Văn Ước", date(1980, 2, 29))
    assert (second.gender, second.contribution_percent) == (Gender.FEMALE, Decimal(40))
    assert next(seat.role for seat in folder.council) is SeatWord.CHAIR
    assert folder.conflicts[0].kind is ConflictWord.FAMILY
    assert len(folder.assignments or ()) == 3
    assert folder.sheets[0].points == (("tinh_moi", Decimal("39.5")), ("hieu_qua", Decimal(50)))
    assert folder.comments[0].comment == "Rất tốt."
    assert folder.decisions[0].kind is DecisionKind.DOWNGRADE


def test_what_the_round_file_leaves_out_comes_from_the_preset() -> None:
    text = "\n".join(ROUND.splitlines()[:5])
    files = files_with(round__toml=text, sheets__csv="judge,nomination,criterion,points\n")
    files = {name: files[name] for name in files if name not in {"comments.csv", "decisions.csv"}}
    preset = PRESETS["hoi-thi-sang-tao-ky-thuat"]
    plan = read_folder(files, PRESETS).plan
    assert plan.final_stage.criteria == preset.final_stage.criteria
    assert plan.categories == preset.categories
    assert plan.prizes == preset.prizes
    assert plan.final_stage.scoring == preset.final_stage.scoring
    assert plan.closes_at == datetime(2026, 8, 31, 10, 0, tzinfo=UTC)


def test_own_criteria_keep_only_the_tie_breakers_that_still_mean_something() -> None:
    lines = ROUND.split("[scoring]")
    criteria = lines[1][lines[1].index("[[criteria]]") :]
    files = files_with(round__toml=lines[0] + criteria)
    del files["decisions.csv"]
    plan = read_folder(files, PRESETS).plan
    assert plan.final_stage.scoring.tie_breakers == ("criterion:tinh_moi", "chair")
    assert plan.final_stage.pass_score is None


def test_folder_without_assignments_leaves_them_to_the_solver() -> None:
    assert read_folder(without("assignments.csv"), PRESETS).assignments is None


def test_byte_order_mark_decomposed_text_and_windows_lines_are_tolerated() -> None:
    plain = read_folder(files_with(), PRESETS)
    odd = {
        name: b"\xef\xbb\xbf" + unicodedata.normalize("NFD", text).encode().replace(b"\n", b"\r\n")
        for name, text in SMALL.items()
    }
    read = read_folder(odd, PRESETS)
    assert read.people == plain.people
    assert read.plan == plain.plan
    assert read.sheets == plain.sheets


def test_sole_person_needs_no_share() -> None:
    assert read_folder(files_with(), PRESETS).people_of("HS2")[0].contribution_percent is None


# The example of two stages asks its own questions, the columns of its dossiers.
WITH_PRESET_FORM = {"hoi-thi-2026", "tri-thuc-2026"}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_shipped_example_has_no_fault(example: Path) -> None:
    files = {
        path.relative_to(example).as_posix(): path.read_bytes()
        for path in example.rglob("*")
        if path.is_file()
    }
    assert lint_folder(files, PRESETS) == ()
    assert read_folder(files, PRESETS).has_preset_form == (example.name in WITH_PRESET_FORM)


def test_text_of_another_encoding_is_refused_with_its_line() -> None:
    legacy = b"code,name,kind\nso," + b"S\xd2" + b",department\n"
    faults = lint_folder(files_with() | {"units.csv": legacy}, PRESETS)
    named = [fault for fault in faults if fault.file == "units.csv" and fault.line == 2]
    assert "UTF-8" in named[0].what_to_do


def test_shared_unit_is_a_warning_and_does_not_stop_the_round() -> None:
    files = edited("council.csv", "Hồ Đông,member,so", "Hồ Đông,member,cty")
    warnings = lint_folder(files, PRESETS)
    assert {(fault.file, fault.line) for fault in warnings} == {
        ("assignments.csv", 2),
        ("sheets.csv", 2),
    }
    assert all(fault.is_warning for fault in warnings)
    assert read_folder(files, PRESETS).sheets


def test_refusal_counts_what_it_does_not_show() -> None:
    rows = "".join(f"GK1,HS1,la{number},1\n" for number in range(80))
    files = files_with(sheets__csv=SMALL["sheets.csv"] + rows)
    with pytest.raises(RuleBroken, match="… và 30 lỗi nữa"):
        read_folder(files, PRESETS)


def test_fault_reads_as_a_sentence_with_its_place() -> None:
    fault = lint_folder(edited("sheets.csv", "39.5", "40.5"), PRESETS)[0]
    assert (
        str(fault)
        == "sheets.csv, dòng 3, cột points: Điểm của tiêu chí “Tính mới” phải từ 0 đến 40 và là bội của 0,5."
    )


@pytest.mark.parametrize("table", [name for name in SMALL if name.endswith(".csv")])
@given(garbage=st.binary(max_size=200))
def test_garbage_is_named_and_never_crashes(table: str, garbage: bytes) -> None:
    faults = lint_folder(files_with() | {table: garbage}, PRESETS)
    assert all(fault.what_to_do for fault in faults)


@given(shares=st.lists(st.integers(min_value=1, max_value=9999), min_size=1, max_size=5))
def test_shares_are_accepted_exactly_when_they_make_a_whole(shares: list[int]) -> None:
    header = SMALL["people.csv"].splitlines()[0]
    rows = [
        f"HS1,{order},Người {order},,,,,,,{Decimal(share) / 100},,"
        for order, share in enumerate([*shares], start=1)
    ]
    text = "\n".join([header, *rows, "HS2,1,Lò Sáng,,,,,,,,,"])
    columns = {fault.column for fault in lint_folder(files_with(people__csv=text), PRESETS)}
    assert ("contribution_percent" not in columns) is (sum(shares) == 10_000)


def test_attachments_belong_to_their_nomination() -> None:
    files = files_with() | {"files/HS1/ảnh một.png": b"\x89PNG", "files/HS1/bao_cao.pdf": b"%PDF"}
    attached = read_folder(files, PRESETS).nominations[0].files
    assert [(one.name, one.document) for one in attached] == [
        ("bao_cao.pdf", "tep_kem_theo"),
        ("ảnh một.png", "tep_kem_theo"),
    ]


@pytest.mark.parametrize(
    ("path", "content", "told"),
    [
        ("files/HS9/a.pdf", b"%PDF", "“HS9”"),
        ("files/a.pdf", b"%PDF", "đúng chỗ"),
        ("files/HS1/../a.pdf", b"%PDF", "đúng chỗ"),
        ("files/HS1/a.exe", b"MZ", "chỉ nhận"),
        ("files/HS1/a.pdf", b"", "Tệp trống"),
    ],
)
def test_unfit_attachment_is_named(path: str, content: bytes, told: str) -> None:
    faults = lint_folder(files_with() | {path: content}, PRESETS)
    assert [(fault.file, told in fault.what_to_do) for fault in faults] == [(path, True)]
