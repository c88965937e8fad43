"""The pages of judging: the judge's desk, the sheet, and the secretary's view of both."""

from __future__ import annotations

from app.scoring.views import assigning, judging, sending, sheet, watching
from app.scoring.views.doors import pages

__all__ = ["assigning", "judging", "sending", "sheet", "watching"]

doors = (pages,)
