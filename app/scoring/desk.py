"""What a judge has to judge."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry
from app.scoring.queries.worklist import count_waiting

entries = (
    Entry(
        DeskKey.COUNCIL,
        10,
        "Hồ sơ chấm",
        "scoring.mine",
        "ui-checks",
        count=count_waiting,
        is_urgent=True,
    ),
)
