"""The parts of a plan as rows, the same for a new round and for one that is edited."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from app.kernel import clock
from app.programmes.models import (
    Category,
    Criterion,
    FormDefinition,
    Milestone,
    Prize,
    RequiredDocument,
    Stage,
)
from app.programmes.values.round_plan import FACTS
from app.questions.rules.asked_form import digest_of, plan_to_json

if TYPE_CHECKING:
    from app.programmes.rules.plan import RoundPlan, StagePlan


def columns_of(plan: RoundPlan) -> dict[str, object]:
    """Return what stands in the row of the round itself."""
    return (
        {name: getattr(plan, name) for name in FACTS}
        | {"rules": [asdict(section) for section in plan.rules]}
        | {"legal_bases": list(plan.legal_bases)}
        | asdict(plan.certificate)
    )


def categories_of(plan: RoundPlan) -> list[Category]:
    """Return the fields in their order."""
    return [
        Category(position=place, code=category.code, name=category.name)
        for place, category in enumerate(plan.categories, 1)
    ]


def documents_of(plan: RoundPlan) -> list[RequiredDocument]:
    """Return the kinds of attachments in their order."""
    return [
        RequiredDocument(
            position=place, **(asdict(document) | {"kinds": [str(k) for k in document.kinds]})
        )
        for place, document in enumerate(plan.documents, 1)
    ]


def _criteria(stage: StagePlan) -> list[Criterion]:
    return [
        Criterion(
            position=place,
            group=line.group,
            code=line.code,
            name=line.name,
            looks_at=line.looks_at,
            guidance=[
                {"from": str(g.points_from), "to": str(g.points_to), "text": g.text}
                for g in line.guidance
            ],
            max_points=line.max_points,
            step=line.step,
            weight=line.weight,
            min_points=line.min_points,
            zero_share_max=None if line.zero_share_max is None else str(line.zero_share_max),
        )
        for place, line in enumerate(stage.criteria, 1)
    ]


def prizes_of(plan: RoundPlan) -> list[Prize]:
    """Return the prize levels, highest first."""
    return [
        Prize(
            position=place,
            level=prize.level,
            quantity=prize.quantity,
            min_score=prize.min_score,
            scope=prize.scope,
            money=prize.money,
            criterion_minima={code: str(points) for code, points in prize.criterion_minima},
        )
        for place, prize in enumerate(plan.prizes, 1)
    ]


def stages_of(plan: RoundPlan) -> list[Stage]:
    """Return the stages of judging in their order, each with its criteria."""
    return [
        Stage(
            position=place,
            code=stage.code,
            name=stage.name,
            weight=stage.weight,
            pass_score=stage.pass_score,
            pass_count=stage.pass_count,
            is_blind=stage.is_blind,
            criteria=_criteria(stage),
            **(asdict(stage.scoring) | {"tie_breakers": list(stage.scoring.tie_breakers)}),
        )
        for place, stage in enumerate(plan.stages, 1)
    ]


def milestones_of(plan: RoundPlan) -> list[Milestone]:
    """Return the dates of the calendar in their order."""
    return [
        Milestone(position=place, **asdict(milestone))
        for place, milestone in enumerate(plan.milestones, 1)
    ]


def form_of(plan: RoundPlan, number: int = 1) -> FormDefinition:
    """Return a version of the round's form."""
    kept = plan_to_json(plan.sections)
    return FormDefinition(number=number, sections=kept, digest=digest_of(kept), made_at=clock.now())
