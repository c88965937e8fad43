"""From closed sheets to certificates: ranking, the chair's word, decision, issue."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.certificates.enums import BOOK, MAKE
from app.certificates.operations.issue import issue_certificates
from app.certificates.queries import get_batch
from app.councils.enums import SeatRole
from app.folders.enums import DecisionKind
from app.folders.operations.course import FOLDER
from app.folders.rules.decisions import decided_ties, ranks_in, rows_of, tie_fault
from app.folders.rules.moments import DECIDED_AFTER, ISSUED_AFTER, PROPOSED_AFTER, RANKED_AFTER
from app.folders.rules.moments import RULED_AFTER as RULED
from app.folders.rules.rows import DECISIONS
from app.infra.db.units import unit_of_work
from app.infra.jobs.worker import work_once
from app.kernel import clock
from app.kernel.errors import RuleBroken
from app.nominations.queries.dossiers import get_nomination
from app.organiser.queries import get_organiser, signatories
from app.results.operations.decision import DecisionEntry, decide_results, propose_results
from app.results.operations.ranking import rank_round
from app.results.operations.rulings import rule_downgrade, rule_score, rule_tie
from app.results.queries.decision import awards_of
from app.results.queries.outcome import outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from app.folders.operations.course import Course
    from app.folders.rules.folder import FolderDecision
    from app.kernel.access import Actor

JOBS = (MAKE, BOOK)
PATIENCE = 300.0
PAUSE = 0.2
NOT_PRINTED = (
    "Giấy chứng nhận đã vào sổ nhưng chưa in xong. Hãy chạy “flask worker --drain” rồi tải về "
    "từ sổ cấp giấy chứng nhận."
)


def rank_dossiers(course: Course) -> int:
    """Let the ranking stand."""
    with clock.standing_at(course.moments.after(RANKED_AFTER)):
        round_ = course.round
        rank_round(round_, by=FOLDER)
        return len(outcome_of(round_).outcome.standings)


# ── the chair's word ─────────────────────────────────────────────────────────────────────────


def rule_as_decided(course: Course) -> int:
    """Record the chair's decisions; ties that none of them speaks of stay unresolved."""
    with clock.standing_at(course.moments.after(RULED)):
        _rule_scores(course)
        _rule_ties(course)
        _downgrade(course)
        waiting = outcome_of(course.round).outcome.allocation.unresolved
    course.unresolved = tuple(waiting)
    return len(course.folder.decisions)


def _chair(course: Course) -> Actor:
    """Return the run on the seat of the chair, under the name that a ruling is signed with."""
    final = course.folder.stage_words[-1]
    ranking = {row.code for row in course.folder.council if row.judges(final)}
    code = next(
        code
        for code, seat in course.seats.items()
        if seat.role is SeatRole.CHAIR and code in ranking
    )
    return replace(course.on_seat(code), name=course.seats[code].person.full_name)


def _rule_scores(course: Course) -> None:
    for row in rows_of(course.folder.decisions, DecisionKind.SCORE):
        columns = {"score": "value", "reason": "reason", "nomination": "nomination"}
        with course.naming(DECISIONS.file, row.line, columns):
            nomination = get_nomination(course.nomination_ids[row.nomination])
            score = Decimal(row.value)
            rule_score(course.round, nomination, score, row.reason, by=_chair(course))


def _rule_ties(course: Course) -> None:
    """Record one ruling for each tie, from the rows about its dossiers."""
    ranks = ranks_in(outcome_of(course.round).outcome.standings)
    for tied in decided_ties(course.folder.decisions, ranks):
        line = min(row.line for row in tied)
        if fault := tie_fault(tied, ranks):
            course.faults.add(DECISIONS.file, line, *fault)
        else:
            _rule_tie(course, line, tied)


def _rule_tie(course: Course, line: int, rows: Sequence[FolderDecision]) -> None:
    reasons = "\n".join(dict.fromkeys(f"{row.nomination}: {row.reason}" for row in rows))
    with course.naming(DECISIONS.file, line, {"order": "nomination", "reason": "reason"}):
        order = [get_nomination(course.nomination_ids[row.nomination]) for row in rows]
        rule_tie(course.round, order, reasons, by=_chair(course))


def _downgrade(course: Course) -> None:
    for row in rows_of(course.folder.decisions, DecisionKind.DOWNGRADE):
        with course.naming(DECISIONS.file, row.line, {"level": "value", "reason": "reason"}):
            nomination = get_nomination(course.nomination_ids[row.nomination])
            rule_downgrade(course.round, nomination, row.value, row.reason, by=_chair(course))


# ── decision and certificates ────────────────────────────────────────────────────────────────


def propose(course: Course) -> int:
    """Freeze the results and lay them before the decision-maker."""
    with clock.standing_at(course.moments.after(PROPOSED_AFTER)):
        return len(propose_results(course.round, by=FOLDER).standings)


def decide(course: Course) -> int:
    """Enter the decision; return how many awards it gives."""
    with clock.standing_at(course.moments.after(DECIDED_AFTER)):
        decide_results(course.round, _entry(course), by=FOLDER)
        return len(awards_of(course.round_id))


def _entry(course: Course) -> DecisionEntry:
    """Return a decision that follows from the folder alone."""
    organiser = get_organiser()
    signer = next((signatory.full_name for signatory in signatories()), "")
    return DecisionEntry(
        number=f"01/QĐ-{course.folder.plan.short_code}",
        issued_on=course.moments.decided_on,
        issuer=f"{organiser.name} {organiser.place_line}".strip(),
        signer=signer,
    )


def issue(course: Course) -> int:
    """Enter all certificates in the register, and make their papers here and now."""
    if not awards_of(course.round_id):
        return 0
    moment = course.moments.after(ISSUED_AFTER)
    with clock.standing_at(moment), unit_of_work():
        batch = issue_certificates(course.round, by=FOLDER, is_rehearsal=course.is_rehearsal)
        number, making = batch.id, batch.making
    with _when_due(moment):
        for _ in course.watch.each(
            range(-(-making.total // making.per_job) + 1), "Giấy chứng nhận"
        ):
            work_once(JOBS)
        _await_papers(number)
    return making.total


def _when_due(moment: datetime) -> AbstractContextManager[None]:
    """Let the clock stand at a moment that has not come, and go on after one that has.

    The worker of an installation counts leases by a clock that goes on; so must we.
    """
    return clock.standing_at(moment) if moment > clock.now() else nullcontext()


def _await_papers(batch_id: int) -> None:
    """Wait for the papers that the worker of an installation took from us."""
    started = time.perf_counter()
    while (batch := get_batch(batch_id)).book_file_id is None:
        if batch.making.finished_at or time.perf_counter() - started > PATIENCE:
            raise RuleBroken(NOT_PRINTED)
        if not work_once(JOBS):
            time.sleep(PAUSE)
