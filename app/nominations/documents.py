"""The list of dossiers as a file for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.infra.spreadsheets import SheetHead
from app.kernel.numbers import format_decimal
from app.nominations.enums import STATE_LABELS

if TYPE_CHECKING:
    from datetime import datetime

    from app.nominations.models import Nomination

HEAD = SheetHead(
    "Hồ sơ",
    (
        "Số tiếp nhận",
        "Mã hồ sơ",
        "Tên hồ sơ",
        "Lĩnh vực",
        "Đơn vị đề cử",
        "Tác giả, người được đề cử",
        "Trạng thái",
        "Thời điểm nộp",
        "Lý do không hợp lệ",
    ),
    (12, 18, 60, 28, 36, 44, 20, 22, 22),
)


class ListRow(NamedTuple):
    """One dossier as the list shows it."""

    receipt_no: int | None
    code: str
    title: str
    category: str
    unit: str
    people: str
    state: str
    submitted_at: datetime | None
    reason: str


def list_row(nomination: Nomination) -> ListRow:
    """Return the cells of a dossier."""
    people = nomination.people
    return ListRow(
        receipt_no=nomination.receipt_no,
        code=nomination.code or "",
        title=nomination.title,
        category=nomination.category.name if nomination.category else "",
        unit=nomination.unit.name if nomination.unit else "",
        people="; ".join(_person(row.full_name, row.contribution) for row in people),
        state=STATE_LABELS[nomination.state],
        submitted_at=nomination.submitted_at,
        reason=nomination.ineligible_reason,
    )


def _person(name: str, share: object) -> str:
    return name if share is None else f"{name} ({format_decimal(share)} %)"  # type: ignore[arg-type]  # a Decimal
