"""A round is drafted from a plan: a preset, last year's round, or a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.vietnamese.search import slugify
from app.programmes.enums import RoundEvent
from app.programmes.models import Programme, Round
from app.programmes.operations import rows
from app.programmes.queries import find_preset, find_programme, find_round_by_slug
from app.programmes.rules.soundness import require_sound_plan

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.programmes.rules.plan import RoundPlan

LONGEST_SLUG = 90


@operation
def draft_round(plan: RoundPlan, *, by: Actor, is_rehearsal: bool = False) -> Round:
    """Make a round, in draft, of everything that a plan says.

    Raises:
        RuleBroken: naming every fault of the plan.
    """
    require_sound_plan(plan)
    round_ = Round(
        programme=_programme_of(plan),
        slug=_free_slug(plan),
        is_rehearsal=is_rehearsal,
        created_at=clock.now(),
        categories=rows.categories_of(plan),
        documents=rows.documents_of(plan),
        prizes=rows.prizes_of(plan),
        stages=rows.stages_of(plan),
        milestones=rows.milestones_of(plan),
        forms=[rows.form_of(plan)],
        **rows.columns_of(plan),
    )
    db.session.add(round_)
    db.session.flush()
    record(RoundEvent.DRAFTED, round_, by=by, programme=plan.programme_key, name=plan.name)
    return round_


def _programme_of(plan: RoundPlan) -> Programme:
    programme = find_programme(plan.programme_key)
    if programme is None:
        programme = Programme(
            key=plan.programme_key,
            name=_programme_name(plan),
            short_code=plan.short_code,
            kind=plan.kind,
        )
        db.session.add(programme)
    return programme


def _programme_name(plan: RoundPlan) -> str:
    """Return the name that outlives its editions: the preset's, where there is one."""
    preset = find_preset(plan.programme_key)
    return plan.name if preset is None else preset.name


def _free_slug(plan: RoundPlan) -> str:
    """Return a word for the public address that no other round has."""
    wanted = slugify(plan.name)[:LONGEST_SLUG].strip("-") or plan.programme_key
    if str(plan.year) not in wanted:
        wanted = f"{wanted}-{plan.year}"
    slug, again = wanted, 1
    while find_round_by_slug(slug) is not None:
        again += 1
        slug = f"{wanted}-{again}"
    return slug
