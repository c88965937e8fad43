"""The organiser of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.infra.db.engine import db
from app.kernel.access import Actor
from app.organiser.operations import add_signatory, ensure_organiser
from app.organiser.rules import SignatoryDetails

if TYPE_CHECKING:
    from app.organiser.models import Organiser, Signatory

SYSTEM = Actor.of_system("Kiểm thử")


def make_organiser(**over: Any) -> Organiser:
    """Enter the organiser."""
    organiser = ensure_organiser(by=SYSTEM)
    for key, value in over.items():
        setattr(organiser, key, value)
    db.session.commit()
    return organiser


def make_signatory(organiser: Organiser, full_name: str = "Vũ Đình Khải Minh") -> Signatory:
    """Enter somebody who signs."""
    details = SignatoryDetails(office="CHỦ TỊCH", full_name=full_name)
    signatory = add_signatory(organiser, details, by=SYSTEM)
    db.session.commit()
    return signatory
