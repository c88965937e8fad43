"""The steps of a round's life. Higher packages react to them, and may refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.reasons import require_reason
from app.programmes.enums import RoundEvent, StageState
from app.programmes.workflow import round_workflow

if TYPE_CHECKING:
    from datetime import datetime

    from app.kernel.access import Actor
    from app.programmes.models import Round, Stage

NO_DATES = "Hãy đặt ngày giờ mở và hạn nộp hồ sơ trước khi công bố."
DEADLINE_GONE = "Hạn nộp đã qua. Hãy đặt hạn nộp ở một thời điểm sắp tới."
JUDGING_DEADLINE_GONE = "Hạn chấm đã qua. Hãy đặt hạn chấm ở một thời điểm sắp tới."


def _step(round_: Round, name: str, event: RoundEvent, *, by: Actor, **changes: object) -> None:
    round_.state = round_workflow.require(name, round_.state)
    db.session.flush()
    record(event, round_, by=by, **changes)


@operation
def open_round(round_: Round, *, by: Actor) -> None:
    """Announce the round and receive dossiers; from now on its rules are frozen.

    Raises:
        RuleBroken: without dates, or with a deadline that has passed.
    """
    if round_.opens_at is None or round_.closes_at is None:
        raise RuleBroken(NO_DATES)
    if round_.closes_at <= clock.now():
        raise RuleBroken(DEADLINE_GONE)
    round_.opened_at = clock.now()
    _step(round_, "open", RoundEvent.OPENED, by=by, closes_at=round_.closes_at)


@operation
def withdraw_call(round_: Round, *, by: Actor) -> None:
    """Take an announcement back; `nominations` refuses when there is a dossier."""
    _step(round_, "withdraw", RoundEvent.WITHDRAWN, by=by)


@operation
def close_round(round_: Round, *, by: Actor) -> None:
    """Receive no more dossiers."""
    round_.closed_at = clock.now()
    _step(round_, "close", RoundEvent.CLOSED, by=by)


@operation
def reopen_round(round_: Round, closes_at: datetime, reason: str, *, by: Actor) -> None:
    """Receive dossiers again until a new deadline, for a reason that is kept.

    Raises:
        RuleBroken: without a reason, or with a deadline that has passed.
    """
    why = require_reason(reason)
    if closes_at <= clock.now():
        raise RuleBroken(DEADLINE_GONE, field="closes_at")
    before, round_.closes_at, round_.closed_at = round_.closes_at, closes_at, None
    _step(round_, "reopen", RoundEvent.REOPENED, by=by, before=before, after=closes_at, why=why)


@operation
def start_screening(round_: Round, *, by: Actor) -> None:
    """Begin the formal examination of what was received."""
    _step(round_, "screen", RoundEvent.SCREENING_STARTED, by=by)


@operation
def start_judging(round_: Round, *, by: Actor) -> None:
    """Hand the eligible dossiers to the council and open the first stage."""
    _step(round_, "judge", RoundEvent.JUDGING_STARTED, by=by)
    open_stage(round_.first_stage, by=by)


@operation
def open_stage(stage: Stage, *, by: Actor) -> None:
    """Let the judges of a stage score.

    Raises:
        WrongState: when the stage was opened before.
    """
    if stage.state is not StageState.WAITING:
        raise WrongState("Vòng này đã mở hoặc đã chốt. Hãy tải lại trang để xem.")
    stage.state = StageState.OPEN
    record(RoundEvent.STAGE_OPENED, stage, by=by, round_id=stage.round_id)


@operation
def close_stage(stage: Stage, *, by: Actor) -> None:
    """Take no more sheets in a stage.

    Raises:
        WrongState: when the stage is not open.
    """
    if stage.state is not StageState.OPEN:
        raise WrongState(
            "Chỉ chốt được vòng đang chấm. Hãy tải lại trang để xem vòng đang ở bước nào."
        )
    stage.state = StageState.CLOSED
    record(RoundEvent.STAGE_CLOSED, stage, by=by, round_id=stage.round_id)


@operation
def set_stage_deadline(stage: Stage, closes_at: datetime | None, *, by: Actor) -> None:
    """Say until when a stage takes sheets; without a moment it takes them until it is closed.

    Raises:
        WrongState: when the stage is closed.
        RuleBroken: for a moment that is past.
    """
    if stage.state is StageState.CLOSED:
        raise WrongState("Vòng này đã chốt nên không còn hạn chấm. Hãy tải lại trang để xem.")
    if closes_at is not None and closes_at <= clock.now():
        raise RuleBroken(JUDGING_DEADLINE_GONE, field="closes_at")
    before, stage.closes_at = stage.closes_at, closes_at
    record(
        RoundEvent.STAGE_DEADLINE_SET,
        stage,
        by=by,
        round_id=stage.round_id,
        before=before,
        after=closes_at,
    )


@operation
def mark_ranked(round_: Round, *, by: Actor) -> None:
    """Say that the stages are closed and the ranking stands; `results` checks and computes."""
    _step(round_, "rank", RoundEvent.RANKED, by=by)


@operation
def judge_again(round_: Round, reason: str, *, by: Actor) -> None:
    """Give the dossiers back to the council: the last stage opens again.

    Raises:
        RuleBroken: without a reason.
    """
    why = require_reason(reason)
    round_.final_stage.state = StageState.OPEN
    _step(round_, "judge_again", RoundEvent.SENT_BACK_TO_JUDGING, by=by, why=why)


@operation
def publish_for_comment(round_: Round, *, by: Actor) -> None:
    """Show the provisional list to the public."""
    _step(round_, "publish", RoundEvent.PUBLISHED, by=by)


@operation
def mark_proposed(round_: Round, *, by: Actor) -> None:
    """Say that the frozen results lie with the decision-maker; `results` freezes them."""
    _step(round_, "propose", RoundEvent.PROPOSED, by=by)


@operation
def mark_returned(round_: Round, reason: str, *, by: Actor) -> None:
    """Say that the decision-maker returned the results, and why.

    Raises:
        RuleBroken: without a reason.
    """
    why = require_reason(reason)
    _step(round_, "return", RoundEvent.RETURNED, by=by, why=why)


@operation
def mark_decided(round_: Round, *, by: Actor, number: str) -> None:
    """Say that the decision was issued under a number; `results` makes the awards."""
    _step(round_, "decide", RoundEvent.DECIDED, by=by, number=number)


@operation
def mark_awarded(round_: Round, *, by: Actor) -> None:
    """Say that the certificates were issued."""
    _step(round_, "award", RoundEvent.AWARDED, by=by)


@operation
def archive_round(round_: Round, *, by: Actor) -> None:
    """Put a finished round into the archive."""
    _step(round_, "archive", RoundEvent.ARCHIVED, by=by)
