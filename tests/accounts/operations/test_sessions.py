"""Signing in, and passwords that somebody changes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
import time_machine

from app.accounts.models import Account, EndedSession, SignInAttempt
from app.accounts.operations import sessions
from app.accounts.rules import passwords
from app.accounts.rules.throttling import SIGN_IN, Guesser, TooMany, visitor
from app.infra.db.engine import db
from app.infra.mail.models import Mail
from app.kernel import clock
from app.kernel.errors import RuleBroken
from tests.factories.accounts import PASSWORD, actor_for, make_account

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WEAK = "$argon2id$v=19$m=8,t=1,p=1$"


def who(email: str = "tam@so.vn", origin: str = "203.0.113.7") -> Guesser:
    return visitor(SIGN_IN, "k", email=email, origin=origin)


def fail(times: int, visitor_: Guesser) -> None:
    for _ in range(times):
        sessions.note_attempt(visitor_, succeeded=False)
    db.session.commit()


def test_the_right_password_signs_in_whatever_the_case_of_the_address(session: Session) -> None:
    account = make_account(email="tam@so.vn")
    assert sessions.sign_in(" Tam@SO.vn", PASSWORD, visitor=who()) is account
    session.commit()
    session.refresh(account)
    assert account.last_signed_in_at is not None
    assert account.version == 1


@pytest.mark.parametrize("email", ["tam@so.vn", "ai@do.vn", "", "a\x00@b.vn", "đ" * 5000])
def test_a_wrong_password_or_address_signs_nobody_in(session: Session, email: str) -> None:
    make_account(email="tam@so.vn")
    assert sessions.sign_in(email, "sai mật khẩu rồi", visitor=who(email)) is None


def test_a_closed_account_does_not_sign_in(session: Session) -> None:
    make_account(email="tam@so.vn", is_active=False)
    assert sessions.sign_in("tam@so.vn", PASSWORD, visitor=who()) is None


@pytest.mark.parametrize("email", ["tam@so.vn", "ai@do.vn"])
def test_ten_failures_make_wait_alike_with_and_without_an_account(
    session: Session, email: str
) -> None:
    make_account(email="tam@so.vn")
    fail(10, who(email))
    with pytest.raises(TooMany):
        sessions.sign_in(email, PASSWORD, visitor=who(email, origin="198.51.100.1"))


def test_thirty_failures_of_an_origin_make_it_wait_for_every_address(session: Session) -> None:
    make_account(email="tam@so.vn")
    for number in range(30):
        fail(1, who(f"a{number}@do.vn"))
    with pytest.raises(TooMany):
        sessions.sign_in("tam@so.vn", PASSWORD, visitor=who())
    assert sessions.sign_in("tam@so.vn", PASSWORD, visitor=who(origin="198.51.100.1"))


def test_after_a_quarter_of_an_hour_it_goes_on(session: Session) -> None:
    make_account(email="tam@so.vn")
    fail(10, who())
    with time_machine.travel(clock.now() + timedelta(minutes=15, seconds=1)):
        assert sessions.sign_in("tam@so.vn", PASSWORD, visitor=who())


def test_attempts_name_neither_address_nor_origin(session: Session) -> None:
    fail(1, who())
    row = session.execute(sa.select(SignInAttempt)).scalar_one()
    assert "tam" not in row.email_hash
    assert "203" not in (row.origin_hash, row.email_hash)


def test_old_attempts_are_forgotten(session: Session) -> None:
    fail(2, who())
    with time_machine.travel(clock.now() + timedelta(days=2)):
        sessions.forget_attempts()
    assert session.execute(sa.select(sa.func.count()).select_from(SignInAttempt)).scalar_one() == 0


def test_a_weaker_hash_is_renewed_at_the_next_sign_in(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = make_account(email="tam@so.vn")
    before = account.password_hash
    monkeypatch.setattr(passwords._hasher, "_parameters", _stronger())
    assert sessions.sign_in("tam@so.vn", PASSWORD, visitor=who())
    session.commit()
    after = session.execute(sa.select(Account.password_hash)).scalar_one()
    assert after != before
    assert passwords.matches(after, PASSWORD)


def _stronger() -> object:
    from dataclasses import replace

    parameters = passwords._hasher._parameters
    return replace(parameters, time_cost=parameters.time_cost + 1)


def test_a_changed_password_ends_the_sessions_and_is_told_by_mail(session: Session) -> None:
    account = make_account()
    stamp = account.session_stamp
    sessions.change_password(account, PASSWORD, "mật khẩu mới toanh", by=actor_for(account))
    session.commit()
    assert account.session_stamp != stamp
    assert passwords.matches(account.password_hash, "mật khẩu mới toanh")
    assert session.execute(sa.select(Mail.subject)).scalar_one() == "Mật khẩu Vinh Danh đã đổi"


def test_the_present_password_must_be_known(session: Session) -> None:
    account = make_account()
    with pytest.raises(RuleBroken) as refusal:
        sessions.change_password(account, "không phải", "mật khẩu mới toanh", by=actor_for(account))
    assert refusal.value.field == "current_password"


def test_signing_out_everywhere_changes_the_stamp(session: Session) -> None:
    account = make_account()
    stamp = account.session_stamp
    sessions.sign_out_everywhere(account, by=actor_for(account))
    assert account.session_stamp != stamp


def test_ended_sessions_are_forgotten_when_no_cookie_can_be_that_old(session: Session) -> None:
    account = make_account()
    for number in range(2):
        sessions.sign_out(account, f"1.a.{number}", by=actor_for(account))
        sessions.sign_out(account, f"1.a.{number}", by=actor_for(account))
    session.commit()
    with time_machine.travel(clock.now() + timedelta(days=13), tick=False):
        sessions.sign_out(account, "1.a.new", by=actor_for(account))
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        sessions.forget_ended_sessions(timedelta(days=14))
    session.commit()
    left = session.execute(sa.select(sa.func.count()).select_from(EndedSession)).scalar_one()
    assert left == 1
