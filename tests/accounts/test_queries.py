"""Reading accounts and links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts import queries
from app.infra.db.engine import db
from app.kernel.access import Role
from tests.factories.accounts import make_account

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


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
