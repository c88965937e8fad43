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
from app.web.policy import FACTS_OF_A_ROUND

if TYPE_CHECKING:
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
EVERYTHING = Actor(
    account_id=1,
    person_id=1,
    roles=frozenset(Role),
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


def test_every_package_whose_figures_the_dashboard_reads_is_asked() -> None:
    tree = ast.parse((APP / "web/queries/dashboard.py").read_text("utf-8"))
    read = {
        node.module.split(".")[1]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module is not None
        and node.module.endswith((".models", ".queries"))
    }
    asked = {permission.value.split(":")[0] for _policy, permission in FACTS_OF_A_ROUND}
    assert read == asked
