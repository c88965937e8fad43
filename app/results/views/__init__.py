"""The pages of results: the secretary's, the chair's, the decision-maker's, the public's."""

from __future__ import annotations

from app.results.views import chair, leader, manage, public
from app.results.views.doors import pages

__all__ = ["chair", "leader", "manage", "public"]

doors = (pages,)
