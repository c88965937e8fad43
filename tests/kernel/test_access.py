"""Predicates combine like truth; a policy answers for every permission or does not exist."""

from __future__ import annotations

from itertools import product
from types import SimpleNamespace

import pytest

from app.kernel.access import (
    Actor,
    Permission,
    Policy,
    Predicate,
    Role,
    SeatGrant,
    anyone,
    is_admin,
    is_leader,
    is_secretary,
    is_signed_in,
    predicate,
    sits_on_round,
    stands_apart,
)

STRANGER = Actor.stranger()
SIGNED_IN = Actor(account_id=1, person_id=1, name="Lê Thuỵ Khuê")


class DoorPermission(Permission):
    OPEN = "door:open"
    LOCK = "door:lock"


def _says(*, truth: bool) -> Predicate:
    return predicate(str(truth), f"Vì {truth}.", lambda _actor, _thing: truth)


@pytest.mark.parametrize(("left", "right"), list(product([True, False], repeat=2)))
def test_predicates_combine_as_a_truth_table(left: bool, right: bool) -> None:
    a, b = _says(truth=left), _says(truth=right)
    assert (a & b)(STRANGER, None) is (left and right)
    assert (a | b)(STRANGER, None) is (left or right)
    assert (~a)(STRANGER, None) is (not left)


def test_a_refusal_of_both_tells_the_first_reason_that_fails() -> None:
    both = _says(truth=True) & predicate("second", "Lý do thứ hai.", lambda _a, _t: False)
    assert both.decide(STRANGER, None).sentence == "Lý do thứ hai."


def test_a_condition_can_tell_its_refusal_in_other_words() -> None:
    reworded = is_admin.because("Hãy nhờ quản trị.")
    assert reworded.decide(SIGNED_IN, None).sentence == "Hãy nhờ quản trị."


def test_strangers_are_admitted_only_where_every_condition_admits_them() -> None:
    assert anyone.admits_strangers
    assert not (anyone & is_signed_in).admits_strangers
    assert (anyone | is_secretary).admits_strangers
    assert not (~anyone).admits_strangers


@pytest.mark.parametrize(
    ("condition", "role"),
    [(is_admin, Role.ADMIN), (is_secretary, Role.SECRETARY), (is_leader, Role.LEADER)],
)
def test_each_role_opens_its_own_condition_only(condition: Predicate, role: Role) -> None:
    holders = {r for r in Role if condition(Actor(account_id=1, roles=frozenset({r})), None)}
    assert holders == {role}


def test_a_policy_with_a_hole_raises() -> None:
    with pytest.raises(TypeError, match="door:lock"):
        Policy(DoorPermission, {DoorPermission.OPEN: anyone})


def test_a_policy_refuses_a_permission_of_another_package() -> None:
    class OtherPermission(Permission):
        KNOCK = "other:knock"

    table = {
        DoorPermission.OPEN: anyone,
        DoorPermission.LOCK: anyone,
        OtherPermission.KNOCK: anyone,
    }
    with pytest.raises(TypeError, match="other:knock"):
        Policy(DoorPermission, table)


def test_a_decision_carries_the_sentence_of_its_refusal() -> None:
    policy = Policy(DoorPermission, {DoorPermission.OPEN: anyone, DoorPermission.LOCK: is_admin})
    assert policy.decide(SIGNED_IN, DoorPermission.OPEN).allowed
    refused = policy.decide(SIGNED_IN, DoorPermission.LOCK)
    assert (refused.allowed, refused.sentence) == (
        False,
        "Chỉ quản trị hệ thống làm được việc này.",
    )
    assert not policy.admits_strangers(DoorPermission.LOCK)


def test_an_actor_knows_its_seat_on_a_council() -> None:
    seat = SeatGrant(seat_id=4, council_id=2, round_id=1, role="chair")
    actor = Actor(account_id=1, seats=frozenset({seat}))
    assert actor.seat_on(2) == seat
    assert actor.seat_on(3) is None


def test_the_system_is_no_account() -> None:
    assert not Actor.of_system("worker").is_signed_in


SEATED = Actor(account_id=1, seats=frozenset({SeatGrant(4, 2, 7, "member")}))


@pytest.mark.parametrize(
    ("competes_in", "round_id", "apart"),
    [((), 7, True), ((7,), 7, False), ((8,), 7, True), ((7, 8), 8, False)],
)
def test_whoever_competes_in_a_round_does_not_stand_apart(
    competes_in: tuple[int, ...], round_id: int, *, apart: bool
) -> None:
    actor = Actor(account_id=1, competes_in=frozenset(competes_in))
    decision = stands_apart.decide(actor, SimpleNamespace(round_id=round_id))
    assert decision.allowed is apart
    assert bool(decision.sentence) is not apart


@pytest.mark.parametrize(
    ("actor", "round_id", "sits"), [(SEATED, 7, True), (SEATED, 8, False), (SIGNED_IN, 7, False)]
)
def test_a_member_sits_on_the_council_of_their_round_alone(
    actor: Actor, round_id: int, *, sits: bool
) -> None:
    assert sits_on_round(actor, SimpleNamespace(round_id=round_id)) is sits


@pytest.mark.parametrize("condition", [stands_apart, sits_on_round])
@pytest.mark.parametrize("thing", [None, SimpleNamespace(id=7), SimpleNamespace(round_id=None)])
def test_a_thing_that_tells_no_round_is_a_defect(condition: Predicate, thing: object) -> None:
    with pytest.raises((AttributeError, TypeError)):
        condition(SEATED, thing)
