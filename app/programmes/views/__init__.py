"""The pages of programmes and rounds: what the public reads, what the organiser sets."""

from __future__ import annotations

from app.infra.guard import access
from app.programmes.models import Round
from app.programmes.policy import policy
from app.programmes.views import index, manage, public, steps
from app.programmes.views.doors import pages
from app.programmes.workflow import round_workflow

__all__ = ["index", "manage", "public", "steps"]

doors = (pages,)
access.add_workflow(Round, round_workflow, policy)
