"""Who may open the pages that belong to no package.

What such a page tells of a round belongs to other packages: each is asked with the reader, and
answers by its own policy (`waits` of the packages).
"""

from __future__ import annotations

from app.kernel.access import (
    Permission,
    Policy,
    anyone,
    is_secretary,
    is_signed_in,
    stands_apart,
)


class WebPermission(Permission):
    """What the pages that bind all others ask for."""

    VISIT = "web:visit"
    OPEN_DESK = "web:open_desk"
    RUN_ROUNDS = "web:run_rounds"
    WATCH_ROUND = "web:watch_round"


policy = Policy(
    WebPermission,
    {
        WebPermission.VISIT: anyone,
        WebPermission.OPEN_DESK: is_signed_in,
        WebPermission.RUN_ROUNDS: is_secretary,
        WebPermission.WATCH_ROUND: is_secretary & stands_apart,
    },
)
