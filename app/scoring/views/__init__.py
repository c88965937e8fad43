"""The pages of judging: the judge's desk, the sheet, and the secretary's view of both."""

from __future__ import annotations

from app.scoring.views import assignments, progress, sheet, submission, worklist
from app.scoring.views.doors import pages

__all__ = ["assignments", "progress", "sheet", "submission", "worklist"]

doors = (pages,)
