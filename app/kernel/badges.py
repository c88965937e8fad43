"""What every package says of a state or a way: the words of a badge, a step of a line."""

from __future__ import annotations

from dataclasses import dataclass

DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state as its badge shows it; ``tone`` and ``icon`` are words of the component."""

    label: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step of a way; ``status`` is `DONE`, `NOW` or `LATER`."""

    label: str
    status: str
    note: str = ""
