"""A new edition from an earlier one or a preset: the same rules, another year."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.programmes.rules.plan import MilestonePlan, RoundPlan


def plan_for_edition(
    source: RoundPlan, *, name: str, year: int, ordinal_no: int | None
) -> RoundPlan:
    """Return the plan of a new edition.

    The calendar moves by whole years, as a proposal to look through. The moments that decide,
    opening and deadline, are left empty: somebody must set them.
    """
    years = year - source.year
    return replace(
        source,
        name=name,
        year=year,
        ordinal_no=ordinal_no,
        year_from=_moved_year(source.year_from, years),
        year_to=_moved_year(source.year_to, years),
        opens_at=None,
        closes_at=None,
        milestones=tuple(_moved_milestone(milestone, years) for milestone in source.milestones),
    )


def _moved_year(year: int | None, years: int) -> int | None:
    return None if year is None else year + years


def _moved_milestone(milestone: MilestonePlan, years: int) -> MilestonePlan:
    return replace(
        milestone,
        starts_on=_moved_day(milestone.starts_on, years),
        ends_on=_moved_day(milestone.ends_on, years),
    )


def _moved_day(day: date | None, years: int) -> date | None:
    """Return the same day of another year; 29 February becomes 28 where there is none."""
    if day is None:
        return None
    last = monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))
