"""Reading what was frozen, what was decided, and what waits for the decision-maker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.infra.db.engine import db
from app.infra.db.reads import asked_once
from app.infra.lists.columns import Kind, ListColumn
from app.infra.lists.listing import Listing
from app.kernel.errors import NotFound
from app.nominations.models import Nomination
from app.programmes.enums import RoundState
from app.programmes.models import Round
from app.results.models import Award, DecisionPaper, FrozenResults, FrozenStanding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm.strategy_options import _AbstractLoad

    from app.kernel.access import Actor

WHOLE_NOMINATION: tuple[_AbstractLoad, ...] = (
    joinedload(Nomination.category),
    joinedload(Nomination.unit),
    selectinload(Nomination.people),
)


def find_frozen(round_id: int) -> FrozenResults | None:
    """Return the frozen results of a round that were not returned, with what they rank."""
    query = (
        select(FrozenResults)
        .options(
            selectinload(FrozenResults.standings)
            .joinedload(FrozenStanding.nomination)
            .options(*WHOLE_NOMINATION)
        )
        .where(FrozenResults.round_id == round_id, FrozenResults.returned_at.is_(None))
        .order_by(FrozenResults.id.desc())
        .limit(1)
    )
    return db.session.execute(query).scalar_one_or_none()


def get_frozen(round_id: int) -> FrozenResults:
    """Return the frozen results that are laid before the decision-maker.

    Raises:
        NotFound: when there are none, or they were returned.
    """
    found = find_frozen(round_id)
    if found is None:
        raise NotFound
    return found


def returned_results(round_id: int) -> Sequence[FrozenResults]:
    """Return the frozen results that were given back, newest first."""
    query = (
        select(FrozenResults)
        .where(FrozenResults.round_id == round_id, FrozenResults.returned_at.is_not(None))
        .order_by(FrozenResults.id.desc())
    )
    return db.session.execute(query).scalars().all()


def find_decision(round_id: int) -> DecisionPaper | None:
    """Return the decision about a round, once it was entered."""
    query = select(DecisionPaper).where(DecisionPaper.round_id == round_id)
    return db.session.execute(query).scalar_one_or_none()


def awards_of(round_id: int) -> Sequence[Award]:
    """Return the awards of a round in their order, with who receives them."""
    query = (
        select(Award)
        .options(joinedload(Award.nomination).options(*WHOLE_NOMINATION))
        .where(Award.round_id == round_id)
        .order_by(Award.position, Award.id)
    )
    return db.session.execute(query).scalars().all()


@dataclass(frozen=True, slots=True)
class WaitingResults:
    """Results that wait for a decision, in the few words of a list."""

    round_id: int
    name: str
    frozen_at: datetime
    frozen_by: str
    sha256: str
    ranked: int
    honoured: int
    money: int


def waiting_results() -> list[WaitingResults]:
    """Return what waits for the decision-maker, what has waited longest first."""
    money = func.coalesce(func.sum(FrozenStanding.money), 0)
    frozen = FrozenResults
    query = (
        select(
            Round.id,
            Round.name,
            frozen.frozen_at,
            frozen.frozen_by,
            frozen.sha256,
            func.count(FrozenStanding.id),
            func.count(FrozenStanding.level),
            money,
        )
        .join(frozen, frozen.round_id == Round.id)
        .outerjoin(FrozenStanding, FrozenStanding.results_id == frozen.id)
        .where(Round.state == RoundState.PROPOSED, frozen.returned_at.is_(None))
        .group_by(Round.id, frozen.id)
        .order_by(frozen.frozen_at, frozen.id)
    )
    rows = db.session.execute(query).all()
    return [WaitingResults(*row[:-1], money=int(row[-1] or 0)) for row in rows]


DECISIONS = Listing(
    key=DecisionPaper.id,
    rows=select(
        DecisionPaper.id,
        DecisionPaper.round_id,
        DecisionPaper.number,
        DecisionPaper.issued_on,
        DecisionPaper.issuer,
        Round.name.label("round"),
    ).join(Round, Round.id == DecisionPaper.round_id),
    order=(DecisionPaper.issued_on.desc(), DecisionPaper.id.desc()),
    columns=(
        ListColumn(name="round", label="Đợt", heads_row=True),
        ListColumn(name="number", label="Quyết định"),
        ListColumn(name="issued_on", label="Ngày", kind=Kind.DAY),
        ListColumn(name="issuer", label="Cơ quan ban hành"),
    ),
)
"""The decisions, newest first."""


def count_proposed(actor: Actor) -> int:
    """Return how many rounds wait for a decision-maker, those they compete in left out."""
    query = (
        select(func.count())
        .select_from(Round)
        .where(Round.state == RoundState.PROPOSED, Round.id.not_in(sorted(actor.competes_in)))
    )
    return db.session.execute(query).scalar_one()


@asked_once
def count_awards_of_rounds(round_ids: tuple[int, ...]) -> Mapping[int, int]:
    """Return how many awards each of some rounds gave; one without any is left out."""
    query = (
        select(Award.round_id, func.count())
        .where(Award.round_id.in_(round_ids))
        .group_by(Award.round_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
