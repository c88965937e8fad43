"""What accounts do by themselves: once a day, what no longer counts is forgotten."""

from __future__ import annotations

from typing import Any

from flask import current_app

from app.accounts.operations.sessions import forget_attempts, forget_ended_sessions
from app.infra.jobs.kinds import daily


@daily("accounts.tidy", "Dọn lần đăng nhập và phiên đã hết hạn")
def tidy(_payload: dict[str, Any]) -> None:
    """Forget attempts and ended sessions that no longer count."""
    forget_attempts()
    forget_ended_sessions(current_app.permanent_session_lifetime)
