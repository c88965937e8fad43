from __future__ import annotations

import pytest

from app.certificates.models import Certificate, CertificateBatch
from app.certificates.policy import CertificatePermission as P
from app.certificates.policy import policy
from app.kernel.access import Actor, InRound, Role
from app.nominations.models import Nomination, NominationPerson
from app.programmes.models import Round
from app.results.models import Award

SECRETARY = Actor(account_id=1, person_id=1, roles=frozenset({Role.SECRETARY}))
SOMEBODY = Actor(account_id=2, person_id=2)
ROUND = Round(id=7)


def certificate(
    person_id: int | None = None, *, owner_id: int | None = None, group: tuple[int | None, ...] = ()
) -> Certificate:
    people = [NominationPerson(person_id=number) for number in group or (person_id,)]
    nomination = Nomination(owner_id=owner_id, people=people)
    person = None if group else people[0]
    return Certificate(person=person, award=Award(nomination=nomination))


@pytest.mark.parametrize(
    ("thing", "allowed"),
    [
        (certificate(2), True),
        (certificate(3), False),
        (certificate(None), False),
        (certificate(3, owner_id=2), True),
        (certificate(group=(3, 2)), True),
        (certificate(group=(3, None)), False),
    ],
)
def test_who_fetches_a_paper(thing: Certificate, *, allowed: bool) -> None:
    assert policy.allows(SOMEBODY, P.DOWNLOAD, thing) is allowed
    assert policy.allows(SECRETARY, P.DOWNLOAD, thing)
    assert not policy.allows(Actor.stranger(), P.DOWNLOAD, thing)


def test_only_verification_admits_strangers() -> None:
    assert [p for p in P if policy.admits_strangers(p)] == [P.VERIFY]


@pytest.mark.parametrize("permission", [P.ISSUE, P.READ_REGISTER, P.READ, P.REVOKE])
def test_the_register_is_kept_by_the_secretary(permission: P) -> None:
    assert policy.allows(SECRETARY, permission, ROUND)
    assert not policy.allows(SOMEBODY, permission, ROUND)


@pytest.mark.parametrize("permission", [P.ISSUE, P.REVOKE])
@pytest.mark.parametrize(
    "thing",
    [ROUND, CertificateBatch(round_id=7), Certificate(award=Award(round_id=7))],
    ids=["round", "issue", "certificate"],
)
def test_nobody_issues_or_revokes_where_they_competed(permission: P, thing: InRound) -> None:
    competing = Actor(account_id=3, roles=SECRETARY.roles, competes_in=frozenset({7}))
    assert not policy.allows(competing, permission, thing)
    assert policy.allows(competing, P.READ, thing)
