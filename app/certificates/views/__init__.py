"""The pages of certificates: issue, register, one's own, verification."""

from __future__ import annotations

from app.certificates.views import issuing, register, verifying
from app.certificates.views.doors import pages

__all__ = ["issuing", "register", "verifying"]

doors = (pages,)
