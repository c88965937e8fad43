"""The doors of programmes and rounds."""

from __future__ import annotations

from app.infra.guard import Doors
from app.programmes.policy import policy

pages = Doors("programmes", policy)
DESK = "/ban-to-chuc/dot"
