"""The plan of a round adds up what its parts say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.programmes.enums import ProgrammeKind
from app.programmes.rules.plan import CriterionPlan, RoundPlan, StagePlan
from app.questions.rules.plan import QuestionPlan, SectionPlan

PLAN = RoundPlan(
    programme_key="k",
    name="N",
    short_code="S",
    kind=ProgrammeKind.CONTEST,
    year=2026,
    stages=(
        StagePlan("mot", "Một", criteria=(CriterionPlan("c", "C", Decimal(30)),)),
        StagePlan(
            "hai",
            "Hai",
            criteria=(
                CriterionPlan("a", "A", Decimal(20), weight=Decimal(2)),
                CriterionPlan("b", "B", Decimal("12.5")),
            ),
        ),
    ),
    sections=(
        SectionPlan("mot", "Một", questions=(QuestionPlan("x", "X"), QuestionPlan("y", "Y"))),
        SectionPlan("hai", "Hai", questions=(QuestionPlan("z", "Z"),)),
    ),
)


def test_largest_total_weighs_every_criterion() -> None:
    assert [stage.largest_total for stage in PLAN.stages] == [Decimal(30), Decimal("52.5")]


def test_largest_score_is_that_of_the_final_stage_or_of_the_stages_added_up() -> None:
    assert PLAN.largest_score == Decimal("52.5")
    first, final = PLAN.stages
    weighted = (replace(first, weight=Decimal(1)), replace(final, weight=Decimal(2)))
    assert replace(PLAN, stages=weighted).largest_score == Decimal("45.00")


def test_questions_come_in_the_order_of_the_form() -> None:
    assert [question.code for question in PLAN.questions] == ["x", "y", "z"]


def test_plan_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        PLAN.year = 2027  # type: ignore[misc]  # the point of the test
