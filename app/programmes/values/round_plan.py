"""The rows of a kept round as the plan that it would be drafted from.

Editing, cloning and the export of a round all work on the plan: the round is mapped to it,
changed as a value, checked as a whole, and only then written back. What other packages ask of a
round's rules they ask of the plan too, so that a rule is read from a row in one way.
"""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from app.kernel.media import FileKind
from app.programmes.rules.plan import (
    CategoryPlan,
    CertificatePlan,
    CriterionPlan,
    DocumentPlan,
    LevelPlan,
    MilestonePlan,
    PrizePlan,
    RoundPlan,
    RuleSection,
    ScoringPlan,
    StagePlan,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.programmes.models import Criterion, Prize, RequiredDocument, Round, Stage
    from app.questions.rules.plan import SectionPlan

# What a plan and a round call by the same name.
FACTS = (
    "name",
    "short_code",
    "year",
    "ordinal_no",
    "year_from",
    "year_to",
    "summary",
    "opens_at",
    "closes_at",
    "grace_minutes",
    "needs_endorsement",
    "subject_kind",
    "max_people",
    "contact_name",
    "contact_phone",
    "contact_email",
)


def plan_of(round_: Round, sections: Iterable[SectionPlan]) -> RoundPlan:
    """Return what a round, loaded in full, and one version of its form say."""
    return RoundPlan(
        programme_key=round_.programme.key,
        kind=round_.programme.kind,
        rules=tuple(RuleSection(**section) for section in round_.rules),
        legal_bases=tuple(round_.legal_bases),
        categories=tuple(CategoryPlan(row.code, row.name) for row in round_.categories),
        sections=tuple(sections),
        documents=tuple(_document(row) for row in round_.documents),
        prizes=tuple(_prize(row) for row in round_.prizes),
        stages=tuple(stage_plan(row) for row in round_.stages),
        milestones=tuple(
            MilestonePlan(row.code, row.label, row.starts_on, row.ends_on, row.note)
            for row in round_.milestones
        ),
        certificate=_certificate(round_),
        **{name: getattr(round_, name) for name in FACTS},
    )


def _exact(value: Decimal | str) -> Decimal:
    """Return the same number without the zeros that a column of two decimals adds."""
    return Decimal(f"{Decimal(value).normalize():f}")


def _exact_or_none(value: Decimal | None) -> Decimal | None:
    return None if value is None else _exact(value)


def _document(row: RequiredDocument) -> DocumentPlan:
    return DocumentPlan(
        code=row.code,
        name=row.name,
        help=row.help,
        required=row.required,
        max_files=row.max_files,
        max_mb=row.max_mb,
        kinds=tuple(FileKind(kind) for kind in row.kinds),
        goes_to_judges=row.goes_to_judges,
    )


def criterion_plan(row: Criterion) -> CriterionPlan:
    """Return one line of the score sheet."""
    return CriterionPlan(
        code=row.code,
        name=row.name,
        max_points=_exact(row.max_points),
        group=row.group,
        looks_at=row.looks_at,
        guidance=tuple(
            LevelPlan(_exact(level["from"]), _exact(level["to"]), level["text"])
            for level in row.guidance
        ),
        step=_exact(row.step),
        weight=_exact(row.weight),
        min_points=_exact_or_none(row.min_points),
        zero_share_max=None if row.zero_share_max is None else Fraction(row.zero_share_max),
    )


def _prize(row: Prize) -> PrizePlan:
    return PrizePlan(
        level=row.level,
        quantity=row.quantity,
        min_score=_exact_or_none(row.min_score),
        scope=row.scope,
        money=row.money,
        # Sorted, because a database may keep the keys of an object in any order.
        criterion_minima=tuple(
            (code, _exact(points)) for code, points in sorted(row.criterion_minima.items())
        ),
    )


def stage_plan(row: Stage) -> StagePlan:
    """Return a stage, loaded with its criteria."""
    return StagePlan(
        code=row.code,
        name=row.name,
        weight=_exact_or_none(row.weight),
        pass_score=_exact_or_none(row.pass_score),
        pass_count=row.pass_count,
        is_blind=row.is_blind,
        criteria=tuple(criterion_plan(line) for line in row.criteria),
        scoring=scoring_plan(row),
    )


def scoring_plan(row: Stage) -> ScoringPlan:
    """Return how sheets become a score and a rank."""
    return ScoringPlan(
        method=row.method,
        min_sheets=row.min_sheets,
        trim_from=row.trim_from,
        deviation_limit=row.deviation_limit,
        tie_breakers=tuple(row.tie_breakers),
        comment_below=_exact_or_none(row.comment_below),
        comment_above=_exact_or_none(row.comment_above),
    )


def _certificate(round_: Round) -> CertificatePlan:
    return CertificatePlan(**{f.name: getattr(round_, f.name) for f in fields(CertificatePlan)})
