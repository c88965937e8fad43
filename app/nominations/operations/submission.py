"""Sending a dossier: submission, the unit's endorsement or return, withdrawal."""

from __future__ import annotations

from secrets import randbelow
from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import WrongState
from app.kernel.reasons import require_reason
from app.nominations import notifications
from app.nominations.enums import NominationEvent, NominationState
from app.nominations.operations.named_people import link_people
from app.nominations.operations.shares import ask_shares, void_shares
from app.nominations.operations.writing import require_receiving, require_supplement_in_time
from app.nominations.queries.counts import is_blind_code_taken
from app.nominations.rules.codes import BLIND_CODES, blind_code, dossier_code, receipts_of
from app.nominations.rules.completeness import require_complete
from app.nominations.rules.plans import reports_of
from app.nominations.workflow import nomination_workflow
from app.programmes.enums import RoundState
from app.series.operations import take_number

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.letters.operations import Delivery
    from app.nominations.models import Nomination
    from app.programmes.models import Round

TOO_LATE_TO_RETURN = (
    "Đợt này đã hết hạn nộp, nên nếu trả lại thì tác giả không nộp lại được. "
    "Hãy xác nhận hồ sơ, hoặc báo thư ký ban tổ chức."
)
JUDGED = "Hội đồng đã bắt đầu chấm nên bước này không thực hiện được nữa. Nếu cần, hãy liên hệ ban tổ chức."
BEFORE_JUDGING = (RoundState.OPEN, RoundState.CLOSED, RoundState.SCREENING)


def require_before_judging(round_: Round) -> None:
    """Refuse what would change which dossiers the council judges.

    Raises:
        WrongState: from the beginning of the judging on.
    """
    if round_.state not in BEFORE_JUDGING:
        raise WrongState(JUDGED)


@operation
def submit_nomination(nomination: Nomination, *, by: Actor, code: str | None = None) -> Delivery:
    """Submit a dossier; it gets a number, its author a receipt, its people a notice.

    ``code`` is given by a round's folder; otherwise it is made from the receipt number. The
    contact of the nominating unit speaks for the unit by submitting.

    Raises:
        WrongState: after the deadline, or when it is not in its author's hands.
        RuleBroken: while something is missing.
    """
    step = _sending_step(nomination, by)
    target = nomination_workflow.require(step, nomination.state)
    if step == "send_supplement":
        require_supplement_in_time(nomination)
    else:
        require_receiving(nomination.round)
    require_complete(reports_of(nomination))
    link_people(nomination, by=by)
    _stamp(nomination, step, code)
    nomination.state = target
    db.session.flush()
    event = _event_of(step)
    record(event, nomination, by=by, code=nomination.code, receipt_no=nomination.receipt_no)
    return _tell(nomination, step, by=by)


def _sending_step(nomination: Nomination, by: Actor) -> str:
    if nomination.state is NominationState.SUPPLEMENT_WANTED:
        return "send_supplement"
    waits = nomination.round.needs_endorsement and nomination.unit_id not in by.units
    return "submit_for_endorsement" if waits else "submit"


def _stamp(nomination: Nomination, step: str, code: str | None) -> None:
    """Note the times; the first number stays for ever, and so does the time of submission."""
    now = clock.now()
    if step == "send_supplement":
        nomination.supplemented_at = now
        return
    nomination.submitted_at = now
    nomination.return_reason = ""
    if step == "submit" and nomination.round.needs_endorsement:
        nomination.endorsed_at = now
    _number(nomination, code)


def _event_of(step: str) -> NominationEvent:
    is_supplement = step == "send_supplement"
    return NominationEvent.SUPPLEMENTED if is_supplement else NominationEvent.SUBMITTED


def _tell(nomination: Nomination, step: str, *, by: Actor) -> Delivery:
    """Write to everybody; return who hears of the next step: the unit that is asked, or the author."""
    confirm = (
        notifications.confirm_supplement
        if step == "send_supplement"
        else notifications.send_receipt
    )
    confirmed = confirm(nomination, to=by)
    notifications.tell_named(nomination, but=by, asked=ask_shares(nomination, by=by))
    if step == "submit_for_endorsement":
        return notifications.ask_to_endorse(nomination)
    return confirmed


def _number(nomination: Nomination, code: str | None) -> None:
    """Give receipt number, code and blind code at the first submission."""
    if nomination.receipt_no is not None:
        return
    round_ = nomination.round
    nomination.receipt_no = take_number(receipts_of(round_.id))
    nomination.code = code or dossier_code(
        round_.short_code,
        ordinal=round_.ordinal_no,
        year=round_.year,
        number=nomination.receipt_no,
    )
    nomination.blind_code = _free_blind_code(round_.id)


def _free_blind_code(round_id: int) -> str:
    """Draw until a code is free; the round's receipts are locked, so nobody else draws meanwhile."""
    while True:
        code = blind_code(randbelow(BLIND_CODES))
        if not is_blind_code_taken(round_id, code):
            return code


@operation
def endorse_nomination(nomination: Nomination, *, by: Actor) -> Delivery:
    """The unit confirms that it puts this dossier forward.

    Raises:
        WrongState: when it does not wait for the unit, or the council judges already.
    """
    require_before_judging(nomination.round)
    nomination.state = nomination_workflow.require("endorse", nomination.state)
    nomination.endorsed_at = clock.now()
    db.session.flush()
    record(NominationEvent.ENDORSED, nomination, by=by)
    return notifications.tell_endorsed(nomination)


@operation
def return_nomination(nomination: Nomination, reason: str, *, by: Actor) -> Delivery:
    """The unit gives a dossier back to be mended.

    Raises:
        RuleBroken: without a reason.
        WrongState: when its author could not submit it again in time.
    """
    why = require_reason(reason)
    target = nomination_workflow.require("return", nomination.state)
    try:
        require_receiving(nomination.round)
    except WrongState as late:
        raise WrongState(TOO_LATE_TO_RETURN) from late
    nomination.state = target
    nomination.return_reason = why
    db.session.flush()
    record(NominationEvent.RETURNED, nomination, by=by, why=why)
    return notifications.tell_returned(nomination)


@operation
def withdraw_nomination(nomination: Nomination, *, by: Actor) -> None:
    """The author takes a dossier back; it is kept, and no longer counts."""
    nomination.state = nomination_workflow.require("withdraw", nomination.state)
    void_shares(nomination)
    record(NominationEvent.WITHDRAWN, nomination, by=by)
