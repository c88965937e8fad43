"""Long random words of links and sessions; of the former only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets


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
