"""Sending a sheet, opening it again, entering one from paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.reasons import require_reason
from app.programmes.enums import StageState
from app.scoring.enums import ScoringEvent, SheetState
from app.scoring.models import ScoreSheet, SheetPoints
from app.scoring.operations.autosave import SENT_ALREADY
from app.scoring.queries.progress import hold_stage
from app.scoring.rules.gates import CLOSED, require_open
from app.scoring.rules.sheet import require_complete, require_points, sheet_total
from app.scoring.rules.typed import read_comment, with_earlier
from app.scoring.values import criterion_rules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from app.kernel.access import Actor
    from app.scoring.models import Assignment

NOTHING_TO_SEND = "Phiếu chưa có điểm nào. Hãy cho điểm từng tiêu chí rồi gửi."
STALE = (
    "Phiếu này đã được sửa ở thẻ hoặc máy khác sau khi trang này được mở. "
    "Hãy mở lại phiếu, xem điểm mới nhất rồi gửi."
)


@operation
def submit_sheet(assignment: Assignment, *, version: int, by: Actor) -> None:
    """Send a sheet; from now on it counts, and only the secretary can open it again.

    The assignment comes with its stage, the criteria of that, sheet and points.

    Raises:
        WrongState: when it was sent before, the page is stale, or the stage takes no sheets now.
        RuleBroken: beside the first criterion or the comment that is missing.
    """
    sheet = _draft_of(assignment)
    require_open(_held(assignment), assignment.stage.closes_at, clock.now())
    if sheet.version != version:
        raise WrongState(STALE)
    _finish(assignment, sheet)
    record(ScoringEvent.SUBMITTED, sheet, by=by, assignment_id=assignment.id)


def _held(assignment: Assignment) -> StageState:
    """Return the state of the stage; who closes it waits, so that no sheet comes in afterwards."""
    db.session.flush()
    return hold_stage(assignment.stage_id)


def _draft_of(assignment: Assignment) -> ScoreSheet:
    sheet = assignment.sheet
    if sheet is None:
        raise RuleBroken(NOTHING_TO_SEND)
    if sheet.state is not SheetState.DRAFT or assignment.stood_aside_at is not None:
        raise WrongState(SENT_ALREADY)
    return sheet


def _finish(assignment: Assignment, sheet: ScoreSheet) -> None:
    stage = assignment.stage
    criteria = criterion_rules(stage.criteria)
    codes = {criterion.id: criterion.code for criterion in stage.criteria}
    points = {codes[row.criterion_id]: row.points for row in sheet.points}
    require_complete(criteria, points, sheet.comment, stage.comment_below, stage.comment_above)
    sheet.total = sheet_total(criteria, points)
    sheet.state = SheetState.SUBMITTED
    sheet.submitted_at = sheet.saved_at = clock.now()
    db.session.flush()


@operation
def reopen_sheet(assignment: Assignment, reason: str, *, by: Actor) -> None:
    """Give a sent sheet back to its judge, for a reason, until the stage closes.

    Raises:
        RuleBroken: beside ``reason``, when there is none.
        WrongState: when it was not sent, or the stage is closed.
    """
    why = require_reason(reason)
    sheet = assignment.sheet
    if sheet is None or sheet.state is not SheetState.SUBMITTED:
        raise WrongState(
            "Chỉ mở lại được phiếu đã gửi. Hãy tải lại trang để xem phiếu đang ở bước nào."
        )
    if _held(assignment) is not StageState.OPEN:
        raise WrongState("Vòng chấm đã chốt nên không mở lại phiếu được. Hãy liên hệ ban tổ chức.")
    sheet.state, sheet.total, sheet.submitted_at = SheetState.DRAFT, None, None
    sheet.reopen_reason = why
    db.session.flush()
    record(ScoringEvent.REOPENED, sheet, by=by, assignment_id=assignment.id, why=why)


@operation
def enter_paper_sheet(
    assignment: Assignment, points: Mapping[str, Decimal], comment: str, *, by: Actor
) -> ScoreSheet:
    """Enter a signed paper sheet for a judge: complete, and sent at once.

    The secretary may do so until the stage closes, also after the judges' own deadline.

    Raises:
        WrongState: when the stage is not open, or the judge's sheet was sent.
        RuleBroken: beside the criterion or the comment that does not fit.
    """
    if _held(assignment) is not StageState.OPEN:
        raise WrongState(CLOSED)
    text = read_comment(comment)
    stage = assignment.stage
    criteria = criterion_rules(stage.criteria)
    for criterion in criteria:
        if criterion.code in points:
            require_points(criterion, points[criterion.code])
    require_complete(criteria, points, text, stage.comment_below, stage.comment_above)
    sheet = _paper_sheet(assignment, text)
    _put_points(sheet, assignment, points)
    _finish(assignment, sheet)
    record(ScoringEvent.ENTERED_FROM_PAPER, sheet, by=by, assignment_id=assignment.id)
    return sheet


def _paper_sheet(assignment: Assignment, text: str) -> ScoreSheet:
    sheet = assignment.sheet
    if sheet is None:
        now = clock.now()
        sheet = ScoreSheet(started_at=now, saved_at=now, points=[], earlier=[])
        sheet.state = SheetState.DRAFT
        assignment.sheet = sheet
    elif sheet.state is not SheetState.DRAFT or assignment.stood_aside_at is not None:
        raise WrongState(SENT_ALREADY)
    elif sheet.comment != text:
        sheet.earlier = with_earlier(sheet.earlier, sheet.comment, clock.now())
    sheet.comment = text
    return sheet


def _put_points(sheet: ScoreSheet, assignment: Assignment, points: Mapping[str, Decimal]) -> None:
    kept = {row.criterion_id: row for row in sheet.points}
    for criterion in assignment.stage.criteria:
        row = kept.get(criterion.id)
        if row is None:
            row = SheetPoints(criterion_id=criterion.id)
            sheet.points.append(row)
        row.points = points[criterion.code]
