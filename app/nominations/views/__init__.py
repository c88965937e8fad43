"""The pages of dossiers: their authors', the units', the secretaries'."""

from __future__ import annotations

from app.infra.guard import access
from app.nominations.models import Nomination
from app.nominations.policy import policy
from app.nominations.views import files, own, rounds, screening, sections, shares, submission, units
from app.nominations.views.doors import pages
from app.nominations.workflow import nomination_workflow

__all__ = ["files", "own", "rounds", "screening", "sections", "shares", "submission", "units"]

doors = (pages,)
access.add_workflow(Nomination, nomination_workflow, policy)
