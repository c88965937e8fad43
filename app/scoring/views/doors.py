"""The doors of the scoring package."""

from __future__ import annotations

from app.infra.guard import Doors
from app.scoring.policy import policy

pages = Doors("scoring", policy)
