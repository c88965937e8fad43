"""Which ties stand, and which of them the chair is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.results.rules.outcome import Outcome


@dataclass(frozen=True, slots=True)
class TiedGroup:
    """Nominations that share a rank; ``prizes`` names the levels that wait for their order."""

    rank: int
    codes: tuple[str, ...]
    prizes: tuple[str, ...]


def tied_groups(outcome: Outcome) -> list[TiedGroup]:
    """Return the ties that stand, those that a prize waits for first, then by rank."""
    by_rank: dict[int, list[str]] = {}
    for standing in outcome.standings:
        if standing.rank is not None:
            by_rank.setdefault(standing.rank, []).append(standing.code)
    groups = [
        TiedGroup(rank, tuple(codes), _waiting_prizes(codes, outcome))
        for rank, codes in by_rank.items()
        if len(codes) > 1
    ]
    return sorted(groups, key=lambda group: (not group.prizes, group.rank))


def _waiting_prizes(codes: list[str], outcome: Outcome) -> tuple[str, ...]:
    return tuple(tie.level for tie in outcome.allocation.ties if set(tie.codes) <= set(codes))
