"""The letters of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.accounts.notifications import link_address, post_password_changed
from app.infra.db.engine import db
from app.infra.mail.models import Mail
from tests.factories.accounts import make_account
from tests.factories.organiser import make_organiser

if TYPE_CHECKING:
    from flask import Flask


def test_a_link_is_a_full_address(app: Flask) -> None:
    assert link_address("abc") == "http://localhost/lien-ket/abc"


def test_a_letter_greets_and_is_signed_by_the_organiser_with_its_province_once(app: Flask) -> None:
    make_organiser(name="Liên hiệp Hội", place_line="tỉnh Quảng Ninh", phone="0203 3000 000")
    account = make_account(email="tam@so.vn")
    post_password_changed(account)
    body = db.session.execute(sa.select(Mail.body)).scalar_one()
    assert body.startswith(f"Kính gửi ông/bà {account.person.full_name},\n\n")
    assert body.endswith("Trân trọng,\nLiên hiệp Hội tỉnh Quảng Ninh\n0203 3000 000\n")
