from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.programmes.rules.editions import plan_for_edition
from app.programmes.rules.parts import changed_fields
from app.programmes.rules.plan import MilestonePlan
from tests.factories.programmes import small_plan


def test_new_edition_keeps_the_rules_and_asks_for_new_moments() -> None:
    source = small_plan(year_from=2025, year_to=2026)
    plan = plan_for_edition(source, name="Hội thi lần X", year=2028, ordinal_no=10)
    assert (plan.name, plan.year, plan.ordinal_no) == ("Hội thi lần X", 2028, 10)
    assert (plan.year_from, plan.year_to) == (2027, 2028)
    assert (plan.opens_at, plan.closes_at) == (None, None)
    assert not {"rules", "criteria", "prizes", "sections"} & set(changed_fields(source, plan))


def test_calendar_moves_by_whole_years_and_leap_days_stay_in_february() -> None:
    days = MilestonePlan("le", "Lễ", date(2028, 2, 29), date(2028, 3, 1))
    source = replace(small_plan(year=2028), milestones=(days, MilestonePlan("khac", "Khác")))
    plan = plan_for_edition(source, name="Sau", year=2030, ordinal_no=None)
    assert plan.milestones[0].starts_on == date(2030, 2, 28)
    assert plan.milestones[0].ends_on == date(2030, 3, 1)
    assert plan.milestones[1].starts_on is None
