"""Who may read the log."""

from __future__ import annotations

from app.kernel.access import Permission, Policy, is_admin


class AuditPermission(Permission):
    """What can be done with the log."""

    READ = "audit:read"


policy = Policy(AuditPermission, {AuditPermission.READ: is_admin})
