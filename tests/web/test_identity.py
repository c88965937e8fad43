"""Who acts: what an account may act as is read anew at every request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.infra.db import db
from app.kernel.access import Role
from app.nominations.enums import NominationState as S
from app.web.identity import actor_of
from tests.factories.accounts import make_account
from tests.factories.nominations import make_nomination
from tests.factories.programmes import make_round
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask


@pytest.mark.parametrize("link", ["owner", "named"])
@pytest.mark.parametrize("state", list(S))
def test_somebody_competes_where_a_dossier_of_theirs_was_received(
    app: Flask, state: S, link: str
) -> None:
    account = make_account(Role.SECRETARY)
    round_ = make_round()
    nomination = make_nomination(round_, state=state)
    if link == "owner":
        nomination.owner_id = account.id
    else:
        nomination.people[0].person_id = account.person_id
    make_nomination(make_round(programme_key="khac"), state=S.SUBMITTED)
    db.session.flush()
    competes = state not in {S.DRAFT, S.WITHDRAWN}
    assert actor_of(account).competes_in == (frozenset({round_.id}) if competes else frozenset())


def test_an_actor_is_made_by_one_statement_whatever_they_hold(
    app: Flask, count_statements: Callable[[], object]
) -> None:
    account = make_account(Role.SECRETARY, Role.LEADER, units=[make_unit()])
    for _ in range(3):
        make_nomination(make_round(programme_key="khac"), owner_id=account.id)
    db.session.commit()
    db.session.refresh(account, ["person"])
    with count_statements() as statements:  # type: ignore[attr-defined]
        assert len(actor_of(account).competes_in) == 3
    assert len(statements) == 1
