"""Who may do what to accounts: the truth table."""

from __future__ import annotations

import pytest

from app.accounts.policy import AccountPermission as P
from app.accounts.policy import policy
from app.kernel.access import Actor, Role

STRANGER = Actor.stranger()
AUTHOR = Actor(account_id=1, name="Tác giả")
SECRETARY = Actor(account_id=2, roles=frozenset({Role.SECRETARY}))
LEADER = Actor(account_id=3, roles=frozenset({Role.LEADER}))
ADMIN = Actor(account_id=4, roles=frozenset({Role.ADMIN}))
EVERYBODY = (STRANGER, AUTHOR, SECRETARY, LEADER, ADMIN)

ADMITTED = {
    P.SIGN_IN: EVERYBODY,
    P.SIGN_OUT: EVERYBODY,
    P.REGISTER: EVERYBODY,
    P.OPEN_LINK: EVERYBODY,
    P.RESET_PASSWORD: EVERYBODY,
    P.KEEP_SESSION: EVERYBODY,
    P.CHANGE_OWN: EVERYBODY[1:],
    P.LIST: (ADMIN,),
    P.INVITE: (SECRETARY, ADMIN),
    P.GRANT: (ADMIN,),
    P.CLOSE: (ADMIN,),
    P.READ_MAILS: (ADMIN,),
}


@pytest.mark.parametrize("permission", P)
def test_exactly_those_are_admitted_who_should_be(permission: P) -> None:
    admitted = [actor for actor in EVERYBODY if policy.allows(actor, permission)]
    assert admitted == list(ADMITTED[permission])
