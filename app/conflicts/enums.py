"""Why a member may not judge a dossier."""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag


class ConflictKind(StrEnum):
    """The grounds of a conflict of interest (round-folder.md, conflicts.csv)."""

    SELF = "self"
    SAME_UNIT = "same_unit"
    FAMILY = "family"
    CO_AUTHOR = "co_author"
    SUPERVISOR = "supervisor"
    OTHER = "other"


CONFLICT_LABELS: dict[ConflictKind, str] = {
    ConflictKind.SELF: "Chính là người trong hồ sơ",
    ConflictKind.SAME_UNIT: "Cùng đơn vị",
    ConflictKind.FAMILY: "Quan hệ gia đình",
    ConflictKind.CO_AUTHOR: "Cùng là tác giả",
    ConflictKind.SUPERVISOR: "Quan hệ hướng dẫn",
    ConflictKind.OTHER: "Lý do khác",
}

DECLARABLE = tuple(kind for kind in ConflictKind if kind is not ConflictKind.SELF)


class ConflictEvent(EventTag):
    """What happens to declarations."""

    DECLARED = "conflicts:conflict:declared", "Khai xung đột lợi ích"
    WITHDRAWN = "conflicts:conflict:withdrawn", "Gỡ khai báo xung đột"
