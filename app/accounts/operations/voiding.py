"""Links that are of no use any more: nobody can use them, and nobody can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts import notifications
from app.infra.db import db
from app.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.accounts.models import MailedLink


def void(links: Collection[MailedLink]) -> None:
    """Let some links be of no use any more, and forget them where letters still hold them."""
    for link in links:
        link.expires_at = min(link.expires_at, clock.now())
    db.session.flush()
    notifications.forget_letters_of(links)
