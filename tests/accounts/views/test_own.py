"""What somebody changes of their own account."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from app.infra.db.engine import db
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.registry import make_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    SignIn = Callable[..., FlaskClient]


def test_somebody_corrects_their_name_in_composed_letters(sign_in: SignIn, app: Flask) -> None:
    account, unit = make_account(), make_unit()
    db.session.commit()
    data = {
        "version": str(account.person.version),
        "full_name": unicodedata.normalize("NFD", "Nguyễn Thị Mỹ Lệ"),
        "academic_degree": "TS",
        "unit_id": str(unit.id),
        "phone": "+84 912 345 678",
    }
    assert sign_in(account).post("/tai-khoan", data=data).status_code == 303
    db.session.refresh(account.person)
    assert account.person.full_name == unicodedata.normalize("NFC", "Nguyễn Thị Mỹ Lệ")
    assert account.person.phone == "0912345678"
    assert account.person.email == account.email
    assert account.person.unit_id == unit.id


def test_a_stale_page_is_refused_and_keeps_what_was_typed(sign_in: SignIn, app: Flask) -> None:
    account = make_account()
    data = {"version": "0", "full_name": "Tên Vừa Gõ Xong"}
    answer = sign_in(account).post("/tai-khoan", data=data)
    assert answer.status_code == 409
    assert "Tên Vừa Gõ Xong" in answer.text


def test_a_unit_that_was_not_offered_is_refused(sign_in: SignIn, app: Flask) -> None:
    account = make_account()
    data = {"version": "1", "full_name": "Lê Văn Tám", "unit_id": "999"}
    assert sign_in(account).post("/tai-khoan", data=data).status_code == 422


def test_changing_the_password_keeps_this_session_and_ends_the_others(
    sign_in: SignIn, app: Flask
) -> None:
    account = make_account()
    here, there = sign_in(account), sign_in(account)
    data = {
        "current_password": PASSWORD,
        "new_password": "mật khẩu mới toanh",
        "repeated_password": "mật khẩu mới toanh",
    }
    assert here.post("/tai-khoan/mat-khau", data=data).status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    assert there.get("/tai-khoan").status_code == 401


def test_a_wrong_present_password_stands_beside_its_field(sign_in: SignIn, app: Flask) -> None:
    data = {
        "current_password": "không phải",
        "new_password": "mật khẩu mới toanh",
        "repeated_password": "mật khẩu mới toanh",
    }
    answer = sign_in(make_account()).post("/tai-khoan/mat-khau", data=data)
    assert answer.status_code == 422
    assert "current_password-error" in answer.text


def test_signing_out_elsewhere_keeps_this_session(sign_in: SignIn, app: Flask) -> None:
    account = make_account()
    here, there = sign_in(account), sign_in(account)
    assert here.post("/tai-khoan/dang-xuat-moi-noi").status_code == 303
    assert here.get("/tai-khoan").status_code == 200
    assert there.get("/tai-khoan").status_code == 401
