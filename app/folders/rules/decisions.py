"""The chair's decisions in a round folder, tried on the ranking that its sheets give."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from app.folders.enums import DecisionKind
from app.folders.rules.codes import refuse_broken, refuse_repeated, require_known
from app.folders.rules.rows import DECISIONS
from app.results.rules.downgrades import require_downgrade
from app.results.rules.outcome import Judged, Rulings, outcome, prize_facts
from app.results.rules.prizes import Downgrade
from app.results.rules.ranking import ChairDecision
from app.results.rules.setting import outcome_rules
from app.scoring.rules.aggregation import CountedSheet
from app.scoring.rules.sheet import sheet_total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.folders.rules.faults import Faults
    from app.folders.rules.folder import FolderDecision, RoundFolder
    from app.results.rules.outcome import OutcomeRules

NOT_TIED = "Hồ sơ này không đồng hạng với hồ sơ nào khác trong tệp; hãy bỏ dòng này."
SAME_PLACE = "Hai hồ sơ đồng hạng có cùng thứ tự; hãy ghi thứ tự khác nhau: 1, 2, …"


def note_unfit_decisions(folder: RoundFolder, faults: Faults) -> None:
    """Note decisions about nobody, and those that the ranking does not ask for.

    The ranking is only computed from a folder that has no other fault.
    """
    nominations = {nomination.code for nomination in folder.nominations}
    levels = {prize.level for prize in folder.plan.prizes}
    for row in folder.decisions:
        require_known(DECISIONS.file, row.line, "nomination", row.nomination, nominations, faults)
        if row.kind is DecisionKind.DOWNGRADE:
            require_known(DECISIONS.file, row.line, "value", row.value or None, levels, faults)
    refuse_repeated(
        DECISIONS.file,
        "nomination",
        folder.decisions,
        lambda row: (row.kind, row.nomination),
        faults,
    )
    if folder.decisions and all(fault.is_warning for fault in faults.found):
        _try(folder, faults)


def decided_ties(
    rows: Sequence[FolderDecision], ranks: dict[str, int]
) -> Iterator[list[FolderDecision]]:
    """Give the rows about each tie, in the order that the chair gave to its dossiers."""
    ties = [row for row in rows if row.kind is DecisionKind.TIE]
    ties.sort(key=lambda row: (ranks.get(row.nomination, 0), int(row.value)))
    for _, tied in groupby(ties, key=lambda row: ranks.get(row.nomination, 0)):
        yield list(tied)


def downgrades_in(rows: Sequence[FolderDecision]) -> list[FolderDecision]:
    """Give the rows that propose a lower prize, in the order of the file."""
    return [row for row in rows if row.kind is DecisionKind.DOWNGRADE]


def tie_fault(tied: Sequence[FolderDecision], ranks: dict[str, int]) -> tuple[str, str] | None:
    """Return the column and the remedy for rows that order no tie; nothing when they do."""
    if len(tied) == 1 or tied[0].nomination not in ranks:
        return "nomination", NOT_TIED
    if len({row.value for row in tied}) < len(tied):
        return "value", SAME_PLACE
    return None


def _try(folder: RoundFolder, faults: Faults) -> None:
    rules, judged = outcome_rules(folder.plan), _judged(folder)
    standings = outcome(judged, rules, Rulings()).standings
    ranks = {row.code: row.rank for row in standings if row.rank is not None}
    ties: list[ChairDecision] = []
    for tied in decided_ties(folder.decisions, ranks):
        if fault := tie_fault(tied, ranks):
            faults.add(DECISIONS.file, min(row.line for row in tied), *fault)
        else:
            places = {row.nomination: place for place, row in enumerate(tied, 1)}
            ties.append(ChairDecision(places, tied[0].reason))
    _try_downgrades(folder, judged, rules, tuple(ties), faults)


def _try_downgrades(
    folder: RoundFolder,
    judged: Sequence[Judged],
    rules: OutcomeRules,
    ties: tuple[ChairDecision, ...],
    faults: Faults,
) -> None:
    downgrades: dict[str, Downgrade] = {}
    for row in downgrades_in(folder.decisions):
        rulings = Rulings(ties, downgrades)
        standings = outcome(judged, rules, rulings).standings
        facts = prize_facts(judged, rules, rulings)
        lower = Downgrade(row.value, row.reason)
        with refuse_broken(DECISIONS.file, row.line, "value", faults):
            require_downgrade(standings, rules.prizes, facts, row.nomination, lower)
            downgrades[row.nomination] = lower


def _judged(folder: RoundFolder) -> list[Judged]:
    """Return the dossiers with their sheets; whoever is too close wrote none."""
    criteria = outcome_rules(folder.plan).criteria
    sheets: dict[str, list[CountedSheet]] = {}
    for sheet in folder.sheets:
        points = dict(sheet.points)
        counted = CountedSheet(sheet.judge, points, sheet_total(criteria, points))
        sheets.setdefault(sheet.nomination, []).append(counted)
    return [
        Judged(row.code, row.category or "", (tuple(sheets.get(row.code, ())),))
        for row in folder.nominations
    ]
