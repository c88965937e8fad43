"""States and happenings of a dossier."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.kernel.events import EventTag
from app.kernel.links import LinkKind

if TYPE_CHECKING:
    from app.nominations.models import ShareClaim


class NominationState(StrEnum):
    """Where a dossier (*hồ sơ*) stands; the diagram is in `app.nominations.workflow`."""

    DRAFT = "draft"
    AWAITING_ENDORSEMENT = "awaiting_endorsement"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    SUPPLEMENT_WANTED = "supplement_wanted"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    WITHDRAWN = "withdrawn"


EDITABLE_STATES = frozenset(
    {NominationState.DRAFT, NominationState.RETURNED, NominationState.SUPPLEMENT_WANTED}
)


STATE_LABELS: dict[NominationState, str] = {
    NominationState.DRAFT: "Bản nháp",
    NominationState.AWAITING_ENDORSEMENT: "Chờ đơn vị xác nhận",
    NominationState.RETURNED: "Đơn vị trả lại",
    NominationState.SUBMITTED: "Đã nộp",
    NominationState.SUPPLEMENT_WANTED: "Cần bổ sung",
    NominationState.ELIGIBLE: "Hợp lệ",
    NominationState.INELIGIBLE: "Không hợp lệ",
    NominationState.WITHDRAWN: "Đã rút",
}


class ShareState(StrEnum):
    """What somebody answered to the share that a dossier claims for them."""

    AWAITING = "awaiting"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    VOID = "void"


# With it a co-author, who needs no account, confirms or denies a share.
CONFIRM_SHARE: LinkKind[ShareClaim] = LinkKind("confirm_share", timedelta(days=30), "share_claims")


class NominationEvent(EventTag):
    """What happens to a dossier."""

    BEGUN = "nominations:nomination:begun", "Bắt đầu hồ sơ"
    SUBMITTED = "nominations:nomination:submitted", "Nộp hồ sơ"
    ENDORSED = "nominations:nomination:endorsed", "Đơn vị xác nhận đề cử"
    RETURNED = "nominations:nomination:returned", "Đơn vị trả lại để sửa"
    SUPPLEMENTED = "nominations:nomination:supplemented", "Nộp phần bổ sung"
    SUPPLEMENT_ASKED = "nominations:nomination:supplement_asked", "Yêu cầu bổ sung"
    ACCEPTED = "nominations:nomination:accepted", "Công nhận hợp lệ"
    REJECTED = "nominations:nomination:rejected", "Kết luận không hợp lệ"
    SCREENING_REVISED = "nominations:nomination:screening_revised", "Thẩm tra lại"
    WITHDRAWN = "nominations:nomination:withdrawn", "Rút hồ sơ"
    DISCARDED = "nominations:nomination:discarded", "Xóa bản nháp"
    FILE_ATTACHED = "nominations:attachment:added", "Đính kèm tệp"
    FILE_REMOVED = "nominations:attachment:removed", "Gỡ tệp"
    SHARE_ASKED = "nominations:share:asked", "Hỏi đồng tác giả về tỷ lệ"
    SHARE_CONFIRMED = "nominations:share:confirmed", "Đồng tác giả xác nhận tỷ lệ"
    SHARE_DENIED = "nominations:share:denied", "Đồng tác giả không đồng ý tỷ lệ"
