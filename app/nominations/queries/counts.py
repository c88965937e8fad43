"""How many dossiers there are, and the numbers that a round gives them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, case, exists, func, select

from app.infra.db.engine import db
from app.infra.db.reads import asked_once
from app.infra.lists.listing import count_rows
from app.kernel.calendar import local
from app.nominations.enums import NominationState as S
from app.nominations.models import Nomination
from app.programmes.models import Category

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import ColumnElement

    from app.kernel.access import Actor

SENT = tuple(state for state in S if state not in (S.DRAFT, S.WITHDRAWN))
TO_SCREEN = (S.SUBMITTED,)
UNDECIDED = (S.SUBMITTED, S.AWAITING_ENDORSEMENT, S.SUPPLEMENT_WANTED)


def counts_by_category(round_id: int) -> list[tuple[str, int]]:
    """Return how many dossiers a round received in each category, in the round's order."""
    query = (
        select(Category.name, func.count(Nomination.id))
        .outerjoin(Nomination, (Nomination.category_id == Category.id) & Nomination.state.in_(SENT))
        .where(Category.round_id == round_id)
        .group_by(Category.id, Category.name, Category.position)
        .order_by(Category.position)
    )
    return [(name, count) for name, count in db.session.execute(query)]


def waits_for_screening(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a dossier waits for somebody who does not compete with it."""
    return and_(
        Nomination.state.in_(TO_SCREEN), Nomination.round_id.not_in(sorted(actor.competes_in))
    )


def count_to_screen(actor: Actor) -> int:
    """Return how many dossiers wait for a secretary, those of rounds they compete in left out."""
    return count_rows(select(Nomination).where(waits_for_screening(actor)))


def count_to_endorse(actor: Actor) -> int:
    """Return how many dossiers wait for the word of the actor's units."""
    return count_rows(
        select(Nomination).where(
            Nomination.unit_id.in_(actor.units), Nomination.state == S.AWAITING_ENDORSEMENT
        )
    )


def count_undecided(round_id: int) -> int:
    """Return how many dossiers of a round still have no verdict of the screening.

    One that its unit returned is back in its author's hands, like a draft.
    """
    return count_rows(
        select(Nomination).where(Nomination.round_id == round_id, Nomination.state.in_(UNDECIDED))
    )


def count_dossiers(round_id: int) -> int:
    """Return how many dossiers of a round exist, drafts included."""
    return count_rows(select(Nomination).where(Nomination.round_id == round_id))


def is_blind_code_taken(round_id: int, code: str) -> bool:
    """Tell whether a round has given a blind code already."""
    query = select(exists().where(Nomination.round_id == round_id, Nomination.blind_code == code))
    return bool(db.session.execute(query).scalar_one())


@dataclass(frozen=True, slots=True)
class DossierCounts:
    """How many dossiers of a round were received, wait to be screened, have no verdict, go on."""

    received: int = 0
    to_screen: int = 0
    undecided: int = 0
    eligible: int = 0


@asked_once
def dossier_counts_of_rounds(round_ids: tuple[int, ...]) -> Mapping[int, DossierCounts]:
    """Return the counts of rounds in one grouped statement; a round without any has noughts."""
    groups = (SENT, TO_SCREEN, UNDECIDED, (S.ELIGIBLE,))
    counts = (func.sum(case((Nomination.state.in_(states), 1), else_=0)) for states in groups)
    query = (
        select(Nomination.round_id, *counts)
        .where(Nomination.round_id.in_(round_ids))
        .group_by(Nomination.round_id)
    )
    found = {row[0]: DossierCounts(*row[1:]) for row in db.session.execute(query)}
    return defaultdict(DossierCounts, found)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many dossiers arrived on a day, as Vietnam's calendar counts."""

    day: date
    count: int


def arrivals_of(round_id: int) -> list[Arrivals]:
    """Return how many dossiers a round received on each day, days without any left out."""
    query = select(Nomination.submitted_at).where(
        Nomination.round_id == round_id, Nomination.state.in_(SENT)
    )
    moments = db.session.execute(query).scalars()
    counts = Counter(local(moment).date() for moment in moments if moment is not None)
    return [Arrivals(day, counts[day]) for day in sorted(counts)]
