"""Roles on a council, and what happens to councils."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag


class SeatRole(StrEnum):
    """What somebody is on a council."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY_MEMBER = "secretary_member"
    MEMBER = "member"


SEAT_ROLE_LABELS: dict[SeatRole, str] = {
    SeatRole.CHAIR: "Chủ tịch hội đồng",
    SeatRole.VICE_CHAIR: "Phó Chủ tịch hội đồng",
    SeatRole.SECRETARY_MEMBER: "Ủy viên thư ký",
    SeatRole.MEMBER: "Ủy viên hội đồng",
}


class CouncilEvent(EventTag):
    """What happens to councils and seats."""

    FORMED = "councils:council:formed", "Thành lập hội đồng"
    CHANGED = "councils:council:changed", "Sửa hội đồng"
    SEATED = "councils:seat:taken", "Thêm thành viên"
    SEAT_CHANGED = "councils:seat:changed", "Sửa thành viên"
    UNSEATED = "councils:seat:left", "Thôi thành viên"
