"""Who may do what to councils."""

from __future__ import annotations

import pytest

from app.councils.models import Council, Seat
from app.councils.policy import CouncilPermission as P
from app.councils.policy import policy
from app.kernel.access import Actor, InRound, Role
from app.programmes.models import Round

SECRETARY = Actor(account_id=1, roles=frozenset({Role.SECRETARY}))
COMPETING = Actor(account_id=2, roles=SECRETARY.roles, competes_in=frozenset({7}))
COUNCIL = Council(id=1, round_id=7)


@pytest.mark.parametrize("permission", P)
@pytest.mark.parametrize(
    "thing",
    [Round(id=7), COUNCIL, Seat(id=2, council=COUNCIL)],
    ids=["round", "council", "seat"],
)
def test_whoever_competes_does_not_choose_the_judges(permission: P, thing: InRound) -> None:
    assert policy.allows(SECRETARY, permission, thing)
    assert not policy.allows(Actor(account_id=3), permission, thing)
    reads = permission in {P.LIST, P.READ}
    assert policy.allows(COMPETING, permission, thing) is reads
