"""Who may open the pages that put facts of many packages together."""

from __future__ import annotations

import pytest

from app.kernel.access import Actor, Role
from app.programmes.enums import RoundState
from app.programmes.models import Round
from app.web.policy import WebPermission as P
from app.web.policy import policy

SECRETARY = Actor(account_id=1, roles=frozenset({Role.SECRETARY}))


@pytest.mark.parametrize("state", RoundState)
@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (SECRETARY, True),
        (Actor(account_id=2, roles=SECRETARY.roles, competes_in=frozenset({7})), False),
        (Actor(account_id=3, roles=SECRETARY.roles, competes_in=frozenset({8})), True),
        (Actor(account_id=4, roles=frozenset({Role.LEADER})), False),
        (Actor(account_id=5, roles=frozenset({Role.ADMIN})), False),
        (Actor.stranger(), False),
    ],
)
def test_a_round_is_watched_by_secretaries_who_do_not_compete_in_it(
    actor: Actor, state: RoundState, *, allowed: bool
) -> None:
    assert policy.allows(actor, P.WATCH_ROUND, Round(id=7, state=state)) is allowed


def test_a_secretary_who_competes_is_told_why() -> None:
    competing = Actor(account_id=2, roles=SECRETARY.roles, competes_in=frozenset({7}))
    refused = policy.decide(competing, P.WATCH_ROUND, Round(id=7, state=RoundState.RANKED))
    assert "có tên trong một hồ sơ của đợt này" in refused.sentence


def test_strangers_visit_and_nothing_more() -> None:
    assert [p for p in P if policy.admits_strangers(p)] == [P.VISIT]
