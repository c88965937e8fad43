"""The doors of the scoring package."""

from __future__ import annotations

from app.infra.guard import Doors
from app.scoring.policy import policy

OK, CONFLICT, UNPROCESSABLE = 200, 409, 422

pages = Doors("scoring", policy)
