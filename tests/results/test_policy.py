from __future__ import annotations

import pytest

from app.kernel.access import Actor, Role, SeatGrant
from app.nominations.models import Nomination, NominationPerson
from app.programmes.enums import RoundState
from app.programmes.models import Round
from app.results.policy import ResultsPermission as P
from app.results.policy import policy
from app.results.views.loaders import ScoredNomination

ROUND = Round(id=7, state=RoundState.RANKED)
DECIDED_ROUND = Round(id=7, state=RoundState.DECIDED)
SECRETARY = Actor(account_id=1, person_id=1, roles=frozenset({Role.SECRETARY}))
LEADER = Actor(account_id=2, person_id=2, roles=frozenset({Role.LEADER}))


def seated(role: str, round_id: int = 7, **over: object) -> Actor:
    grant = SeatGrant(seat_id=1, council_id=1, round_id=round_id, role=role)
    return Actor(account_id=3, person_id=3, seats=frozenset({grant}), **over)  # type: ignore[arg-type]


def scored(owner_id: int | None = None, person_id: int | None = None) -> ScoredNomination:
    people = [NominationPerson(person_id=person_id)]
    nomination = Nomination(owner_id=owner_id, people=people)
    return ScoredNomination(ROUND, nomination)


@pytest.mark.parametrize(
    ("actor", "permission", "allowed"),
    [
        (SECRETARY, P.READ, True),
        (LEADER, P.READ, False),
        (seated("chair"), P.READ, True),
        (seated("member"), P.READ, False),
        (seated("chair", round_id=8), P.READ, False),
        (SECRETARY, P.RULE, False),
        (seated("chair"), P.RULE, True),
        (seated("vice_chair"), P.RULE, False),
        (SECRETARY, P.READ_JUDGES, True),
        (seated("member", roles=frozenset({Role.SECRETARY})), P.READ_JUDGES, False),
        (SECRETARY, P.DECIDE, False),
        (LEADER, P.DECIDE, True),
        (LEADER, P.PROPOSE, False),
        (Actor.stranger(), P.READ_PUBLISHED, True),
        (Actor.stranger(), P.READ, False),
    ],
)
def test_who_may_do_what(actor: Actor, permission: P, *, allowed: bool) -> None:
    assert policy.allows(actor, permission, ROUND) is allowed


def test_nobody_reads_the_sheets_of_their_own_dossier() -> None:
    assert policy.allows(SECRETARY, P.READ_SCORE, scored())
    assert not policy.allows(SECRETARY, P.READ_SCORE, scored(owner_id=1))
    assert not policy.allows(SECRETARY, P.READ_SCORE, scored(person_id=1))
    assert not policy.allows(seated("chair"), P.READ_SCORE, scored(person_id=3))


@pytest.mark.parametrize("permission", [P.READ, P.READ_SCORE, P.RANK, P.RULE, P.PROPOSE, P.DECIDE])
def test_whoever_competes_has_no_hand_in_the_results(permission: P) -> None:
    everybody = frozenset({Role.SECRETARY, Role.LEADER})
    thing = scored() if permission is P.READ_SCORE else ROUND
    apart = seated("chair", roles=everybody, competes_in=frozenset({8}))
    assert policy.allows(apart, permission, thing)
    competing = seated("chair", roles=everybody, competes_in=frozenset({7, 8}))
    decision = policy.decide(competing, permission, thing)
    assert not decision.allowed
    assert "có tên trong một hồ sơ của đợt này" in decision.sentence


def test_a_decision_is_read_by_those_who_competed_too() -> None:
    competing = Actor(account_id=1, roles=SECRETARY.roles, competes_in=frozenset({7}))
    assert policy.allows(competing, P.READ, DECIDED_ROUND)
