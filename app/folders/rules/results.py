"""What a run hands out about its dossiers, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

# Stands where a level would: whether there is one is for the chair to decide.
UNRESOLVED = "unresolved"


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One dossier of the ranking."""

    code: str
    title: str
    category: str
    score: Decimal | None
    rank: int | None
    sheets_used: int
    sheets_dropped: int
    note: str


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award, or with the level `UNRESOLVED` a dossier that waits for the chair."""

    code: str
    title: str
    level: str
    money: int | None
    people: tuple[str, ...]
    certificate_numbers: tuple[str, ...] = ()
