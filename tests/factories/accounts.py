"""Accounts for tests, with a password that is hashed once for all of them."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import TYPE_CHECKING

from app.accounts.models import Account, AccountRole, UnitContact
from app.accounts.rules.passwords import hash_password
from app.accounts.rules.tokens import new_stamp
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.access import Actor
from tests.factories.registry import make_person

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.kernel.access import Role
    from app.registry.models import Person, Unit

PASSWORD = "hoa ban nở trắng rừng"
_numbers = count(1)


@cache
def password_hash() -> str:
    """Return the hash of the password that every account of the tests has."""
    return hash_password(PASSWORD)


def make_account(
    *roles: Role,
    email: str | None = None,
    person: Person | None = None,
    units: Collection[Unit] = (),
    is_active: bool = True,
) -> Account:
    """Enter an account with its person, roles and units, and commit."""
    email = email or f"nguoi{next(_numbers)}@donvi.vn"
    person = person or make_person(full_name=f"Trần Thị {email.partition('@')[0]}", email=email)
    account = Account(
        email=email,
        password_hash=password_hash(),
        person_id=person.id,
        person=person,
        is_active=is_active,
        session_stamp=new_stamp(),
        opened_at=clock.now(),
    )
    account.roles = [AccountRole(role=role) for role in roles]
    account.unit_contacts = [UnitContact(unit_id=unit.id, unit=unit) for unit in units]
    db.session.add(account)
    db.session.commit()
    return account


def actor_for(account: Account) -> Actor:
    """Return the actor of an account as the identity of the web makes it, without seats."""
    return Actor(
        account_id=account.id,
        person_id=account.person_id,
        name=account.person.full_name,
        email=account.email,
        roles=frozenset(granted.role for granted in account.roles),
        units=frozenset(contact.unit_id for contact in account.unit_contacts),
    )
