"""Who may change whose name stands on everything."""

from __future__ import annotations

import pytest

from app.kernel.access import Actor, Role
from app.organiser.policy import OrganiserPermission as P
from app.organiser.policy import policy


def test_everybody_sees_the_emblem() -> None:
    assert policy.allows(Actor.stranger(), P.SEE_EMBLEM)


@pytest.mark.parametrize("role", Role)
def test_only_administrators_change_the_organiser(role: Role) -> None:
    actor = Actor(account_id=1, roles=frozenset({role}))
    assert policy.allows(actor, P.CHANGE) is (role is Role.ADMIN)
    assert not policy.allows(Actor.stranger(), P.CHANGE)
