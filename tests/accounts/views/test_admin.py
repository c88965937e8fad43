"""Accounts as administrators see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from app.accounts.models import AccountRole, Link
from app.infra.db.engine import db
from app.kernel.access import Role
from tests.factories.accounts import make_account
from tests.factories.registry import make_person, make_unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    SignIn = Callable[..., FlaskClient]


@pytest.fixture
def boss(sign_in: SignIn, app: Flask) -> FlaskClient:
    return sign_in(make_account(Role.ADMIN, email="boss@lhh.vn"))


def test_accounts_are_found_without_accents_and_ordered_by_given_name(boss: FlaskClient) -> None:
    for name in ("Trần Ánh", "Lê Bình", "Nguyễn An"):
        make_account(person=make_person(full_name=name))
    page = boss.get("/quan-tri/tai-khoan").text
    assert page.index("Nguyễn An") < page.index("Trần Ánh") < page.index("Lê Bình")
    found = boss.get("/quan-tri/tai-khoan?tim=tran anh").text
    assert "Trần Ánh" in found
    assert "Lê Bình" not in found


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_thirty(
    boss: FlaskClient, count_statements: Callable[[], Any]
) -> None:
    unit = make_unit()
    make_account(Role.SECRETARY, units=[unit])
    with count_statements() as few:
        assert boss.get("/quan-tri/tai-khoan").status_code == 200
    for _ in range(30):
        make_account(Role.LEADER, units=[unit])
    with count_statements() as many:
        boss.get("/quan-tri/tai-khoan")
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "query",
    ["tim=%00", "trang=-3", "trang=99999999999999999999", "vai-tro=vua", "tim=%25_%27", "trang=x",
     "tim=" + "a" * 5000, "endpoint=x&_external=1"],
)  # fmt: skip
def test_strange_searches_are_answered(boss: FlaskClient, query: str) -> None:
    assert boss.get(f"/quan-tri/tai-khoan?{query}").status_code == 200


def test_an_administrator_invites_a_secretary(boss: FlaskClient) -> None:
    data = {"full_name": "Lê Văn Tám", "email": "tam@so.vn", "roles": "secretary"}
    assert boss.post("/quan-tri/tai-khoan/moi", data=data).status_code == 303
    grants = db.session.execute(sa.select(Link.grants)).scalar_one()
    assert grants == {"roles": ["secretary"], "units": []}
    assert "Lê Văn Tám" in boss.get("/quan-tri/tai-khoan").text


def test_a_secretary_who_forges_a_role_is_refused(sign_in: SignIn, app: Flask) -> None:
    client = sign_in(make_account(Role.SECRETARY))
    assert "Vai trò chung" not in client.get("/quan-tri/tai-khoan/moi").text
    data = {"full_name": "Lê Văn Tám", "email": "tam@so.vn", "roles": "admin"}
    assert client.post("/quan-tri/tai-khoan/moi", data=data).status_code == 403
    assert db.session.execute(sa.select(Link.id)).all() == []


def test_an_invitation_is_prefilled_from_its_link(boss: FlaskClient) -> None:
    page = boss.get("/quan-tri/tai-khoan/moi?ten=Lê+Văn+Tám&email=tam@so.vn&nguoi=x").text
    assert 'value="Lê Văn Tám"' in page
    assert 'value="tam@so.vn"' in page


def test_an_administrator_grants_a_role_and_a_unit(boss: FlaskClient) -> None:
    account, unit = make_account(), make_unit()
    db.session.commit()
    path = f"/quan-tri/tai-khoan/{account.id}"
    data = {"version": "1", "roles": "leader", "added_unit_id": str(unit.id)}
    assert boss.post(path, data=data).status_code == 303
    page = boss.get(path).text
    assert unit.name in page
    stale = boss.post(path, data=data)
    assert stale.status_code == 409


def test_the_last_administrator_is_told_why_the_role_stays(boss: FlaskClient) -> None:
    role = db.session.execute(sa.select(AccountRole)).scalar_one()
    path = f"/quan-tri/tai-khoan/{role.account_id}"
    answer = boss.post(path, data={"version": "1"})
    assert answer.status_code == 422
    assert "quản trị duy nhất" in answer.text
    assert boss.post(f"{path}/khoa", data={"version": "1"}).status_code == 422


def test_an_account_is_closed_and_reopened(boss: FlaskClient, sign_in: SignIn) -> None:
    account = make_account()
    client = sign_in(account)
    path = f"/quan-tri/tai-khoan/{account.id}"
    assert boss.post(f"{path}/khoa", data={"version": "1"}).status_code == 303
    assert client.get("/tai-khoan").status_code == 401
    assert "Đã khóa" in boss.get(path).text
    assert boss.post(f"{path}/mo-lai", data={"version": "2"}).status_code == 303


@pytest.mark.parametrize("number", ["404", "0", "99999999999999999999"])
def test_an_account_that_does_not_exist_is_not_found(boss: FlaskClient, number: str) -> None:
    assert boss.get(f"/quan-tri/tai-khoan/{number}").status_code == 404


@pytest.mark.parametrize("path", ["", "/1", "/1/khoa"])
def test_others_do_not_come_near(sign_in: SignIn, app: Flask, path: str) -> None:
    client = sign_in(make_account(Role.SECRETARY))
    method = client.post if path.endswith("khoa") else client.get
    assert method(f"/quan-tri/tai-khoan{path}").status_code == 403
