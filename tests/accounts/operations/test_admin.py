"""What administrators do with accounts."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from app.accounts.operations import admin
from app.accounts.queries import find_live_link, get_account
from app.accounts.rules.grants import Grants
from app.infra.db.engine import db
from app.kernel.access import Role
from app.kernel.errors import NotFound, Refusal, RuleBroken
from app.web.queries.identity import find_identity
from tests.factories.accounts import actor_for, make_account
from tests.factories.registry import SYSTEM, make_unit

if TYPE_CHECKING:
    from flask import Flask
    from sqlalchemy.orm import Session

ADMIN_ONLY = Grants(frozenset({Role.ADMIN}))


def test_an_account_holds_exactly_what_it_is_granted(session: Session) -> None:
    first, second = make_unit(), make_unit()
    account = make_account(Role.LEADER, units=[first])
    grants = Grants(frozenset({Role.SECRETARY}), frozenset({second.id}))
    admin.change_grants(account, grants, by=SYSTEM)
    session.commit()
    session.expunge_all()
    again = get_account(account.id)
    assert {granted.role for granted in again.roles} == {Role.SECRETARY}
    assert {contact.unit_id for contact in again.unit_contacts} == {second.id}


def test_granting_counts_a_version_so_that_a_stale_page_is_noticed(session: Session) -> None:
    account = make_account()
    admin.change_grants(account, Grants(frozenset({Role.LEADER})), by=SYSTEM)
    session.commit()
    assert account.version == 2


def test_a_unit_that_does_not_exist_is_refused(session: Session) -> None:
    with pytest.raises(RuleBroken):
        admin.change_grants(make_account(), Grants(units=frozenset({404})), by=SYSTEM)


def test_the_last_administrator_keeps_role_and_account(session: Session) -> None:
    boss = make_account(Role.ADMIN)
    make_account(Role.ADMIN, is_active=False)
    with pytest.raises(RuleBroken):
        admin.change_grants(boss, Grants(), by=actor_for(boss))
    with pytest.raises(RuleBroken):
        admin.close_account(boss, by=actor_for(boss))


def test_one_of_two_administrators_may_go(session: Session) -> None:
    boss = make_account(Role.ADMIN)
    make_account(Role.ADMIN)
    admin.change_grants(boss, Grants(), by=actor_for(boss))


def test_a_closed_account_has_no_session_until_it_is_reopened(session: Session) -> None:
    account = make_account()
    stamp = account.session_stamp
    admin.close_account(account, by=SYSTEM)
    session.commit()
    assert find_identity(account.id, "1.a.b") is None
    admin.reopen_account(account, by=SYSTEM)
    session.commit()
    identity = find_identity(account.id, "1.a.b")
    assert identity is not None
    assert identity.session_stamp == account.session_stamp != stamp


def test_two_administrators_who_close_each_other_at_once_leave_one(app: Flask) -> None:
    ids = [make_account(Role.ADMIN).id, make_account(Role.ADMIN).id]
    start = threading.Barrier(2)
    ends: list[str] = []

    def close(account_id: int) -> None:
        with app.app_context():
            account = get_account(account_id)
            start.wait(10)
            try:
                admin.close_account(account, by=SYSTEM)
                db.session.commit()
                ends.append("closed")
            except Refusal:
                db.session.rollback()
                ends.append("refused")

    threads = [threading.Thread(target=close, args=(number,)) for number in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["closed", "refused"]


def test_a_reset_link_is_handed_out_for_an_active_account_only(session: Session) -> None:
    make_account(email="tam@so.vn")
    assert find_live_link(admin.hand_out_reset_link("TAM@so.vn", by=SYSTEM)) is not None
    with pytest.raises(NotFound):
        admin.hand_out_reset_link("ai@do.vn", by=SYSTEM)
