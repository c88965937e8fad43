"""The doors of certificates."""

from __future__ import annotations

from app.certificates.policy import policy
from app.infra.guard import Doors

pages = Doors("certificates", policy)
ROUND = "/ban-to-chuc/dot/<int:round_id>/giay-chung-nhan"
REGISTER = "/ban-to-chuc/giay-chung-nhan"
