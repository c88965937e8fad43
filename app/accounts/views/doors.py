"""The doors of the accounts package."""

from __future__ import annotations

from app.accounts.policy import policy
from app.infra.guard import Doors

pages = Doors("accounts", policy)
