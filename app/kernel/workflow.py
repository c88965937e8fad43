"""A workflow is data, drawn once: operations, buttons and docs read it, tests hold it against a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from app.kernel.errors import WrongState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.kernel.access import Permission

S = TypeVar("S", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transition(Generic[S]):
    """One arrow: from any of its sources to its target, by whom the permission admits.

    ``label`` is what the button says; ``refusal`` is the sentence when the state is wrong.
    """

    name: str
    label: str
    sources: frozenset[S]
    target: S
    permission: Permission
    refusal: str


class Workflow(Generic[S]):
    """A diagram of states and named transitions.

    Raises:
        TypeError: for a state that cannot be reached, a dead end that is not declared final,
            a transition out of a final state, or two transitions of one name from one state.
    """

    def __init__(
        self,
        states: type[S],
        *,
        initial: S,
        final: Iterable[S],
        transitions: Iterable[Transition[S]],
    ) -> None:
        self.states = states
        self.initial = initial
        self.final = frozenset(final)
        self.transitions = tuple(transitions)
        self._refuse_faults()

    def _refuse_faults(self) -> None:
        faults = [*self._duplicates(), *self._islands(), *self._dead_ends()]
        if faults:
            msg = f"{self.states.__name__}: " + "; ".join(faults)
            raise TypeError(msg)

    def _duplicates(self) -> list[str]:
        seen = Counter((t.name, source) for t in self.transitions for source in t.sources)
        return [f"{name} leaves {source} twice" for (name, source), n in seen.items() if n > 1]

    def _islands(self) -> list[str]:
        reached = {self.initial}
        while True:
            more = {t.target for t in self.transitions if t.sources & reached} - reached
            if not more:
                break
            reached |= more
        return [f"{state} cannot be reached" for state in self.states if state not in reached]

    def _dead_ends(self) -> list[str]:
        left = {source for t in self.transitions for source in t.sources}
        stuck = [f"{s} is a dead end" for s in self.states if s not in left | self.final]
        return stuck + [f"{s} is final but left" for s in self.final if s in left]

    def step(self, name: str, state: S) -> Transition[S] | None:
        """Return the transition of this name that leaves this state, if there is one."""
        return next((t for t in self.transitions if t.name == name and state in t.sources), None)

    def require(self, name: str, state: S) -> S:
        """Return the state that follows, or refuse with the transition's own sentence.

        Raises:
            WrongState: when no transition of this name leaves the state.
            KeyError: when no transition has this name at all, which is a defect.
        """
        step = self.step(name, state)
        if step is not None:
            return step.target
        named = next((t for t in self.transitions if t.name == name), None)
        if named is None:
            raise KeyError(name)
        raise WrongState(named.refusal)

    def steps_from(self, state: S) -> tuple[Transition[S], ...]:
        """Return the transitions that leave a state, in the order they were declared."""
        return tuple(t for t in self.transitions if state in t.sources)

    def mermaid(self) -> str:
        """Draw the diagram for the documentation."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial.value}"]
        for transition in self.transitions:
            lines += [
                f"    {source.value} --> {transition.target.value}: {transition.name}"
                for source in self.states
                if source in transition.sources
            ]
        lines += [f"    {state.value} --> [*]" for state in self.states if state in self.final]
        return "\n".join(lines)
