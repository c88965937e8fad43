"""Who may do what to declared conflicts."""

from __future__ import annotations

import pytest

from app.conflicts.models import Conflict
from app.conflicts.policy import ConflictPermission as P
from app.conflicts.policy import policy
from app.kernel.access import Actor, InRound, Role
from app.nominations.models import Nomination
from app.programmes.models import Round

SECRETARY = Actor(account_id=1, roles=frozenset({Role.SECRETARY}))
COMPETING = Actor(account_id=2, roles=SECRETARY.roles, competes_in=frozenset({7}))
DECLARED = Conflict(id=1, nomination=Nomination(round_id=7))


@pytest.mark.parametrize("permission", P)
@pytest.mark.parametrize("thing", [Round(id=7), DECLARED], ids=["round", "declaration"])
def test_whoever_competes_keeps_no_declarations(permission: P, thing: InRound) -> None:
    assert policy.allows(SECRETARY, permission, thing)
    assert not policy.allows(Actor(account_id=3), permission, thing)
    assert policy.allows(COMPETING, permission, thing) is (permission is P.LIST)
