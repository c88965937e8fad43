from __future__ import annotations

import pytest

from app.kernel.access import Actor, Role, SeatGrant
from app.programmes.models import Round, Stage
from app.scoring.models import Assignment
from app.scoring.policy import ScoringPermission as P
from app.scoring.policy import policy

SEAT = frozenset({SeatGrant(5, 1, 9, "member")})
JUDGE = Actor(account_id=1, name="Giám khảo", seats=SEAT)
SECRETARY = Actor(account_id=2, name="Thư ký", roles=frozenset({Role.SECRETARY}))
BOTH = Actor(account_id=3, name="Thư ký", roles=frozenset({Role.SECRETARY}), seats=SEAT)
COMPETING = Actor(account_id=4, roles=frozenset({Role.SECRETARY}), competes_in=frozenset({9}))
OWN = Assignment(seat_id=5, stage=Stage(round_id=9))
OTHER = Assignment(seat_id=6, stage=Stage(round_id=8))


@pytest.mark.parametrize(
    ("actor", "permission", "thing", "expected"),
    [
        (JUDGE, P.LIST_OWN, None, True),
        (SECRETARY, P.LIST_OWN, None, False),
        (JUDGE, P.SCORE, OWN, True),
        (JUDGE, P.SCORE, OTHER, False),
        (SECRETARY, P.SCORE, OWN, False),
        (SECRETARY, P.READ_POINTS, OWN, True),
        (BOTH, P.READ_POINTS, OWN, False),
        (BOTH, P.READ_POINTS, OTHER, True),
        (BOTH, P.ENTER_PAPER, OWN, False),
        (JUDGE, P.READ_POINTS, OWN, False),
        (JUDGE, P.WATCH, OWN, False),
        (BOTH, P.WATCH, OWN, True),
        (JUDGE, P.ASSIGN, None, False),
        (SECRETARY, P.CLOSE, OWN, True),
    ],
)
def test_truth_table(actor: Actor, permission: P, thing: object, *, expected: bool) -> None:
    assert policy.allows(actor, permission, thing) is expected


@pytest.mark.parametrize(
    "permission", [P.ASSIGN, P.WATCH, P.READ_POINTS, P.ENTER_PAPER, P.REOPEN, P.CLOSE]
)
@pytest.mark.parametrize(
    "thing",
    [Round(id=9), Stage(round_id=9), OWN],
    ids=["round", "stage", "assignment"],
)
def test_whoever_competes_has_no_hand_in_the_judging(permission: P, thing: object) -> None:
    decision = policy.decide(COMPETING, permission, thing)
    assert not decision.allowed
    assert "có tên trong một hồ sơ của đợt này" in decision.sentence
    assert policy.allows(COMPETING, permission, OTHER)
