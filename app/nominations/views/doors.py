"""The doors of the nominations package."""

from __future__ import annotations

from app.infra.guard import Doors
from app.nominations.policy import policy

pages = Doors("nominations", policy)
