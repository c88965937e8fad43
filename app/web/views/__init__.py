"""The pages that belong to no package."""

from __future__ import annotations

from app.web.views import organiser, public, work
from app.web.views.doors import pages

__all__ = ["organiser", "public", "work"]

doors = (pages,)
