"""The doors of the web package."""

from __future__ import annotations

from app.infra.guard import Doors
from app.web.policy import policy

pages = Doors("web", policy)
