"""Reading programmes and rounds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.infra.db.engine import db
from app.infra.db.reads import rows
from app.infra.lists.listing import Listing
from app.kernel.errors import NotFound
from app.programmes.enums import RoundState
from app.programmes.models import FormDefinition, Programme, Round, Stage
from app.programmes.rules.parts import Part
from app.programmes.rules.preset import read_preset
from app.programmes.values.round_plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm.interfaces import ORMOption

    from app.programmes.rules.plan import RoundPlan, StagePlan

PRESETS = Path(__file__).parent / "presets"
LARGEST_ID = 2**31 - 1
IN_FULL: tuple[ORMOption, ...] = (
    joinedload(Round.programme),
    selectinload(Round.categories),
    selectinload(Round.documents),
    selectinload(Round.prizes),
    selectinload(Round.stages).selectinload(Stage.criteria),
    selectinload(Round.milestones),
)


@dataclass(frozen=True, slots=True)
class RoundSetup:
    """A round in full with the newest version of its form."""

    round: Round
    form: FormDefinition

    @property
    def plan(self) -> RoundPlan:
        """Everything that is decided about the round, as one value."""
        return plan_of(self.round, self.form.asked.plan)


@dataclass(frozen=True, slots=True)
class PartOfSetup:
    """One part of a round's settings."""

    setup: RoundSetup
    part: Part

    def find_stage(self, code: str | None) -> StagePlan | None:
        """Return the stage that a page of the part edits: the one named, or the first one."""
        plan = self.setup.plan
        return plan.first_stage if code is None else plan.find_stage(code)


def get_setup(round_id: int) -> RoundSetup:
    """Return a round as the settings pages edit it.

    Raises:
        NotFound: when there is none.
    """
    round_ = get_round_in_full(round_id)
    return RoundSetup(round_, latest_form(round_.id))


def get_setup_part(round_id: int, part: str) -> PartOfSetup:
    """Return a round and the part that an address names.

    Raises:
        NotFound: when there is no such round or part.
    """
    if part not in set(Part):
        raise NotFound
    return PartOfSetup(get_setup(round_id), Part(part))


@cache
def preset_plans() -> tuple[RoundPlan, ...]:
    """Return the shipped presets, read once, in the order of their keys."""
    texts = [path.read_text("utf-8") for path in sorted(PRESETS.glob("*.toml"))]
    return tuple(read_preset(text) for text in texts)


def find_preset(key: str) -> RoundPlan | None:
    """Return a shipped preset by the key of its programme."""
    return next((plan for plan in preset_plans() if plan.programme_key == key), None)


def rounds_to_clone() -> Sequence[Round]:
    """Return the rounds that a new one can be made from, newest first."""
    query = (
        select(Round)
        .options(joinedload(Round.programme))
        .order_by(Round.year.desc(), Round.id.desc())
    )
    return db.session.execute(query).scalars().all()


# What the public may know of; drafts and rehearsals are nobody's business but the organiser's.
IS_PUBLIC = (Round.state != RoundState.DRAFT) & ~Round.is_rehearsal


def find_programme(key: str) -> Programme | None:
    """Return a programme by its key."""
    return db.session.execute(select(Programme).where(Programme.key == key)).scalar_one_or_none()


def get_round(round_id: int) -> Round:
    """Return a round with its programme, and nothing else.

    Raises:
        NotFound: when there is none.
    """
    query = select(Round).options(joinedload(Round.programme))
    return _one(query.where(Round.id == min(round_id, LARGEST_ID)))


def get_round_in_full(round_id: int) -> Round:
    """Return a round with everything that the organiser set for it, except its forms.

    Raises:
        NotFound: when there is none.
    """
    return _one(select(Round).options(*IN_FULL).where(Round.id == min(round_id, LARGEST_ID)))


def get_call(slug: str) -> Round:
    """Return a round by the word of its public address, in full.

    Raises:
        NotFound: when there is none.
    """
    return _one(select(Round).options(*IN_FULL).where(Round.slug == slug))


def _one(query: Select[Round]) -> Round:
    found = db.session.execute(query).unique().scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def find_round_by_slug(slug: str) -> Round | None:
    """Return a round by the word of its public address."""
    return db.session.execute(select(Round).where(Round.slug == slug)).scalar_one_or_none()


def announced_rounds(programme: str = "", year: int | None = None) -> Sequence[Round]:
    """Return the rounds that the public may see: those that receive dossiers first, then by year.

    Among the open ones the nearest deadline comes first. ``programme`` is a key.
    """
    query = (
        select(Round)
        .join(Round.programme)
        .options(contains_eager(Round.programme))
        .where(IS_PUBLIC)
        .order_by(
            (Round.state != RoundState.OPEN), Round.closes_at.desc(), Round.year.desc(), Round.id
        )
    )
    if programme:
        query = query.where(Programme.key == programme)
    if year is not None:
        query = query.where(Round.year == year)
    rounds = db.session.execute(query).scalars().all()
    opened = [r for r in rounds if r.state is RoundState.OPEN]
    return [*reversed(opened), *(r for r in rounds if r.state is not RoundState.OPEN)]


def announced_programmes() -> Sequence[Programme]:
    """Return the programmes of which the public may see a round."""
    announced = select(Round.programme_id).where(IS_PUBLIC)
    query = (
        select(Programme).where(Programme.id.in_(announced)).order_by(Programme.name, Programme.id)
    )
    return db.session.execute(query).scalars().all()


def announced_years() -> Sequence[int]:
    """Return the years of which the public may see a round, newest first."""
    query = select(Round.year).where(IS_PUBLIC).distinct().order_by(Round.year.desc())
    return db.session.execute(query).scalars().all()


ROUNDS = Listing(
    key=Round.id,
    rows=select(Round).options(joinedload(Round.programme), selectinload(Round.stages)),
    order=(Round.year.desc(), Round.id.desc()),
    of_models=True,
)
"""All rounds for the organiser, newest first."""


def has_rounds() -> bool:
    """Tell whether there is any round."""
    return bool(db.session.execute(select(exists().select_from(Round))).scalar_one())


def latest_form(round_id: int) -> FormDefinition:
    """Return the newest version of a round's form.

    Raises:
        NotFound: when the round has none, which only a damaged database can cause.
    """
    query = (
        select(FormDefinition)
        .where(FormDefinition.round_id == round_id)
        .order_by(FormDefinition.number.desc())
        .limit(1)
    )
    form = db.session.execute(query).scalar_one_or_none()
    if form is None:
        raise NotFound
    return form


def kept_sections(form_id: int) -> list[Any]:
    """Return what is kept of a version of a form, to be parsed."""
    query = select(FormDefinition.sections).where(FormDefinition.id == form_id)
    kept: list[Any] = rows(query).scalar_one()
    return kept


def stages_of_round(round_id: int) -> Sequence[Stage]:
    """Return the stages of a round in their order."""
    query = select(Stage).where(Stage.round_id == round_id).order_by(Stage.position, Stage.id)
    return db.session.execute(query).scalars().all()


def rounds_past_deadline() -> Sequence[Round]:
    """Return the rounds that still stand open although their deadline is set; the caller decides."""
    query = (
        select(Round)
        .where(Round.state == RoundState.OPEN, Round.closes_at.is_not(None))
        .order_by(Round.id)
    )
    return db.session.execute(query).scalars().all()
