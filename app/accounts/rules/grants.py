"""What an account may be granted, and the one thing that must never happen to the last one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.kernel.access import Role
from app.kernel.errors import RuleBroken

ROLE_LABELS: dict[Role, str] = {
    Role.ADMIN: "Quản trị hệ thống",
    Role.SECRETARY: "Thư ký ban tổ chức",
    Role.LEADER: "Lãnh đạo phê duyệt",
}


@dataclass(frozen=True, slots=True)
class Grants:
    """Roles over the whole installation, and the units somebody is contact of."""

    roles: frozenset[Role] = frozenset()
    units: frozenset[int] = frozenset()

    def as_json(self) -> dict[str, Any]:
        """Return what a mailed link keeps of the grants."""
        return {"roles": sorted(self.roles), "units": sorted(self.units)}

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Grants:
        """Return the grants that a mailed link keeps."""
        return cls(frozenset(map(Role, kept.get("roles", ()))), frozenset(kept.get("units", ())))


def require_an_admin_left(others: int) -> None:
    """Refuse to lose the last administrator.

    Raises:
        RuleBroken: when there is no other active one.
    """
    if others < 1:
        raise RuleBroken(
            "Đây là quản trị duy nhất đang hoạt động. "
            "Hãy giao vai trò quản trị cho người khác trước."
        )
