"""The life of a round, drawn once."""

from __future__ import annotations

from app.kernel.workflow import Transition, Workflow
from app.programmes.enums import RoundState as S
from app.programmes.policy import RoundPermission as P


def _step(  # noqa: PLR0913  # one row of the diagram
    name: str, label: str, sources: set[S], target: S, refusal: str, permission: P = P.RUN
) -> Transition[S]:
    return Transition(name, label, frozenset(sources), target, permission, refusal)


round_workflow = Workflow(
    S,
    initial=S.DRAFT,
    final=[S.ARCHIVED],
    transitions=[
        _step(
            "open",
            "Công bố và mở nhận hồ sơ",
            {S.DRAFT},
            S.OPEN,
            "Đợt này đã được công bố rồi.",
            P.PREPARE,
        ),
        _step(
            "withdraw",
            "Rút lại thông báo",
            {S.OPEN},
            S.DRAFT,
            "Chỉ rút lại được thông báo khi đợt đang nhận hồ sơ và chưa có hồ sơ nào.",
            P.PREPARE,
        ),
        _step(
            "close",
            "Khóa nhận hồ sơ",
            {S.OPEN},
            S.CLOSED,
            "Chỉ khóa được khi đợt đang nhận hồ sơ.",
        ),
        _step(
            "reopen",
            "Mở lại nhận hồ sơ",
            {S.CLOSED},
            S.OPEN,
            "Chỉ mở lại được khi đợt vừa khóa nhận hồ sơ và chưa thẩm tra.",
        ),
        _step(
            "screen",
            "Bắt đầu thẩm tra",
            {S.CLOSED},
            S.SCREENING,
            "Hãy khóa nhận hồ sơ trước khi thẩm tra.",
        ),
        _step(
            "judge",
            "Chuyển hội đồng chấm",
            {S.SCREENING},
            S.JUDGING,
            "Hãy thẩm tra xong hồ sơ trước khi chuyển hội đồng chấm.",
        ),
        _step(
            "rank",
            "Tổng hợp và xếp hạng",
            {S.JUDGING},
            S.RANKED,
            "Chỉ xếp hạng được khi hội đồng đang chấm.",
        ),
        _step(
            "judge_again",
            "Trả lại hội đồng chấm",
            {S.RANKED},
            S.JUDGING,
            "Chỉ trả lại hội đồng được khi kết quả chưa công khai và chưa trình.",
        ),
        _step(
            "publish",
            "Công khai lấy ý kiến",
            {S.RANKED},
            S.PUBLIC_COMMENT,
            "Hãy xếp hạng trước khi công khai lấy ý kiến.",
        ),
        _step(
            "propose",
            "Trình quyết định",
            {S.RANKED, S.PUBLIC_COMMENT},
            S.PROPOSED,
            "Hãy xếp hạng trước khi trình quyết định.",
        ),
        _step(
            "return",
            "Trả lại ban tổ chức",
            {S.PROPOSED},
            S.RANKED,
            "Chỉ trả lại được kết quả đang trình.",
            P.DECIDE,
        ),
        _step(
            "decide",
            "Ban hành quyết định",
            {S.PROPOSED},
            S.DECIDED,
            "Chỉ quyết định được khi kết quả đã trình.",
            P.DECIDE,
        ),
        _step(
            "award",
            "Cấp giấy chứng nhận",
            {S.DECIDED},
            S.AWARDED,
            "Hãy chờ có quyết định rồi mới cấp giấy chứng nhận.",
        ),
        _step(
            "archive",
            "Lưu trữ đợt",
            {S.AWARDED},
            S.ARCHIVED,
            "Chỉ lưu trữ được đợt đã trao giải.",
        ),
    ],
)
