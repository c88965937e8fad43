"""What the public reads of a round: its state in words, the time left, the line of steps.

One place says these things, so that the home page, the list and the call never differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.kernel.badges import DONE, LATER, NOW, StateWords, WayStep
from app.kernel.calendar import Deadline, local, remaining
from app.kernel.vietnamese.dates import short_date
from app.programmes.enums import RoundState
from app.programmes.rules.deadlines import submission_deadline

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.programmes.models import Milestone, Round

URGENT_WITHIN = timedelta(days=10)
RECEIVING = "nhan_ho_so"


STATE_WORDS: dict[RoundState, StateWords] = {
    RoundState.DRAFT: StateWords("Bản nháp", "idle", "pencil"),
    RoundState.OPEN: StateWords("Đang nhận hồ sơ", "ok", "door-open"),
    RoundState.CLOSED: StateWords("Đã khóa nhận hồ sơ", "idle", "lock"),
    RoundState.SCREENING: StateWords("Đang thẩm tra", "info", "search"),
    RoundState.JUDGING: StateWords("Hội đồng đang chấm", "info", "ui-checks"),
    RoundState.RANKED: StateWords("Đang tổng hợp kết quả", "info", "list-ol"),
    RoundState.PUBLIC_COMMENT: StateWords("Công khai lấy ý kiến", "info", "megaphone"),
    RoundState.PROPOSED: StateWords("Đang trình quyết định", "info", "send"),
    RoundState.DECIDED: StateWords("Đã có quyết định", "gold", "award"),
    RoundState.AWARDED: StateWords("Đã tôn vinh", "gold", "award"),
    RoundState.ARCHIVED: StateWords("Đã lưu trữ", "idle", "archive"),
}
SOON = StateWords("Sắp nhận hồ sơ", "info", "calendar-event")
ENDING = StateWords("Sắp hết hạn", "warn", "clock")
ENDED = StateWords("Đã hết hạn nộp", "idle", "clock-history")

CLOSED_SENTENCES: dict[RoundState, str] = {
    RoundState.DRAFT: "Đợt này chưa được công bố; chỉ ban tổ chức xem được trang này.",
    RoundState.CLOSED: "Đợt này đã khóa nhận hồ sơ. Ban tổ chức sẽ thẩm tra các hồ sơ đã nộp.",
    RoundState.SCREENING: "Ban tổ chức đang thẩm tra các hồ sơ đã nộp.",
    RoundState.JUDGING: "Các hồ sơ hợp lệ đang được hội đồng chấm.",
    RoundState.RANKED: "Hội đồng đã chấm xong; kết quả đang được tổng hợp.",
    RoundState.PUBLIC_COMMENT: "Danh sách dự kiến đang được công khai để lấy ý kiến.",
    RoundState.PROPOSED: "Kết quả đang được trình người có thẩm quyền quyết định.",
    RoundState.DECIDED: "Đã có quyết định công nhận kết quả.",
    RoundState.AWARDED: "Đợt này đã trao giấy chứng nhận.",
    RoundState.ARCHIVED: "Đợt này đã kết thúc và được lưu trữ.",
}


PUBLISHED = frozenset(
    {
        RoundState.PUBLIC_COMMENT,
        RoundState.DECIDED,
        RoundState.AWARDED,
        RoundState.ARCHIVED,
    }
)


class Reception(StrEnum):
    """Whether dossiers are taken now."""

    SOON = "soon"
    NOW = "now"
    GRACE = "grace"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Call:
    """What every page shows of a round beside its name.

    ``awaited`` is the moment counted down to: the opening, the deadline, or the end of the grace; ``remaining`` pairs
    figures with units and is empty when there is nothing to wait for.
    """

    round: Round
    reception: Reception
    words: StateWords
    awaited: datetime | None
    remaining: tuple[tuple[int, str], ...]
    is_urgent: bool
    grace_until: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether a dossier may be submitted at this moment."""
        return self.reception in {Reception.NOW, Reception.GRACE}

    @property
    def has_published_list(self) -> bool:
        """Whether the public may read a provisional or decided list of this round."""
        return self.round.state in PUBLISHED

    @property
    def sentence(self) -> str:
        """One sentence on where the round stands when no dossiers are taken."""
        if self.round.state is RoundState.OPEN:
            return "Đã qua hạn nộp; hệ thống không nhận thêm hồ sơ."
        return CLOSED_SENTENCES[self.round.state]


def call_of(round_: Round, now: datetime) -> Call:
    """Say how a round stands at a moment."""
    reception = reception_of(round_, now)
    awaited = _awaited(round_, reception)
    is_urgent = reception is Reception.NOW and awaited is not None and awaited - now < URGENT_WITHIN
    return Call(
        round=round_,
        reception=reception,
        words=_words(round_, reception, is_urgent=is_urgent),
        awaited=awaited,
        remaining=_time_left(awaited, now) if reception is not Reception.OVER else (),
        is_urgent=is_urgent or reception is Reception.GRACE,
        grace_until=_grace_until(round_),
    )


