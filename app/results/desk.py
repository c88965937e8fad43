"""Results on the desk of the decision-maker."""

from __future__ import annotations

from app.infra.desks import DeskKey, Entry
from app.results.queries.decision import count_proposed

entries = (
    Entry(
        DeskKey.APPROVAL,
        10,
        "Kết quả trình duyệt",
        "results.inbox",
        "pen",
        count=count_proposed,
        is_urgent=True,
    ),
)
