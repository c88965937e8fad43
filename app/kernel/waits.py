"""What waits for whom, as values: each package says it of its own things, one frame shows it.

Links are endpoint names with their arguments; the frame turns them into addresses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A page by its endpoint; ``posts`` says that a button sends it."""

    endpoint: str
    arguments: dict[str, Any] = field(default_factory=dict)
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    """One thing to do: the fact, why it matters, and the page where it is done."""

    fact: str
    why: str
    action: str
    link: Link
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class LineFigure:
    """One place on the line of a round: its figure, and the page behind it.

    ``key`` names the figure for lists that show it in a column, ``of`` is how many there may be;
    ``status`` is done, now or later. A place that the round has not reached hides its figure.
    """

    key: str
    label: str
    note: str
    link: Link
    status: str
    count: int | None = None
    of: int | None = None
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class MainAction:
    """The one button that moves a round on."""

    label: str
    link: Link


@dataclass(frozen=True, slots=True)
class RoundNews:
    """What one package says of one round to somebody who may know it."""

    waits: tuple[Wait, ...] = ()
    figures: tuple[LineFigure, ...] = ()
    action: MainAction | None = None
