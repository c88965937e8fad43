"""Who may do what to declared conflicts."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.conflicts.policy import ConflictPermission as P
from app.conflicts.policy import policy
from app.kernel.access import Actor, Role

SECRETARY = Actor(account_id=1, roles=frozenset({Role.SECRETARY}))
COMPETING = Actor(account_id=2, roles=SECRETARY.roles, competes_in=frozenset({7}))
DECLARED = SimpleNamespace(id=1, nomination=SimpleNamespace(round_id=7))


@pytest.mark.parametrize("permission", P)
@pytest.mark.parametrize("thing", [SimpleNamespace(id=7), DECLARED], ids=["round", "declaration"])
def test_whoever_competes_keeps_no_declarations(permission: P, thing: SimpleNamespace) -> None:
    assert policy.allows(SECRETARY, permission, thing)
    assert not policy.allows(Actor(account_id=3), permission, thing)
    assert policy.allows(COMPETING, permission, thing) is (permission is P.LIST)
