"""The reason of an act: whoever undoes, refuses or returns something says why."""

from __future__ import annotations

from app.kernel.errors import RuleBroken

NO_REASON = "Hãy ghi lý do để người liên quan hiểu; lý do được lưu lại."


def require_reason(text: str) -> str:
    """Return a reason as it is kept, without blanks around it.

    Raises:
        RuleBroken: beside the field ``reason``, when nothing was said.
    """
    reason = text.strip()
    if not reason:
        raise RuleBroken(NO_REASON, field="reason")
    return reason
