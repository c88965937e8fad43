"""What the pages that bind all others read: who acts, and the health of the house."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, bindparam, exists, literal, select

from app.accounts.models import Account, AccountRole, EndedSession, UnitContact
from app.accounts.rules.tokens import token_hash
from app.councils.models import Council, Seat
from app.infra.db.engine import db
from app.infra.db.reads import rows
from app.infra.gather import gathered
from app.kernel.access import Actor, SeatGrant
from app.nominations.enums import NominationState
from app.nominations.models import Nomination, NominationPerson
from app.organiser.queries import MASTHEAD, masthead_of
from app.registry.models import Person
from app.registry.rules import LARGEST_ID

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, Select

    from app.organiser.queries import Masthead


@dataclass(frozen=True, slots=True)
class Identity:
    """An active account as it may act, the stamp of its sessions, and the masthead it is shown."""

    actor: Actor
    session_stamp: str
    masthead: Masthead


def find_identity(account_id: int, session_id: str) -> Identity | None:
    """Return who acts in a session of an account, in one statement.

    This runs at every request of somebody signed in. None when the account is closed, when there
    is none, and when somebody signed out of the session.
    """
    if account_id > LARGEST_ID:
        return None
    known = {"account": account_id, "ended": token_hash(session_id)}
    found = rows(_identity_query(), known).one_or_none()
    if found is None:
        return None
    actor = Actor(
        account_id=account_id,
        person_id=found.person_id,
        name=found.full_name,
        email=found.email,
        roles=frozenset(role for (role,) in found.roles),
        units=frozenset(unit for (unit,) in found.units),
        seats=frozenset(
            SeatGrant(seat, council, of_round, str(role))
            for seat, council, of_round, role in found.seats
        ),
        competes_in=frozenset(number for (number,) in found.own_rounds),
    )
    return Identity(actor, found.session_stamp, masthead_of(found.masthead))


@cache
def _identity_query() -> Select[*tuple[Any, ...]]:
    """Put together once: the account, and a list for each kind of thing that it may act as."""
    account = bindparam("account", type_=Integer)
    roles = select(AccountRole.role).where(AccountRole.account_id == account)
    units = select(UnitContact.unit_id).where(UnitContact.account_id == account)
    seats = (
        select(Seat.id, Seat.council_id, Council.round_id, Seat.role)
        .join(Council, Council.id == Seat.council_id)
        .where(Seat.person_id == Account.person_id, Seat.is_active)
    )
    return (
        select(
            Account.email,
            Account.person_id,
            Account.session_stamp,
            Person.full_name,
            gathered(roles).label("roles"),
            gathered(units).label("units"),
            gathered(seats).label("seats"),
            gathered(_own_rounds(account)).label("own_rounds"),
            gathered(MASTHEAD).label("masthead"),
        )
        .join(Person, Person.id == Account.person_id)
        .where(
            Account.id == account,
            Account.is_active,
            ~exists().where(EndedSession.session_hash == bindparam("ended")),
        )
    )


def _own_rounds(account: BindParameter[int]) -> Select[*tuple[Any, ...]]:
    """Return the rounds, each once, that received a dossier which somebody wrote or is named in."""
    received = select(Nomination.round_id).where(
        Nomination.submitted_at.is_not(None), Nomination.state != NominationState.WITHDRAWN
    )
    written = received.where(Nomination.owner_id == account)
    named = (
        received.join(NominationPerson, NominationPerson.nomination_id == Nomination.id)
        .join(Account, Account.person_id == NominationPerson.person_id)
        .where(Account.id == account)
    )
    return select(written.union(named).subquery())


def database_answers() -> bool:
    """Tell whether the database answers; any failure is the caller's to report."""
    return db.session.execute(select(literal(1))).scalar_one() == 1
