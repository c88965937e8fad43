"""Who may do what to units and people: the truth table."""

from __future__ import annotations

import pytest

from app.kernel.access import Actor, Role
from app.registry.policy import RegistryPermission, policy


@pytest.mark.parametrize("permission", RegistryPermission)
def test_only_secretaries_keep_the_registry(permission: RegistryPermission) -> None:
    admitted = {
        role: policy.allows(Actor(account_id=1, roles=frozenset({role})), permission)
        for role in Role
    }
    assert admitted == {role: role is Role.SECRETARY for role in Role}
    assert not policy.admits_strangers(permission)
