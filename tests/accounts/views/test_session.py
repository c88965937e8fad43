"""Signing in and out in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.accounts.operations.sessions import sign_out_everywhere
from app.infra.db.engine import db
from tests.factories.accounts import PASSWORD, actor_for, make_account

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


def post_sign_in(client: FlaskClient, email: str, password: str, **more: str) -> TestResponse:
    return client.post("/dang-nhap", data={"email": email, "password": password, **more})


def test_signing_in_leads_to_where_somebody_wanted_to_go(client: FlaskClient) -> None:
    make_account(email="tam@so.vn")
    answer = client.post(
        "/dang-nhap?next=/tai-khoan", data={"email": "tam@so.vn", "password": PASSWORD}
    )
    assert answer.status_code == 303
    assert answer.location == "/tai-khoan"
    assert client.get("/tai-khoan").status_code == 200


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_signing_in_never_leads_outside(client: FlaskClient, target: str) -> None:
    make_account(email="tam@so.vn")
    answer = post_sign_in(client, "tam@so.vn", PASSWORD, next=target)
    assert answer.status_code == 303
    assert "evil" not in answer.location


def test_the_session_lasts_and_is_new_after_signing_in(client: FlaskClient) -> None:
    make_account(email="tam@so.vn")
    with client.session_transaction() as before:
        before["left"] = "by somebody else"
    answer = post_sign_in(client, "tam@so.vn", PASSWORD)
    assert "Expires=" in answer.headers["Set-Cookie"]
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    with client.session_transaction() as after:
        assert "left" not in after


def test_a_wrong_address_and_a_wrong_password_read_alike(client: FlaskClient) -> None:
    make_account(email="tam@so.vn")
    pages = [post_sign_in(client, email, "sai mật khẩu rồi") for email in ("tam@so.vn", "ai@so.vn")]
    assert [page.status_code for page in pages] == [422, 422]
    first, second = (page.text for page in pages)
    assert "Thư điện tử hoặc mật khẩu chưa đúng" in first
    token = re.compile(r'name="csrf_token" value="[^"]+"')
    first, second = token.sub("", first), token.sub("", second)
    assert first.replace("tam@so.vn", "") == second.replace("ai@so.vn", "")


def test_the_password_is_never_shown_again(client: FlaskClient) -> None:
    assert "bí mật của tôi" not in post_sign_in(client, "tam@so.vn", "bí mật của tôi").text


def test_the_eleventh_attempt_must_wait(client: FlaskClient) -> None:
    make_account(email="tam@so.vn")
    for _ in range(10):
        post_sign_in(client, "tam@so.vn", "sai")
    answer = post_sign_in(client, "tam@so.vn", PASSWORD)
    assert answer.status_code == 429
    assert "Hãy chờ đến" in answer.text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"email": "tam@so.vn"},
        {"email": "tam@so.vn", "password": ""},
        {"email": "<script>alert(1)</script>", "password": "a"},
        {"email": "a" * 1_000_000, "password": "a"},
        {"email": "tam@so.vn", "password": "á" * 500_000},
        {"email": "tam@so.vn\x00", "password": "\x00"},
        {"email": "tạm@so.vn", "password": "a"},
    ],
)
def test_strange_input_is_answered_kindly(client: FlaskClient, data: dict[str, str]) -> None:
    answer = client.post("/dang-nhap", data=data)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text


def test_a_session_of_an_older_stamp_is_over(
    sign_in: Callable[..., FlaskClient], app: object
) -> None:
    account = make_account()
    client = sign_in(account)
    assert client.get("/tai-khoan").status_code == 200
    sign_out_everywhere(account, by=actor_for(account))
    db.session.commit()
    assert client.get("/tai-khoan").status_code == 401


@pytest.mark.parametrize(
    "forged", ["", "x", "1", "1.", ".", "-1.a", "99999999999999.a", "1.x\x00", "١.a"]
)
def test_a_strange_session_is_nobodys(client: FlaskClient, forged: str) -> None:
    make_account()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = forged
    assert client.get("/tai-khoan").status_code == 401


def test_signing_out_ends_the_session(sign_in: Callable[..., FlaskClient], app: object) -> None:
    client = sign_in(make_account())
    assert client.get("/dang-xuat").status_code == 405
    assert client.post("/dang-xuat").status_code == 303
    assert client.get("/tai-khoan").status_code == 401
    assert client.post("/dang-xuat").status_code == 303


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_keeping_a_session_alive_hands_out_a_token(client: FlaskClient, method: str) -> None:
    answer = client.open("/phien/giu", method=method)
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["ok"] is True
    assert told["csrf_token"]
    assert told["is_signed_in"] is False
    assert told["expires_in"] == 14 * 24 * 3600


def test_who_is_signed_in_is_not_asked_again(
    sign_in: Callable[..., FlaskClient], app: object
) -> None:
    client = sign_in(make_account())
    assert client.get("/dang-nhap?next=/tai-khoan").location == "/tai-khoan"


def test_a_copy_of_the_cookie_is_worthless_after_signing_out(
    client: FlaskClient, app: Flask
) -> None:
    typed = {"email": make_account(email="tam@so.vn").email, "password": PASSWORD}
    assert client.post("/dang-nhap", data=typed).status_code == 303
    other_device, thief = app.test_client(), app.test_client()
    assert other_device.post("/dang-nhap", data=typed).status_code == 303
    cookie = client.get_cookie("vinhdanh")
    assert cookie is not None
    thief.set_cookie("vinhdanh", cookie.value)
    assert thief.get("/tai-khoan").status_code == 200
    assert client.post("/dang-xuat").status_code == 303
    thief.set_cookie("vinhdanh", cookie.value)
    assert thief.get("/tai-khoan").status_code == 401
    assert other_device.get("/tai-khoan").status_code == 200


def test_a_session_begun_before_sessions_had_words_is_ended_alone(
    sign_in: Callable[..., FlaskClient],
) -> None:
    leaving, staying = (sign_in(make_account()) for _ in range(2))
    assert leaving.post("/dang-xuat").status_code == 303
    assert staying.get("/tai-khoan").status_code == 200
