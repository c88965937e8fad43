"""Who acts: read in one statement, whatever somebody may act as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.accounts.models import UnitContact
from app.kernel.access import Role, SeatGrant
from app.web.queries.identity import find_identity
from tests.factories.accounts import make_account
from tests.factories.councils import make_council, make_seat
from tests.factories.programmes import make_round
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


def test_everything_that_an_account_may_act_as_comes_in_one_statement(
    session: Session, count_statements: Callable[[], Any]
) -> None:
    account, unit = make_account(Role.SECRETARY), make_unit()
    council = make_council(make_round())
    seat = make_seat(council, person=account.person)
    left = make_seat(make_council(make_round()), person=account.person)
    left.is_active = False
    session.add(UnitContact(account_id=account.id, unit_id=unit.id))
    session.commit()
    session.expunge_all()
    with count_statements() as seen:
        identity = find_identity(account.id)
    assert len(seen) == 1
    assert identity is not None
    actor = identity.actor
    assert identity.session_stamp == account.session_stamp
    assert (actor.account_id, actor.person_id) == (account.id, account.person_id)
    assert (actor.name, actor.email) == (account.person.full_name, account.email)
    assert actor.roles == {Role.SECRETARY}
    assert actor.units == {unit.id}
    assert actor.seats == {SeatGrant(seat.id, council.id, council.round_id, str(seat.role))}
    assert left.id not in {grant.seat_id for grant in actor.seats}


def test_a_closed_or_impossible_account_is_nobody(session: Session) -> None:
    closed = make_account(is_active=False)
    session.commit()
    assert find_identity(closed.id) is None
    assert find_identity(10**30) is None
