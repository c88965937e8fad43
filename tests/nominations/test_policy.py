from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.kernel.access import Actor, Role
from app.nominations.enums import NominationState as S
from app.nominations.models import Attachment, Nomination, NominationPerson
from app.nominations.policy import NominationPermission as P
from app.nominations.policy import policy
from app.nominations.queries.dossiers import FileOfDossier

AUTHOR = Actor(account_id=1, person_id=11)
OTHER = Actor(account_id=2, person_id=12)
NAMED = Actor(account_id=3, person_id=13)
CONTACT = Actor(account_id=4, person_id=14, units=frozenset({7}))
SECRETARY = Actor(account_id=5, person_id=15, roles=frozenset({Role.SECRETARY}))
NAMED_SECRETARY = Actor(account_id=6, person_id=13, roles=frozenset({Role.SECRETARY}))


def dossier(state: S = S.SUBMITTED) -> Nomination:
    people = [NominationPerson(person_id=13)]
    sent = None if state in {S.DRAFT, S.WITHDRAWN} else datetime(2026, 11, 2, tzinfo=UTC)
    return Nomination(
        owner_id=1, unit_id=7, round_id=3, state=state, people=people, submitted_at=sent
    )


@pytest.mark.parametrize(
    ("permission", "admitted"),
    [
        (P.READ, {AUTHOR, NAMED, CONTACT, SECRETARY, NAMED_SECRETARY}),
        (P.EDIT, {AUTHOR}),
        (P.SUBMIT, {AUTHOR}),
        (P.WITHDRAW, {AUTHOR}),
        (P.ENDORSE, {CONTACT}),
        (P.SCREEN, {SECRETARY}),
    ],
)
def test_each_step_admits_whom_it_concerns(permission: P, admitted: set[Actor]) -> None:
    everybody = {AUTHOR, OTHER, NAMED, CONTACT, SECRETARY, NAMED_SECRETARY, Actor.stranger()}
    assert {a for a in everybody if policy.allows(a, permission, dossier())} == admitted


@pytest.mark.parametrize("state", [S.DRAFT, S.WITHDRAWN])
def test_what_was_never_sent_is_read_by_its_author_and_the_secretary_only(state: S) -> None:
    readers = {
        a for a in (AUTHOR, NAMED, CONTACT, SECRETARY) if policy.allows(a, P.READ, dossier(state))
    }
    assert readers == {AUTHOR, SECRETARY}


def test_part_of_a_dossier_is_judged_as_the_dossier() -> None:
    part = FileOfDossier(dossier(), Attachment())
    assert policy.allows(AUTHOR, P.EDIT, part)
    assert not policy.allows(OTHER, P.EDIT, part)


def test_nobody_screens_a_dossier_that_they_wrote() -> None:
    writer = Actor(account_id=1, person_id=16, roles=frozenset({Role.SECRETARY}))
    assert not policy.allows(writer, P.SCREEN, dossier())


def test_nobody_screens_a_dossier_that_names_them() -> None:
    decision = policy.decide(NAMED_SECRETARY, P.SCREEN, dossier())
    assert not decision.allowed
    assert "tên mình" in decision.sentence


def test_nobody_screens_those_with_whom_they_compete() -> None:
    rival = Actor(account_id=8, roles=frozenset({Role.SECRETARY}), competes_in=frozenset({3}))
    decision = policy.decide(rival, P.SCREEN, dossier())
    assert not decision.allowed
    assert "hồ sơ của đợt này" in decision.sentence
    assert policy.allows(rival, P.READ, dossier())
