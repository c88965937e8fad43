"""How the states of a dossier are shown, and its way from draft to verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.kernel.badges import DONE, LATER, NOW, StateWords, WayStep
from app.kernel.calendar import Deadline, format_instant, remaining
from app.nominations.enums import STATE_LABELS
from app.nominations.enums import NominationState as S

if TYPE_CHECKING:
    from datetime import datetime

    from app.nominations.models import Nomination

URGENT_DAYS = 10


LOOKS: dict[S, tuple[str, str]] = {
    S.DRAFT: ("idle", "pencil"),
    S.AWAITING_ENDORSEMENT: ("info", "hourglass-split"),
    S.RETURNED: ("warn", "arrow-return-left"),
    S.SUBMITTED: ("info", "send"),
    S.SUPPLEMENT_WANTED: ("warn", "arrow-return-left"),
    S.ELIGIBLE: ("ok", "check-circle-fill"),
    S.INELIGIBLE: ("bad", "x-circle-fill"),
    S.WITHDRAWN: ("idle", "box-arrow-left"),
}
STATE_WORDS = {state: StateWords(STATE_LABELS[state], *look) for state, look in LOOKS.items()}


def steps_of(nomination: Nomination) -> tuple[WayStep, ...]:
    """Return the way of a dossier from its draft to the verdict of the screening."""
    sent, screened = nomination.submitted_at, nomination.screened_at
    is_sent = sent is not None and nomination.state not in {S.DRAFT, S.RETURNED}
    steps = [
        _step("Viết hồ sơ", nomination.created_at if is_sent else None, is_now=not is_sent),
        _step("Nộp", sent if is_sent else None),
    ]
    if nomination.round.needs_endorsement:
        waits = nomination.state is S.AWAITING_ENDORSEMENT
        steps.append(_step("Đơn vị xác nhận", nomination.endorsed_at, is_now=waits))
    in_hands = nomination.state in {S.SUBMITTED, S.SUPPLEMENT_WANTED}
    steps.append(_step("Thẩm tra", screened, is_now=in_hands))
    verdict = nomination.state in {S.ELIGIBLE, S.INELIGIBLE}
    steps.append(_step(_verdict(nomination), screened if verdict else None))
    return tuple(steps)


def _verdict(nomination: Nomination) -> str:
    words = {S.ELIGIBLE: "Hợp lệ, chuyển hội đồng", S.INELIGIBLE: "Không hợp lệ"}
    return words.get(nomination.state, "Kết luận")


def _step(label: str, at: datetime | None, *, is_now: bool = False) -> WayStep:
    if is_now:
        return WayStep(label, NOW)
    return WayStep(label, DONE if at else LATER, _day(at))


def _day(at: datetime | None) -> str:
    return format_instant(at).partition(", ")[2] if at else ""


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a dossier can be sent, in words and as a badge."""

    at: datetime
    words: str
    tone: str

    @property
    def icon(self) -> str:
        """The icon of the badge."""
        return "clock"


def due_of(nomination: Nomination, now: datetime) -> Due | None:
    """Return until when its author may send a dossier; none when it is not in their hands."""
    if nomination.state is S.SUPPLEMENT_WANTED:
        return _due(nomination.supplement_due_at, now)
    if nomination.state in {S.DRAFT, S.RETURNED}:
        return _due(nomination.round.closes_at, now)
    return None


def _due(at: datetime | None, now: datetime) -> Due | None:
    if at is None:
        return None
    if not Deadline(at).is_open(now):
        return Due(at, "Đã hết hạn", "bad")
    days, hours, minutes = remaining(at, now)
    if days:
        return Due(at, f"Còn {days} ngày", "warn" if days < URGENT_DAYS else "idle")
    return Due(at, f"Còn {hours} giờ {minutes} phút", "warn")
