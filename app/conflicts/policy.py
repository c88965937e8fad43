"""Who may do what to conflicts of interest; judges declare from their own sheets, in scoring."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, is_secretary, stands_apart


class ConflictPermission(Permission):
    """What can be done to declared conflicts."""

    LIST = "conflicts:list"
    ENTER = "conflicts:enter"
    WITHDRAW = "conflicts:withdraw"


keeps_declarations = is_secretary & stands_apart

policy = Policy(
    ConflictPermission,
    {
        ConflictPermission.LIST: is_secretary,
        ConflictPermission.ENTER: keeps_declarations,
        ConflictPermission.WITHDRAW: keeps_declarations,
    },
)
