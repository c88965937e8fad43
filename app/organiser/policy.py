"""Who may change whose name stands on everything."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, anyone, is_admin


class OrganiserPermission(Permission):
    """What can be done to the organiser's profile."""

    SEE_EMBLEM = "organiser:see_emblem"
    CHANGE = "organiser:change"


policy = Policy(
    OrganiserPermission,
    {
        OrganiserPermission.SEE_EMBLEM: anyone,
        OrganiserPermission.CHANGE: is_admin,
    },
)
