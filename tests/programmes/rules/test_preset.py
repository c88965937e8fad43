"""Presets are read whole, strange ones are refused by name, and the shipped ones are sound."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from app.kernel.errors import RuleBroken
from app.programmes.enums import PrizeScope, ScoringMethod, SubjectKind
from app.programmes.rules.preset import read_preset

PRESETS = Path(__file__).parents[3] / "app" / "programmes" / "presets"
SHIPPED = sorted(PRESETS.glob("*.toml"))
SMALL = """
programme_key = "thu"
name = "Hội thi thử"
short_code = "HT"
kind = "contest"
year = 2026
opens_at = 2026-01-05T08:00:00+07:00

[[criteria]]
code = "tinh_moi"
name = "Tính mới"
max_points = 12.5
zero_share_max = "1/4"

[[prizes]]
level = "Giải Nhất"
criterion_minima = { tinh_moi = 10 }
"""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_preset_is_sound_and_reaches_one_hundred(path: Path) -> None:
    plan = read_preset(path.read_text(encoding="utf-8"))
    assert plan.programme_key == path.stem
    assert plan.largest_score == Decimal(100)
    assert plan.rules
    assert plan.legal_bases


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_preset_is_composed_text(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text


def test_technical_contest_has_six_categories_and_four_prizes() -> None:
    plan = read_preset((PRESETS / "hoi-thi-sang-tao-ky-thuat.toml").read_text(encoding="utf-8"))
    assert [category.code for category in plan.categories] == [
        "cntt",
        "co_khi",
        "vat_lieu",
        "nong_lam_ngu",
        "y_duoc",
        "giao_duc",
    ]
    money = {prize.level: prize.money for prize in plan.prizes}
    assert money == {
        "Giải Nhất": 40_000_000,
        "Giải Nhì": 32_000_000,
        "Giải Ba": 24_000_000,
        "Giải Khuyến khích": 8_000_000,
    }
    assert plan.final_stage.scoring.method is ScoringMethod.TRIMMED_MEAN
    assert all(stage.is_blind for stage in plan.stages)


def test_place_of_use_is_kept_from_blind_judges() -> None:
    plan = read_preset((PRESETS / "hoi-thi-sang-tao-ky-thuat.toml").read_text(encoding="utf-8"))
    hidden = {question.code for question in plan.questions if not question.goes_to_judges}
    assert "noi_ap_dung" in hidden
    assert "tinh_moi" not in hidden


def test_title_names_one_person_and_one_level() -> None:
    plan = read_preset((PRESETS / "tri-thuc-tieu-bieu.toml").read_text(encoding="utf-8"))
    assert plan.subject_kind is SubjectKind.PERSON
    assert plan.max_people == 1
    assert [prize.level for prize in plan.prizes] == ["Trí thức khoa học và công nghệ tiêu biểu"]


def test_values_are_exact_and_instants_are_utc() -> None:
    plan = read_preset(SMALL)
    criterion, prize = plan.final_stage.criteria[0], plan.prizes[0]
    assert criterion.max_points == Decimal("12.5")
    assert criterion.zero_share_max == Fraction(1, 4)
    assert prize.criterion_minima == (("tinh_moi", Decimal(10)),)
    assert prize.scope is PrizeScope.ROUND
    assert plan.opens_at == datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def test_decomposed_text_is_composed() -> None:
    plan = read_preset(unicodedata.normalize("NFD", SMALL))
    assert plan.name == "Hội thi thử"


def test_choices_are_read_from_inline_tables() -> None:
    plan = read_preset(
        SMALL
        + """
[[sections]]
code = "mot"
title = "Một"
[[sections.questions]]
code = "bao_ho"
label = "Bảo hộ"
kind = "choice"
choices = [{ code = "co", label = "Có" }, { code = "chua", label = "Chưa" }]
"""
    )
    question = plan.questions[0]
    assert question.kind == "choice"
    assert [choice.label for choice in question.choices] == ["Có", "Chưa"]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('nam = 2026\nprogramme_key = "thu"', "Không có mục “nam”"),
        ("programme_key = 5", "programme_key: Ở đây cần một đoạn chữ"),
        ("", "Thiếu mục “programme_key”"),
        ("programme_key = ", "viết sai cú pháp"),
    ],
)
def test_unfit_heading_is_refused_by_name(wrong: str, told: str) -> None:
    with pytest.raises(RuleBroken, match=told):
        read_preset(SMALL.replace('programme_key = "thu"', wrong))


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('name = "Tính mới"', 'ten = "Tính mới"', r"criteria\[0\].ten: Không có mục “ten”"),
        ("max_points = 12.5", "max_point = 12.5", "Có phải là “max_points”"),
        ("max_points = 12.5", 'max_points = "12,5"', r"criteria\[0\].max_points: Ở đây cần một số"),
        ('"1/4"', '"một phần tư"', "cần một phân số"),
        ("year = 2026", "year = true", "year: Ở đây cần một số nguyên"),
        ('kind = "contest"', 'kind = "cuoc_thi"', "kind: “cuoc_thi” không dùng được"),
        ("T08:00:00+07:00", "T08:00:00", "opens_at: Ở đây cần ngày, giờ và múi giờ"),
        ("[[prizes]]", "[prizes]", "prizes: Ở đây cần một danh sách"),
    ],
)
def test_unfit_value_is_refused_by_its_place(right: str, wrong: str, told: str) -> None:
    with pytest.raises(RuleBroken, match=told):
        read_preset(SMALL.replace(right, wrong))
