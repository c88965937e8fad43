"""What accounts do by themselves: once a day, attempts that no longer count are forgotten."""

from __future__ import annotations

from typing import Any

from app.accounts.operations.sessions import forget_attempts
from app.infra.jobs import daily


@daily("accounts.tidy")
def tidy(_payload: dict[str, Any]) -> None:
    """Forget attempts that no longer count."""
    forget_attempts()
