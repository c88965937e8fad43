"""Writing the organiser's profile and those who sign for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit.operations import operation, record
from app.infra.db.engine import db
from app.organiser import queries
from app.organiser.enums import OrganiserEvent
from app.organiser.models import Organiser, Signatory
from app.organiser.rules import (
    OrganiserPreset,
    Profile,
    SignatoryDetails,
    profile_facts,
    require_sound_signatory,
)

if TYPE_CHECKING:
    from app.kernel.access import Actor


def ensure_organiser(*, by: Actor) -> Organiser:
    """Return the organiser; the first call on a new installation enters a general one."""
    return queries.find_organiser() or _establish(by=by)


@operation
def _establish(*, by: Actor) -> Organiser:
    organiser = Organiser(**profile_facts(Profile()), settings={})
    db.session.add(organiser)
    db.session.flush()
    record(OrganiserEvent.ESTABLISHED, organiser, by=by, name=organiser.name)
    return organiser


@operation
def change_profile(organiser: Organiser, profile: Profile, *, by: Actor) -> None:
    """Change what the organiser says of itself."""
    changes = {
        key: value
        for key, value in profile_facts(profile).items()
        if getattr(organiser, key) != value
    }
    for key, value in changes.items():
        setattr(organiser, key, value)
    db.session.flush()
    record(OrganiserEvent.CHANGED, organiser, by=by, **changes)


@operation
def change_emblem(organiser: Organiser, sha256: str | None, *, by: Actor) -> None:
    """Take a stored picture as the emblem, or with None the drawing that is shipped."""
    organiser.emblem_sha256 = sha256
    db.session.flush()
    record(OrganiserEvent.EMBLEM_CHANGED, organiser, by=by, sha256=sha256)


@operation
def load_organiser_preset(preset: OrganiserPreset, *, by: Actor) -> Organiser:
    """Put a shipped profile in place of what is there, signatories included."""
    ensure_organiser(by=by)
    organiser = queries.get_organiser_to_change()
    for key, value in profile_facts(preset.profile).items():
        setattr(organiser, key, value)
    organiser.signatories.clear()
    db.session.flush()
    for position, details in enumerate(preset.signatories, start=1):
        organiser.signatories.append(_filled(Signatory(position=position), details))
    db.session.flush()
    record(OrganiserEvent.PRESET_LOADED, organiser, by=by, preset=preset.key)
    return organiser


@operation
def add_signatory(organiser: Organiser, details: SignatoryDetails, *, by: Actor) -> Signatory:
    """Enter somebody who signs, after those there are."""
    last = max((signatory.position for signatory in queries.signatories()), default=0)
    signatory = _filled(Signatory(organiser_id=organiser.id, position=last + 1), details)
    db.session.add(signatory)
    db.session.flush()
    record(OrganiserEvent.SIGNATORY_ADDED, organiser, by=by, **_facts(signatory))
    return signatory


@operation
def change_signatory(signatory: Signatory, details: SignatoryDetails, *, by: Actor) -> None:
    """Correct somebody who signs; certificates already issued keep what they say."""
    _filled(signatory, details)
    db.session.flush()
    record(OrganiserEvent.SIGNATORY_CHANGED, signatory, by=by, **_facts(signatory))


@operation
def move_signatory_up(signatory: Signatory, *, by: Actor) -> None:
    """Exchange places with the one before; the first one stays first."""
    before = [row for row in queries.signatories() if row.position < signatory.position]
    if before:
        _exchange(before[-1], signatory)
    record(OrganiserEvent.SIGNATORY_MOVED, signatory, by=by, position=signatory.position)


@operation
def remove_signatory(signatory: Signatory, *, by: Actor) -> None:
    """Take somebody off the list of those who sign."""
    record(OrganiserEvent.SIGNATORY_REMOVED, signatory, by=by, **_facts(signatory))
    db.session.delete(signatory)
    db.session.flush()


def _exchange(first: Signatory, second: Signatory) -> None:
    """Exchange two places; through a free one, since no two may hold the same at any moment."""
    upper, lower = first.position, second.position
    second.position = -lower
    db.session.flush()
    first.position = lower
    db.session.flush()
    second.position = upper
    db.session.flush()


def _filled(signatory: Signatory, details: SignatoryDetails) -> Signatory:
    require_sound_signatory(details)
    signatory.authority = details.authority
    signatory.office = details.office
    signatory.full_name = details.full_name
    signatory.valid_from = details.valid_from
    signatory.valid_until = details.valid_until
    return signatory


def _facts(signatory: Signatory) -> dict[str, object]:
    return {
        "office": signatory.office,
        "full_name": signatory.full_name,
        "authority": signatory.authority,
    }
