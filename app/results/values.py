"""Dossiers and rulings as the values that the arithmetic of results takes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.results.enums import RulingKind
from app.results.rules.outcome import Rulings
from app.results.rules.printed import Printed
from app.results.rules.prizes import Downgrade
from app.results.rules.ranking import ChairDecision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.nominations.models import Nomination
    from app.results.models import Ruling


def printed(nomination: Nomination) -> Printed:
    """Return the words of a dossier as they stand now; category, unit and people come loaded."""
    return Printed(
        code=nomination.code or "",
        title=nomination.title,
        people=tuple(person.full_name for person in nomination.people),
        unit=nomination.unit.name if nomination.unit else "",
        category=nomination.category.name if nomination.category else "",
    )


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
