"""Rules of the house about policies: none guesses, and a thing that tells no round admits nobody."""

from __future__ import annotations

import ast
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from app.kernel.access import Actor, Role, SeatGrant
from app.programmes.enums import RoundState
from tests.factories.results import make_ranked

if TYPE_CHECKING:
    from flask import Flask

    from app.kernel.access import Permission, Policy

APP = Path(__file__).parents[2] / "app"
FILES = sorted(APP.glob("*/policy.py"))
GUESSES = {"getattr", "hasattr", "vars"}

POLICIES: list[Policy] = [import_module(f"app.{file.parent.name}.policy").policy for file in FILES]
APART = [
    (policy, permission)
    for policy in POLICIES
    for permission, predicate in policy.rows()
    if "stands_apart" in predicate.name
]
ALL_ROLES = frozenset(Role)
EVERYTHING = Actor(
    account_id=1,
    person_id=1,
    roles=ALL_ROLES,
    seats=frozenset({SeatGrant(1, 1, 3, "chair")}),
    units=frozenset({7}),
)
DOSSIER = SimpleNamespace(
    round_id=3, owner_id=2, unit_id=7, people=[], submitted_at=datetime(2026, 11, 2, tzinfo=UTC)
)
# Knows all that policies ask about, and stands in a round, but does not tell which.
ROUNDLESS = {
    "id": 9,
    "round_state": RoundState.RANKED,
    "nomination": DOSSIER,
    "award": DOSSIER,
    "council": DOSSIER,
    "stage": DOSSIER,
    "seat_id": 1,
}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_no_policy_guesses_what_it_is_asked_about(file: Path) -> None:
    names = {
        node.id
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Name)
    }
    assert names & GUESSES == set()


def test_some_permission_of_every_deciding_package_stands_apart() -> None:
    packages = {permission.value.split(":")[0] for _policy, permission in APART}
    assert packages == {
        "certificates", "conflicts", "councils", "nominations", "results", "scoring", "web",
    }  # fmt: skip


@pytest.mark.parametrize(("policy", "permission"), APART, ids=[str(p) for _, p in APART])
def test_a_thing_that_tells_no_round_admits_nobody(policy: Policy, permission: Permission) -> None:
    with pytest.raises(AttributeError, match="round_id"):
        policy.allows(EVERYTHING, permission, SimpleNamespace(**ROUNDLESS))
    with pytest.raises(TypeError, match="tells no round"):
        policy.allows(EVERYTHING, permission, SimpleNamespace(**ROUNDLESS, round_id=None))


def test_no_package_tells_of_a_round_to_somebody_whom_its_policy_refuses(app: Flask) -> None:
    round_ = make_ranked(((90, 90, 90), (90, 90, 90)))
    readers = (Actor(account_id=1), Actor(account_id=2, units=frozenset({7})))
    told = [
        (ask.__module__, ask([round_], reader))
        for reader in readers
        for ask in app.extensions["round_news"]
    ]
    modules = {f"app.{file.parent.name}.waits" for file in APP.glob("*/waits.py")}
    assert {module for module, _news in told} == modules - {"app.kernel.waits"}
    assert [module for module, news in told if news] == []


def test_packages_of_judging_tell_nothing_to_a_secretary_who_competes(app: Flask) -> None:
    own, other = (make_ranked(((90, 90, 90), (90, 90, 90))) for _ in range(2))
    competing = Actor(account_id=1, roles=ALL_ROLES, competes_in=frozenset({own.id}))
    told = {
        ask.__module__.split(".")[1]: set(ask([own, other], competing))
        for ask in app.extensions["round_news"]
    }
    assert told["scoring"] == told["results"] == {other.id}
