"""The formal examination (*thẩm tra*): eligible, not eligible with a reason, or ask for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm.attributes import flag_modified

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.kernel import clock
from app.kernel.errors import RuleBroken, WrongState
from app.kernel.reasons import require_reason
from app.nominations import notifications
from app.nominations.enums import NominationEvent
from app.nominations.operations.submission import require_before_judging
from app.nominations.workflow import nomination_workflow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.kernel.access import Actor
    from app.letters.operations import Delivery
    from app.nominations.models import Nomination

NO_REQUEST = "Hãy ghi rõ cần bổ sung những gì."
DATE_GONE = "Hạn bổ sung phải là một thời điểm sắp tới. Hãy chọn lại."
NOT_WHAT_WAS_SHOWN = (
    "Danh sách đã thay đổi sau khi mở trang: có hồ sơ không còn chờ thẩm tra. "
    "Hãy xem lại danh sách rồi xác nhận lần nữa. Chưa có hồ sơ nào được ghi."
)


@operation
def accept_nomination(nomination: Nomination, *, by: Actor) -> Delivery:
    """Find a dossier in order: it goes to the council."""
    nomination.state = nomination_workflow.require("accept", nomination.state)
    nomination.screened_at, nomination.ineligible_reason = clock.now(), ""
    db.session.flush()
    record(NominationEvent.ACCEPTED, nomination, by=by)
    return notifications.tell_accepted(nomination)


def accept_many(nominations: Sequence[Nomination], *, expected: int, by: Actor) -> list[Delivery]:
    """Find several dossiers in order at once, all of them or none.

    Raises:
        WrongState: when there are not as many as the person confirmed.
    """
    if len(nominations) != expected:
        raise WrongState(NOT_WHAT_WAS_SHOWN)
    return [accept_nomination(nomination, by=by) for nomination in nominations]


@operation
def reject_nomination(nomination: Nomination, reason: str, *, by: Actor) -> Delivery:
    """Find a dossier not eligible, for a reason that its author reads.

    Raises:
        RuleBroken: without a reason.
    """
    why = require_reason(reason)
    nomination.state = nomination_workflow.require("reject", nomination.state)
    nomination.screened_at, nomination.ineligible_reason = clock.now(), why
    db.session.flush()
    record(NominationEvent.REJECTED, nomination, by=by, why=why)
    return notifications.tell_rejected(nomination)


@operation
def ask_supplement(
    nomination: Nomination, request: str, due_at: datetime, *, by: Actor
) -> Delivery:
    """Ask the author for more, until a date.

    Raises:
        RuleBroken: without words, or with a date that has passed.
    """
    if not request.strip():
        raise RuleBroken(NO_REQUEST, field="request")
    if due_at <= clock.now():
        raise RuleBroken(DATE_GONE, field="due_at")
    nomination.state = nomination_workflow.require("ask_supplement", nomination.state)
    nomination.supplement_request = request.strip()
    flag_modified(
        nomination, "supplement_request"
    )  # to ask again in the same words is to ask again
    nomination.supplement_due_at = due_at
    db.session.flush()
    record(
        NominationEvent.SUPPLEMENT_ASKED,
        nomination,
        by=by,
        asked=nomination.supplement_request,
        due=due_at,
    )
    return notifications.ask_for_more(nomination)


@operation
def screen_again(nomination: Nomination, reason: str, *, by: Actor) -> Delivery:
    """Take a verdict back before the council has begun to judge.

    Raises:
        RuleBroken: without a reason.
        WrongState: when the council judges already.
    """
    why = require_reason(reason)
    target = nomination_workflow.require("screen_again", nomination.state)
    require_before_judging(nomination.round)
    nomination.state, nomination.screened_at = target, None
    nomination.ineligible_reason = ""
    db.session.flush()
    record(NominationEvent.SCREENING_REVISED, nomination, by=by, why=why)
    return notifications.tell_screened_again(nomination, why)
