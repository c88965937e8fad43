"""The pages of certificates: issue, register, one's own, verification."""

from __future__ import annotations

from app.certificates.views import issue, register, verification
from app.certificates.views.doors import pages

__all__ = ["issue", "register", "verification"]

doors = (pages,)
