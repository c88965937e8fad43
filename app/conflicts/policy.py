"""Who may do what to conflicts of interest; judges declare from their own sheets, in scoring."""

from __future__ import annotations

from typing import Any

from app.kernel.access import Permission, Policy, is_secretary, stands_apart


class ConflictPermission(Permission):
    """What can be done to declared conflicts."""

    LIST = "conflicts:list"
    ENTER = "conflicts:enter"
    WITHDRAW = "conflicts:withdraw"


def round_number(thing: Any) -> int:
    """Return the number of the round that a thing is, or of that of a declaration's dossier."""
    nomination = getattr(thing, "nomination", None)
    number: int = thing.id if nomination is None else nomination.round_id
    return number


keeps_declarations = is_secretary & stands_apart(round_number)

policy = Policy(
    ConflictPermission,
    {
        ConflictPermission.LIST: is_secretary,
        ConflictPermission.ENTER: keeps_declarations,
        ConflictPermission.WITHDRAW: keeps_declarations,
    },
)