def _awaited(round_: Round, reception: Reception) -> datetime | None:
    if reception is Reception.SOON:
        return round_.opens_at
    return _grace_until(round_) if reception is Reception.GRACE else round_.closes_at


def reception_of(round_: Round, now: datetime) -> Reception:
    """Say whether dossiers are taken; the deadline itself decides, not whether a job has run."""
    if round_.state is not RoundState.OPEN or round_.closes_at is None:
        return Reception.OVER
    if round_.opens_at is not None and now < round_.opens_at:
        return Reception.SOON
    if Deadline(round_.closes_at).is_open(now):
        return Reception.NOW
    deadline = submission_deadline(round_.closes_at, round_.grace_minutes)
    return Reception.GRACE if deadline.is_open(now) else Reception.OVER


def _words(round_: Round, reception: Reception, *, is_urgent: bool) -> StateWords:
    if reception is Reception.SOON:
        return SOON
    if is_urgent or reception is Reception.GRACE:
        return ENDING
    return ENDED if _ended_by_itself(round_, reception) else STATE_WORDS[round_.state]


def _ended_by_itself(round_: Round, reception: Reception) -> bool:
    return round_.state is RoundState.OPEN and reception is Reception.OVER


def _grace_until(round_: Round) -> datetime | None:
    if round_.closes_at is None or not round_.grace_minutes:
        return None
    return round_.closes_at + timedelta(minutes=round_.grace_minutes)


def _time_left(moment: datetime | None, now: datetime) -> tuple[tuple[int, str], ...]:
    """Return days; in the last days with hours, on the last day hours and minutes."""
    if moment is None:
        return ()
    days, hours, minutes = remaining(moment, now)
    if days >= URGENT_WITHIN.days:
        return ((days, "ngày"),)
    pairs = ((days, "ngày"), (hours, "giờ")) if days else ((hours, "giờ"), (minutes, "phút"))
    return tuple(pair for pair in pairs if pair[0]) or ((1, "phút"),)


# ── the line of steps ────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Receiving:
    """The receipt of dossiers as a row of the calendar, for a calendar that leaves it out."""

    starts_on: date | None
    ends_on: date
    code: str = RECEIVING
    label: str = "Nhận hồ sơ"


def steps_of(round_: Round, today: date) -> tuple[WayStep, ...]:
    """Return the calendar as a line with one present step at most.

    Days say where a step stands, but not against the state: while dossiers are received, what
    comes before is done and what comes after is not.
    """
    rows = _with_receiving(round_)
    statuses = _with_state([_status(row, today) for row in rows], round_, today)
    present = max((at for at, status in enumerate(statuses) if status == NOW), default=None)
    return tuple(
        WayStep(
            milestone.label,
            DONE if status == NOW and at != present else status,
            milestone_days(milestone, round_),
        )
        for at, (milestone, status) in enumerate(zip(rows, statuses, strict=True))
    )


def _with_receiving(round_: Round) -> list[Milestone | Receiving]:
    """Return the calendar; receiving dossiers stands in it even where nobody wrote it down."""
    rows: list[Milestone | Receiving] = list(round_.milestones)
    if not rows or round_.closes_at is None or any(row.code == RECEIVING for row in rows):
        return rows
    opens = local(round_.opens_at).date() if round_.opens_at else None
    return [Receiving(opens, local(round_.closes_at).date()), *rows]


def _status(milestone: Milestone | Receiving, today: date) -> str:
    first = milestone.starts_on or milestone.ends_on
    last = milestone.ends_on or milestone.starts_on
    if first is None or last is None or today < first:
        return LATER
    return NOW if today <= last else DONE


def _with_state(statuses: list[str], round_: Round, today: date) -> list[str]:
    codes = [row.code for row in _with_receiving(round_)]
    if RECEIVING not in codes or round_.state is RoundState.DRAFT:
        return statuses
    at = codes.index(RECEIVING)
    if round_.state is not RoundState.OPEN:
        return [DONE] * (at + 1) + statuses[at + 1 :]
    later = [LATER] * (len(statuses) - at - 1)
    is_begun = round_.opens_at is None or local(round_.opens_at).date() <= today
    return [DONE] * at + [NOW, *later] if is_begun else [*statuses[:at], LATER, *later]


def milestone_days(milestone: Milestone | Receiving, round_: Round) -> str:
    """Return "01–10/12/2026"; for the receipt of dossiers the deadline that really holds."""
    if milestone.code == RECEIVING and round_.closes_at is not None:
        there = local(round_.closes_at)
        return f"đến {there:%H:%M} ngày {short_date(there)}"
    return days_written(milestone.starts_on, milestone.ends_on)


def days_written(first: date | None, last: date | None) -> str:
    """Return a span of days, without repeating the year, or the month, that both share."""
    if first is None or last is None or first == last:
        day = first or last
        return short_date(day) if day else ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day:02}–{short_date(last)}"
    if first.year == last.year:
        return f"{short_date(first).rpartition('/')[0]}–{short_date(last)}"
    return f"{short_date(first)}–{short_date(last)}"
