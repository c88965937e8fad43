"""States and happenings of assignments and score sheets."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag


class SheetState(StrEnum):
    """Where a score sheet (*phiếu chấm điểm*) stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VOID = "void"


class Progress(StrEnum):
    """How far a judge is with one dossier."""

    NONE = "none"
    PARTIAL = "partial"
    READY = "ready"
    SENT = "sent"


PROGRESS_LABELS: dict[Progress, str] = {
    Progress.NONE: "Chưa chấm",
    Progress.PARTIAL: "Chấm dở",
    Progress.READY: "Đủ điểm, chưa gửi",
    Progress.SENT: "Đã gửi",
}


class ScoringEvent(EventTag):
    """What happens in judging; points are never among the changes."""

    ASSIGNED = "scoring:assignment:made", "Phân công chấm"
    ASSIGNED_EVENLY = "scoring:assignment:made_evenly", "Phân công đều ngẫu nhiên"
    UNASSIGNED = "scoring:assignment:taken_back", "Gỡ phân công"
    STOOD_ASIDE = "scoring:assignment:stood_aside", "Từ chối chấm vì xung đột lợi ích"
    SUBMITTED = "scoring:sheet:submitted", "Gửi phiếu chấm"
    ENTERED_FROM_PAPER = "scoring:sheet:entered_from_paper", "Nhập phiếu chấm giấy"
    REOPENED = "scoring:sheet:reopened", "Mở lại phiếu chấm"
    PASSED_ON = "scoring:stage:passed_on", "Chọn vào vòng sau"
