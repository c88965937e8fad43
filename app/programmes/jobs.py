"""Rounds that the clock closes: at their deadline, and once a day what was forgotten."""

from __future__ import annotations

from typing import Any

from app.infra.jobs.kinds import daily, handles
from app.kernel.access import Actor
from app.programmes.operations.settings import close_rounds_past_deadline

CLOSE = "programmes.close_past_deadline"
CLOCK = "Đồng hồ hạn nộp"


@handles(CLOSE, "Đóng đợt khi hết hạn nộp")
def close_when_due(_payload: dict[str, Any]) -> None:
    """Close what is due; the payload says nothing, because the deadline may have moved."""
    close_rounds_past_deadline(by=Actor.of_system(CLOCK))


@daily("programmes.close_forgotten", "Đóng đợt đã quá hạn nộp")
def close_forgotten(_payload: dict[str, Any]) -> None:
    """Close what a lost job has left open."""
    close_rounds_past_deadline(by=Actor.of_system(CLOCK))
