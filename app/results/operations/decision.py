"""Freezing what is proposed, and the decision that turns it into awards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.audit.rules import canonical
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken
from app.kernel.vietnamese.text import clean_line
from app.nominations.queries.lists import eligible_nominations
from app.programmes.operations.steps import mark_decided, mark_proposed, mark_returned
from app.programmes.workflow import round_workflow
from app.results.enums import ResultsEvent
from app.results.models import Award, DecisionPaper, FrozenResults, FrozenStanding
from app.results.queries.decision import get_frozen
from app.results.queries.outcome import ComputedOutcome, hold_round, outcome_of
from app.results.rules.packet import content_of
from app.results.values import printed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from app.kernel.access import Actor
    from app.programmes.models import Round
    from app.results.rules.printed import Printed

UNRESOLVED = (
    "Còn {count} hồ sơ đồng hạng ở ranh giới giải nên chưa trình được. "
    "Hãy đề nghị Chủ tịch hội đồng quyết định thứ tự."
)
NO_NUMBER = "Hãy ghi số quyết định, ví dụ 47/QĐ-UBND."
NO_ISSUER = "Hãy ghi cơ quan ban hành quyết định."
FUTURE_DAY = "Ngày quyết định không thể ở sau hôm nay. Hãy kiểm tra lại ngày."


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """What is written about a decision paper."""

    number: str
    issued_on: date
    issuer: str
    signer: str = ""


@operation
def propose_results(round_: Round, *, by: Actor) -> FrozenResults:
    """Freeze the computed results and lay them before the decision-maker.

    Raises:
        RuleBroken: while a tie waits for the chair.
        WrongState: when the round is not ranked.
    """
    round_workflow.require("propose", round_.state)
    # A ruling that is being written is waited for; no other one comes before the freeze.
    round_workflow.require("propose", hold_round(round_.id))
    computed = outcome_of(round_)
    waiting = computed.outcome.allocation.unresolved
    if waiting:
        raise RuleBroken(UNRESOLVED.format(count=len(waiting)))
    frozen = _freeze(round_, computed, by)
    mark_proposed(round_, by=by)
    record(ResultsEvent.FROZEN, round_, by=by, sha256=frozen.sha256, count=len(frozen.standings))
    return frozen


def _freeze(round_: Round, computed: ComputedOutcome, by: Actor) -> FrozenResults:
    printed = _printed(round_, computed)
    content = content_of(
        computed.judged, computed.rules, computed.rulings, computed.outcome, printed
    )
    frozen = FrozenResults(
        round_id=round_.id,
        frozen_at=clock.now(),
        frozen_by=by.name,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        standings=_standings(computed, printed),
    )
    db.session.add(frozen)
    db.session.flush()
    return frozen


def _printed(round_: Round, computed: ComputedOutcome) -> list[Printed]:
    """Return the words of the ranked dossiers as they stand now, in the order of the ranking."""
    dossiers = {nomination.id: nomination for nomination in eligible_nominations(round_.id)}
    ranked = (computed.ids[standing.code] for standing in computed.outcome.standings)
    return [printed(dossiers[number]) for number in ranked]


def _standings(computed: ComputedOutcome, printed: Sequence[Printed]) -> list[FrozenStanding]:
    money = {award.code: award.money for award in computed.outcome.allocation.awards}
    levels = computed.outcome.allocation.levels
    return [
        FrozenStanding(
            nomination_id=computed.ids[standing.code],
            position=place,
            score=standing.score,
            rank=standing.rank,
            sheets_used=len(standing.sheets_used),
            sheets_dropped=len(standing.sheets_dropped),
            note=standing.note,
            level=levels.get(standing.code),
            money=money.get(standing.code),
            printed=words.as_json(),
        )
        for place, (standing, words) in enumerate(
            zip(computed.outcome.standings, printed, strict=True), 1
        )
    ]


@operation
def return_results(round_: Round, reason: str, *, by: Actor) -> None:
    """The decision-maker gives the results back; the frozen ones are kept with the reason.

    Raises:
        RuleBroken: without a reason.
        WrongState: when no results are proposed.
    """
    round_workflow.require("return", round_.state)
    frozen = get_frozen(round_.id)
    mark_returned(round_, reason, by=by)
    frozen.returned_at, frozen.return_reason = clock.now(), reason.strip()
    record(ResultsEvent.UNFROZEN, round_, by=by, sha256=frozen.sha256, why=reason.strip())


@operation
def decide_results(round_: Round, entry: DecisionEntry, *, by: Actor) -> DecisionPaper:
    """Enter the decision; its awards are the frozen ones, to the last digit.

    Raises:
        RuleBroken: without a number or an issuer, or with a day that has not come.
        WrongState: when no results are proposed.
    """
    round_workflow.require("decide", round_.state)
    _require_entry(entry)
    frozen = get_frozen(round_.id)
    paper = DecisionPaper(
        round_id=round_.id,
        results_id=frozen.id,
        number=clean_line(entry.number),
        issued_on=entry.issued_on,
        issuer=clean_line(entry.issuer),
        signer=clean_line(entry.signer),
        entered_at=clock.now(),
    )
    db.session.add(paper)
    db.session.flush()
    db.session.add_all(_awards(round_, paper, frozen))
    mark_decided(round_, by=by, number=paper.number)
    record(
        ResultsEvent.DECISION_ISSUED,
        round_,
        by=by,
        number=paper.number,
        issued_on=paper.issued_on,
        sha256=frozen.sha256,
    )
    return paper


def _require_entry(entry: DecisionEntry) -> None:
    if not entry.number.strip():
        raise RuleBroken(NO_NUMBER, field="number")
    if not entry.issuer.strip():
        raise RuleBroken(NO_ISSUER, field="issuer")
    if entry.issued_on > clock.today():
        raise RuleBroken(FUTURE_DAY, field="issued_on")


def _awards(round_: Round, paper: DecisionPaper, frozen: FrozenResults) -> list[Award]:
    honoured = [standing for standing in frozen.standings if standing.level is not None]
    return [
        Award(
            round_id=round_.id,
            decision_id=paper.id,
            nomination_id=standing.nomination_id,
            position=place,
            level=standing.level,
            money=standing.money,
            printed=standing.printed,
        )
        for place, standing in enumerate(honoured, 1)
    ]
