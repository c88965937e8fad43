"""The one deadline of a round, from which every page, mail and refusal speaks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.kernel.calendar import Deadline

if TYPE_CHECKING:
    from datetime import datetime


def submission_deadline(closes_at: datetime, grace_minutes: int) -> Deadline:
    """Return the instant until which dossiers are received, with the round's grace period."""
    return Deadline(closes_at, timedelta(minutes=grace_minutes))


def after_deadline(closes_at: datetime, grace_minutes: int) -> datetime:
    """Return the first second at which nothing is received any more."""
    return closes_at + timedelta(minutes=grace_minutes, seconds=1)
