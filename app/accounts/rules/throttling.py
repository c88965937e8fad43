"""Patience with wrong attempts: whoever guesses must wait, whoever errs is told until when."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from app.kernel.calendar import local
from app.kernel.errors import RuleBroken


class TooMany(RuleBroken):
    """Too many attempts in a short time."""

    status: ClassVar[int] = 429


@dataclass(frozen=True, slots=True)
class Patience:
    """How many attempts are borne within a window, for one address and from one origin."""

    purpose: str
    per_address: int
    per_origin: int
    window: timedelta


SIGN_IN = Patience("sign-in", per_address=10, per_origin=30, window=timedelta(minutes=15))
LINKS = Patience("links", per_address=3, per_origin=60, window=timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class Attempts:
    """What was attempted within the window; ``oldest_at`` is when the window began to fill."""

    by_address: int = 0
    from_origin: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Guesser:
    """Who attempts: a hashed address and a hashed origin."""

    email_hash: str
    origin_hash: str


def visitor(patience: Patience, secret: str, *, email: str, origin: str) -> Guesser:
    """Return by what the attempts of somebody are counted."""
    return Guesser(
        email_hash=blurred(secret, patience.purpose, email.strip().lower()),
        origin_hash=blurred(secret, patience.purpose, origin),
    )


def blurred(secret: str, purpose: str, text: str) -> str:
    """Return a keyed hash by which attempts are counted; it names neither person nor machine."""
    message = f"{purpose}:{text}".encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def address_is_spent(patience: Patience, seen: Attempts) -> bool:
    """Tell whether an address has had all its attempts."""
    return seen.by_address >= patience.per_address


def origin_is_spent(patience: Patience, seen: Attempts) -> bool:
    """Tell whether an origin has had all its attempts."""
    return seen.from_origin >= patience.per_origin


def require_patience(patience: Patience, seen: Attempts, now: datetime) -> None:
    """Refuse another attempt when the address or the origin has had all of its own.

    Raises:
        TooMany: with the time from which it goes on; alike whether the address has an account.
    """
    if address_is_spent(patience, seen) or origin_is_spent(patience, seen):
        until = (seen.oldest_at or now) + patience.window
        clock = f"{local(until) + timedelta(minutes=1):%H:%M}"
        raise TooMany(f"Đã có nhiều lần thử trong ít phút qua. Hãy chờ đến {clock} rồi thử lại.")
