"""A plan written as round.toml is read back as the same plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.folders.rules.round_file import read_round_file
from app.folders.rules.round_toml import round_toml
from app.kernel.tables.faults import Faults
from app.kernel.vietnamese.text import clean_text
from app.programmes.enums import PrizeScope, ScoringMethod
from app.programmes.rules.plan import (
    CriterionPlan,
    LevelPlan,
    MilestonePlan,
    PrizePlan,
    RoundPlan,
    RuleSection,
    ScoringPlan,
    StagePlan,
)
from tests.folders.rules.small_folder import PRESETS

OPENS, CLOSES = datetime(2026, 1, 5, 1, tzinfo=UTC), datetime(2026, 8, 31, 10, tzinfo=UTC)


def read_back(plan: RoundPlan, *, keeps_form: bool = True) -> RoundPlan:
    faults = Faults()
    content = round_toml(plan, keeps_form=keeps_form).encode()
    head = read_round_file(content, PRESETS, faults)
    assert faults.found == []
    assert head is not None
    assert head.has_preset_form is keeps_form
    assert head.has_preset_eligibility
    return head.plan


CRITERIA = (
    CriterionPlan(
        "a",
        "Tính mới",
        Decimal(40),
        weight=Decimal("1.25"),
        min_points=Decimal("0.5"),
        zero_share_max=Fraction(1, 4),
        guidance=(LevelPlan(Decimal("30.5"), Decimal(40), 'Mới "hẳn"'),),
    ),
    CriterionPlan("b", "Hiệu quả", Decimal(60), step=Decimal("0.25")),
)
SCORING = ScoringPlan(deviation_limit="12.125%", tie_breakers=("criterion:b", "chair"))


def dated(plan: RoundPlan) -> RoundPlan:
    return replace(plan, opens_at=OPENS, closes_at=CLOSES)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_every_preset_is_read_back_as_it_was(preset: RoundPlan) -> None:
    assert read_back(dated(preset)) == dated(preset)


def test_every_kind_of_setting_is_read_back() -> None:
    preset = dated(PRESETS["hoi-thi-sang-tao-ky-thuat"])
    plan = replace(
        preset,
        ordinal_no=11,
        grace_minutes=15,
        rules=(RuleSection("Điều lệ", 'Dòng "một"\n- dòng hai\\ba\n"""'),),
        legal_bases=("Nghị định 78", "Quyết định “12”"),
        prizes=(
            PrizePlan(
                "Giải Nhất", 1, Decimal("85.5"), PrizeScope.CATEGORY, 0, (("a", Decimal(20)),)
            ),
            PrizePlan("Giải Nhì"),
        ),
        stages=(
            replace(
                preset.final_stage,
                is_blind=not preset.final_stage.is_blind,
                pass_score=Decimal("70.5"),
                criteria=CRITERIA,
                scoring=SCORING,
            ),
        ),
        milestones=(MilestonePlan("m", "Mốc", date(2026, 9, 1), None, "Ghi\nchú"),),
        categories=(),
    )
    assert read_back(plan, keeps_form=False) == plan


def test_every_stage_is_read_back_with_what_is_its_own() -> None:
    preset = dated(PRESETS["hoi-thi-sang-tao-ky-thuat"])
    first = StagePlan(
        "so_khao",
        "Sơ khảo",
        weight=Decimal("0.5"),
        pass_count=20,
        criteria=CRITERIA,
        scoring=ScoringPlan(ScoringMethod.MEDIAN, min_sheets=2, comment_below=Decimal(50)),
    )
    final = replace(
        preset.final_stage, weight=Decimal(2), scoring=replace(SCORING, tie_breakers=())
    )
    plan = replace(preset, stages=(first, final))
    assert read_back(plan) == plan


@given(text=st.text(max_size=80).map(clean_text), line=st.text(min_size=1, max_size=40))
def test_any_text_is_read_back(text: str, line: str) -> None:
    preset = dated(PRESETS["hoi-thi-sang-tao-ky-thuat"])
    name = " ".join(clean_text(line).split()) or "Hội thi"
    plan = replace(preset, name=name, summary=text, rules=(RuleSection(name, text),))
    assert read_back(plan) == plan
