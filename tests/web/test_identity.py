"""Who acts: read in one statement, whatever somebody may act as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.accounts.models import UnitContact
from app.kernel.access import Role, SeatGrant
from app.nominations.enums import NominationState as S
from app.web.queries.identity import find_identity
from tests.factories.accounts import make_account
from tests.factories.councils import make_council, make_seat
from tests.factories.nominations import make_nomination
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
    entered = [make_nomination(make_round(programme_key="khac"), owner_id=account.id) for _ in "ab"]
    session.commit()
    session.expunge_all()
    with count_statements() as seen:
        identity = find_identity(account.id, "1.a.b")
    assert len(seen) == 1
    assert identity is not None
    actor = identity.actor
    assert identity.session_stamp == account.session_stamp
    assert (actor.account_id, actor.person_id) == (account.id, account.person_id)
    assert (actor.name, actor.email) == (account.person.full_name, account.email)
    assert actor.roles == {Role.SECRETARY}
    assert actor.units == {unit.id}
    assert actor.seats == {SeatGrant(seat.id, council.id, council.round_id, str(seat.role))}
    assert actor.competes_in == {nomination.round_id for nomination in entered}
    assert left.id not in {grant.seat_id for grant in actor.seats}


def test_a_closed_or_impossible_account_is_nobody(session: Session) -> None:
    closed = make_account(is_active=False)
    session.commit()
    assert find_identity(closed.id, "1.a.b") is None
    assert find_identity(10**30, "1.a.b") is None


@pytest.mark.parametrize("link", ["owner", "named"])
@pytest.mark.parametrize("state", list(S))
def test_somebody_competes_where_a_dossier_of_theirs_was_received(
    session: Session, state: S, link: str
) -> None:
    account = make_account(Role.SECRETARY)
    round_ = make_round()
    nomination = make_nomination(round_, state=state)
    if link == "owner":
        nomination.owner_id = account.id
    else:
        nomination.people[0].person_id = account.person_id
    make_nomination(make_round(programme_key="khac"), state=S.SUBMITTED)
    session.flush()
    identity = find_identity(account.id, "1.a.b")
    assert identity is not None
    competes = state not in {S.DRAFT, S.WITHDRAWN}
    assert identity.actor.competes_in == (frozenset({round_.id}) if competes else frozenset())
