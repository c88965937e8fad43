"""What the pages that bind all others read: who acts, and the health of the house."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Integer,
    String,
    bindparam,
    exists,
    literal,
    select,
    type_coerce,
    union_all,
)

from app.accounts.models import Account, AccountRole, EndedSession, UnitContact
from app.accounts.rules.tokens import token_hash
from app.councils.models import Council, Seat
from app.infra.db import db, rows
from app.kernel.access import Actor, Role, SeatGrant
from app.nominations.enums import NominationState
from app.nominations.models import Nomination, NominationPerson
from app.registry.models import Person
from app.registry.rules import LARGEST_ID

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, CompoundSelect, Select


@dataclass(frozen=True, slots=True)
class Identity:
    """An active account as it may act, and the stamp that its sessions carry."""

    actor: Actor
    session_stamp: str


def find_identity(account_id: int, session_id: str) -> Identity | None:
    """Return who acts in a session of an account, in one statement.

    This runs at every request of somebody signed in. None when the account is closed, when there
    is none, and when somebody signed out of the session.
    """
    if account_id > LARGEST_ID:
        return None
    known = {"account": account_id, "ended": token_hash(session_id)}
    grants = rows(_identity_query(), known).all()
    found = next((row for row in grants if row.kind == "account"), None)
    if found is None:
        return None
    actor = Actor(
        account_id=account_id,
        person_id=found.key,
        name=found.name,
        email=found.word,
        roles=frozenset(Role(row.word) for row in grants if row.kind == "role"),
        units=frozenset(row.key for row in grants if row.kind == "unit"),
        seats=frozenset(
            SeatGrant(row.key, row.council, row.round, row.word)
            for row in grants
            if row.kind == "seat"
        ),
        competes_in=frozenset(row.key for row in grants if row.kind == "competes"),
    )
    return Identity(actor, found.stamp)


@cache
def _identity_query() -> CompoundSelect[*tuple[Any, ...]]:
    """Put together once: a row for the account and for everything that it may act as."""
    account = bindparam("account", type_=Integer)
    none, empty = literal(0), literal("")
    # Plain strings in all parts: the words of the other parts are no roles.
    own = (
        select(
            literal("account").label("kind"),
            type_coerce(Account.email, String).label("word"),
            Person.id.label("key"),
            none.label("council"),
            none.label("round"),
            type_coerce(Person.full_name, String).label("name"),
            type_coerce(Account.session_stamp, String).label("stamp"),
        )
        .join(Person, Person.id == Account.person_id)
        .where(
            Account.id == account,
            Account.is_active,
            ~exists().where(EndedSession.session_hash == bindparam("ended")),
        )
    )
    role = type_coerce(AccountRole.role, String)
    roles = select(literal("role"), role, none, none, none, empty, empty).where(
        AccountRole.account_id == account
    )
    units = select(literal("unit"), empty, UnitContact.unit_id, none, none, empty, empty).where(
        UnitContact.account_id == account
    )
    seat = type_coerce(Seat.role, String)
    seats = (
        select(literal("seat"), seat, Seat.id, Seat.council_id, Council.round_id, empty, empty)
        .join(Council, Council.id == Seat.council_id)
        .join(Account, Account.person_id == Seat.person_id)
        .where(Account.id == account, Seat.is_active)
    )
    return union_all(own, roles, units, seats, *_own_rounds(account))


def _own_rounds(account: BindParameter[int]) -> tuple[Select[*tuple[Any, ...]], ...]:
    """Return the rounds that received a dossier which somebody wrote, or is named in."""
    none, empty = literal(0), literal("")
    received = (
        select(literal("competes"), empty, Nomination.round_id, none, none, empty, empty)
        .where(Nomination.submitted_at.is_not(None), Nomination.state != NominationState.WITHDRAWN)
        .distinct()
    )
    written = received.where(Nomination.owner_id == account)
    named = (
        received.join(NominationPerson, NominationPerson.nomination_id == Nomination.id)
        .join(Account, Account.person_id == NominationPerson.person_id)
        .where(Account.id == account)
    )
    return written, named


def database_answers() -> bool:
    """Tell whether the database answers; any failure is the caller's to report."""
    return db.session.execute(select(literal(1))).scalar_one() == 1
