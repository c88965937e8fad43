"""The chair's recorded rulings as facts for the ranking, and who is asked for one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app.results.enums import RulingKind
from app.results.rules.outcome import Rulings
from app.results.rules.prizes import Downgrade
from app.results.rules.ranking import ChairDecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.results.models import Ruling
    from app.results.rules.outcome import Outcome


def rulings_from(rows: Iterable[Ruling]) -> Rulings:
    """Return recorded rulings, oldest first, as the ranking takes them; the latest one holds."""
    ties: list[ChairDecision] = []
    downgrades: dict[str, Downgrade] = {}
    scores: dict[str, Decimal] = {}
    for row in rows:
        code = (row.nomination.code or "") if row.nomination else ""
        match row.kind:
            case RulingKind.TIE:
                places = {code: place for place, code in enumerate(row.value["codes"], 1)}
                ties.append(ChairDecision(places, row.reason))
            case RulingKind.DOWNGRADE:
                downgrades[code] = Downgrade(row.value["level"], row.reason)
            case RulingKind.SCORE:
                scores[code] = Decimal(row.value["score"])
    return Rulings(tuple(ties), downgrades, scores)


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
