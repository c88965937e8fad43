"""Who may do what to units and people."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, is_secretary


class RegistryPermission(Permission):
    """What can be done to the registry."""

    LIST_UNITS = "registry:list_units"
    CHANGE_UNITS = "registry:change_units"
    LIST_PEOPLE = "registry:list_people"
    CHANGE_PEOPLE = "registry:change_people"


policy = Policy(
    RegistryPermission,
    {
        RegistryPermission.LIST_UNITS: is_secretary,
        RegistryPermission.CHANGE_UNITS: is_secretary,
        RegistryPermission.LIST_PEOPLE: is_secretary,
        RegistryPermission.CHANGE_PEOPLE: is_secretary,
    },
)
