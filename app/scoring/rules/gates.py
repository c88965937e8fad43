"""When a stage takes sheets: one rule for the screen, for paper, and for what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.calendar import Deadline, format_instant
from app.kernel.errors import RuleBroken, WrongState
from app.programmes.enums import StageState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from app.councils.enums import SeatRole

NOT_OPEN = "Vòng này chưa mở chấm. Thư ký ban tổ chức sẽ báo khi bắt đầu."
CLOSED = "Vòng chấm đã chốt nên không ghi thêm được. Những gì bạn vừa gõ vẫn còn trên trang này."


def is_open(state: StageState, closes_at: datetime | None, now: datetime) -> bool:
    """Tell whether a stage takes sheets now; the last second still counts."""
    return state is StageState.OPEN and (closes_at is None or Deadline(closes_at).is_open(now))


def require_open(state: StageState, closes_at: datetime | None, now: datetime) -> None:
    """Refuse a sheet that comes too early or too late.

    Raises:
        WrongState: saying which, and what became of what was typed.
    """
    if state is StageState.WAITING:
        raise WrongState(NOT_OPEN)
    if state is StageState.CLOSED:
        raise WrongState(CLOSED)
    if not is_open(state, closes_at, now) and closes_at is not None:
        raise WrongState(
            f"Hạn chấm là {format_instant(closes_at)}, nay đã qua. Những gì bạn vừa gõ vẫn còn "
            "trên trang này; nếu cần chấm tiếp, hãy đề nghị thư ký gia hạn."
        )


def require_ready_council(councils: Iterable[Iterable[SeatRole]], min_sheets: int) -> None:
    """Refuse to begin judging without a council that can.

    Args:
        councils: for each council of the stage, the roles of its active members.
        min_sheets: how many sheets each dossier needs.

    Raises:
        RuleBroken: saying what is missing.
    """
    rosters = [list(roles) for roles in councils]
    if not rosters:
        raise RuleBroken(
            "Đợt này chưa có hội đồng chấm vòng sắp mở. Hãy thành lập hội đồng và thêm thành viên trước khi chấm."
        )
    if not all("chair" in roles for roles in rosters):
        raise RuleBroken("Hội đồng chưa có chủ tịch. Hãy chọn chủ tịch hội đồng trước khi chấm.")
    judges = sum(map(len, rosters))
    if judges < min_sheets:
        raise RuleBroken(
            f"Mỗi hồ sơ cần ít nhất {min_sheets} phiếu, nhưng hội đồng mới có {judges} người. "
            "Hãy thêm thành viên trước khi chấm."
        )
