"""What no column takes is named for every field of a plan, by its type."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from app.programmes.enums import ProgrammeKind
from app.programmes.rules.limits import misfits_in
from app.programmes.rules.plan import CategoryPlan, CriterionPlan, PrizePlan, RoundPlan

PLAN = RoundPlan("khoa", "Hội thi", "HT", ProgrammeKind.CONTEST, 2026)
LINE = CriterionPlan("a", "Tính mới", Decimal(40))


def asking(*criteria: CriterionPlan) -> RoundPlan:
    return replace(PLAN, stages=(replace(PLAN.final_stage, criteria=criteria),))


@pytest.mark.parametrize(
    ("plan", "where"),
    [
        (replace(PLAN, name="x" * 501), "name"),
        (replace(PLAN, name="một\nhai"), "name"),
        (replace(PLAN, short_code="x" * 121), "short_code"),
        (replace(PLAN, summary="x" * 100_001), "summary"),
        (replace(PLAN, max_people=2**31), "max_people"),
        (replace(PLAN, opens_at=datetime(9999, 1, 1, tzinfo=UTC)), "opens_at"),
        (replace(PLAN, categories=(CategoryPlan("x" * 121, "Tên"),)), "categories[0].code"),
        (asking(replace(LINE, weight=Decimal("0.333"))), "stages[0].criteria[0].weight"),
        (
            asking(LINE, replace(LINE, max_points=Decimal("1E+400"))),
            "stages[0].criteria[1].max_points",
        ),
        (
            asking(replace(LINE, zero_share_max=Fraction(1, 10**9))),
            "stages[0].criteria[0].zero_share_max",
        ),
        (replace(PLAN, prizes=(PrizePlan("Nhất", money=10**20),)), "prizes[0].money"),
        (
            replace(PLAN, prizes=(PrizePlan("Nhất", criterion_minima=(("a", Decimal("0.001")),)),)),
            "prizes[0].criterion_minima[0][1]",
        ),
    ],
)
def test_what_no_column_takes_is_named(plan: RoundPlan, where: str) -> None:
    found = dict(misfits_in(plan))
    assert list(found) == [where]
    assert found[where]


def test_texts_of_several_lines_may_have_them() -> None:
    plan = replace(PLAN, summary="một\nhai", prizes=(PrizePlan("Nhất", money=10**12),))
    assert list(misfits_in(plan)) == []
