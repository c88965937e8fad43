"""The pages of accounts, and what Flask-Login knows of somebody who signed in."""

from __future__ import annotations

from app.accounts.views import admin, letters, opening, own, session
from app.accounts.views.doors import pages
from app.accounts.views.session import SessionUser, sign_in_session

__all__ = ["SessionUser", "admin", "letters", "opening", "own", "session", "sign_in_session"]

doors = (pages,)
