"""Every contradiction that a round may contain is named, and a sound round passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.errors import RuleBroken
from app.programmes.enums import ProgrammeKind, ScoringMethod
from app.programmes.rules.plan import (
    CategoryPlan,
    CertificatePlan,
    CriterionPlan,
    DocumentPlan,
    LevelPlan,
    MilestonePlan,
    PrizePlan,
    RoundPlan,
    ScoringPlan,
    StagePlan,
)
from app.programmes.rules.soundness import faults_in, require_sound_plan
from app.questions.rules.plan import ChoicePlan, QuestionPlan, SectionPlan

NOVELTY = CriterionPlan("tinh_moi", "Tính mới", Decimal(40))
EFFECT = CriterionPlan("hieu_qua", "Hiệu quả", Decimal(60))
SOUND = RoundPlan(
    programme_key="hoi-thi",
    name="Hội thi thử",
    short_code="HT",
    kind=ProgrammeKind.CONTEST,
    year=2026,
    prizes=(PrizePlan("Giải Nhất", 1, Decimal(85)), PrizePlan("Giải Nhì", 2, Decimal(70))),
    stages=(
        StagePlan(
            "cham",
            "Chấm điểm",
            criteria=(NOVELTY, EFFECT),
            scoring=ScoringPlan(tie_breakers=("criterion:tinh_moi", "median", "chair")),
        ),
    ),
)


def _with_stage(**changes: Any) -> RoundPlan:
    return replace(SOUND, stages=(replace(SOUND.final_stage, **changes),))


def _with_criterion(**changes: Any) -> RoundPlan:
    return _with_stage(criteria=(replace(NOVELTY, **changes), EFFECT))


def _with_question(**changes: Any) -> RoundPlan:
    question = replace(QuestionPlan("mo_ta", "Mô tả"), **changes)
    return replace(SOUND, sections=(SectionPlan("noi_dung", "Nội dung", questions=(question,)),))


def _with_scoring(**changes: Any) -> RoundPlan:
    return _with_stage(scoring=replace(SOUND.final_stage.scoring, **changes))


def _level(low: int, high: int) -> LevelPlan:
    return LevelPlan(Decimal(low), Decimal(high), "mức")


BROKEN: list[tuple[str, RoundPlan]] = [
    ("name", replace(SOUND, name=" ")),
    ("year", replace(SOUND, year=26)),
    ("year_to", replace(SOUND, year_from=2026, year_to=2025)),
    ("ordinal_no", replace(SOUND, ordinal_no=0)),
    ("max_people", replace(SOUND, max_people=0)),
    ("contact_email", replace(SOUND, contact_email="van phong")),
    ("opens_at", replace(SOUND, opens_at=datetime(2026, 1, 5, 8, 0))),  # noqa: DTZ001 - the fault
    (
        "closes_at",
        replace(
            SOUND,
            opens_at=datetime(2026, 8, 31, tzinfo=UTC),
            closes_at=datetime(2026, 8, 31, tzinfo=UTC),
        ),
    ),
    ("grace_minutes", replace(SOUND, grace_minutes=-1)),
    (
        "milestones[0].ends_on",
        replace(
            SOUND,
            milestones=(MilestonePlan("cham", "Chấm", date(2026, 9, 2), date(2026, 9, 1)),),
        ),
    ),
    (
        "categories[1].code",
        replace(SOUND, categories=(CategoryPlan("y", "Y dược"), CategoryPlan("y", "Giáo dục"))),
    ),
    (
        "categories[1].name",
        replace(SOUND, categories=(CategoryPlan("a", "Y dược"), CategoryPlan("b", "Y dược"))),
    ),
    ("categories[0].code", replace(SOUND, categories=(CategoryPlan("Y Dược", "Y dược"),))),
    ("sections[0].questions[0].code", _with_question(code="Mô tả")),
    ("sections[0].questions[0].label", _with_question(label="")),
    ("sections[0].questions[0].min_words", _with_question(min_words=0)),
    ("sections[0].questions[0].max_words", _with_question(min_words=50, max_words=20)),
    ("sections[0].questions[0].choices", _with_question(kind="choice")),
    ("sections[0].questions[0].choices", _with_question(choices=(ChoicePlan("a", "A"),))),
    (
        "questions[1].code",
        replace(
            SOUND,
            sections=(
                SectionPlan("mot", "Một", questions=(QuestionPlan("x", "X"),)),
                SectionPlan("hai", "Hai", questions=(QuestionPlan("x", "X"),)),
            ),
        ),
    ),
    ("documents[0].max_files", replace(SOUND, documents=(DocumentPlan("a", "A", max_files=0),))),
    ("documents[0].max_mb", replace(SOUND, documents=(DocumentPlan("a", "A", max_mb=0),))),
    ("documents[0].kinds", replace(SOUND, documents=(DocumentPlan("a", "A", kinds=()),))),
    ("stages[0].criteria", _with_stage(criteria=(), scoring=ScoringPlan())),
    ("stages[0].criteria[1].code", _with_stage(criteria=(NOVELTY, NOVELTY, EFFECT))),
    ("stages[0].criteria[0].max_points", _with_criterion(max_points=Decimal(0))),
    ("stages[0].criteria[0].step", _with_criterion(step=Decimal("0.3"))),
    (
        "stages[0].criteria[0].step",
        _with_criterion(max_points=Decimal("40.25"), step=Decimal("0.5")),
    ),
    ("stages[0].criteria[0].weight", _with_criterion(weight=Decimal(0))),
    ("stages[0].criteria[0].min_points", _with_criterion(min_points=Decimal(41))),
    ("stages[0].criteria[0].zero_share_max", _with_criterion(zero_share_max=Fraction(1))),
    ("stages[0].criteria[0].guidance[0]", _with_criterion(guidance=(_level(30, 41),))),
    ("stages[0].criteria[0].guidance[0]", _with_criterion(guidance=(_level(30, 20),))),
    ("stages[0].criteria[0].guidance", _with_criterion(guidance=(_level(20, 40), _level(0, 20)))),
    ("prizes[0].quantity", replace(SOUND, prizes=(PrizePlan("Giải Nhất", 0),))),
    ("prizes[0].money", replace(SOUND, prizes=(PrizePlan("Giải Nhất", 1, money=-1),))),
    ("prizes[0].min_score", replace(SOUND, prizes=(PrizePlan("Giải Nhất", 1, Decimal(101)),))),
    ("prizes[1].level", replace(SOUND, prizes=(PrizePlan("Giải Nhất"), PrizePlan("Giải Nhất")))),
    ("prizes", replace(SOUND, prizes=tuple(reversed(SOUND.prizes)))),
    (
        "prizes[0].criterion_minima",
        replace(SOUND, prizes=(PrizePlan("A", criterion_minima=(("la", Decimal(1)),)),)),
    ),
    (
        "prizes[0].criterion_minima.tinh_moi",
        replace(SOUND, prizes=(PrizePlan("A", criterion_minima=(("tinh_moi", Decimal(41)),)),)),
    ),
    ("stages[0].scoring.min_sheets", _with_scoring(min_sheets=0)),
    ("stages[0].scoring.trim_from", _with_scoring(method=ScoringMethod.TRIMMED_MEAN, trim_from=2)),
    ("stages[0].scoring.deviation_limit", _with_scoring(method=ScoringMethod.DEVIATION_EXCLUSION)),
    ("stages[0].scoring.deviation_limit", _with_scoring(deviation_limit="hai mươi")),
    ("stages[0].scoring.deviation_limit", _with_scoring(deviation_limit="0%")),
    ("stages[0].scoring.tie_breakers[0]", _with_scoring(tie_breakers=("criterion:la",))),
    ("stages[0].scoring.tie_breakers[0]", _with_scoring(tie_breakers=("submitted_at",))),
    ("stages[0].scoring.tie_breakers[1]", _with_scoring(tie_breakers=("median", "median"))),
    ("stages[0].pass_score", _with_stage(pass_score=Decimal(101))),
    ("stages", replace(SOUND, stages=())),
    ("stages", replace(SOUND, stages=(StagePlan("a", "A", Decimal(1)), StagePlan("b", "B")))),
    ("stages[0].name", _with_stage(name="")),
    (
        "stages[1].scoring.tie_breakers[0]",
        replace(
            SOUND,
            stages=(SOUND.final_stage, replace(SOUND.final_stage, code="b", criteria=(EFFECT,))),
        ),
    ),
    (
        "prizes[0].criterion_minima",
        replace(
            SOUND,
            prizes=(PrizePlan("A", criterion_minima=(("tinh_moi", Decimal(1)),)),),
            stages=(
                SOUND.final_stage,
                StagePlan("b", "B", criteria=(EFFECT,)),
            ),
        ),
    ),
    ("stages[0].weight", replace(SOUND, stages=(StagePlan("a", "A", Decimal(0)),))),
    ("stages[0].pass_count", replace(SOUND, stages=(StagePlan("a", "A", pass_count=0),))),
    (
        "certificate.purpose_template",
        replace(SOUND, certificate=CertificatePlan(purpose_template="{tac_gia}")),
    ),
    (
        "certificate.honour_title_template",
        replace(SOUND, certificate=CertificatePlan(honour_title_template="{level")),
    ),
]


def test_sound_plan_has_no_fault() -> None:
    assert faults_in(SOUND) == ()
    require_sound_plan(SOUND)


@pytest.mark.parametrize(("where", "plan"), BROKEN, ids=[where for where, _ in BROKEN])
def test_fault_is_named_by_its_place(where: str, plan: RoundPlan) -> None:
    assert where in {fault.where for fault in faults_in(plan)}


def test_all_faults_are_told_at_once() -> None:
    plan = replace(SOUND, name="", year=1, max_people=0)
    with pytest.raises(RuleBroken) as refused:
        require_sound_plan(plan)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "name",
        "year",
        "max_people",
    ]


def test_dialogue_needs_no_criteria() -> None:
    plan = replace(_with_stage(criteria=(), scoring=ScoringPlan()), prizes=())
    plan = replace(plan, kind=ProgrammeKind.DIALOGUE)
    assert faults_in(plan) == ()


@given(
    quarters=st.integers(min_value=1, max_value=800),
    step=st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1)]),
)
def test_step_is_sound_exactly_when_it_reaches_the_maximum(quarters: int, step: Decimal) -> None:
    maximum = Decimal(quarters) / 4
    asked = (CriterionPlan("a", "A", maximum, step=step),)
    plan = replace(_with_stage(criteria=asked, scoring=ScoringPlan()), prizes=())
    reaches = (maximum / step) == (maximum / step).to_integral_value()
    assert (not faults_in(plan)) is reaches
