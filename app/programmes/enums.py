"""The closed vocabularies of programmes and rounds.

Everything a province may change is data; what stays fixed, because code branches on it, is here.
"""

from __future__ import annotations

from enum import StrEnum

from app.kernel.events import EventTag


class ProgrammeKind(StrEnum):
    """What a programme gives: a contest ranks works, a title honours people."""

    CONTEST = "contest"
    TITLE = "title"
    AWARD = "award"
    RECOGNITION = "recognition"
    DIALOGUE = "dialogue"


class SubjectKind(StrEnum):
    """What a nomination of the round puts forward."""

    SOLUTION = "solution"
    PERSON = "person"


class ScoringMethod(StrEnum):
    """How the totals of the sheets become the score of a stage (scoring.md section 2)."""

    MEAN = "mean"
    TRIMMED_MEAN = "trimmed_mean"
    MEDIAN = "median"
    DEVIATION_EXCLUSION = "deviation_exclusion"


class PrizeScope(StrEnum):
    """Within what the quantity of a prize level is counted."""

    ROUND = "round"
    CATEGORY = "category"


class CertificateRecipient(StrEnum):
    """Whether each person of a nomination receives a certificate, or the group receives one."""

    PERSON = "person"
    GROUP = "group"


class RoundState(StrEnum):
    """Where a round stands; the diagram is in `app.programmes.workflow`.

    The session with its secret ballot will stand between judging and ranked.
    """

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    SCREENING = "screening"
    JUDGING = "judging"
    RANKED = "ranked"
    PUBLIC_COMMENT = "public_comment"
    PROPOSED = "proposed"
    DECIDED = "decided"
    AWARDED = "awarded"
    ARCHIVED = "archived"


# What was decided stays so: no step leads back from here, and the names are public.
DECIDED = frozenset({RoundState.DECIDED, RoundState.AWARDED, RoundState.ARCHIVED})


class StageState(StrEnum):
    """Where a stage of judging stands."""

    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"


class RoundEvent(EventTag):
    """What happens to programmes and rounds."""

    PROGRAMME_LOADED = "programmes:programme:loaded", "Nạp chương trình"
    DRAFTED = "programmes:round:drafted", "Lập đợt"
    EDITED = "programmes:round:edited", "Sửa đợt"
    OPENED = "programmes:round:opened", "Công bố, mở nhận hồ sơ"
    WITHDRAWN = "programmes:round:withdrawn", "Rút lại thông báo"
    CLOSED = "programmes:round:closed", "Khóa nhận hồ sơ"
    REOPENED = "programmes:round:reopened", "Mở lại nhận hồ sơ"
    DEADLINE_MOVED = "programmes:round:deadline_moved", "Đổi hạn nộp"
    SCREENING_STARTED = "programmes:round:screening_started", "Bắt đầu thẩm tra"
    JUDGING_STARTED = "programmes:round:judging_started", "Chuyển hội đồng chấm"
    RANKED = "programmes:round:ranked", "Tổng hợp, xếp hạng"
    SENT_BACK_TO_JUDGING = "programmes:round:sent_back_to_judging", "Trả lại hội đồng chấm"
    PUBLISHED = "programmes:round:published", "Công khai lấy ý kiến"
    PROPOSED = "programmes:round:proposed", "Trình quyết định"
    RETURNED = "programmes:round:returned", "Trả lại ban tổ chức"
    DECIDED = "programmes:round:decided", "Ban hành quyết định"
    AWARDED = "programmes:round:awarded", "Cấp giấy chứng nhận"
    ARCHIVED = "programmes:round:archived", "Lưu trữ"
    STAGE_OPENED = "programmes:stage:opened", "Mở vòng chấm"
    STAGE_CLOSED = "programmes:stage:closed", "Chốt vòng chấm"
    STAGE_DEADLINE_SET = "programmes:stage:deadline_set", "Đặt hạn chấm"
