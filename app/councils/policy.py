"""Who may do what to councils; whoever competes in a round does not choose its judges."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, is_secretary, stands_apart


class CouncilPermission(Permission):
    """What can be done to councils and their seats."""

    LIST = "councils:list"
    READ = "councils:read"
    FORM = "councils:form"
    SEAT = "councils:seat"
    INVITE = "councils:invite"


chooses_judges = is_secretary & stands_apart

policy = Policy(
    CouncilPermission,
    {
        CouncilPermission.LIST: is_secretary,
        CouncilPermission.READ: is_secretary,
        CouncilPermission.FORM: chooses_judges,
        CouncilPermission.SEAT: chooses_judges,
        CouncilPermission.INVITE: chooses_judges,
    },
)
