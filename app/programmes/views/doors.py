"""The doors of programmes and rounds."""

from __future__ import annotations

from app.infra.guard import Doors
from app.programmes.policy import policy

pages = Doors("programmes", policy)
OK, UNPROCESSABLE = 200, 422
DESK = "/ban-to-chuc/dot"
