"""The line of a round: which places it has, and where the round stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.badges import DONE, LATER, NOW
from app.kernel.waits import LineFigure, Link
from app.programmes.enums import RoundState

if TYPE_CHECKING:
    from app.programmes.models import Round

ORDER = tuple(RoundState)


def round_page(endpoint: str, round_: Round, **more: object) -> Link:
    """Return a page of a round."""
    return Link(endpoint, {"round_id": round_.id, **more})


def round_step(endpoint: str, round_: Round) -> Link:
    """Return a step of a round, sent by a button."""
    return Link(endpoint, {"round_id": round_.id}, posts=True)


def has_reached(state: RoundState, place: RoundState) -> bool:
    """Tell whether a round has come to a place of its life, or is beyond it."""
    return ORDER.index(state) >= ORDER.index(place)


def status_of(state: RoundState, places: tuple[RoundState, ...]) -> str:
    """Return whether a place on the line is done, now or later; ``places`` are its states."""
    if state in places:
        return NOW
    return DONE if ORDER.index(state) > ORDER.index(places[-1]) else LATER


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the line: the words of its figure, the page behind it, the states it stands for."""

    key: str
    label: str
    note: str
    endpoint: str
    states: tuple[RoundState, ...]


def line_figure(
    round_: Round, place: Place, count: int | None = None, *, of: int | None = None
) -> LineFigure:
    """Return a place on the line of a round; its figure is shown once the round has come there."""
    return LineFigure(
        key=place.key,
        label=place.label,
        note=place.note,
        link=round_page(place.endpoint, round_),
        status=status_of(round_.state, place.states),
        count=count,
        of=of,
        is_shown=has_reached(round_.state, place.states[0]),
    )
