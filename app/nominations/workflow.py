"""The life of a dossier, drawn once."""

from __future__ import annotations

from app.kernel.workflow import Transition, Workflow
from app.nominations.enums import NominationState as S
from app.nominations.policy import NominationPermission as P


def _step(  # noqa: PLR0913  # one row of the diagram
    name: str, label: str, sources: set[S], target: S, permission: P, refusal: str
) -> Transition[S]:
    return Transition(name, label, frozenset(sources), target, permission, refusal)


SENT = "Hồ sơ này đã nộp rồi, không nộp lại được nữa."
NOT_HERE = "Hồ sơ này không ở bước thẩm tra. Hãy tải lại trang để xem trạng thái mới nhất."

nomination_workflow = Workflow(
    S,
    initial=S.DRAFT,
    final=[S.WITHDRAWN],
    transitions=[
        _step("submit", "Nộp hồ sơ", {S.DRAFT, S.RETURNED}, S.SUBMITTED, P.SUBMIT, SENT),
        _step(
            "submit_for_endorsement",
            "Nộp và chờ đơn vị xác nhận",
            {S.DRAFT, S.RETURNED},
            S.AWAITING_ENDORSEMENT,
            P.SUBMIT,
            SENT,
        ),
        _step(
            "endorse",
            "Xác nhận đề cử",
            {S.AWAITING_ENDORSEMENT},
            S.SUBMITTED,
            P.ENDORSE,
            "Hồ sơ này không chờ đơn vị xác nhận.",
        ),
        _step(
            "return",
            "Trả lại để sửa",
            {S.AWAITING_ENDORSEMENT},
            S.RETURNED,
            P.ENDORSE,
            "Hồ sơ này không chờ đơn vị xác nhận.",
        ),
        _step(
            "ask_supplement",
            "Yêu cầu bổ sung",
            {S.SUBMITTED, S.SUPPLEMENT_WANTED},
            S.SUPPLEMENT_WANTED,
            P.SCREEN,
            NOT_HERE,
        ),
        _step(
            "send_supplement",
            "Nộp phần bổ sung",
            {S.SUPPLEMENT_WANTED},
            S.SUBMITTED,
            P.SUBMIT,
            "Hồ sơ này không được yêu cầu bổ sung.",
        ),
        _step("accept", "Công nhận hợp lệ", {S.SUBMITTED}, S.ELIGIBLE, P.SCREEN, NOT_HERE),
        _step(
            "reject",
            "Kết luận không hợp lệ",
            {S.AWAITING_ENDORSEMENT, S.SUBMITTED, S.SUPPLEMENT_WANTED},
            S.INELIGIBLE,
            P.SCREEN,
            NOT_HERE,
        ),
        _step(
            "screen_again",
            "Thẩm tra lại",
            {S.ELIGIBLE, S.INELIGIBLE},
            S.SUBMITTED,
            P.SCREEN,
            "Chỉ thẩm tra lại được hồ sơ đã có kết luận, trước khi hội đồng chấm.",
        ),
        _step(
            "withdraw",
            "Rút hồ sơ",
            {S.DRAFT, S.AWAITING_ENDORSEMENT, S.RETURNED, S.SUBMITTED, S.SUPPLEMENT_WANTED},
            S.WITHDRAWN,
            P.WITHDRAW,
            "Hồ sơ đã có kết luận thẩm tra nên không rút được trên hệ thống. "
            "Hãy liên hệ thư ký ban tổ chức.",
        ),
    ],
)
