"""Who follows work in the background: the truth table."""

from __future__ import annotations

import pytest

from app.infra.jobs.models import Batch
from app.kernel.access import Actor, Role
from app.work.policy import WorkPermission as P
from app.work.policy import policy

STRANGER = Actor.stranger()
SYSTEM = Actor.of_system("Đồng hồ")
STARTER = Actor(account_id=1, roles=frozenset({Role.SECRETARY}))
SECRETARY = Actor(account_id=2, roles=frozenset({Role.SECRETARY}))
ADMIN = Actor(account_id=3, roles=frozenset({Role.ADMIN}))
EVERYBODY = (STRANGER, SYSTEM, STARTER, SECRETARY, ADMIN)

ADMITTED = {
    P.FOLLOW: (STARTER, ADMIN),
    P.INTERRUPT: (STARTER, ADMIN),
    P.TAKE_RESULT: (STARTER,),
    P.READ_FAILED: (ADMIN,),
    P.RUN_AGAIN: (ADMIN,),
}


@pytest.mark.parametrize("permission", P)
def test_exactly_those_are_admitted_who_should_be(permission: P) -> None:
    batch = Batch(by_account=1)
    admitted = [actor for actor in EVERYBODY if policy.allows(actor, permission, batch)]
    assert admitted == list(ADMITTED[permission])


@pytest.mark.parametrize("permission", [P.FOLLOW, P.INTERRUPT, P.TAKE_RESULT])
def test_work_that_nobody_started_belongs_to_no_stranger(permission: P) -> None:
    admitted = [actor for actor in EVERYBODY if policy.allows(actor, permission, Batch())]
    assert admitted == ([] if permission is P.TAKE_RESULT else [ADMIN])
