"""The chair's decisions in a round folder, tried on the ranking that its sheets give."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from app.folders.enums import DecisionKind
from app.folders.rules.codes import refuse_broken, refuse_repeated, require_known
from app.folders.rules.folder import FolderDecision
from app.folders.rules.rows import DECISIONS
from app.folders.rules.stages import counted_sheets, dossiers_by_stage
from app.kernel.tables.faults import Faults
from app.results.rules.downgrades import require_downgrade
from app.results.rules.outcome import RULED, Judged, Rulings, outcome, prize_facts
from app.results.rules.prizes import Downgrade
from app.results.rules.ranking import ChairDecision
from app.results.rules.scores import require_ruled_score
from app.results.rules.setting import outcome_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.folders.rules.folder import RoundFolder
    from app.results.rules.outcome import Outcome, OutcomeRules
    from app.results.rules.ranking import Standing

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
        _tried(folder, faults)


def decided_ties(
    rows: Sequence[FolderDecision], ranks: dict[str, int]
) -> Iterator[list[FolderDecision]]:
    """Give the rows about each tie, in the order that the chair gave to its dossiers."""
    ties = rows_of(rows, DecisionKind.TIE)
    ties.sort(key=lambda row: (ranks.get(row.nomination, 0), int(row.value)))
    for _, tied in groupby(ties, key=lambda row: ranks.get(row.nomination, 0)):
        yield list(tied)


def rows_of(rows: Sequence[FolderDecision], kind: DecisionKind) -> list[FolderDecision]:
    """Give the rows of a kind, in the order of the file."""
    return [row for row in rows if row.kind is kind]


def tie_fault(tied: Sequence[FolderDecision], ranks: dict[str, int]) -> tuple[str, str] | None:
    """Return the column and the remedy for rows that order no tie; nothing when they do."""
    if len(tied) == 1 or tied[0].nomination not in ranks:
        return "nomination", NOT_TIED
    if len({row.value for row in tied}) < len(tied):
        return "value", SAME_PLACE
    return None


def outcome_of_folder(folder: RoundFolder) -> Outcome:
    """Return the ranking and the prizes that a folder without faults gives."""
    return outcome(judged_in(folder), outcome_rules(folder.plan), _tried(folder, Faults()))


def _tried(folder: RoundFolder, faults: Faults) -> Rulings:
    """Try the decisions in the order in which they are ruled: scores, ties, lower prizes."""
    judged, rules = judged_in(folder), outcome_rules(folder.plan)
    rulings = Rulings(scores=_tried_scores(folder, judged, rules, faults))
    standings = outcome(judged, rules, rulings).standings
    ties = _tried_ties(folder.decisions, standings, faults)
    rulings = replace(rulings, ties=ties)
    downgrades: dict[str, Downgrade] = {}
    for row in rows_of(folder.decisions, DecisionKind.DOWNGRADE):
        rulings = replace(rulings, downgrades=dict(downgrades))
        standings = outcome(judged, rules, rulings).standings
        facts = prize_facts(judged, rules, rulings)
        lower = Downgrade(row.value, row.reason)
        with refuse_broken(DECISIONS.file, row.line, "value", faults):
            require_downgrade(standings, rules.prizes, facts, row.nomination, lower)
            downgrades[row.nomination] = lower
    return replace(rulings, downgrades=downgrades)


def _tried_scores(
    folder: RoundFolder, judged: Sequence[Judged], rules: OutcomeRules, faults: Faults
) -> dict[str, Decimal]:
    standings = outcome(judged, rules, Rulings()).standings
    scores: dict[str, Decimal] = {}
    for row in rows_of(folder.decisions, DecisionKind.SCORE):
        with refuse_broken(DECISIONS.file, row.line, "value", faults):
            require_ruled_score(standings, row.nomination, Decimal(row.value), rules.largest_score)
            scores[row.nomination] = Decimal(row.value)
    return scores


def _tried_ties(
    rows: Sequence[FolderDecision], standings: Sequence[Standing], faults: Faults
) -> tuple[ChairDecision, ...]:
    ranks = ranks_in(standings)
    ties: list[ChairDecision] = []
    for tied in decided_ties(rows, ranks):
        if fault := tie_fault(tied, ranks):
            faults.add(DECISIONS.file, min(row.line for row in tied), *fault)
        else:
            places = {row.nomination: place for place, row in enumerate(tied, 1)}
            ties.append(ChairDecision(places, tied[0].reason))
    return tuple(ties)


def ranks_in(standings: Iterable[Standing]) -> dict[str, int]:
    """Return the ranks by code of those that have one."""
    return {row.code: row.rank for row in standings if row.rank is not None}


def judged_in(folder: RoundFolder) -> list[Judged]:
    """Return the dossiers that come to the final stage, with their sheets of every stage."""
    ranked = dossiers_by_stage(folder)[-1]
    sheets = [counted_sheets(folder, place) for place in range(len(folder.plan.stages))]
    return [
        Judged(row.code, row.category or "", tuple(stage.get(row.code, ()) for stage in sheets))
        for row in folder.nominations
        if row.code in ranked
    ]


# ── from recorded rulings back to rows ───────────────────────────────────────────────────────


def decisions_from(
    judged: Sequence[Judged], rules: OutcomeRules, rulings: Rulings
) -> tuple[FolderDecision, ...]:
    """Return the rulings that hold, as rows."""
    scores = [
        FolderDecision(0, DecisionKind.SCORE, code, str(score), RULED)
        for code, score in sorted(rulings.scores.items())
    ]
    unruled = outcome(judged, rules, Rulings(scores=rulings.scores)).standings
    downgrades = [
        FolderDecision(0, DecisionKind.DOWNGRADE, code, lower.level, lower.reason)
        for code, lower in sorted(rulings.downgrades.items())
    ]
    return (*scores, *_tie_rows(unruled, rulings.ties), *downgrades)


def _tie_rows(
    standings: Sequence[Standing], ties: Sequence[ChairDecision]
) -> Iterator[FolderDecision]:
    """Yield the rows of each tie of which the chair has spoken, the last word only."""
    tied: dict[int, set[str]] = {}
    for code, rank in ranks_in(standings).items():
        tied.setdefault(rank, set()).add(code)
    for _, group in sorted(tied.items()):
        spoken = [tie for tie in ties if len(group & set(tie.places)) > 1]
        # The latest one that orders the whole tie, else the latest one that orders some of it.
        whole = [tie for tie in spoken if group <= set(tie.places)]
        for tie in (whole or spoken)[-1:]:
            order = sorted(group & set(tie.places), key=lambda code: (tie.places[code], code))
            for place, code in enumerate(order, 1):
                reason = _reason_for(code, tie.reason)
                yield FolderDecision(0, DecisionKind.TIE, code, str(place), reason)


def _reason_for(code: str, reason: str) -> str:
    """Return what was said of one dossier where the reason names each on a line of its own."""
    said = dict(line.split(": ", 1) for line in reason.split("\n") if ": " in line)
    return said.get(code) or reason
