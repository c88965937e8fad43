"""A diagram with an island, a dead end or a doubled arrow does not load."""

from __future__ import annotations

from enum import StrEnum

import pytest

from app.kernel.access import Permission
from app.kernel.errors import WrongState
from app.kernel.workflow import Transition, Workflow


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class LampPermission(Permission):
    TOUCH = "lamp:touch"


def _arrow(name: str, sources: set[Lamp], target: Lamp) -> Transition[Lamp]:
    return Transition(
        name, name.title(), frozenset(sources), target, LampPermission.TOUCH, f"Không {name} được."
    )


ARROWS = [
    _arrow("light", {Lamp.OFF}, Lamp.ON),
    _arrow("quench", {Lamp.ON}, Lamp.OFF),
    _arrow("drop", {Lamp.ON, Lamp.OFF}, Lamp.BROKEN),
]


def _diagram(arrows: list[Transition[Lamp]], final: set[Lamp]) -> Workflow[Lamp]:
    return Workflow(Lamp, initial=Lamp.OFF, final=final, transitions=arrows)


def test_every_state_and_transition_answers_as_drawn() -> None:
    flow = _diagram(ARROWS, {Lamp.BROKEN})
    drawn = {("light", Lamp.OFF): Lamp.ON, ("quench", Lamp.ON): Lamp.OFF}
    drawn |= {("drop", Lamp.ON): Lamp.BROKEN, ("drop", Lamp.OFF): Lamp.BROKEN}
    for name in ("light", "quench", "drop"):
        for state in Lamp:
            if (name, state) in drawn:
                assert flow.require(name, state) is drawn[name, state]
            else:
                with pytest.raises(WrongState, match=f"Không {name} được."):
                    flow.require(name, state)


def test_an_unknown_transition_is_a_defect() -> None:
    with pytest.raises(KeyError):
        _diagram(ARROWS, {Lamp.BROKEN}).require("polish", Lamp.ON)


def test_steps_are_offered_in_the_order_of_the_declaration() -> None:
    steps = _diagram(ARROWS, {Lamp.BROKEN}).steps_from(Lamp.ON)
    assert [step.name for step in steps] == ["quench", "drop"]


@pytest.mark.parametrize(
    ("arrows", "final", "fault"),
    [
        (ARROWS[:2], {Lamp.BROKEN}, "cannot be reached"),
        (ARROWS, set(), "dead end"),
        ([*ARROWS, _arrow("light", {Lamp.OFF}, Lamp.BROKEN)], {Lamp.BROKEN}, "twice"),
        ([*ARROWS, _arrow("mend", {Lamp.BROKEN}, Lamp.OFF)], {Lamp.BROKEN}, "final but left"),
    ],
)
def test_a_faulty_diagram_does_not_load(
    arrows: list[Transition[Lamp]], final: set[Lamp], fault: str
) -> None:
    with pytest.raises(TypeError, match=fault):
        _diagram(arrows, final)


def test_the_picture_names_every_arrow() -> None:
    assert _diagram(ARROWS, {Lamp.BROKEN}).mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> off",
        "    off --> on: light",
        "    on --> off: quench",
        "    off --> broken: drop",
        "    on --> broken: drop",
        "    broken --> [*]",
    ]
