"""Reading which shares were claimed, and what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.infra.db.engine import db
from app.kernel.errors import NotFound
from app.nominations.models import Nomination, ShareClaim

if TYPE_CHECKING:
    from collections.abc import Sequence


def claims_of(nomination_id: int) -> Sequence[ShareClaim]:
    """Return the claims of a dossier, oldest first, those that no longer hold included."""
    query = (
        select(ShareClaim).where(ShareClaim.nomination_id == nomination_id).order_by(ShareClaim.id)
    )
    return db.session.execute(query).scalars().all()


def get_share_claim(claim_id: int) -> ShareClaim:
    """Return a claim with its dossier and its round.

    Raises:
        NotFound: when there is none.
    """
    query = (
        select(ShareClaim)
        .options(joinedload(ShareClaim.nomination).joinedload(Nomination.round))
        .where(ShareClaim.id == claim_id)
    )
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
