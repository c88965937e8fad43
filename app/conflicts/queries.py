"""Reading conflicts: declared ones from their table, derived ones from what is known of people.

Whatever the number of judges and dossiers, the whole table costs four statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account, UnitContact
from app.conflicts.models import Conflict
from app.conflicts.rules import DossierCircle, Someone, conflicts_between
from app.councils.models import Seat
from app.infra.db.engine import db
from app.kernel.errors import NotFound
from app.kernel.vietnamese.search import search_fold
from app.nominations.models import Nomination, NominationPerson
from app.registry.models import Person, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Select

    from app.conflicts.enums import ConflictKind

Pair = tuple[int, int]


def get_conflict(round_id: int, conflict_id: int) -> Conflict:
    """Return a declared conflict of a round.

    Raises:
        NotFound: when the round has no such declaration.
    """
    query = _declared().where(Conflict.id == conflict_id, Nomination.round_id == round_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def declared_in_round(round_id: int) -> Sequence[Conflict]:
    """Return the declared conflicts of a round, by dossier and judge."""
    query = _declared().where(Nomination.round_id == round_id)
    ordered = query.order_by(Nomination.code, Conflict.nomination_id, Conflict.seat_id)
    return db.session.execute(ordered).scalars().all()


def _declared() -> Select[Conflict]:
    return (
        select(Conflict)
        .join(Conflict.nomination)
        .options(
            joinedload(Conflict.nomination),
            joinedload(Conflict.seat).joinedload(Seat.person),
        )
    )


def find_conflict(seat_id: int, nomination_id: int) -> Conflict | None:
    """Return what is declared between a seat and a dossier."""
    query = select(Conflict).where(
        Conflict.seat_id == seat_id, Conflict.nomination_id == nomination_id
    )
    return db.session.execute(query).scalar_one_or_none()


def conflict_table(
    seat_ids: Collection[int], nomination_ids: Collection[int]
) -> dict[Pair, tuple[ConflictKind, ...]]:
    """Return the grounds of every pair (seat, dossier) in conflict; pairs without one are absent."""
    judges = judge_facts(seat_ids)
    dossiers = dossier_facts(nomination_ids)
    table = {
        (seat_id, nomination_id): grounds
        for seat_id, judge in judges.items()
        for nomination_id, dossier in dossiers.items()
        if (grounds := conflicts_between(judge, dossier))
    }
    for seat_id, nomination_id, kind in _declarations(seat_ids, nomination_ids):
        grounds = table.get((seat_id, nomination_id), ())
        if kind not in grounds:
            table[seat_id, nomination_id] = (*grounds, kind)
    return table


def judge_facts(seat_ids: Collection[int]) -> dict[int, Someone]:
    """Return what is known of the judges on some seats, in one statement.

    A judge who speaks for several units comes in several rows.
    """
    query = (
        select(
            Seat.id,
            Person.name_folded,
            Person.id,
            Person.email,
            Person.birth_date,
            Seat.unit_id,
            Unit.name_folded,
            UnitContact.unit_id,
        )
        .join(Seat.person)
        .outerjoin(Unit, Unit.id == Seat.unit_id)
        .outerjoin(Account, Account.person_id == Person.id)
        .outerjoin(UnitContact, UnitContact.account_id == Account.id)
        .where(Seat.id.in_(seat_ids))
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    contact_of: dict[int, set[int]] = {}
    for row in rows:
        contact_of.setdefault(row[0], set()).update(
            number for number in row[7:] if number is not None
        )
    return {
        row[0]: Someone(
            name=row[1],
            person_id=row[2],
            email=_address(row[3]),
            birth_date=row[4],
            unit_id=row[5],
            unit_name=row[6] or "",
            contact_of=frozenset(contact_of[row[0]]),
        )
        for row in rows
    }


def dossier_facts(nomination_ids: Collection[int]) -> dict[int, DossierCircle]:
    """Return who stands behind some dossiers, in two statements."""
    people: dict[int, list[Someone]] = {}
    for nomination_id, someone in _named(nomination_ids):
        people.setdefault(nomination_id, []).append(someone)
    query = (
        select(Nomination.id, Nomination.unit_id, Account.person_id)
        .outerjoin(Account, Account.id == Nomination.owner_id)
        .where(Nomination.id.in_(nomination_ids))
    )
    return {
        row[0]: DossierCircle(row[1], row[2], tuple(people.get(row[0], ())))
        for row in db.session.execute(query)
    }


def _named(nomination_ids: Collection[int]) -> list[tuple[int, Someone]]:
    query = (
        select(NominationPerson, Unit.name_folded)
        .outerjoin(Unit, Unit.id == NominationPerson.unit_id)
        .where(NominationPerson.nomination_id.in_(nomination_ids))
    )
    return [
        (
            person.nomination_id,
            Someone(
                name=search_fold(person.full_name),
                person_id=person.person_id,
                email=_address(person.email),
                birth_date=person.birth_date,
                unit_id=person.unit_id,
                unit_name=unit_name or search_fold(person.unit_name),
            ),
        )
        for person, unit_name in db.session.execute(query)
    ]


def _declarations(
    seat_ids: Collection[int], nomination_ids: Collection[int]
) -> list[tuple[int, int, ConflictKind]]:
    query = select(Conflict.seat_id, Conflict.nomination_id, Conflict.kind).where(
        Conflict.seat_id.in_(seat_ids), Conflict.nomination_id.in_(nomination_ids)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def _address(email: str | None) -> str:
    return (email or "").strip().casefold()
