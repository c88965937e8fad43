"""One-time links: long random tokens, of which only the hash is kept, and how long they live."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from app.accounts.enums import LinkKind

LIFETIMES: dict[LinkKind, timedelta] = {
    LinkKind.FIRST_ADMIN: timedelta(days=2),
    LinkKind.INVITATION: timedelta(days=7),
    LinkKind.REGISTRATION: timedelta(days=2),
    LinkKind.PASSWORD_RESET: timedelta(hours=2),
}

LIFETIME_WORDS: dict[LinkKind, str] = {
    LinkKind.FIRST_ADMIN: "2 ngày",
    LinkKind.INVITATION: "7 ngày",
    LinkKind.REGISTRATION: "2 ngày",
    LinkKind.PASSWORD_RESET: "2 giờ",
}


def new_token() -> str:
    """Return a token that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def new_session_word() -> str:
    """Return what tells one session of an account from its others."""
    return secrets.token_urlsafe(16)


def new_stamp() -> str:
    """Return a new session stamp; with it every earlier session ends."""
    return secrets.token_urlsafe(16)
