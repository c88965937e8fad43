"""Who may do what to councils."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, is_secretary


class CouncilPermission(Permission):
    """What can be done to councils and their seats."""

    LIST = "councils:list"
    READ = "councils:read"
    FORM = "councils:form"
    SEAT = "councils:seat"
    INVITE = "councils:invite"


policy = Policy(CouncilPermission, dict.fromkeys(CouncilPermission, is_secretary))
