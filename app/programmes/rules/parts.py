"""The parts in which a round is edited, and what may still change once it was announced.

People write their dossiers trusting what was announced. Therefore everything that decides is
settled at the opening; only what helps people find their way may be reworded afterwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from app.kernel.errors import WrongState
from app.programmes.enums import RoundState
from app.programmes.rules.plan import RoundPlan

if TYPE_CHECKING:
    from app.programmes.rules.plan_faults import PlanFault


class Part(StrEnum):
    """One page of a round's settings; the value stands in its address."""

    FACTS = "thong-tin"
    CONTACT = "gioi-thieu"
    CALENDAR = "lich"
    RULES = "the-le"
    CATEGORIES = "linh-vuc"
    FORM = "mau-ho-so"
    DOCUMENTS = "tai-lieu"
    CRITERIA = "tieu-chi"
    PRIZES = "giai-thuong"
    SCORING = "cham-diem"
    CERTIFICATE = "giay-chung-nhan"


@dataclass(frozen=True, slots=True)
class PartFacts:
    """How a part is named, which fields of the plan it edits, and whether it stays open.

    Criteria belong to stages, whose field stands at the scoring.

    ``subject`` is how a sentence names the part: "… nên tiêu chí đã chốt".
    """

    title: str
    subject: str
    fields: tuple[str, ...]
    stays_open: bool = False


PARTS: dict[Part, PartFacts] = {
    Part.FACTS: PartFacts(
        "Tên, phạm vi và thời hạn",
        "tên, phạm vi và thời hạn",
        (
            *("name", "short_code", "year", "ordinal_no", "year_from", "year_to"),
            *("opens_at", "closes_at", "grace_minutes"),
            *("subject_kind", "max_people", "needs_endorsement"),
        ),
    ),
    Part.CONTACT: PartFacts(
        "Lời giới thiệu, người trả lời",
        "lời giới thiệu và người trả lời",
        ("summary", "contact_name", "contact_phone", "contact_email"),
        stays_open=True,
    ),
    Part.CALENDAR: PartFacts("Lịch của đợt", "lịch", ("milestones",), stays_open=True),
    Part.RULES: PartFacts("Thể lệ và căn cứ", "thể lệ và căn cứ", ("rules", "legal_bases")),
    Part.CATEGORIES: PartFacts("Lĩnh vực", "lĩnh vực", ("categories",)),
    Part.FORM: PartFacts("Mẫu hồ sơ", "mẫu hồ sơ", ("sections",)),
    Part.DOCUMENTS: PartFacts("Tài liệu đính kèm", "danh mục tài liệu", ("documents",)),
    Part.CRITERIA: PartFacts("Tiêu chí chấm điểm", "tiêu chí chấm điểm", ()),
    Part.PRIZES: PartFacts("Giải thưởng, danh hiệu", "giải thưởng", ("prizes",)),
    Part.SCORING: PartFacts(
        "Cách tính điểm, vòng chấm", "cách tính điểm và các vòng chấm", ("stages",)
    ),
    Part.CERTIFICATE: PartFacts(
        "Lời ghi trên giấy chứng nhận", "lời ghi trên giấy chứng nhận", ("certificate",)
    ),
}


# What every stage has a page of its own for.
STAGE_PARTS = {"criteria": Part.CRITERIA, "scoring": Part.SCORING}
_OF_STAGE = re.compile(r"stages\[(\d+)\]\.(criteria|scoring)\b.*")


def stage_part(where: str) -> tuple[int, str] | None:
    """Return which stage, from 0, and which of its own pages a place of the plan belongs to."""
    found = _OF_STAGE.fullmatch(where)
    return (int(found[1]), found[2]) if found else None


def part_of(field: str) -> Part | None:
    """Return the part in which a field of the plan is edited, if it is edited at all."""
    return next((part for part, facts in PARTS.items() if field in facts.fields), None)


def part_of_fault(fault: PlanFault) -> Part | None:
    """Return the part whose page can mend a fault."""
    if within := stage_part(fault.where):
        return STAGE_PARTS[within[1]]
    return part_of(fault.where.partition(".")[0].partition("[")[0])


def changed_fields(before: RoundPlan, after: RoundPlan) -> tuple[str, ...]:
    """Return the fields of the plan in which two plans differ."""
    return tuple(
        field.name
        for field in fields(RoundPlan)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def is_changeable(part: Part, state: RoundState) -> bool:
    """Say whether a part may be edited in a state of the round."""
    if state is RoundState.ARCHIVED:
        return False
    return state is RoundState.DRAFT or PARTS[part].stays_open


def frozen_sentence(part: Part, state: RoundState) -> str:
    """Say why a part cannot be edited any more, and what can be done instead."""
    subject = PARTS[part].subject
    if state is RoundState.ARCHIVED:
        return f"Đợt đã lưu trữ nên {subject} không sửa được nữa. Hãy lập đợt mới nếu cần thay đổi."
    advice = (
        "Hãy dùng “Lùi hạn nộp” nếu người nộp cần thêm thời gian."
        if part is Part.FACTS
        else "Nếu chưa có hồ sơ nào, hãy rút lại thông báo rồi sửa."
    )
    return f"Đợt đã công bố nên {subject} đã chốt. {advice}"


def require_changeable(changed: tuple[str, ...], state: RoundState) -> None:
    """Refuse a change to what is settled.

    Raises:
        WrongState: naming the first part that may not change any more.
        ValueError: for a field that no page edits, which is a defect.
    """
    for field in changed:
        part = part_of(field)
        if part is None:
            raise ValueError(field)
        if not is_changeable(part, state):
            raise WrongState(frozen_sentence(part, state))
