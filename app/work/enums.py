"""What people do to work in the background."""

from __future__ import annotations

from app.kernel.events import EventTag


class WorkEvent(EventTag):
    """What happens to batches and to jobs that died."""

    CANCELLED = "work:batch:cancelled", "Dừng việc nền"
    CONTINUED = "work:batch:continued", "Làm tiếp việc nền"
    RUN_AGAIN = "work:job:run_again", "Chạy lại việc nền"
    KIND_RUN_AGAIN = "work:kind:run_again", "Chạy lại mọi việc nền cùng loại"
    GIVEN_UP = "work:job:given_up", "Bỏ việc nền"
