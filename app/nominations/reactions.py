"""What dossiers have to say when their round takes a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.kernel.errors import WrongState
from app.kernel.events import when
from app.nominations.queries.counts import count_dossiers, count_undecided
from app.programmes.enums import RoundEvent

if TYPE_CHECKING:
    from app.kernel.access import Actor


@when(RoundEvent.WITHDRAWN)
def keep_call_with_dossiers(thing: Any, *, by: Actor) -> None:  # noqa: ARG001  # a reaction's signature
    """Refuse to take an announcement back when somebody has begun a dossier.

    Raises:
        WrongState: saying how many there are.
    """
    count = count_dossiers(thing.id)
    if count:
        raise WrongState(
            f"Đợt này đã có {count} hồ sơ (kể cả bản nháp) nên không rút lại thông báo được. "
            "Nếu cần dừng, hãy khóa nhận hồ sơ và báo cho người nộp."
        )


@when(RoundEvent.JUDGING_STARTED)
def decide_every_dossier_first(thing: Any, *, by: Actor) -> None:  # noqa: ARG001  # a reaction's signature
    """Refuse to begin the judging while the screening is unfinished.

    Raises:
        WrongState: saying how many dossiers have no verdict.
    """
    count = count_undecided(thing.id)
    if count:
        raise WrongState(
            f"Còn {count} hồ sơ chưa có kết luận thẩm tra. Hãy kết luận hợp lệ hoặc không hợp lệ "
            "từng hồ sơ rồi chuyển hội đồng chấm."
        )
