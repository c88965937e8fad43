"""Reading accounts and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.accounts import queries
from app.infra.db import db
from app.kernel.access import Role
from tests.factories.accounts import make_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


def test_the_account_of_a_session_and_its_person_come_in_one_statement(
    session: Session, count_statements: Callable[[], Any]
) -> None:
    account = make_account()
    session.expunge_all()
    with count_statements() as seen:
        found = queries.find_account_in_session(account.id, "1.a.b")
        assert found is not None
        assert found.person.full_name == account.person.full_name
    assert len(seen) == 1


def test_a_closed_or_impossible_account_has_no_session(session: Session) -> None:
    closed = make_account(is_active=False)
    assert queries.find_account_in_session(closed.id, "1.a.b") is None
    assert queries.find_account_in_session(10**30, "1.a.b") is None


def test_only_an_active_administrator_with_a_password_counts(session: Session) -> None:
    assert not queries.has_active_admin()
    boss = make_account(Role.ADMIN, is_active=False)
    assert not queries.has_active_admin()
    boss.is_active = True
    boss.password_hash = None
    db.session.commit()
    assert not queries.has_active_admin()
    make_account(Role.ADMIN)
    assert queries.has_active_admin()
