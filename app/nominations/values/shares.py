"""What a dossier says of its people's shares, as the rules of confirmation ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.nominations.rules.people import entry_of
from app.nominations.rules.shares import NamedShare
from app.programmes.enums import SubjectKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.kernel.access import Actor
    from app.nominations.models import Nomination, NominationPerson


def has_shares(nomination: Nomination) -> bool:
    """Tell whether the work is shared among authors; who is nominated for a title has no share."""
    return nomination.round.subject_kind is not SubjectKind.PERSON


def named_shares(nomination: Nomination) -> list[NamedShare]:
    """Return what a dossier says of each person, in their order."""
    return [named_share(row) for row in nomination.people]


def is_oneself(row: NominationPerson, by: Actor) -> bool:
    """Tell whether a row names who submits; two people may read one mailbox."""
    if by.person_id is not None:
        return row.person_id == by.person_id
    return row.email == by.email.strip().lower()


def named_share(row: NominationPerson) -> NamedShare:
    """Return what a row says of somebody."""
    return NamedShare(row.full_name, row.email, row.contribution)


def typed_share(typed: Mapping[str, str]) -> NamedShare:
    """Return what can be understood of a row as it was typed."""
    entry = entry_of(typed)
    return NamedShare(entry.full_name, entry.email, entry.contribution)
