"""What the pages that bind all others read: the grants of an account, the health of the house."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, String, bindparam, literal, select, type_coerce, union_all

from app.accounts.models import AccountRole, UnitContact
from app.councils.models import Council, Seat
from app.infra.db import db
from app.kernel.access import Role, SeatGrant
from app.nominations.enums import NominationState
from app.nominations.models import Nomination, NominationPerson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import BindParameter, CompoundSelect, Select

    from app.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Grants:
    """Everything that an account may act as."""

    roles: frozenset[Role]
    units: frozenset[int]
    seats: frozenset[SeatGrant]
    competes_in: frozenset[int]


def _grants_query() -> CompoundSelect[*tuple[Any, ...]]:
    account, person = bindparam("account", type_=Integer), bindparam("person", type_=Integer)
    none = literal(0)
    # A plain string in all three parts: the words of the other parts are no roles.
    role = type_coerce(AccountRole.role, String).label("word")
    roles = select(literal("role").label("kind"), role, none, none, none).where(
        AccountRole.account_id == account
    )
    units = select(literal("unit"), literal(""), UnitContact.unit_id, none, none).where(
        UnitContact.account_id == account
    )
    seats = (
        select(
            literal("seat"),
            type_coerce(Seat.role, String),
            Seat.id,
            Seat.council_id,
            Council.round_id,
        )
        .join(Council)
        .where(Seat.person_id == person, Seat.is_active)
    )
    return union_all(roles, units, seats, *_rounds_with_own_dossiers(account, person))


def _rounds_with_own_dossiers(
    account: BindParameter[Any], person: BindParameter[Any]
) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    """Return the rounds that received a dossier which somebody wrote, or is named in."""
    none = literal(0)
    received = (
        select(literal("round"), literal(""), Nomination.round_id, none, none)
        .where(Nomination.submitted_at.is_not(None), Nomination.state != NominationState.WITHDRAWN)
        .distinct()
    )
    written = received.where(Nomination.owner_id == account)
    named = received.join(NominationPerson, NominationPerson.nomination_id == Nomination.id).where(
        NominationPerson.person_id == person
    )
    return written, named


# Put together once: every request of somebody signed in asks it.
GRANTS = _grants_query()


def grants_of(account: Account) -> Grants:
    """Return roles, units, seats and own rounds of an account in one statement."""
    known = {"account": account.id, "person": account.person_id}
    rows: Sequence[Any] = db.session.execute(GRANTS, known).all()
    return Grants(
        roles=frozenset(Role(row[1]) for row in rows if row[0] == "role"),
        units=frozenset(row[2] for row in rows if row[0] == "unit"),
        seats=frozenset(
            SeatGrant(seat_id=row[2], council_id=row[3], round_id=row[4], role=str(row[1]))
            for row in rows
            if row[0] == "seat"
        ),
        competes_in=frozenset(row[2] for row in rows if row[0] == "round"),
    )


def database_answers() -> bool:
    """Tell whether the database answers; any failure is the caller's to report."""
    return db.session.execute(select(literal(1))).scalar_one() == 1
