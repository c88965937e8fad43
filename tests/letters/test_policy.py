"""Who changes the words of letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.kernel.access import Actor, Role
from app.letters.policy import LetterPermission as P
from app.letters.policy import policy
from app.letters.queries import KeptLetter
from app.letters.rules.templates import LetterTemplate, Wording

if TYPE_CHECKING:
    from collections.abc import Iterable


def actor(roles: Iterable[Role]) -> Actor:
    return Actor(account_id=1, roles=frozenset(roles))


def letter(*, for_administrators: bool) -> KeptLetter:
    template = LetterTemplate(
        key="a.b",
        group="",
        name="",
        to="",
        when="",
        shipped=Wording("", ""),
        fields=(),
        for_administrators=for_administrators,
    )
    return KeptLetter(template, None)


@pytest.mark.parametrize(
    ("roles", "lists", "changes", "changes_accounts"),
    [
        ((), False, False, False),
        ((Role.LEADER,), False, False, False),
        ((Role.SECRETARY,), True, True, False),
        ((Role.ADMIN,), True, True, True),
        ((Role.SECRETARY, Role.ADMIN), True, True, True),
    ],
)
def test_secretaries_change_letters_but_those_of_accounts(
    roles: tuple[Role, ...], lists: bool, changes: bool, changes_accounts: bool
) -> None:
    somebody = actor(roles)
    assert policy.allows(somebody, P.LIST) is lists
    assert policy.allows(somebody, P.CHANGE, letter(for_administrators=False)) is changes
    assert policy.allows(somebody, P.CHANGE, letter(for_administrators=True)) is changes_accounts


def test_strangers_are_not_admitted() -> None:
    assert not policy.allows(Actor.stranger(), P.LIST)
    assert not policy.admits_strangers(P.CHANGE)
