"""Who is who: the people of a dossier are linked to the registry when it is submitted.

Conflicts of interest, certificates and statistics lean on these links. Two people are one only
on an address and a name, or on a name within a unit; a name alone joins nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.kernel.vietnamese.search import search_fold
from app.registry.operations import add_person, find_or_add_person
from app.registry.queries import people_by_email
from app.registry.rules import PersonDetails, folded

if TYPE_CHECKING:
    from app.kernel.access import Actor
    from app.nominations.models import Nomination, NominationPerson


def link_people(nomination: Nomination, *, by: Actor) -> None:
    """Link each person named to somebody of the registry, entering who is not there.

    Two rows of one dossier are never the same person.
    """
    taken: set[int] = set()
    for row in nomination.people:
        if row.person_id is None or row.person_id in taken:
            row.person_id = _person_for(row, taken, by=by)
        taken.add(row.person_id)


def _person_for(row: NominationPerson, taken: set[int], *, by: Actor) -> int:
    if by.person_id is not None and by.person_id not in taken and _is_oneself(row, by):
        return by.person_id
    details = _details(row)
    can_be_known = row.unit_id is not None or _address_is_known(row)
    person = find_or_add_person(details, by=by) if can_be_known else add_person(details, by=by)
    if person.id in taken:
        person = add_person(details, by=by)
    return person.id


def _is_oneself(row: NominationPerson, by: Actor) -> bool:
    """Tell whether a row is about who submits: the same address and the same name."""
    same_address = bool(row.email) and row.email == by.email.strip().lower()
    return same_address and search_fold(row.full_name) == search_fold(by.name)


def _address_is_known(row: NominationPerson) -> bool:
    name = folded(row.full_name)
    return bool(row.email) and any(
        person.name_folded == name for person in people_by_email(row.email)
    )


def _details(row: NominationPerson) -> PersonDetails:
    return PersonDetails(
        full_name=row.full_name,
        birth_date=row.birth_date,
        gender=row.gender,
        academic_degree=row.degree,
        position_title=row.position_title,
        email=row.email or None,
        phone=row.phone or None,
        unit_id=row.unit_id,
    )
