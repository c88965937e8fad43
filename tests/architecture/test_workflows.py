"""What the workflows declare is what was written down by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from app.nominations.enums import NominationState
from app.nominations.workflow import nomination_workflow
from app.programmes.enums import RoundState
from app.programmes.workflow import round_workflow
from tests.diagrams import (
    NOMINATION_PERMISSIONS,
    NOMINATION_STEPS,
    ROUND_PERMISSIONS,
    ROUND_STEPS,
)

if TYPE_CHECKING:
    from app.kernel.workflow import Workflow

DIAGRAMS = [
    (round_workflow, ROUND_STEPS, ROUND_PERMISSIONS),
    (nomination_workflow, NOMINATION_STEPS, NOMINATION_PERMISSIONS),
]


@pytest.mark.parametrize(("workflow", "steps", "permissions"), DIAGRAMS)
def test_declared_steps_are_those_of_the_diagram(
    workflow: Workflow[Any], steps: dict[Any, Any], permissions: dict[str, Any]
) -> None:
    declared = {
        (step.name, source): step.target for step in workflow.transitions for source in step.sources
    }
    assert declared == steps
    assert {step.name: step.permission for step in workflow.transitions} == permissions


def test_where_a_thing_begins_and_where_it_ends() -> None:
    assert round_workflow.initial is RoundState.DRAFT
    assert round_workflow.final == {RoundState.ARCHIVED}
    assert nomination_workflow.initial is NominationState.DRAFT
    assert nomination_workflow.final == {NominationState.WITHDRAWN}


@pytest.mark.parametrize(("workflow", "steps", "_permissions"), DIAGRAMS)
def test_buttons_are_offered_in_each_state_and_nowhere_else(
    workflow: Workflow[Any], steps: dict[Any, Any], _permissions: dict[str, Any]
) -> None:
    for state in workflow.states:
        offered = {step.name for step in workflow.steps_from(state)}
        assert offered == {name for name, source in steps if source is state}
