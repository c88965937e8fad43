"""The doors of results."""

from __future__ import annotations

from app.infra.guard import Doors
from app.results.policy import policy

pages = Doors("results", policy)
DESK = "/ban-to-chuc/dot/<int:round_id>/ket-qua"
COUNCIL = "/hoi-dong/ket-qua/<int:round_id>"
APPROVAL = "/phe-duyet"
