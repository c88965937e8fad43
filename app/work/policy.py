"""Who follows a batch, who stops it, and who sees what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.access import Permission, Policy, is_admin, predicate

if TYPE_CHECKING:
    from app.infra.jobs.models import Batch
    from app.kernel.access import Actor


class WorkPermission(Permission):
    """What can be done about work in the background."""

    FOLLOW = "work:follow"
    INTERRUPT = "work:interrupt"
    TAKE_RESULT = "work:take_result"
    READ_FAILED = "work:read_failed"
    RUN_AGAIN = "work:run_again"


def _started(actor: Actor, batch: Batch) -> bool:
    return actor.account_id is not None and actor.account_id == batch.by_account


started_it = predicate(
    "started_it", "Chỉ người cho chạy việc này và quản trị hệ thống xem được trang này.", _started
)

policy = Policy(
    WorkPermission,
    {
        WorkPermission.FOLLOW: is_admin | started_it,
        WorkPermission.INTERRUPT: is_admin | started_it,
        # An administrator need not know what a file says to see that it was made.
        WorkPermission.TAKE_RESULT: started_it.because(
            "Chỉ người cho chạy việc này tải được tệp kết quả."
        ),
        WorkPermission.READ_FAILED: is_admin,
        WorkPermission.RUN_AGAIN: is_admin,
    },
)
