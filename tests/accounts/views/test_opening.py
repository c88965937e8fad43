"""Registering, forgetting and opening in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.accounts.models import Account
from app.accounts.operations.admin import make_first_administrator
from app.infra.db.engine import db
from app.infra.mail.models import Mail
from tests.factories.accounts import PASSWORD, make_account
from tests.factories.registry import SYSTEM

if TYPE_CHECKING:
    from flask.testing import FlaskClient

NEW = {"new_password": "mật khẩu mới toanh", "repeated_password": "mật khẩu mới toanh"}


def last_link() -> str:
    query = sa.select(Mail).order_by(Mail.id.desc()).limit(1)
    letter = db.session.execute(query).scalar_one()
    found = re.search(r"http://localhost(/lien-ket/[\w-]+)", letter.text)
    assert found
    return found[1]


def test_a_nominee_registers_opens_the_link_and_is_signed_in(client: FlaskClient) -> None:
    answer = client.post("/dang-ky", data={"email": "tam@so.vn", "full_name": "Lê Văn Tám"})
    assert answer.status_code == 200
    path = last_link()
    assert "Hoàn tất đăng ký" in client.get(path).text
    assert client.post(path, data={"full_name": "Lê Văn Tám", **NEW}).status_code == 303
    assert "Lê Văn Tám" in client.get("/tai-khoan").text
    spent = client.get(path)
    assert spent.status_code == 410
    assert "Liên kết không còn dùng được" in spent.text


@pytest.mark.parametrize("path", ["/dang-ky", "/quen-mat-khau"])
def test_the_answer_is_alike_whether_there_is_an_account(client: FlaskClient, path: str) -> None:
    make_account(email="co@so.vn")
    make_account(email="dong@so.vn", is_active=False)
    pages = {
        client.post(path, data={"email": email, "full_name": "Lê Văn Tám"}).text.replace(email, "")
        for email in ("co@so.vn", "moi@so.vn", "dong@so.vn")
    }
    assert len(pages) == 1


def test_a_forgotten_password_is_set_anew(client: FlaskClient) -> None:
    make_account(email="tam@so.vn")
    client.post("/quen-mat-khau", data={"email": "tam@so.vn"})
    assert client.post(last_link(), data=NEW).status_code == 303
    client.post("/dang-xuat")
    old = client.post("/dang-nhap", data={"email": "tam@so.vn", "password": PASSWORD})
    assert old.status_code == 422
    new = client.post("/dang-nhap", data={"email": "tam@so.vn", "password": NEW["new_password"]})
    assert new.status_code == 303


def test_two_different_passwords_are_refused_and_the_link_stays(client: FlaskClient) -> None:
    make_account(email="tam@so.vn")
    client.post("/quen-mat-khau", data={"email": "tam@so.vn"})
    path = last_link()
    answer = client.post(path, data={**NEW, "repeated_password": "khác hẳn đi rồi"})
    assert answer.status_code == 422
    assert "chưa giống nhau" in answer.text
    assert client.get(path).status_code == 200


def test_the_address_of_a_link_cannot_be_changed(client: FlaskClient) -> None:
    client.post("/dang-ky", data={"email": "tam@so.vn", "full_name": "Lê Văn Tám"})
    data = {"full_name": "Lê Văn Tám", "email": "khac@so.vn", **NEW}
    assert client.post(last_link(), data=data).status_code == 303
    assert db.session.execute(sa.select(Account.email)).scalar_one() == "tam@so.vn"


def test_the_first_administrator_is_asked_for_everything(client: FlaskClient) -> None:
    path = f"/lien-ket/{make_first_administrator(by=SYSTEM)}"
    db.session.commit()
    assert client.post(path, data=NEW).status_code == 422
    data = {"full_name": "Vũ Đình Khải Minh", "email": "admin@lhh.vn", **NEW}
    assert client.post(path, data=data).status_code == 303
    assert client.get("/quan-tri/tai-khoan").status_code == 200


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "%F0%9F%98%80", "..%5c", "'--"])
def test_a_forged_link_is_answered_kindly(client: FlaskClient, token: str) -> None:
    assert client.get(f"/lien-ket/{token}").status_code == 410
    assert client.post(f"/lien-ket/{token}", data=NEW).status_code == 410


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "a@b.vn", "full_name": "12345"},
        {"email": "a@b.vn", "full_name": "a" * 1_000_000},
        {"email": "a@b.vn", "full_name": "\u0301" * 300_000},
        {"email": "a@b.vn", "full_name": "\x00\x01"},
        {"email": "a@b", "full_name": "Lê Văn Tám"},
        {"email": "a@b.vn\r\nBcc: c@d.vn", "full_name": "Lê Văn Tám"},
    ],
)
def test_strange_registrations_are_refused_and_write_no_letter(
    client: FlaskClient, data: dict[str, str]
) -> None:
    assert client.post("/dang-ky", data=data).status_code == 422
    assert db.session.execute(sa.select(Mail.id)).all() == []


def test_who_errs_with_an_address_that_is_taken_can_use_the_first_link_again(
    client: FlaskClient,
) -> None:
    make_account(email="da.co@vidu.vn")
    token = make_first_administrator(by=SYSTEM)
    db.session.commit()
    typed = {"full_name": "Lê Văn Tám", **NEW}
    refused = client.post(f"/lien-ket/{token}", data={**typed, "email": "da.co@vidu.vn"})
    assert refused.status_code == 422
    opened = client.post(f"/lien-ket/{token}", data={**typed, "email": "moi@vidu.vn"})
    assert opened.status_code == 303
