"""Who may do what to conflicts of interest; judges declare from their own sheets, in scoring."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, is_secretary


class ConflictPermission(Permission):
    """What can be done to declared conflicts."""

    LIST = "conflicts:list"
    ENTER = "conflicts:enter"
    WITHDRAW = "conflicts:withdraw"


policy = Policy(ConflictPermission, dict.fromkeys(ConflictPermission, is_secretary))
