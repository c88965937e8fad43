"""What is granted, and the last administrator."""

from __future__ import annotations

import pytest

from app.accounts.rules.grants import ROLE_LABELS, Grants, require_an_admin_left
from app.kernel.access import Role
from app.kernel.errors import RuleBroken


def test_grants_survive_their_way_through_a_link() -> None:
    grants = Grants(frozenset({Role.SECRETARY, Role.ADMIN}), frozenset({3, 1}))
    assert Grants.of_json(grants.as_json()) == grants
    assert grants.as_json() == {"roles": ["admin", "secretary"], "units": [1, 3]}


def test_a_link_without_grants_grants_nothing() -> None:
    assert Grants.of_json({}) == Grants()


def test_the_last_administrator_stays() -> None:
    require_an_admin_left(1)
    with pytest.raises(RuleBroken):
        require_an_admin_left(0)


def test_every_role_has_a_name() -> None:
    assert ROLE_LABELS.keys() == set(Role)
